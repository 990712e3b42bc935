package io.millrace.formats.avro;

import io.millrace.formats.cache.Recent;
import io.millrace.formats.value.GrowingShape;
import io.millrace.formats.value.ValueShape;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Columns that are those of the schemas seen so far. */
public final class GrowingAvro implements GrowingShape {
    private final Origin origin;
    /** By their schemas. Those that partitions have now are kept by whoever asks for them. */
    private final Recent<Schema, AvroShape> shapes = NamedSchema.recent();

    /** @param origin knows the schemas that wrote values */
    public GrowingAvro(Origin origin) {
        this.origin = origin;
    }

    @Override
    public ValueShape with(ValueShape before, byte[] bytes, int from, int to)
            throws BadRecordException, TryLaterException {
        NamedSchema writer = origin.writer(bytes, from, to);
        AvroShape known = (AvroShape) before;
        if (known != null && known.holds(writer)) {
            return known;
        }
        AvroShape shape = grown(known, writer);
        // What grew out of these columns reads all that they read; asked again, it could only change its mind.
        shape.nowHolds(writer, known);
        return shape;
    }

    private AvroShape grown(AvroShape known, NamedSchema writer) throws BadRecordException {
        try {
            Schema grown = known == null ? recordOf(writer) : SchemaMerge.of(known.reader(), writer);
            return known != null && Aliases.areSame(grown, known.reader().schema())
                    ? known
                    : shape(grown, writer, characters(known, writer));
        } catch (AvroRuntimeException | StackOverflowError e) {
            // A schema of a writer's can say what Avro's parser lets pass and its constructors do not.
            throw new BadRecordException(writer.name()
                    + (known == null
                            ? " cannot become columns"
                            : " cannot be merged with " + known.reader().name()));
        }
    }

    private static Schema recordOf(NamedSchema writer) throws BadRecordException {
        if (writer.schema().getType() != Schema.Type.RECORD) {
            throw new BadRecordException(writer.name() + " describes a " + LogicalMatch.describe(writer.schema())
                    + ", must be a record to have columns");
        }
        return writer.schema();
    }

    /** Length of what both together say, at most. */
    private static long characters(AvroShape known, NamedSchema writer) {
        return (known == null ? 0 : known.reader().characters()) + writer.characters();
    }

    private AvroShape shape(Schema grown, NamedSchema newest, long characters) {
        AvroShape shape = shapes.get(grown);
        if (shape == null || !Aliases.areSame(grown, shape.reader().schema())) {
            NamedSchema named = new NamedSchema(grown, newest.name(), characters);
            shape = new AvroShape(named, origin.columns(named), origin);
            shapes.put(grown, shape, characters);
        }
        return shape;
    }
}
