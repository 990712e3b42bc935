package io.millrace.formats.avro;

import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.value.GrowingShape;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueShape;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Columns that are those of the schemas seen so far. */
final class GrowingAvro implements GrowingShape {
    private final Writers writers;
    private final ValueContext context;
    /** Shapes by their schemas, and which schemas of writers each of them holds. */
    private final Map<Schema, Shape> shapes = new HashMap<>();

    private final Map<ValueShape, Shape> byValue = new IdentityHashMap<>();

    private record Shape(NamedSchema schema, AvroShape values, Set<NamedSchema> held) {}

    GrowingAvro(Writers writers, ValueContext context) {
        this.writers = writers;
        this.context = context;
    }

    @Override
    public ValueShape with(ValueShape before, byte[] bytes, int from, int to)
            throws BadRecordException, TryLaterException {
        NamedSchema writer = writers.of(bytes, from, to);
        Shape known = before == null ? null : byValue.get(before);
        if (known != null && known.held().contains(writer)) {
            return before;
        }
        Shape shape = grown(known, writer);
        shape.held().add(writer);
        if (known != null) {
            // What grew out of these columns reads all that they read; asked again, it could only change its mind.
            shape.held().addAll(known.held());
        }
        return shape.values();
    }

    private Shape grown(Shape known, NamedSchema writer) throws BadRecordException {
        try {
            Schema grown = known == null ? recordOf(writer) : SchemaMerge.of(known.schema(), writer);
            return known != null && Aliases.areSame(grown, known.schema().schema()) ? known : shape(grown, writer);
        } catch (AvroRuntimeException | StackOverflowError e) {
            // A schema of a writer's can say what Avro's parser lets pass and its constructors do not.
            throw new BadRecordException(writer.name()
                    + (known == null
                            ? " cannot become columns"
                            : " cannot be merged with " + known.schema().name()));
        }
    }

    private static Schema recordOf(NamedSchema writer) throws BadRecordException {
        if (writer.schema().getType() != Schema.Type.RECORD) {
            throw new BadRecordException(writer.name() + " describes a " + LogicalMatch.describe(writer.schema())
                    + ", must be a record to have columns");
        }
        return writer.schema();
    }

    private Shape shape(Schema grown, NamedSchema newest) {
        Shape shape = shapes.get(grown);
        if (shape == null || !Aliases.areSame(grown, shape.schema().schema())) {
            NamedSchema named = new NamedSchema(grown, newest.name());
            AvroShape values = new AvroShape(named, AvroColumns.ofAvroValues(grown, newest.name()), writers, context);
            shape = new Shape(named, values, Collections.newSetFromMap(new IdentityHashMap<>()));
            shapes.put(grown, shape);
            byValue.put(values, shape);
        }
        return shape;
    }
}
