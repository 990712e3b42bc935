package io.millrace.formats.avro;

import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.GrowingShape;
import io.millrace.formats.value.KeyShape;
import io.millrace.formats.value.LineRenderer;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import io.millrace.formats.value.ValueShape;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One Avro record per record: bare, or with what says its schema. */
public final class AvroValues implements ValueFormat {
    /** A text of JSON takes more than its bytes, and base64 and escapes take more again: a byte of a list can be {@code false,}. */
    private static final int HEAP_PER_BYTE = 20;

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
        return FrameKind.AUTO;
    }

    @Override
    public Set<FrameKind> frames() {
        return EnumSet.allOf(FrameKind.class);
    }

    /** A bare value says nothing of its columns. */
    @Override
    public Optional<GrowingShape> growing(ValueSettings settings, ValueContext context, boolean needsColumns)
            throws SchemaException {
        boolean isBare = settings.framing().frame().equals(Optional.of(FrameKind.NONE));
        return settings.schema().isPresent() || isBare
                ? Optional.empty()
                : Optional.of(new GrowingAvro(new Records(new Writers(null, settings, context), context.frame())));
    }

    @Override
    public ValueShape shape(ValueSettings settings, ValueContext context) throws SchemaException {
        if (settings.schema().isEmpty()) {
            throw new SchemaException("--value-format avro with --frame none needs --schema");
        }
        String name = settings.schema().get();
        NamedSchema reader = new NamedSchema(AvroSchemas.read(name), "--schema '" + name + "'");
        Writers writers = new Writers(reader, settings, context);
        int named = settings.framing().writerSchemas().size();
        if (named > 1 && settings.framing().frame().equals(Optional.of(FrameKind.NONE))) {
            throw new SchemaException("--writer-schemas names " + named
                    + " files, must be one with --frame none: such values do not say which of them wrote them");
        }
        return new AvroShape(
                reader, AvroColumns.ofAvroValues(reader.schema(), name), new Records(writers, context.frame()));
    }

    /** A key that is no record is read as the one field of a record, which is encoded alike. */
    @Override
    public KeyShape keyShape(ValueSettings settings, ValueContext context) throws SchemaException {
        String name = settings.schema()
                .orElseThrow(() ->
                        new SchemaException("--key-format avro needs --key-schema, the path of an Avro schema file"));
        NamedSchema key = new NamedSchema(AvroSchemas.readAny(name), "--key-schema '" + name + "'");
        Keys keys = new Keys(new Writers(key, settings, context), context.frame());
        NamedSchema reader = keys.record(key);
        return new KeyShape(
                new AvroShape(reader, AvroColumns.ofAvroValues(reader.schema(), name), keys), reader != key);
    }

    @Override
    public Optional<LineRenderer> line() {
        return Optional.empty();
    }

    @Override
    public int heapPerByteOfJson(boolean withMetadata) {
        return HEAP_PER_BYTE;
    }
}
