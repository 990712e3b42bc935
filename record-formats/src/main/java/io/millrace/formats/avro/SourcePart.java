package io.millrace.formats.avro;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.json.RowJson;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.Change;
import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Reads a record of the change event that stands beside the row, into a row of its own that nobody stores. */
final class SourcePart implements Step {
    private static final String TIME = "ts_ms";
    private static final String ID = "id";

    /** Of the text of a source: some numbers and names. */
    private static final int MOST_TEXT = 1 << 20;

    private final Row row;
    private final Step record;
    private final Told told;

    /** Takes what was read. */
    private interface Told {
        void tell(Row row) throws BadRecordException;
    }

    private SourcePart(Row row, Step record, Told told) {
        this.row = row;
        this.record = record;
        this.told = told;
    }

    /** Tells a change its source, and its source's time, as somebody asks for it. */
    static Step source(Schema written, String name, Change change) throws BadRecordException {
        Schema meant = ConnectMeaning.of(written);
        boolean isWhole = change.wanted().source();
        Schema wanted = isWhole ? meant : only(meant, TIME);
        if (wanted.getFields().isEmpty()) {
            return new Skips().of(written);
        }
        Tree tree = tree(wanted, name);
        Row row = new Row(tree.leaves());
        RowJson text = new RowJson(tree.values(), row, MOST_TEXT);
        Optional<Leaf> time = tree.topLevelLeaf(TIME);
        return part(meant, wanted, name, tree, row, read -> {
            if (isWhole) {
                InputBytes json = text.json(null);
                change.source(json.array(), json.from(), json.to());
            }
            if (change.wanted().sourceTime() && time.isPresent() && isThere(read, time.get())) {
                change.sourceMillis(read.column(time.get().index()).numbers[0]);
            }
        });
    }

    /** Tells a change the id of its transaction. */
    static Step transaction(Schema written, String name, Change change) throws BadRecordException {
        Schema wanted = only(written, ID);
        if (wanted.getFields().isEmpty()) {
            return new Skips().of(written);
        }
        Tree tree = tree(wanted, name);
        Row row = new Row(tree.leaves());
        Leaf id = tree.topLevelLeaf(ID).orElseThrow();
        return part(written, wanted, name, tree, row, read -> {
            if (isThere(read, id) && id.type().isBytes()) {
                StagedColumn column = read.column(id.index());
                change.transaction(new String(
                        read.array(column.offsets[0]),
                        Row.offset(column.offsets[0]),
                        column.lengths[0],
                        StandardCharsets.UTF_8));
            }
        });
    }

    private static SourcePart part(Schema written, Schema wanted, String name, Tree tree, Row row, Told told) {
        Step record = Resolution.of(new NamedSchema(written, name), new NamedSchema(wanted, name), tree.values(), row);
        return new SourcePart(row, record, told);
    }

    private static boolean isThere(Row row, Leaf leaf) {
        return row.column(leaf.index()).definitions[0] == leaf.definition();
    }

    /** A schema that reads this field and no other; without fields if there is none of that name. */
    private static Schema only(Schema record, String name) {
        List<Schema.Field> fields = new ArrayList<>();
        Schema.Field field = record.getField(name);
        if (field != null) {
            fields.add(new Schema.Field(name, field.schema()));
        }
        return Schema.createRecord(record.getName(), null, record.getNamespace(), false, fields);
    }

    private static Tree tree(Schema wanted, String name) throws BadRecordException {
        try {
            return Tree.of(wanted.getName(), AvroColumns.ofAvroValues(wanted, name), none -> List.of());
        } catch (SchemaException e) {
            throw new BadRecordException(e.getMessage());
        }
    }

    @Override
    public void read(AvroInput in, int repetition) throws BadRecordException {
        row.reset(in.bytes, 0);
        record.read(in, 0);
        told.tell(row);
    }
}
