package io.millrace.formats.text;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.TreeBuilder;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.JsonSource;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueShape;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Values that are one column, and an object with one field in JSON.
 *
 * @param type of the column
 * @param decoder into the column of a row
 * @param quoted appends a value as a JSON text
 */
record OneColumn(LeafType type, BiFunction<Row, Leaf, ValueDecoder> decoder, BiConsumer<InputBytes, Bytes> quoted)
        implements ValueShape {
    static final int HEAP_PER_BYTE_OF_JSON = 4;

    @Override
    public String name() {
        return "Record";
    }

    @Override
    public Fields fields() {
        return Fields.NONE;
    }

    @Override
    public Tree.Members columns(Set<String> named) {
        return tree ->
                List.of(new TreeBuilder.Member(tree.leaf(tree.root().child("value", false), type), Absence.REFUSED));
    }

    @Override
    public ValueDecoder decoder(Tree tree, Row row) {
        return decoder.apply(row, tree.leaves().get(0));
    }

    @Override
    public JsonSource json(Tree tree, Row row, long room) {
        return new Wrapped(quoted, room);
    }

    /** Values as <code>{"value": ...}</code>. */
    private static final class Wrapped implements JsonSource {
        private static final byte[] OPENING = {'{', '"', 'v', 'a', 'l', 'u', 'e', '"', ':'};
        private final BiConsumer<InputBytes, Bytes> quoted;
        private final Bytes object;
        private final InputBytes text = new InputBytes();

        Wrapped(BiConsumer<InputBytes, Bytes> quoted, long room) {
            this.quoted = quoted;
            this.object = new Bytes(256, room);
        }

        @Override
        public InputBytes json(InputBytes value) {
            text.release();
            object.clear(Bytes.KEPT);
            object.put(OPENING, 0, OPENING.length);
            quoted.accept(value, object);
            object.putByte('}');
            text.set(object.array, 0, object.size);
            return text;
        }

        @Override
        public InputBytes ofTombstone() {
            return JsonSource.constant("{\"value\":null}");
        }

        @Override
        public boolean isPlain() {
            return true;
        }
    }
}
