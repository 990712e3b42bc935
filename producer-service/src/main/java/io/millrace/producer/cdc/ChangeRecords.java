package io.millrace.producer.cdc;

import io.millrace.sources.database.JsonRowFormat;
import io.millrace.sources.database.JsonText;
import io.millrace.sources.database.Row;
import io.millrace.sources.database.RowKey;
import io.millrace.sources.delivery.OutHeader;
import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes records of changes. */
final class ChangeRecords {
    private static final Logger log = LoggerFactory.getLogger(ChangeRecords.class);
    private static final int SAMPLE_LENGTH = 1024;

    private final ChangeSettings settings;
    private final JsonRowFormat json = new JsonRowFormat();

    ChangeRecords(ChangeSettings settings) {
        this.settings = settings;
    }

    /**
     * The change as a record, or as a dead letter.
     *
     * @param transaction of the database; null for a row of the snapshot
     * @param number among the changes of its transaction, or the rows of the snapshot, from 1
     */
    void handOut(Change.RowChange change, String transaction, long number, Outlet outlet) {
        String origin = "table:" + change.table() + (transaction == null ? " snapshot" : " transaction:" + transaction);
        if (change.operation().equals("t")) {
            log.warn(
                    "Table was truncated; its rows have no records of their own for that: table={}{}",
                    change.table(),
                    settings.envelope() ? "" : ", and without --envelope nothing in the topic tells");
            if (settings.envelope()) {
                outlet.record(
                        headed(OutRecord.keyed(null, envelope(change)), change).at(origin, number));
            }
            return;
        }
        if (!change.missing().isEmpty()) {
            refuse(
                    change,
                    origin,
                    number,
                    outlet,
                    "column " + change.missing().get(0) + " was not changed and is not in the log; the table needs"
                            + " ALTER TABLE " + change.table() + " REPLICA IDENTITY FULL");
            return;
        }
        if (change.key().isEmpty()) {
            refuse(
                    change,
                    origin,
                    number,
                    outlet,
                    "table " + change.table() + " has no primary key, which is the record's key");
            return;
        }
        byte[] value = settings.envelope() ? envelope(change) : change.after() == null ? null : object(change.after());
        outlet.record(headed(OutRecord.keyed(key(change), value), change).at(origin, number));
    }

    private byte[] key(Change.RowChange change) {
        List<Object> values = new ArrayList<>();
        if (severalTables()) {
            // One topic, in which rows of two tables may have the same id.
            values.add(change.table());
        }
        values.addAll(change.key());
        return RowKey.bytes(values);
    }

    private OutRecord headed(OutRecord record, Change.RowChange change) {
        return severalTables() ? record.with(List.of(OutHeader.of("cdc.table", change.table()))) : record;
    }

    private boolean severalTables() {
        return settings.tables().size() > 1;
    }

    private void refuse(Change.RowChange change, String origin, long number, Outlet outlet, String reason) {
        byte[] sample = envelope(change);
        outlet.refuse(new Refusal(
                sample.length > SAMPLE_LENGTH ? java.util.Arrays.copyOf(sample, SAMPLE_LENGTH) : sample,
                origin + " row:" + new String(RowKey.bytes(change.key()), StandardCharsets.UTF_8),
                number,
                reason));
    }

    private byte[] envelope(Change.RowChange change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("op", change.operation());
        fields.put("table", change.table());
        fields.put("time", change.millis() == 0 ? null : Instant.ofEpochMilli(change.millis()));
        fields.put("before", document(change.before()));
        fields.put("after", document(change.after()));
        return object(fields);
    }

    private JsonText document(Map<String, Object> row) {
        return row == null ? null : new JsonText(new String(object(row), StandardCharsets.UTF_8));
    }

    private byte[] object(Map<String, Object> fields) {
        return json.value(new Row(null, null, fields));
    }
}
