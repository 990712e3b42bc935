package io.millrace.formats.avro;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;

/** The other names of records and fields, which Avro does not compare when it compares schemas, and reads by all the same. */
final class Aliases {
    private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Set<String>> all = new ArrayList<>();

    private Aliases() {}

    /** True if both are equal and know the same other names. */
    static boolean areSame(Schema a, Schema b) {
        return a.equals(b) && of(a).equals(of(b));
    }

    private static List<Set<String>> of(Schema schema) {
        Aliases aliases = new Aliases();
        aliases.add(schema);
        return aliases.all;
    }

    private void add(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema)) {
                    all.add(new TreeSet<>(schema.getAliases()));
                    for (Schema.Field field : schema.getFields()) {
                        all.add(new TreeSet<>(field.aliases()));
                        add(field.schema());
                    }
                }
            }
            case ARRAY -> add(schema.getElementType());
            case MAP -> add(schema.getValueType());
            case UNION -> schema.getTypes().forEach(this::add);
            default -> {
                // Has no fields.
            }
        }
    }
}
