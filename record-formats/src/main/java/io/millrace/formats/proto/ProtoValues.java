package io.millrace.formats.proto;

import com.google.protobuf.Descriptors.Descriptor;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.JsonSource;
import io.millrace.formats.value.LineRenderer;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueSettings;
import io.millrace.formats.value.ValueShape;
import io.millrace.record.BadRecordException;
import java.util.Optional;
import java.util.Set;

/** One Protobuf message per record, described by a descriptor set and a message name. */
public final class ProtoValues implements ValueFormat {
    /** Protobuf's own printer makes an object for each field and a text of it all. */
    private static final int HEAP_PER_BYTE = 20;

    @Override
    public boolean takesSchema() {
        return true;
    }

    @Override
    public boolean takesMessage() {
        return true;
    }

    @Override
    public boolean hasColumns(ValueSettings settings) {
        return true;
    }

    /** Without a schema the message itself says what the columns are. */
    @Override
    public ValueShape shape(ValueSettings settings, ValueContext context) throws SchemaException {
        Descriptor message = message(settings);
        if (settings.schema().isPresent()) {
            AvroColumns columns = AvroColumns.read(settings.schema().get());
            return new Messages(message, columns.name(), columns, context.frame());
        }
        return new Messages(message, message.getName(), new ProtoColumns(message), context.frame());
    }

    private static Descriptor message(ValueSettings settings) throws SchemaException {
        if (settings.descriptorSet().isPresent() && settings.message().isPresent()) {
            return ProtoSchemas.read(
                    settings.descriptorSet().get(), settings.message().get());
        }
        boolean neither =
                settings.descriptorSet().isEmpty() && settings.message().isEmpty();
        Descriptor builtIn = neither ? ProtoSchemas.builtIn(settings.schema().orElse("")) : null;
        if (builtIn == null) {
            throw new SchemaException("--value-format protobuf needs --descriptor-set and --message, or a --schema of "
                    + String.join(", ", AvroSchemas.BUILT_IN));
        }
        return builtIn;
    }

    @Override
    public Set<FrameKind> frames() {
        return FrameKind.besidesAvros();
    }

    /** No message begins with a zero byte: there is no field 0. */
    @Override
    public boolean showsFrames() {
        return true;
    }

    @Override
    public Optional<LineRenderer> line() {
        return Optional.empty();
    }

    @Override
    public int heapPerByteOfJson(boolean withMetadata) {
        return HEAP_PER_BYTE;
    }

    private record Messages(Descriptor message, String name, Tree.Members members, Frame frame) implements ValueShape {
        @Override
        public Fields fields() {
            return Fields.OF_COLUMNS;
        }

        @Override
        public Tree.Members columns(Set<String> named) {
            return members;
        }

        @Override
        public ValueDecoder decoder(Tree tree, Row row) throws SchemaException {
            ProtoDecoder decoder = new ProtoDecoder(message, tree.values(), row);
            MessagePlace place = new MessagePlace(message);
            return (bytes, from, to) -> {
                place.check(frame);
                decoder.decode(bytes, from, to);
            };
        }

        @Override
        public JsonSource json(Tree tree, Row row, long room) {
            return new Printed(new ProtoJson(message));
        }
    }

    private static final class Printed implements JsonSource {
        private final ProtoJson messages;
        private final InputBytes text = new InputBytes();

        Printed(ProtoJson messages) {
            this.messages = messages;
        }

        @Override
        public InputBytes json(InputBytes value) throws BadRecordException {
            byte[] json = messages.json(value.array(), value.from(), value.to());
            text.set(json, 0, json.length);
            return text;
        }

        @Override
        public boolean isPlain() {
            return false;
        }
    }
}
