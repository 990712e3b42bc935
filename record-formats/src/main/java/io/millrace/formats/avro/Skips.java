package io.millrace.formats.avro;

import io.millrace.record.BadRecordException;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.Schema;

/** Steps past values that no column wants. What they pass over is not looked into further than Avro's own decoder does. */
final class Skips {
    private final IdentityHashMap<Schema, Step[]> records = new IdentityHashMap<>();

    Step of(Schema writer) {
        return switch (writer.getType()) {
            case NULL -> (in, repetition) -> {};
            case BOOLEAN -> (in, repetition) -> in.skip(1);
            case INT, ENUM -> (in, repetition) -> in.readInt();
            case LONG -> (in, repetition) -> in.readLong();
            case FLOAT -> (in, repetition) -> in.skip(4);
            case DOUBLE -> (in, repetition) -> in.skip(8);
            case STRING, BYTES -> (in, repetition) -> in.readRange();
            case FIXED -> {
                int size = writer.getFixedSize();
                yield (in, repetition) -> in.skip(size);
            }
            case RECORD -> record(writer);
            case ARRAY -> entries(of(writer.getElementType()));
            case MAP -> {
                Step value = of(writer.getValueType());
                yield entries((in, repetition) -> {
                    in.readRange();
                    value.read(in, repetition);
                });
            }
            case UNION -> Steps.branches(of(writer.getTypes()), "that no column has");
        };
    }

    private Step[] of(List<Schema> writers) {
        return writers.stream().map(this::of).toArray(Step[]::new);
    }

    /** A record may contain itself, so that its fields may not be known yet. */
    private Step record(Schema writer) {
        Step[] fields = records.get(writer);
        if (fields == null) {
            fields = new Step[writer.getFields().size()];
            records.put(writer, fields);
            for (Schema.Field field : writer.getFields()) {
                fields[field.pos()] = of(field.schema());
            }
        }
        Step[] all = fields;
        return (in, repetition) -> {
            int before = in.at;
            in.enter();
            for (Step field : all) {
                field.read(in, repetition);
            }
            in.leave();
            if (in.at == before) {
                // Records within records can be more than anybody counts, of no byte at all.
                in.idle();
            }
        };
    }

    private static Step entries(Step entry) {
        return within((in, repetition) -> {
            for (long count = in.skipCount(); count != 0; count = in.skipCount()) {
                skip(in, count, entry);
            }
        });
    }

    /** Goes into a list or map, which may be of others as deep as the schema. A union is never of unions. */
    private static Step within(Step step) {
        return (in, repetition) -> {
            in.enter();
            step.read(in, repetition);
            in.leave();
        };
    }

    private static void skip(AvroInput in, long count, Step entry) throws BadRecordException {
        for (long i = 0; i < count; i++) {
            int before = in.at;
            entry.read(in, 0);
            if (in.at == before) {
                in.idle();
            }
        }
    }
}
