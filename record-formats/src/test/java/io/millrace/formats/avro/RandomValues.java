package io.millrace.formats.avro;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Makes up values of a schema. */
final class RandomValues {
    private static final String[] TEXTS = {"", "a", "Grüße", "\"quoted\"\\", "\n\t\u0001", "\ud83d\ude00 smile", "null"
    };

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    Object of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> integer(schema);
            case LONG -> number(schema);
            case FLOAT -> random.nextInt(10) == 0 ? Float.NaN : Float.intBitsToFloat(random.nextInt());
            case DOUBLE -> random.nextInt(10) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 1e9;
            case STRING -> text();
            case BYTES -> ByteBuffer.wrap(bytes(schema, random.nextInt(5)));
            case FIXED -> new GenericData.Fixed(schema, bytes(schema, schema.getFixedSize()));
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols()
                                .get(random.nextInt(schema.getEnumSymbols().size())));
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(of(schema.getElementType()));
                }
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put("k" + i, of(schema.getValueType()));
                }
                yield map;
            }
            case UNION ->
                of(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), of(field.schema())));
                yield record;
            }
        };
    }

    private String text() {
        return random.nextInt(20) == 0 ? "long ".repeat(50) : TEXTS[random.nextInt(TEXTS.length)];
    }

    private int integer(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.TimeMillis) {
            return random.nextInt(86_400_000);
        }
        return logical == null ? random.nextInt() : random.nextInt(100_000) - 20_000;
    }

    private long number(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical == null) {
            return random.nextBoolean() ? random.nextLong() : random.nextInt(100);
        }
        return logical instanceof LogicalTypes.TimeMicros
                ? random.nextInt(86_400_000) * 1000L
                : random.nextLong() >> 3 + random.nextInt(30);
    }

    private byte[] bytes(Schema schema, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (!(schema.getLogicalType() instanceof LogicalTypes.Decimal decimal)) {
            return bytes;
        }
        BigInteger limit = BigInteger.TEN.pow(decimal.getPrecision());
        byte[] shortest = new BigInteger(200, random)
                .remainder(limit)
                .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1))
                .toByteArray();
        if (schema.getType() == Schema.Type.BYTES) {
            return shortest;
        }
        Arrays.fill(bytes, (byte) (shortest[0] < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, length - shortest.length, shortest.length);
        return bytes;
    }
}
