package io.millrace.producer.cdc;

import io.millrace.runtime.database.DatabaseSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Reads the engine's records: data changes ("envelopes"), transactions' boundaries and heartbeats. */
final class DebeziumEvents {
    private static final String TRANSACTIONS = ".transaction";
    private static final String HEARTBEATS = "__debezium-heartbeat";

    private final ChangeValues values;
    private final boolean postgreSql;

    DebeziumEvents(DatabaseSettings.Kind kind) {
        this.postgreSql = kind == DatabaseSettings.Kind.POSTGRESQL;
        this.values = new ChangeValues(postgreSql);
    }

    /** True if the record tells that a transaction is over. */
    static boolean isEnd(SourceRecord record) {
        return isBoundary(record) && "END".equals(((Struct) record.value()).getString("status"));
    }

    /** True if the record is no part of a snapshot. */
    static boolean isOfTheLog(SourceRecord record) {
        return isBoundary(record)
                || record.topic().startsWith(HEARTBEATS)
                        && !record.sourceOffset().containsKey("snapshot");
    }

    private static boolean isBoundary(SourceRecord record) {
        return record.topic().endsWith(TRANSACTIONS)
                && record.value() instanceof Struct value
                && value.schema().field("status") != null;
    }

    /** What the record tells; empty if it is nothing to us. */
    Optional<Change> change(SourceRecord record) {
        Map<String, Object> place = new HashMap<>(record.sourceOffset());
        if (record.topic().startsWith(HEARTBEATS)) {
            // One in the middle of a snapshot says nothing.
            return place.containsKey("snapshot")
                    ? Optional.empty()
                    : Optional.of(new Change(Change.Kind.HEARTBEAT, null, place, null));
        }
        if (isBoundary(record)) {
            Change.Kind kind = isEnd(record) ? Change.Kind.END : Change.Kind.BEGIN;
            return Optional.of(new Change(kind, ((Struct) record.value()).getString("id"), place, null));
        }
        if (!(record.value() instanceof Struct value)
                || value.schema().field("op") == null
                || value.schema().field("source") == null) {
            return Optional.empty();
        }
        String operation = value.getString("op");
        return switch (operation) {
            case "r" -> Optional.of(new Change(Change.Kind.SNAPSHOT_ROW, null, place, row(record, value, operation)));
            case "c", "u", "d", "t" ->
                Optional.of(new Change(Change.Kind.ROW, null, place, row(record, value, operation)));
            default -> Optional.empty();
        };
    }

    private Change.RowChange row(SourceRecord record, Struct value, String operation) {
        Struct source = value.getStruct("source");
        String table = source.getString(postgreSql ? "schema" : "db") + "." + source.getString("table");
        List<String> missing = new ArrayList<>();
        Map<String, Object> before = columns(value, "before", new ArrayList<>());
        Map<String, Object> after = columns(value, "after", missing);
        Long millis = source.getInt64("ts_ms");
        return new Change.RowChange(table, operation, key(record), before, after, missing, millis == null ? 0 : millis);
    }

    private List<Object> key(SourceRecord record) {
        List<Object> key = new ArrayList<>();
        if (record.key() instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                key.add(values.value(field.schema(), struct.get(field)));
            }
        }
        return key;
    }

    private Map<String, Object> columns(Struct value, String side, List<String> missing) {
        if (value.schema().field(side) == null || value.getStruct(side) == null) {
            return null;
        }
        Struct row = value.getStruct(side);
        Map<String, Object> columns = new LinkedHashMap<>();
        for (Field field : row.schema().fields()) {
            // Without the default: a NULL in a column that has one is still NULL.
            Object raw = row.getWithoutDefault(field.name());
            String name = field.name().toLowerCase(Locale.ROOT);
            if (ChangeValues.isUnavailable(raw)) {
                missing.add(name);
            } else {
                columns.put(name, values.value(field.schema(), raw));
            }
        }
        return columns;
    }
}
