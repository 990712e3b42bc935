package io.millrace.formats.schema;

import io.millrace.formats.row.Absence;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.TreeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Fields that somebody names and of which nothing else is known: each may be there, as a text.
 *
 * @param names of fields of the values
 */
public record NamedFields(Set<String> names) implements Tree.Members {
    @Override
    public List<TreeBuilder.Member> build(TreeBuilder tree) {
        List<TreeBuilder.Member> members = new ArrayList<>();
        for (String name : names) {
            members.add(
                    new TreeBuilder.Member(tree.leaf(tree.root().child(name, true), LeafType.ANY_TEXT), Absence.NULL));
        }
        return members;
    }
}
