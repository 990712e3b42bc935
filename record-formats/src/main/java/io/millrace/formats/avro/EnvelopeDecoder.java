package io.millrace.formats.avro;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.Change;
import io.millrace.record.BadRecordException;
import org.apache.avro.Schema;

/**
 * Decodes change events of one schema into the columns of their row. The row after the change is read where it stands, what nobody
 * asks for is passed over; the row before it is gone back to if the event turns out to be a delete that is stored.
 */
final class EnvelopeDecoder {
    private static final String BEFORE = "before";
    private static final String OP = "op";
    private static final String SOURCE = "source";
    private static final String TRANSACTION = "transaction";

    private static final int NOWHERE = -1;

    private final NamedSchema event;
    private final Group columns;
    private final Row row;
    private final Change change;
    private final AvroInput in = new AvroInput();
    private final Skips skips = new Skips();
    private final Step[] fields;
    /** Reads the row before the change; null if nobody wants it. */
    private final Step before;

    private int beforeAt;
    private boolean hasAfter;

    /**
     * @param event schema that wrote the events
     * @param written schema that wrote their rows
     * @param reader schema of the columns
     */
    EnvelopeDecoder(NamedSchema event, NamedSchema written, NamedSchema reader, Group columns, Row row, Change change)
            throws BadRecordException {
        this.event = event;
        this.columns = columns;
        this.row = row;
        this.change = change;
        Schema.Field op = event.schema().getField(OP);
        if (op == null || op.schema().getType() != Schema.Type.STRING) {
            throw new BadRecordException(event.name() + " is no change event of Debezium: it has no string 'op'");
        }
        this.before = change.wanted().deletes() ? before(reader) : null;
        Step after = Resolution.of(written, reader, columns, row);
        this.fields = new Step[event.schema().getFields().size()];
        for (Schema.Field field : event.schema().getFields()) {
            fields[field.pos()] = step(field, after);
        }
    }

    private Step before(NamedSchema reader) throws BadRecordException {
        Schema record = ConnectMeaning.of(Envelopes.record(event, BEFORE));
        return Resolution.of(new NamedSchema(record, event.name()), reader, columns, row);
    }

    private Step step(Schema.Field field, Step after) throws BadRecordException {
        Schema type = field.schema();
        return switch (field.name()) {
            case Envelopes.AFTER -> unlessNull(type, row(after));
            case BEFORE -> unlessNull(type, pass(skips.of(Envelopes.record(event, BEFORE))));
            case OP -> this::operation;
            case SOURCE -> {
                boolean isWanted = change.wanted().source() || change.wanted().sourceTime();
                yield isWanted
                        ? unlessNull(type, SourcePart.source(Envelopes.record(event, SOURCE), event.name(), change))
                        : skips.of(type);
            }
            case TRANSACTION ->
                change.wanted().transaction()
                        ? unlessNull(
                                type,
                                SourcePart.transaction(Envelopes.record(event, TRANSACTION), event.name(), change))
                        : skips.of(type);
            default -> skips.of(type);
        };
    }

    /** Null, or one record, as {@link Envelopes#record} has made sure. */
    private static Step unlessNull(Schema type, Step record) {
        if (type.getType() != Schema.Type.UNION) {
            return record;
        }
        Step[] branches = type.getTypes().stream()
                .map(member -> member.getType() == Schema.Type.NULL ? (Step) (from, repetition) -> {} : record)
                .toArray(Step[]::new);
        return Steps.branches(branches, "of the change event");
    }

    private Step row(Step after) {
        return (from, repetition) -> {
            hasAfter = true;
            after.read(from, 0);
        };
    }

    private Step pass(Step skip) {
        return (from, repetition) -> {
            beforeAt = from.at;
            skip.read(from, 0);
        };
    }

    private void operation(AvroInput from, int repetition) throws BadRecordException {
        int start = from.readRange();
        change.operation(from.bytes, start, from.at);
    }

    /**
     * Decodes the event that is all of this range.
     *
     * @param isInput true if the row was reset to this array, so that texts may stay where they are
     */
    void decode(byte[] bytes, int from, int to, boolean isInput) throws BadRecordException {
        beforeAt = NOWHERE;
        hasAfter = false;
        in.begin(bytes, from, to, !isInput);
        for (Step field : fields) {
            field.read(in, 0);
        }
        if (in.remaining() > 0) {
            throw new BadRecordException("value has " + in.remaining() + " bytes after its record");
        }
        if (change.isAfter(hasAfter)) {
            return;
        }
        if (beforeAt == NOWHERE) {
            columns.addAbsent(row, 0, 0);
        } else {
            in.begin(bytes, beforeAt, to, !isInput);
            before.read(in, 0);
        }
    }
}
