package io.millrace.sources.database;

import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.Refusal;
import java.util.Arrays;

/** Makes records of a table's rows. Not thread-safe. */
final class RowRecords {
    private static final int SAMPLE_LENGTH = 1024;

    private final TableSettings settings;
    private final RowFormat format;
    private final JsonRowFormat json = new JsonRowFormat();
    private final BatchSizer sizer;

    RowRecords(TableSettings settings, RowFormat format) {
        this.settings = settings;
        this.format = format;
        this.sizer = new BatchSizer(settings.batchRows());
    }

    /** How much to ask for next. */
    TableReader.Batch nextBatch() {
        return sizer.next();
    }

    /** The row as a record, or as a dead letter. */
    void handOut(Row row, Outlet outlet) {
        byte[] key = RowKey.bytes(
                settings.columns().key().stream().map(row.columns()::get).toList());
        try {
            byte[] value = isDeleted(row) ? null : format.value(row);
            sizer.measured(value == null ? 0 : value.length);
            outlet.record(OutRecord.keyed(key, value).at(origin(row), place(row)));
        } catch (RowFormat.RowException e) {
            byte[] sample = json.value(row);
            sizer.measured(sample.length);
            outlet.refuse(new Refusal(
                    sample.length > SAMPLE_LENGTH ? Arrays.copyOf(sample, SAMPLE_LENGTH) : sample,
                    origin(row),
                    place(row),
                    e.getMessage()));
        }
    }

    private String origin(Row row) {
        return "table:" + settings.table() + (place(row) == 0 ? " row:" + row.key() : "");
    }

    /** The whole row as bytes that differ if any value does. */
    byte[] content(Row row) {
        return json.value(row);
    }

    private boolean isDeleted(Row row) {
        String column = settings.columns().deleted();
        if (column == null) {
            return false;
        }
        Object value = row.columns().get(column);
        if (value instanceof Boolean flag) {
            return flag;
        }
        // A number other than 0, or the time of the deletion.
        return value instanceof Number number ? number.doubleValue() != 0 : value != null;
    }

    /** The id as a number; 0 if it is none. */
    private static long place(Row row) {
        try {
            return row.key().values().size() == 1
                    ? Long.parseLong(row.key().values().get(0))
                    : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
