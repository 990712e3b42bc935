package io.millrace.producer.cdc;

import io.millrace.sources.database.JsonText;
import io.millrace.sources.database.ServerText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * The engine's values as those of {@code jdbc}'s rows. The types' names are Debezium's; the column's own type stands beside
 * them.
 */
final class ChangeValues {
    /** What the engine puts where the log has no value; not likely as one. */
    static final String UNAVAILABLE = "__millrace_unavailable_3f1c9a52e0d74b7c";

    private static final String SOURCE_TYPE = "__debezium.source.column.type";
    private static final String LENGTH = "length";
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;
    /** The engine's numbers for PostgreSQL's infinite times. */
    private static final long INFINITY = 9_223_372_036_825_200_000L;

    private static final long NEGATIVE_INFINITY = -9_223_372_036_832_400_000L;
    private static final int SRID_BYTES = 4;
    private static final int HEAD_BYTES = 5;
    private static final byte HAS_SRID = 0x20;

    private final boolean postgreSql;

    ChangeValues(boolean postgreSql) {
        this.postgreSql = postgreSql;
    }

    /** True if the log does not hold the value. */
    static boolean isUnavailable(Object raw) {
        if (raw instanceof List<?> list) {
            return list.size() == 1 && isUnavailable(list.get(0));
        }
        if (raw instanceof byte[] bytes) {
            return Arrays.equals(bytes, UNAVAILABLE.getBytes(StandardCharsets.UTF_8));
        }
        if (raw instanceof ByteBuffer buffer) {
            return isUnavailable(bytes(buffer));
        }
        return UNAVAILABLE.equals(raw);
    }

    /** The value as {@link io.millrace.sources.database.Row} has it. */
    Object value(Schema schema, Object raw) {
        if (raw == null) {
            return null;
        }
        if (raw instanceof List<?> elements) {
            List<Object> values = new ArrayList<>();
            elements.forEach(element -> values.add(value(schema.valueSchema(), element)));
            return values;
        }
        Object logical = schema.name() == null ? null : logical(schema, raw);
        return logical == null ? plain(schema, raw) : logical;
    }

    /** Null if the type has no meaning of its own. */
    private Object logical(Schema schema, Object raw) {
        return switch (schema.name()) {
            case "io.debezium.time.Date" -> LocalDate.ofEpochDay(((Number) raw).longValue());
            case "io.debezium.time.MicroTimestamp" -> timestamp(((Number) raw).longValue());
            case "io.debezium.time.Timestamp" ->
                LocalDateTime.ofInstant(Instant.ofEpochMilli(((Number) raw).longValue()), ZoneOffset.UTC);
            case "io.debezium.time.MicroTime" -> time(((Number) raw).longValue());
            case "io.debezium.time.ZonedTimestamp" -> instant((String) raw);
            case "io.debezium.data.Json" -> new JsonText((String) raw);
            case "io.debezium.data.Bits" -> bits(schema, bytes(raw));
            case Decimal.LOGICAL_NAME -> whole((BigDecimal) raw);
            case "io.debezium.data.VariableScaleDecimal" -> {
                Struct struct = (Struct) raw;
                yield new BigDecimal(new BigInteger(struct.getBytes("value")), struct.getInt32("scale"));
            }
            case "io.debezium.data.geometry.Point" ->
                postgreSql
                        ? "(" + number(((Struct) raw).getFloat64("x")) + "," + number(((Struct) raw).getFloat64("y"))
                                + ")"
                        : geometry((Struct) raw);
            case "io.debezium.data.geometry.Geometry", "io.debezium.data.geometry.Geography" -> geometry((Struct) raw);
            default -> null;
        };
    }

    private Object plain(Schema schema, Object raw) {
        String type = sourceType(schema);
        if (raw instanceof Boolean flag) {
            return postgreSql && type.startsWith("BIT") ? (flag ? "1" : "0") : flag;
        }
        if (raw instanceof Float) {
            return raw;
        }
        if (raw instanceof Double number) {
            return type.startsWith("FLOAT") && !postgreSql ? (Object) number.floatValue() : number;
        }
        if (raw instanceof Number number) {
            return number.longValue();
        }
        if (raw instanceof byte[] || raw instanceof ByteBuffer) {
            byte[] bytes = bytes(raw);
            // The engine hands over what it does not know as the server's text.
            return postgreSql && !type.isEmpty() && !type.equals("BYTEA") && !type.startsWith("GEO")
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : bytes;
        }
        String text = raw.toString();
        return type.startsWith("NUMERIC") || type.startsWith("DECIMAL") ? decimal(text) : text;
    }

    private static Object decimal(String text) {
        return switch (text) {
            case "NAN", "NaN" -> "NaN";
            case "POSITIVE_INFINITY", "Infinity" -> "Infinity";
            case "NEGATIVE_INFINITY", "-Infinity" -> "-Infinity";
            default -> ServerText.decimal(text);
        };
    }

    private static Object whole(BigDecimal number) {
        return number.scale() == 0 ? ServerText.whole(number.toPlainString()) : number;
    }

    private static String sourceType(Schema schema) {
        return schema.parameters() == null
                ? ""
                : schema.parameters().getOrDefault(SOURCE_TYPE, "").toUpperCase(Locale.ROOT);
    }

    private static Object timestamp(long micros) {
        if (micros == INFINITY) {
            return "infinity";
        }
        return micros == NEGATIVE_INFINITY
                ? "-infinity"
                : LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    /** PostgreSQL's TIME is one of a day; MariaDB's is a duration. */
    private Object time(long micros) {
        if (!postgreSql) {
            return Duration.of(micros, ChronoUnit.MICROS);
        }
        long day = Duration.ofDays(1).toSeconds() * MICROS_PER_SECOND;
        return micros == day ? "24:00:00" : LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO);
    }

    private static Object instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** The engine's bits have the lowest byte first. */
    private Object bits(Schema schema, byte[] bytes) {
        byte[] big = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            big[i] = bytes[bytes.length - 1 - i];
        }
        BigInteger number = new BigInteger(1, big);
        if (!postgreSql) {
            return ServerText.whole(number.toString());
        }
        int length = Integer.parseInt(schema.parameters().getOrDefault(LENGTH, "0"));
        String digits = number.toString(2);
        if (sourceType(schema).startsWith("VARBIT")) {
            // How many zeros it began with is not told.
            return digits;
        }
        return length > digits.length() && length < Integer.MAX_VALUE
                ? "0".repeat(length - digits.length()) + digits
                : digits;
    }

    /** As well-known binary; with a reference system's number, as EWKB. */
    private Object geometry(Struct struct) {
        byte[] plain = struct.getBytes("wkb");
        Integer srid = struct.getInt32("srid");
        if (srid == null || srid == 0 || postgreSql) {
            return plain;
        }
        byte[] extended = new byte[plain.length + SRID_BYTES];
        System.arraycopy(plain, 0, extended, 0, HEAD_BYTES);
        extended[HEAD_BYTES - 1] |= HAS_SRID;
        for (int i = 0; i < SRID_BYTES; i++) {
            extended[HEAD_BYTES + i] = (byte) (srid >>> (Byte.SIZE * i));
        }
        System.arraycopy(plain, HEAD_BYTES, extended, HEAD_BYTES + SRID_BYTES, plain.length - HEAD_BYTES);
        return extended;
    }

    private static byte[] bytes(Object raw) {
        if (raw instanceof byte[] array) {
            return array;
        }
        ByteBuffer buffer = ((ByteBuffer) raw).duplicate();
        byte[] array = new byte[buffer.remaining()];
        buffer.get(array);
        return array;
    }
}
