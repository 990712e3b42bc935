package io.millrace.formats.schema;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.Presence;
import io.millrace.formats.row.TreeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a topic's files.
 *
 * @param name the schema's name, for people
 * @param values what is decoded from the records' values
 * @param file the same and the metadata columns: what the files have
 * @param leaves all leaves, in the order of their indexes
 */
public record Tree(String name, Group values, Group file, List<Leaf> leaves) {

    /** Something that adds the fields of a record to a tree under construction. */
    public interface Members {
        List<TreeBuilder.Member> build(TreeBuilder tree) throws SchemaException;
    }

    /** Builds a tree from the values' fields and further columns. */
    public static Tree of(String name, Members values, Members further) throws SchemaException {
        return of(name, values, Presence.REQUIRED, further);
    }

    /** The same, with what the values' own fields are in records. */
    public static Tree of(String name, Members values, Presence ofFields, Members further) throws SchemaException {
        TreeBuilder builder = new TreeBuilder(ofFields);
        try {
            List<TreeBuilder.Member> own = values.build(builder);
            List<TreeBuilder.Member> all = new ArrayList<>(own);
            all.addAll(further.build(builder));
            return new Tree(
                    name, builder.group(builder.root(), own), builder.group(builder.root(), all), builder.leaves());
        } catch (IllegalArgumentException e) {
            throw new SchemaException("schema '" + name + "' cannot become columns: " + e.getMessage());
        }
    }

    /** Builds a tree whose files have further columns only: the values' fields are looked at and not stored. */
    public static Tree ofNamed(String name, Members values, Members further) throws SchemaException {
        List<TreeBuilder.Member> stored = new ArrayList<>();
        Tree all = of(name, values, Presence.REQUIRED, builder -> {
            stored.addAll(further.build(builder));
            return stored;
        });
        TreeBuilder none = new TreeBuilder();
        return new Tree(name, all.values(), none.group(none.root(), stored), all.leaves());
    }

    /** The leaf that is a field of the values at top level, or empty. */
    public Optional<Leaf> topLevelLeaf(String fieldName) {
        for (int i = 0; i < values.size(); i++) {
            Node node = values.field(i).node();
            if (node.name().equals(fieldName) && node instanceof Leaf leaf) {
                return Optional.of(leaf);
            }
        }
        return Optional.empty();
    }
}
