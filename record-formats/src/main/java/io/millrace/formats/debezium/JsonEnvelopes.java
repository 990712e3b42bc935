package io.millrace.formats.debezium;

import io.millrace.formats.avro.GrowingAvro;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.json.EnvelopeDecoder;
import io.millrace.formats.json.JsonValues;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.NamedFields;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.GrowingShape;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.JsonSource;
import io.millrace.formats.value.LineRenderer;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import io.millrace.formats.value.ValueShape;
import java.util.Optional;
import java.util.Set;

/** One change event of Debezium per record, in JSON: rows by a schema, or as they come. */
public final class JsonEnvelopes implements ValueFormat {
    private final JsonValues events = new JsonValues();

    @Override
    public boolean takesSchema() {
        return true;
    }

    @Override
    public boolean takesMessage() {
        return false;
    }

    /** Values may bring a schema. */
    @Override
    public boolean hasColumns(ValueSettings settings) {
        return true;
    }

    @Override
    public Set<FrameKind> frames() {
        return events.frames();
    }

    @Override
    public boolean showsFrames() {
        return true;
    }

    @Override
    public Optional<GrowingShape> growing(ValueSettings settings, ValueContext context, boolean needsColumns) {
        return settings.schema().isPresent() || !needsColumns
                ? Optional.empty()
                : Optional.of(new GrowingAvro(new EmbeddedSchemas(context.change())));
    }

    @Override
    public ValueShape shape(ValueSettings settings, ValueContext context) throws SchemaException {
        return settings.schema().isPresent()
                ? new BySchema(AvroColumns.read(settings.schema().get()), settings.reading(), context.change())
                : new AsItComes(settings.reading(), context.change());
    }

    @Override
    public Optional<LineRenderer> line() {
        return events.line();
    }

    @Override
    public int heapPerByteOfJson(boolean withMetadata) {
        return events.heapPerByteOfJson(withMetadata);
    }

    /** The row as it stands in the event. */
    private record RowText(Change change) implements JsonSource {
        @Override
        public InputBytes json(InputBytes value) {
            return isKnown() ? change.image() : ofTombstone();
        }

        private boolean isKnown() {
            return change.image().to() > change.image().from();
        }

        @Override
        public boolean isPlain() {
            return false;
        }
    }

    private record BySchema(AvroColumns schema, JsonReading reading, Change change) implements ValueShape {
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
            return new EnvelopeDecoder(tree.values(), row, reading, change);
        }

        @Override
        public JsonSource json(Tree tree, Row row, long room) {
            return new RowText(change);
        }
    }

    /** Only what somebody names is taken out of the rows. */
    private record AsItComes(JsonReading reading, Change change) implements ValueShape {
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
            return new EnvelopeDecoder(tree.values(), row, reading, change);
        }

        @Override
        public JsonSource json(Tree tree, Row row, long room) {
            return new RowText(change);
        }
    }
}
