package io.millrace.formats.json;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.JsonSource;
import io.millrace.formats.value.KeyShape;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueShape;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** JSON texts that need be no objects, read as the one field of an object that is put around them. For one thread. */
final class SingleJson implements ValueShape {
    private static final byte[] OPENING = ("{\"" + KeyShape.FIELD + "\":").getBytes(StandardCharsets.US_ASCII);

    private final AvroColumns columns;
    private final JsonReading reading;
    private final Bytes object = new Bytes(256);
    private final InputBytes text = new InputBytes();

    /** @param columns of the object */
    SingleJson(AvroColumns columns, JsonReading reading) {
        this.columns = columns;
        this.reading = reading;
    }

    @Override
    public String name() {
        return columns.name();
    }

    @Override
    public Fields fields() {
        return Fields.NONE;
    }

    @Override
    public Tree.Members columns(Set<String> named) {
        return columns;
    }

    @Override
    public ValueDecoder decoder(Tree tree, Row row) {
        JsonDecoder json = new JsonDecoder(tree.values(), row, reading);
        return (bytes, from, to) -> {
            // Alone, or it could close the object around it and go on with fields of its own.
            json.validate(bytes, from, to);
            object.clear(Bytes.KEPT);
            object.put(OPENING, 0, OPENING.length);
            object.put(bytes, from, to - from);
            object.putByte('}');
            row.reset(object.array, object.size);
            json.decode(object.array, 0, object.size);
        };
    }

    @Override
    public JsonSource json(Tree tree, Row row, long room) {
        return new JsonSource() {
            @Override
            public InputBytes json(InputBytes value) {
                text.set(object.array, 0, object.size);
                return text;
            }

            @Override
            public boolean isPlain() {
                return false;
            }
        };
    }
}
