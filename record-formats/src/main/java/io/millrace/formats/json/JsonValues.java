package io.millrace.formats.json;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.NamedFields;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.JsonSource;
import io.millrace.formats.value.KeyShape;
import io.millrace.formats.value.LineRenderer;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import io.millrace.formats.value.ValueShape;
import java.util.Optional;
import java.util.Set;

/** One JSON text per record, UTF-8: by a schema, or as it comes. */
public final class JsonValues implements ValueFormat {
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
        return settings.schema().isPresent();
    }

    @Override
    public ValueShape shape(ValueSettings settings, ValueContext context) throws SchemaException {
        return settings.schema().isPresent()
                ? new BySchema(AvroColumns.read(settings.schema().get()), settings.reading())
                : new AsItComes(settings.reading());
    }

    /** A key that is no object is read as the one field of an object. */
    @Override
    public KeyShape keyShape(ValueSettings settings, ValueContext context) throws SchemaException {
        String name = settings.schema()
                .orElseThrow(() ->
                        new SchemaException("--key-format json needs --key-schema, the path of an Avro schema file"));
        AvroColumns columns = AvroColumns.readKey(name);
        return columns.isSingle()
                ? new KeyShape(new SingleJson(columns, settings.reading()), true)
                : new KeyShape(new BySchema(columns, settings.reading()), false);
    }

    @Override
    public Set<FrameKind> frames() {
        return FrameKind.besidesAvros();
    }

    /** No JSON text begins with a zero byte, or with what stands around Avro's values. */
    @Override
    public boolean showsFrames() {
        return true;
    }

    @Override
    public Optional<LineRenderer> line() {
        return Optional.of((value, record, out) -> {
            JsonText.compact(value.array(), value.from(), value.to(), out);
            out.putByte('\n');
        });
    }

    @Override
    public int heapPerByteOfJson(boolean withMetadata) {
        return withMetadata ? 3 : 1;
    }

    /** The value as it is. */
    private static final class Itself implements JsonSource {
        @Override
        public InputBytes json(InputBytes value) {
            return value;
        }

        @Override
        public boolean isPlain() {
            return false;
        }
    }

    private record BySchema(AvroColumns schema, JsonReading reading) implements ValueShape {
        @Override
        public String name() {
            return schema.name();
        }

        @Override
        public Fields fields() {
            return Fields.OF_COLUMNS;
        }

        @Override
        public Tree.Members columns(Set<String> named) {
            return schema;
        }

        @Override
        public ValueDecoder decoder(Tree tree, Row row) {
            return new JsonDecoder(tree.values(), row, reading);
        }

        @Override
        public JsonSource json(Tree tree, Row row, long room) {
            return new Itself();
        }
    }

    /** Only what somebody names is taken out of the values. */
    private record AsItComes(JsonReading reading) implements ValueShape {
        @Override
        public String name() {
            return "Record";
        }

        @Override
        public Fields fields() {
            return Fields.ANY;
        }

        @Override
        public Tree.Members columns(Set<String> named) {
            return new NamedFields(named);
        }

        @Override
        public ValueDecoder decoder(Tree tree, Row row) {
            JsonDecoder json = new JsonDecoder(tree.values(), row, reading);
            return tree.values().size() == 0 ? json::validate : json;
        }

        @Override
        public JsonSource json(Tree tree, Row row, long room) {
            return new Itself();
        }
    }
}
