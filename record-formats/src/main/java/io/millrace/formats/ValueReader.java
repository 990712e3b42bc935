package io.millrace.formats;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.frame.Framing;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;

/** Puts the value of a record into the columns of the row, or that there is none. */
final class ValueReader {
    private final Framing framing;
    private final Change change;
    private final ValueDecoder decoder;
    private final Group columns;
    private final Row row;
    private final InputBytes value = new InputBytes();

    /**
     * @param change what the last value says if it is a change event
     * @param columns of the values
     */
    ValueReader(Framing framing, Change change, ValueDecoder decoder, Group columns, Row row) {
        this.framing = framing;
        this.change = change;
        this.decoder = decoder;
        this.columns = columns;
        this.row = row;
    }

    /** Decodes the record's value, which it has. */
    void read(SourceRecord record) throws BadRecordException, TryLaterException {
        value.set(record.value());
        framing.open(record, value);
        row.reset(value.array(), value.to() - value.from());
        decoder.decode(value.array(), value.from(), value.to());
        framing.confirm();
    }

    /** The record has no value: no column has anything. */
    void readNothing() {
        framing.openNothing();
        change.clear();
        value.release();
        row.reset(value.array(), 0);
        columns.addAbsent(row, 0, 0);
    }

    /** What is left of the last value without its frame. */
    InputBytes value() {
        return value;
    }

    /** Lets go of the last value. */
    void release() {
        value.release();
        change.clear();
    }
}
