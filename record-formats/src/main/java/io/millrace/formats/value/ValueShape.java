package io.millrace.formats.value;

import io.millrace.formats.row.Row;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import java.util.Set;

/** The values of one topic on one thread. */
public interface ValueShape {
    /** Which fields of values folders may be named after. */
    enum Fields {
        /** None: values have no fields. */
        NONE,
        /** Those that the columns have. */
        OF_COLUMNS,
        /** Any: the columns are what somebody names. */
        ANY
    }

    /** The schema's name, for people. */
    String name();

    /** What the layout may name. */
    Fields fields();

    /**
     * The columns of the values. Asked once.
     *
     * @param named the fields that somebody names, if {@link #fields} is {@link Fields#ANY}
     */
    Tree.Members columns(Set<String> named);

    /**
     * A decoder into the row.
     *
     * @param tree has the columns of these values
     * @throws SchemaException if the values cannot become these columns
     */
    ValueDecoder decoder(Tree tree, Row row) throws SchemaException;

    /**
     * Values as JSON texts.
     *
     * @param tree has the columns of these values
     * @param row holds the value's columns when its text is asked for
     * @param room heap that one text may take
     */
    JsonSource json(Tree tree, Row row, long room);
}
