package io.millrace.formats.avro;

import io.millrace.formats.cache.Recent;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import org.apache.avro.Schema;

/** Keys of any type: one that is no record is read as the one field of a record, whose encoding is the same bytes. */
final class Keys implements Origin {
    private final Writers writers;
    private final Frame frame;
    /** By the schemas that wrote keys. */
    private final Recent<NamedSchema, NamedSchema> records = NamedSchema.recent();

    Keys(Writers writers, Frame frame) {
        this.writers = writers;
        this.frame = frame;
    }

    /** This schema if it is a record, else the record around it. */
    NamedSchema record(NamedSchema key) {
        NamedSchema record = records.get(key);
        if (record == null) {
            Schema around = AvroSchemas.recordOfKey(key.schema());
            record = around == key.schema() ? key : new NamedSchema(around, key.name(), key.characters());
            records.put(key, record, key.characters());
        }
        return record;
    }

    @Override
    public NamedSchema writer(byte[] bytes, int from, int to) throws BadRecordException, TryLaterException {
        return record(writers.of(bytes, from, to));
    }

    @Override
    public ValueDecoder reader(NamedSchema reader, Group columns, Row row) {
        return new AvroReader(reader, this, writers, frame, columns, row);
    }
}
