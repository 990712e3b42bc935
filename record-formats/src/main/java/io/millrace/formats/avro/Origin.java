package io.millrace.formats.avro;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;

/** By which schemas the rows of a topic were written, and how they are read. For one thread. */
public interface Origin {
    /**
     * The schema of the row that this value has. The same object for the same schema, mostly.
     *
     * @throws BadRecordException if the value does not say it
     * @throws TryLaterException if nobody can say it now
     */
    NamedSchema writer(byte[] bytes, int from, int to) throws BadRecordException, TryLaterException;

    /** The columns of rows of this schema. */
    default AvroColumns columns(NamedSchema schema) {
        return AvroColumns.ofAvroValues(schema.schema(), schema.name());
    }

    /**
     * What decodes values into the columns of this schema.
     *
     * @param columns to be found in the row
     */
    ValueDecoder reader(NamedSchema reader, Group columns, Row row);
}
