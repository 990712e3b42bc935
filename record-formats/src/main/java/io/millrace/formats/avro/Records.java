package io.millrace.formats.avro;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;

/** Values that are the rows themselves. */
record Records(Writers writers, Frame frame) implements Origin {
    @Override
    public NamedSchema writer(byte[] bytes, int from, int to) throws BadRecordException, TryLaterException {
        return writers.of(bytes, from, to);
    }

    @Override
    public ValueDecoder reader(NamedSchema reader, Group columns, Row row) {
        return new AvroReader(reader, this, writers, frame, columns, row);
    }
}
