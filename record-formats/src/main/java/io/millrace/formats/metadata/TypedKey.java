package io.millrace.formats.metadata;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.frame.Framing;
import io.millrace.formats.json.JsonText;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.formats.row.TreeBuilder;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.JsonSource;
import io.millrace.formats.value.KeyShape;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keys as columns of their own types. A key is decoded into a row of its own, as its bytes are not the value's, and goes from there
 * into the row of the record.
 */
public final class TypedKey {
    private static final int OPENING = "{\"".length() + KeyShape.FIELD.length() + "\":".length();

    private final boolean isSingle;
    private final Framing framing;
    private final Tree own;
    private final Row row;
    private final ValueDecoder decoder;
    private final JsonSource json;
    private final InputBytes key = new InputBytes();
    /** In the record's tree, in the order of the leaves of the key's own. */
    private final List<Leaf> leaves = new ArrayList<>();

    private Node node;

    /**
     * @param framing takes off what stands around keys
     * @param room heap that one key may take besides its own bytes
     * @throws SchemaException if keys cannot become columns
     */
    public TypedKey(KeyShape keys, Framing framing, long room) throws SchemaException {
        this.isSingle = keys.isSingle();
        this.framing = framing;
        this.own = Tree.of(keys.shape().name(), keys.shape().columns(Set.of()), none -> List.of());
        this.row = new Row(own.leaves());
        row.limit(room);
        this.decoder = keys.shape().decoder(own, row);
        this.json = keys.shape().json(own, row, room);
    }

    /** Adds the column or columns to the tree that rows will have. */
    Node build(TreeBuilder tree, TreeBuilder.Slot slot) {
        leaves.clear();
        Node like = isSingle ? own.values().field(0).node() : own.values();
        node = tree.like(like, slot, leaves);
        return node;
    }

    /** Puts the record's key into its columns, or that it has none. */
    void addTo(Row target, SourceRecord record) throws BadRecordException, TryLaterException {
        if (record.key() == null) {
            node.addAbsent(target, 0, 0);
            return;
        }
        try {
            key.set(record.key());
            framing.open(record, key);
            row.reset(key.array(), key.to() - key.from());
            decoder.decode(key.array(), key.from(), key.to());
            framing.confirm();
        } catch (BadRecordException e) {
            throw new BadRecordException("key does not fit --key-format: " + e.getMessage());
        }
        for (Leaf leaf : own.leaves()) {
            copy(leaf, leaves.get(leaf.index()), target);
        }
    }

    private void copy(Leaf leaf, Leaf to, Row target) {
        StagedColumn from = row.column(leaf.index());
        StagedColumn into = target.column(to.index());
        int deeper = to.definition() - leaf.definition();
        for (int i = 0; i < from.count; i++) {
            int repetition = leaf.repetition() == 0 ? 0 : from.repetitions[i];
            if (from.definitions[i] < leaf.definition()) {
                into.addAbsent(repetition, from.definitions[i] + deeper);
            } else if (leaf.type().isBytes()) {
                target.addCopy(
                        to, repetition, row.array(from.offsets[i]), Row.offset(from.offsets[i]), from.lengths[i]);
            } else {
                into.addNumber(repetition, to.definition(), from.numbers[i]);
            }
        }
    }

    /** Appends the key that was put into columns last, as a JSON text. */
    void putJson(Bytes out) throws BadRecordException {
        InputBytes text = json.json(key);
        int around = isSingle ? OPENING : 0;
        JsonText.compact(text.array(), text.from() + around, text.to() - (isSingle ? 1 : 0), out);
    }

    /** Lets go of the last key. */
    void release() {
        key.release();
        row.release();
    }
}
