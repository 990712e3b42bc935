package io.millrace.formats.schema;

import java.util.List;
import org.apache.avro.Schema;

/** What columns make of unions. */
public final class AvroUnions {
    private AvroUnions() {}

    /** The types of the union that are not null, in its order. */
    public static List<Schema> besidesNull(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
    }
}
