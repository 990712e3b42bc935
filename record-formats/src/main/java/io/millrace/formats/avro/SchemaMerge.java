package io.millrace.formats.avro;

import io.millrace.formats.schema.AvroUnions;
import io.millrace.record.BadRecordException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
        if (Aliases.areSame(a, b)) {
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
                yield moreDigits(a, b);
            }
            case BYTES -> moreDigits(a, b);
            // Bytes stay what they are: those that are there already are no decimals.
            default -> a.getLogicalType() == null && b.getLogicalType() != null ? b : moreDigits(a, b);
        };
    }

    private static Schema moreDigits(Schema a, Schema b) {
        boolean isWider = a.getLogicalType() instanceof LogicalTypes.Decimal ours
                && b.getLogicalType() instanceof LogicalTypes.Decimal theirs
                && theirs.getPrecision() > ours.getPrecision();
        return isWider ? b : a;
    }

    private Schema wider(Schema a, Schema b, String path) throws BadRecordException {
        // A day is no number of milliseconds, and a decimal no text.
        if (a.getLogicalType() != null || b.getLogicalType() != null) {
            throw cannot(a, b, path);
        }
        if (areNumbers(a, b)) {
            return widerNumber(a, b);
        }
        boolean areBytes = (a.getType() == Schema.Type.STRING || a.getType() == Schema.Type.BYTES)
                && (b.getType() == Schema.Type.STRING || b.getType() == Schema.Type.BYTES);
        if (!areBytes) {
            throw cannot(a, b, path);
        }
        return a;
    }

    private static boolean areNumbers(Schema a, Schema b) {
        return NUMBERS.contains(a.getType()) && NUMBERS.contains(b.getType());
    }

    private static Schema widerNumber(Schema a, Schema b) {
        return NUMBERS.indexOf(a.getType()) > NUMBERS.indexOf(b.getType()) ? a : b;
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
        List<Schema> theirs = members(b);
        if (members.size() == 1 && theirs.size() == 1) {
            members.set(0, type(members.get(0), theirs.get(0), path));
        } else {
            for (Schema further : theirs) {
                put(members, further, theirs, path);
            }
        }
        if (nullable) {
            members.add(0, Schema.create(Schema.Type.NULL));
        }
        Schema union = members.size() == 1 ? members.get(0) : Schema.createUnion(members);
        // A union's order says nothing here, and files of another order would be other files.
        List<Schema> before = all(a);
        boolean isSame = members.size() == before.size()
                && members.stream().allMatch(member -> before.stream().anyMatch(old -> Aliases.areSame(member, old)));
        return isSame ? a : union;
    }

    /** Merges it with the member of its name, else widens a number, else adds it; what is alone must hold it. */
    private void put(List<Schema> members, Schema further, List<Schema> theirs, String path) throws BadRecordException {
        int same = indexOfName(members, further.getFullName());
        if (same < 0) {
            same = indexOfRenamed(members, further, theirs);
        }
        if (same >= 0) {
            members.set(same, type(members.get(same), further, path));
            return;
        }
        for (int i = 0; i < members.size(); i++) {
            Schema member = members.get(i);
            if (canWiden(member, further)) {
                Schema wider = widerNumber(member, further);
                if (wider == member || indexOfName(members, wider.getFullName()) < 0) {
                    members.set(i, wider);
                    return;
                }
            }
        }
        if (members.size() == 1) {
            throw cannot(members.get(0), further, path);
        }
        members.add(further);
    }

    private static boolean canWiden(Schema member, Schema further) {
        return areNumbers(member, further) && member.getLogicalType() == null && further.getLogicalType() == null;
    }

    /** Of a type that has no name of its own, a union may have one only. */
    private static int indexOfName(List<Schema> members, String name) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).getFullName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The record that one of both knows as another name of itself, and which is not there besides it. */
    private static int indexOfRenamed(List<Schema> members, Schema further, List<Schema> theirs) {
        if (further.getType() != Schema.Type.RECORD) {
            return -1;
        }
        for (int i = 0; i < members.size(); i++) {
            Schema member = members.get(i);
            if (member.getType() == Schema.Type.RECORD
                    && indexOfName(theirs, member.getFullName()) < 0
                    && (further.getAliases().contains(member.getFullName())
                            || member.getAliases().contains(further.getFullName()))) {
                return i;
            }
        }
        return -1;
    }

    private static List<Schema> members(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? AvroUnions.besidesNull(schema) : List.of(schema);
    }

    private static List<Schema> all(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    }

    private Schema record(Schema a, Schema b, String path) throws BadRecordException {
        List<Schema.Field> fields = new ArrayList<>();
        Set<Schema.Field> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Schema.Field ours : a.getFields()) {
            Schema.Field theirs = counterpart(ours, a, b, taken);
            taken.add(theirs);
            fields.add(theirs == null ? optional(ours) : both(ours, theirs, path));
        }
        for (Schema.Field theirs : b.getFields()) {
            if (!taken.contains(theirs)) {
                fields.add(optional(theirs));
            }
        }
        Schema merged = Schema.createRecord(a.getName(), null, a.getNamespace(), false, withoutTaken(fields));
        Set<String> others = new LinkedHashSet<>(a.getAliases());
        others.addAll(b.getAliases());
        others.add(b.getFullName());
        others.remove(a.getFullName());
        // Aliases of fields are looked up by the name of the record that the writer had.
        others.forEach(name -> merged.addAlias(name, ""));
        return merged;
    }

    /** Another name of a field must not be the name of a field that is there too. */
    private static List<Schema.Field> withoutTaken(List<Schema.Field> fields) {
        Set<String> names = fields.stream().map(Schema.Field::name).collect(Collectors.toSet());
        return fields.stream()
                .map(field -> {
                    Schema.Field alone = field.hasDefaultValue()
                            ? new Schema.Field(field.name(), field.schema(), null, field.defaultVal())
                            : new Schema.Field(field.name(), field.schema());
                    field.aliases().stream()
                            .filter(alias -> !names.contains(alias))
                            .forEach(alone::addAlias);
                    return alone;
                })
                .toList();
    }

    /** The same field under the same name, or under one that either of both knows as another name of it alone. */
    private static Schema.Field counterpart(Schema.Field ours, Schema a, Schema b, Set<Schema.Field> taken) {
        Schema.Field same = b.getField(ours.name());
        if (same != null) {
            return same;
        }
        return b.getFields().stream()
                .filter(theirs -> a.getField(theirs.name()) == null && !taken.contains(theirs))
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
        others.add(theirs.name());
        others.remove(name);
        others.forEach(merged::addAlias);
        return merged;
    }

    /** A field that only one of both has. */
    private static Schema.Field optional(Schema.Field field) {
        Schema type = field.schema();
        // Null too for a default that is none of its type.
        Object standard = field.defaultVal();
        if (standard == null && !type.isNullable()) {
            List<Schema> members = new ArrayList<>(all(type));
            members.add(0, Schema.create(Schema.Type.NULL));
            type = Schema.createUnion(members);
        }
        Schema.Field optional =
                new Schema.Field(field.name(), type, null, standard == null ? JsonProperties.NULL_VALUE : standard);
        field.aliases().forEach(optional::addAlias);
        return optional;
    }

    private BadRecordException cannot(Schema a, Schema b, String path) {
        return new BadRecordException((path.isEmpty() ? "the record" : "field '" + path + "'") + " is "
                + LogicalMatch.describe(b) + " in " + written.name() + ", which cannot become "
                + LogicalMatch.describe(a) + " of " + files.name());
    }
}
