package io.millrace.producer.cdc;

import io.millrace.runtime.database.DatabaseSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Reads the engine's records: data changes ("envelopes"), transactions' boundaries and heartbeats. */
final class DebeziumEvents {
    private static final String TRANSACTIONS = ".transaction";
    private static final String HEARTBEATS = "__debezium-heartbeat";

    private final ChangeValues values;
    private final boolean postgreSql;
    /** The last truncation of MySQL, by its transaction; null for none. */
    private String truncation;

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

    /** What the record tells; nothing if it is nothing to us. */
    List<Change> changes(SourceRecord record) {
        Map<String, Object> place = new HashMap<>(record.sourceOffset());
        if (record.topic().startsWith(HEARTBEATS)) {
            // One in the middle of a snapshot says nothing.
            return place.containsKey("snapshot") || isBefore(place, truncation)
                    ? List.of()
                    : List.of(new Change(Change.Kind.HEARTBEAT, null, place, null));
        }
        if (isBoundary(record)) {
            Change.Kind kind = isEnd(record) ? Change.Kind.END : Change.Kind.BEGIN;
            return List.of(new Change(kind, ((Struct) record.value()).getString("id"), place, null));
        }
        if (!(record.value() instanceof Struct value)
                || value.schema().field("op") == null
                || value.schema().field("source") == null) {
            return List.of();
        }
        String operation = value.getString("op");
        return switch (operation) {
            case "r" -> List.of(new Change(Change.Kind.SNAPSHOT_ROW, null, place, row(record, value, operation)));
            case "c", "u", "d" -> List.of(new Change(Change.Kind.ROW, null, place, row(record, value, operation)));
            case "t" -> truncated(value, new Change(Change.Kind.ROW, null, place, row(record, value, operation)));
            default -> List.of();
        };
    }

    /** MySQL's log has a truncation by itself, in a transaction that does not begin or end as others do. */
    private List<Change> truncated(Struct value, Change change) {
        Struct source = value.getStruct("source");
        if (!source.getString("connector").equals("mysql")) {
            return List.of(change);
        }
        truncation = source.getString("gtid");
        return List.of(
                new Change(Change.Kind.BEGIN, truncation, change.place(), null),
                change,
                new Change(Change.Kind.END, truncation, change.place(), null));
    }

    /** What follows a truncation still has the ids from before it, until there is another transaction. */
    private static boolean isBefore(Map<String, Object> place, String transaction) {
        return transaction != null && !new MySqlIds((String) place.get(BinlogPlace.GTIDS)).has(transaction);
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
