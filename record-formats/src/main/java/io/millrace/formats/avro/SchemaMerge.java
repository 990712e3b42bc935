package io.millrace.formats.avro;

import io.millrace.formats.schema.AvroUnions;
import io.millrace.record.BadRecordException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Lets the schema of files grow so that it reads what a further schema wrote: with that one's fields behind its own, the wider of two
 * types, and null where one of both may have nothing. Merging what is held already gives an equal schema.
 */
final class SchemaMerge {
    private static final int MOST_LEVELS = 100;
    private static final List<Schema.Type> NUMBERS =
            List.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);

    private final NamedSchema files;
    private final NamedSchema written;
    private int level;

    private SchemaMerge(NamedSchema files, NamedSchema written) {
        this.files = files;
        this.written = written;
    }

    /**
     * The schema of files that hold both.
     *
     * @throws BadRecordException if a type of the one cannot become that of the other
     */
    static Schema of(NamedSchema files, NamedSchema written) throws BadRecordException {
        return new SchemaMerge(files, written).type(files.schema(), written.schema(), "");
    }

    private Schema type(Schema a, Schema b, String path) throws BadRecordException {
        if (a.equals(b)) {
            return a;
        }
        if (++level > MOST_LEVELS) {
            throw new BadRecordException("the record of " + written.name() + " contains itself, which columns cannot");
        }
        Schema merged = a.getType() == Schema.Type.UNION || b.getType() == Schema.Type.UNION
                ? union(a, b, path)
                : single(a, b, path);
        level--;
        return merged;
    }

    private Schema single(Schema a, Schema b, String path) throws BadRecordException {
        if (!LogicalMatch.of(b, a)) {
            throw cannot(a, b, path);
        }
        if (a.getType() != b.getType()) {
            return wider(a, b, path);
        }
        return switch (a.getType()) {
            case RECORD -> record(a, b, path);
            case ARRAY -> Schema.createArray(type(a.getElementType(), b.getElementType(), path));
            case MAP -> Schema.createMap(type(a.getValueType(), b.getValueType(), path));
            case ENUM -> enumeration(a, b, path);
            case FIXED -> {
                if (a.getFixedSize() != b.getFixedSize() || !a.getFullName().equals(b.getFullName())) {
                    throw cannot(a, b, path);
                }
                yield a.getLogicalType() == null ? b : moreDigits(a, b);
            }
            default -> a.getLogicalType() == null ? b : moreDigits(a, b);
        };
    }

    private static Schema moreDigits(Schema a, Schema b) {
        boolean isWider = a.getLogicalType() instanceof LogicalTypes.Decimal ours
                && b.getLogicalType() instanceof LogicalTypes.Decimal theirs
                && theirs.getPrecision() > ours.getPrecision();
        return isWider ? b : a;
    }

    private Schema wider(Schema a, Schema b, String path) throws BadRecordException {
        int ours = NUMBERS.indexOf(a.getType());
        int theirs = NUMBERS.indexOf(b.getType());
        if (ours >= 0 && theirs >= 0) {
            return ours > theirs ? a : b;
        }
        boolean areBytes = (a.getType() == Schema.Type.STRING || a.getType() == Schema.Type.BYTES)
                && (b.getType() == Schema.Type.STRING || b.getType() == Schema.Type.BYTES);
        if (!areBytes) {
            throw cannot(a, b, path);
        }
        return a;
    }

    private Schema enumeration(Schema a, Schema b, String path) throws BadRecordException {
        if (!a.getFullName().equals(b.getFullName())) {
            throw cannot(a, b, path);
        }
        Set<String> symbols = new LinkedHashSet<>(a.getEnumSymbols());
        if (!symbols.addAll(b.getEnumSymbols())) {
            return a;
        }
        return Schema.createEnum(
                a.getName(),
                null,
                a.getNamespace(),
                new ArrayList<>(symbols),
                a.getEnumDefault() == null ? b.getEnumDefault() : a.getEnumDefault());
    }

    private Schema union(Schema a, Schema b, String path) throws BadRecordException {
        boolean nullable = a.isNullable() || b.isNullable();
        List<Schema> members = new ArrayList<>(members(a));
        for (Schema further : members(b)) {
            put(members, further, path);
        }
        if (nullable) {
            members.add(0, Schema.create(Schema.Type.NULL));
        }
        Schema union = members.size() == 1 ? members.get(0) : Schema.createUnion(members);
        // A union's order says nothing here, and files of another order would be other files.
        return new HashSet<>(members).equals(new HashSet<>(all(a))) ? a : union;
    }

    /** Widens the member that can hold the further one too, else adds it; what is alone must hold it. */
    private void put(List<Schema> members, Schema further, String path) throws BadRecordException {
        BadRecordException refused = null;
        for (int i = 0; i < members.size(); i++) {
            int before = level;
            try {
                members.set(i, type(members.get(i), further, path));
                return;
            } catch (BadRecordException e) {
                level = before;
                refused = refused == null ? e : refused;
            }
        }
        boolean canBeBeside = members.stream().noneMatch(member -> sameKind(member, further));
        if (members.size() == 1 || !canBeBeside) {
            throw refused;
        }
        members.add(further);
    }

    /** Of most types a union may have one only. */
    private static boolean sameKind(Schema member, Schema further) {
        return member.getFullName().equals(further.getFullName());
    }

    private static List<Schema> members(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? AvroUnions.besidesNull(schema) : List.of(schema);
    }

    private static List<Schema> all(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    }

    private Schema record(Schema a, Schema b, String path) throws BadRecordException {
        List<Schema.Field> fields = new ArrayList<>();
        Set<Schema.Field> taken = new HashSet<>();
        for (Schema.Field ours : a.getFields()) {
            Schema.Field theirs = counterpart(ours, b);
            taken.add(theirs);
            fields.add(theirs == null ? optional(ours) : both(ours, theirs, path));
        }
        for (Schema.Field theirs : b.getFields()) {
            if (!taken.contains(theirs)) {
                fields.add(optional(theirs));
            }
        }
        return Schema.createRecord(a.getName(), null, a.getNamespace(), false, fields);
    }

    /** The same field under the same name, or under one that either of both knows as another name of it. */
    private static Schema.Field counterpart(Schema.Field ours, Schema b) {
        Schema.Field same = b.getField(ours.name());
        if (same != null) {
            return same;
        }
        return b.getFields().stream()
                .filter(theirs ->
                        theirs.aliases().contains(ours.name()) || ours.aliases().contains(theirs.name()))
                .findFirst()
                .orElse(null);
    }

    private Schema.Field both(Schema.Field ours, Schema.Field theirs, String path) throws BadRecordException {
        String name = theirs.aliases().contains(ours.name()) ? theirs.name() : ours.name();
        Schema type = type(ours.schema(), theirs.schema(), path.isEmpty() ? name : path + "." + name);
        Schema.Field standard = ours.hasDefaultValue() ? ours : theirs;
        Schema.Field merged = standard.hasDefaultValue()
                ? new Schema.Field(name, type, null, standard.defaultVal())
                : new Schema.Field(name, type);
        Set<String> others = new LinkedHashSet<>(ours.aliases());
        others.addAll(theirs.aliases());
        others.add(ours.name());
        others.remove(name);
        others.forEach(merged::addAlias);
        return merged;
    }

    /** A field that only one of both has. */
    private static Schema.Field optional(Schema.Field field) {
        Schema type = field.schema();
        Object standard = field.hasDefaultValue() ? field.defaultVal() : JsonProperties.NULL_VALUE;
        if (!field.hasDefaultValue() && !type.isNullable()) {
            List<Schema> members = new ArrayList<>(all(type));
            members.add(0, Schema.create(Schema.Type.NULL));
            type = Schema.createUnion(members);
        }
        Schema.Field optional = new Schema.Field(field.name(), type, null, Objects.requireNonNull(standard));
        field.aliases().forEach(optional::addAlias);
        return optional;
    }

    private BadRecordException cannot(Schema a, Schema b, String path) {
        return new BadRecordException((path.isEmpty() ? "the record" : "field '" + path + "'") + " is "
                + LogicalMatch.describe(b) + " in " + written.name() + ", which cannot become "
                + LogicalMatch.describe(a) + " of " + files.name());
    }
}
