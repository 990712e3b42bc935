package io.millrace.formats.avro;

import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.GrowingShape;
import io.millrace.formats.value.LineRenderer;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import io.millrace.formats.value.ValueShape;
import java.util.Optional;
import java.util.Set;

/** One change event of Debezium per record, in Avro: the columns are those of its row. */
public final class AvroEnvelopes implements ValueFormat {
    private final AvroValues events = new AvroValues();

    @Override
    public boolean takesSchema() {
        return true;
    }

    @Override
    public boolean takesMessage() {
        return false;
    }

    @Override
    public boolean hasColumns(ValueSettings settings) {
        return true;
    }

    @Override
    public boolean readsByWritersSchema() {
        return true;
    }

    @Override
    public FrameKind usualFrame() {
        return events.usualFrame();
    }

    @Override
    public Set<FrameKind> frames() {
        return events.frames();
    }

    @Override
    public Optional<GrowingShape> growing(ValueSettings settings, ValueContext context, boolean needsColumns)
            throws SchemaException {
        return settings.schema().isPresent()
                ? Optional.empty()
                : Optional.of(new GrowingAvro(envelopes(settings, context)));
    }

    @Override
    public ValueShape shape(ValueSettings settings, ValueContext context) throws SchemaException {
        String name = settings.schema()
                .orElseThrow(() -> new SchemaException("--unwrap has columns of its own without --schema"));
        NamedSchema reader = new NamedSchema(AvroSchemas.read(name), "--schema '" + name + "'");
        return new AvroShape(reader, AvroColumns.ofAvroValues(reader.schema(), name), envelopes(settings, context));
    }

    /** {@code --schema} describes rows, so that it never wrote an event. */
    private static Envelopes envelopes(ValueSettings settings, ValueContext context) throws SchemaException {
        int named = settings.framing().writerSchemas().size();
        if (named != 1 && settings.framing().frame().equals(Optional.of(FrameKind.NONE))) {
            throw new SchemaException("--writer-schemas names " + named
                    + " files, must be one with --frame none and --unwrap: the schema of the change events");
        }
        return new Envelopes(new Writers(null, settings, context), context);
    }

    @Override
    public Optional<LineRenderer> line() {
        return Optional.empty();
    }

    @Override
    public int heapPerByteOfJson(boolean withMetadata) {
        return events.heapPerByteOfJson(withMetadata);
    }
}
