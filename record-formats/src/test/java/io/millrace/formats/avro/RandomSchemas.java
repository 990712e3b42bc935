package io.millrace.formats.avro;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Makes up schemas, and others that they have grown from or into. */
final class RandomSchemas {
    private static final Schema.Type[] PRIMITIVES = {
        Schema.Type.BOOLEAN,
        Schema.Type.INT,
        Schema.Type.LONG,
        Schema.Type.FLOAT,
        Schema.Type.DOUBLE,
        Schema.Type.STRING,
        Schema.Type.BYTES
    };

    private final Random random;
    private int names;

    RandomSchemas(Random random) {
        this.random = random;
    }

    Schema record(int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            fields.add(new Schema.Field("f" + names++, type(depth)));
        }
        return Schema.createRecord("R" + names++, null, "test", false, fields);
    }

    private Schema type(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 7)) {
            case 0, 1, 2 -> Schema.create(PRIMITIVES[random.nextInt(PRIMITIVES.length)]);
            case 3, 4 -> logical();
            case 5 -> enumeration();
            case 6 -> Schema.createFixed("X" + names++, null, "test", 1 + random.nextInt(20));
            case 7 -> Schema.createArray(type(depth - 1));
            case 8 -> Schema.createMap(type(depth - 1));
            case 9 -> record(depth - 1);
            case 10 -> nullable(type(0));
            default -> union(depth);
        };
    }

    private Schema enumeration() {
        List<String> symbols = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            symbols.add("S" + i);
        }
        return Schema.createEnum("E" + names++, null, "test", symbols);
    }

    private Schema logical() {
        int digits = 1 + random.nextInt(38);
        int scale = random.nextInt(digits + 1);
        Schema fixed = Schema.createFixed("D" + names++, null, "test", 17);
        Schema duration = Schema.createFixed("U" + names++, null, "test", 12);
        duration.addProp(LogicalType.LOGICAL_TYPE_PROP, "duration");
        Schema uuid = Schema.createFixed("G" + names++, null, "test", 16);
        return switch (random.nextInt(14)) {
            case 0 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case 1 -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case 2 -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 3 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case 4 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 5 -> LogicalTypes.timestampNanos().addToSchema(Schema.create(Schema.Type.LONG));
            case 6 -> LogicalTypes.localTimestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case 7 -> LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 8 -> LogicalTypes.localTimestampNanos().addToSchema(Schema.create(Schema.Type.LONG));
            case 9 -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
            case 10 -> LogicalTypes.uuid().addToSchema(uuid);
            case 11 -> LogicalTypes.decimal(digits, scale).addToSchema(Schema.create(Schema.Type.BYTES));
            case 12 -> LogicalTypes.decimal(digits, scale).addToSchema(fixed);
            default -> duration;
        };
    }

    private static Schema nullable(Schema type) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), type);
    }

    private Schema union(int depth) {
        List<Schema> members = new ArrayList<>();
        Set<Schema.Type> taken = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            Schema member = i == 1 ? Schema.create(Schema.Type.NULL) : type(depth - 1);
            boolean named = member.getType() == Schema.Type.RECORD
                    || member.getType() == Schema.Type.ENUM
                    || member.getType() == Schema.Type.FIXED;
            if (member.getType() != Schema.Type.UNION && (named || taken.add(member.getType()))) {
                members.add(member);
            }
        }
        Collections.shuffle(members, random);
        if (members.stream().allMatch(member -> member.getType() == Schema.Type.NULL)) {
            members.add(Schema.create(Schema.Type.LONG));
        }
        return Schema.createUnion(members);
    }

    /** A schema that somebody might want to read with what this one has written; sometimes one that cannot. */
    Schema reader(Schema writer) {
        return switch (writer.getType()) {
            case RECORD -> readerRecord(writer);
            case ARRAY -> Schema.createArray(reader(writer.getElementType()));
            case MAP -> Schema.createMap(reader(writer.getValueType()));
            case UNION -> readerUnion(writer);
            case ENUM -> readerEnum(writer);
            default -> readerScalar(writer);
        };
    }

    private Schema readerRecord(Schema writer) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : writer.getFields()) {
            if (random.nextInt(10) == 0) {
                continue;
            }
            Schema type = reader(field.schema());
            if (random.nextInt(8) == 0) {
                Schema.Field renamed = new Schema.Field("n" + names++, type);
                renamed.addAlias(field.name());
                fields.add(renamed);
            } else {
                fields.add(new Schema.Field(field.name(), type));
            }
        }
        if (fields.isEmpty() || random.nextInt(4) == 0) {
            fields.add(added());
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(fields, random);
        }
        return Schema.createRecord(writer.getName(), null, writer.getNamespace(), false, fields);
    }

    private Schema.Field added() {
        String name = "a" + names++;
        return switch (random.nextInt(7)) {
            case 0 -> new Schema.Field(name, nullable(type(0)), null, Schema.Field.NULL_DEFAULT_VALUE);
            case 1 -> new Schema.Field(name, Schema.create(Schema.Type.STRING), null, "standard");
            case 2 -> new Schema.Field(name, Schema.create(Schema.Type.DOUBLE), null, 2.5);
            case 3 ->
                new Schema.Field(name, Schema.createArray(Schema.create(Schema.Type.INT)), null, List.of(1, 2, 3));
            case 4 ->
                new Schema.Field(name, Schema.createMap(Schema.create(Schema.Type.STRING)), null, Map.of("k", "v"));
            case 5 -> {
                Schema inner = Schema.createRecord(
                        "N" + names++,
                        null,
                        "test",
                        false,
                        List.of(new Schema.Field("x", Schema.create(Schema.Type.LONG), null, 7L)));
                yield new Schema.Field(name, inner, null, Map.of("x", 9L));
            }
            default ->
                random.nextInt(4) == 0
                        ? new Schema.Field(name, Schema.create(Schema.Type.INT))
                        : new Schema.Field(name, Schema.create(Schema.Type.BOOLEAN), null, true);
        };
    }

    private Schema readerUnion(Schema writer) {
        List<Schema> members = new ArrayList<>();
        for (Schema member : writer.getTypes()) {
            boolean keep = member.getType() == Schema.Type.NULL || random.nextInt(10) > 0;
            if (keep) {
                members.add(random.nextInt(4) == 0 && member.getType() == Schema.Type.RECORD ? reader(member) : member);
            }
        }
        if (members.stream().allMatch(member -> member.getType() == Schema.Type.NULL)) {
            return writer;
        }
        if (random.nextInt(6) == 0) {
            Collections.shuffle(members, random);
        }
        if (members.size() == 1 && random.nextBoolean()) {
            return members.get(0);
        }
        return Schema.createUnion(members);
    }

    private Schema readerEnum(Schema writer) {
        if (random.nextInt(3) > 0) {
            return writer;
        }
        List<String> symbols = new ArrayList<>(writer.getEnumSymbols());
        if (symbols.size() > 1 && random.nextBoolean()) {
            symbols.remove(random.nextInt(symbols.size()));
        }
        symbols.add(0, "NEW");
        return Schema.createEnum(
                writer.getName(), null, writer.getNamespace(), symbols, random.nextBoolean() ? "NEW" : null);
    }

    private Schema readerScalar(Schema writer) {
        if (random.nextInt(5) == 0 && writer.getType() != Schema.Type.NULL) {
            return nullable(writer);
        }
        if (random.nextInt(60) == 0) {
            return Schema.create(PRIMITIVES[random.nextInt(PRIMITIVES.length)]);
        }
        if (writer.getLogicalType() != null || random.nextBoolean()) {
            return writer;
        }
        return switch (writer.getType()) {
            case INT -> Schema.create(PRIMITIVES[1 + random.nextInt(4)]);
            case LONG -> Schema.create(PRIMITIVES[2 + random.nextInt(3)]);
            case FLOAT -> Schema.create(PRIMITIVES[3 + random.nextInt(2)]);
            case STRING -> Schema.create(Schema.Type.BYTES);
            default -> writer;
        };
    }
}
