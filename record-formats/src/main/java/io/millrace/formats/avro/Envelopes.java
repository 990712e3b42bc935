package io.millrace.formats.avro;

import io.millrace.formats.cache.Recent;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroUnions;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Values that are change events of Debezium, around the rows. */
final class Envelopes implements Origin {
    static final String AFTER = "after";

    private final Writers writers;
    private final ValueContext context;
    /** By the schemas of events. */
    private final Recent<NamedSchema, NamedSchema> rows = NamedSchema.recent();

    Envelopes(Writers writers, ValueContext context) {
        this.writers = writers;
        this.context = context;
    }

    @Override
    public NamedSchema writer(byte[] bytes, int from, int to) throws BadRecordException, TryLaterException {
        return rowOf(event(bytes, from, to));
    }

    /** The schema of the event. */
    NamedSchema event(byte[] bytes, int from, int to) throws BadRecordException, TryLaterException {
        return writers.of(bytes, from, to);
    }

    /** The file that {@link #event} was given last, if it was one. */
    Container container() {
        return writers.container();
    }

    ValueContext context() {
        return context;
    }

    /** The schema of the row in an event of this schema, what its types mean included. */
    NamedSchema rowOf(NamedSchema event) throws BadRecordException {
        NamedSchema row = rows.get(event);
        if (row == null) {
            try {
                row = new NamedSchema(ConnectMeaning.of(record(event, AFTER)), event.name(), event.characters());
            } catch (AvroRuntimeException | IllegalArgumentException | StackOverflowError e) {
                // A decimal of more digits after its point than it has, a default that is none of its type.
                throw new BadRecordException(event.name() + " has a row in '" + AFTER + "' that cannot become columns");
            }
            rows.put(event, row, row.characters());
        }
        return row;
    }

    /** The record that this field of an event is, unless it is null. */
    static Schema record(NamedSchema event, String field) throws BadRecordException {
        Schema.Field found =
                event.schema().getType() == Schema.Type.RECORD ? event.schema().getField(field) : null;
        List<Schema> members = found == null
                ? List.of()
                : found.schema().getType() == Schema.Type.UNION
                        ? AvroUnions.besidesNull(found.schema())
                        : List.of(found.schema());
        if (members.size() != 1 || members.get(0).getType() != Schema.Type.RECORD) {
            throw new BadRecordException(
                    event.name() + " is no change event of Debezium: it has no record '" + field + "'");
        }
        return members.get(0);
    }

    @Override
    public ValueDecoder reader(NamedSchema reader, Group columns, Row row) {
        return new EnvelopeReader(this, reader, columns, row);
    }
}
