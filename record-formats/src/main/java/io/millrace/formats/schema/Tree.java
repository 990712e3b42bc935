package io.millrace.formats.schema;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Node;
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
        TreeBuilder builder = new TreeBuilder();
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
