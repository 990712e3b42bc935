package io.millrace.formats;

import io.millrace.formats.row.Row;
import io.millrace.formats.schema.NamedFields;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.JsonSource;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueShape;
import java.util.Set;

/** What tombstones have for columns that come before any value that says its own: none, but folders may name any. */
final class NoValues implements ValueShape {
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
        return (bytes, from, to) -> {
            throw new IllegalStateException("a value is no tombstone");
        };
    }

    @Override
    public JsonSource json(Tree tree, Row row, long room) {
        return JsonSource.NOTHING;
    }
}
