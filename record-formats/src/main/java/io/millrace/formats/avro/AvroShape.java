package io.millrace.formats.avro;

import io.millrace.formats.cache.Recent;
import io.millrace.formats.json.RowJson;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.JsonSource;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueShape;
import java.util.Set;

/** Records with the columns of one schema, whichever schemas wrote them. */
final class AvroShape implements ValueShape {
    private final NamedSchema reader;
    private final AvroColumns columns;
    private final Origin origin;
    /** Schemas of writers whose values are known to fit. */
    private final Recent<NamedSchema, Boolean> held = NamedSchema.recent();

    AvroShape(NamedSchema reader, AvroColumns columns, Origin origin) {
        this.reader = reader;
        this.columns = columns;
        this.origin = origin;
    }

    /** The schema whose columns these are. */
    NamedSchema reader() {
        return reader;
    }

    boolean holds(NamedSchema writer) {
        return held.get(writer) != null;
    }

    /** Takes note of a writer, and of all that fitted the columns that these have grown out of, if there are any. */
    void nowHolds(NamedSchema writer, AvroShape grownOutOf) {
        if (grownOutOf != null && grownOutOf != this) {
            held.putAll(grownOutOf.held);
        }
        held.put(writer, true, writer.characters());
    }

    @Override
    public String name() {
        return columns.name();
    }

    @Override
    public Fields fields() {
        return Fields.OF_COLUMNS;
    }

    @Override
    public Tree.Members columns(Set<String> named) {
        return columns;
    }

    @Override
    public ValueDecoder decoder(Tree tree, Row row) {
        return origin.reader(reader, tree.values(), row);
    }

    @Override
    public JsonSource json(Tree tree, Row row, long room) {
        return new RowJson(tree.values(), row, room);
    }
}
