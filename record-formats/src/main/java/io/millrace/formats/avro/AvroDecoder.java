package io.millrace.formats.avro;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;

/**
 * Decodes records that were written by one schema into the columns of another, without an object for a record or a field. Calls
 * itself as deep as the columns, and past what no column wants as deep as a bound.
 */
final class AvroDecoder {
    private final AvroInput in = new AvroInput();
    private final Step record;

    /** @param columns of the reader's schema, to be found in the row */
    AvroDecoder(NamedSchema writer, NamedSchema reader, Group columns, Row row) {
        this.record = Resolution.of(writer, reader, columns, row);
    }

    /**
     * Decodes the record that is all of this range.
     *
     * @param isInput true if the row was reset to this array, so that texts may stay where they are
     */
    void decode(byte[] bytes, int from, int to, boolean isInput) throws BadRecordException {
        in.begin(bytes, from, to, !isInput);
        record.read(in, 0);
        if (in.remaining() > 0) {
            throw new BadRecordException("value has " + in.remaining() + " bytes after its record");
        }
    }
}
