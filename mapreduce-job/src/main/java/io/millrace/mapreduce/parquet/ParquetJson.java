package io.millrace.mapreduce.parquet;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Values of Parquet as JSON: times as ISO 8601 (with Z if they are instants), decimals as numbers with all their digits, maps
 * whose keys are text as objects, bytes that are no text in hexadecimal.
 *
 * @see <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">Parquet's logical types</a>
 */
final class ParquetJson {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** The day 1970-01-01 in the Julian count of INT96. */
    private static final long JULIAN_1970 = 2_440_588;

    private ParquetJson() {}

    static void object(Group group, GroupType type, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (int field = 0; field < type.getFieldCount(); field++) {
            Type of = type.getType(field);
            json.writeFieldName(of.getName());
            if (of.isRepetition(Type.Repetition.REPEATED)) {
                json.writeStartArray();
                for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
                    value(group, field, i, of, json);
                }
                json.writeEndArray();
            } else {
                optional(group, field, of, json);
            }
        }
        json.writeEndObject();
    }

    private static void optional(Group group, int field, Type type, JsonGenerator json) throws IOException {
        if (group.getFieldRepetitionCount(field) == 0) {
            json.writeNull();
        } else {
            value(group, field, 0, type, json);
        }
    }

    private static void value(Group group, int field, int index, Type type, JsonGenerator json) throws IOException {
        if (type.isPrimitive()) {
            primitive(group, field, index, type.asPrimitiveType(), json);
            return;
        }
        Group inner = group.getGroup(field, index);
        GroupType of = type.asGroupType();
        boolean oneRepeated = of.getFieldCount() == 1 && of.getType(0).isRepetition(Type.Repetition.REPEATED);
        if (oneRepeated && of.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
            list(inner, of.getType(0), json);
        } else if (oneRepeated
                && of.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
                && !of.getType(0).isPrimitive()
                && of.getType(0).asGroupType().getFieldCount() == 2) {
            map(inner, of.getType(0).asGroupType(), json);
        } else {
            object(inner, of, json);
        }
    }

    /** Writers of old have the element where those of today have a group around it; its name tells (LogicalTypes.md). */
    private static void list(Group list, Type repeated, JsonGenerator json) throws IOException {
        boolean around = !repeated.isPrimitive()
                && repeated.asGroupType().getFieldCount() == 1
                && !repeated.getName().equals("array")
                && !repeated.getName().endsWith("_tuple");
        json.writeStartArray();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            if (around) {
                optional(list.getGroup(0, i), 0, repeated.asGroupType().getType(0), json);
            } else {
                value(list, 0, i, repeated, json);
            }
        }
        json.writeEndArray();
    }

    private static void map(Group map, GroupType entry, JsonGenerator json) throws IOException {
        boolean text = entry.getType(0).isPrimitive() && isText(entry.getType(0).getLogicalTypeAnnotation());
        if (text) {
            json.writeStartObject();
        } else {
            json.writeStartArray();
        }
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group pair = map.getGroup(0, i);
            if (text) {
                json.writeFieldName(pair.getBinary(0, 0).toStringUsingUTF8());
                optional(pair, 1, entry.getType(1), json);
            } else {
                object(pair, entry, json);
            }
        }
        if (text) {
            json.writeEndObject();
        } else {
            json.writeEndArray();
        }
    }

    private static void primitive(Group group, int field, int index, PrimitiveType type, JsonGenerator json)
            throws IOException {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> json.writeBoolean(group.getBoolean(field, index));
            case INT32 ->
                whole(
                        group.getInteger(field, index),
                        Integer.toUnsignedString(group.getInteger(field, index)),
                        meaning,
                        json);
            case INT64 ->
                whole(group.getLong(field, index), Long.toUnsignedString(group.getLong(field, index)), meaning, json);
            case INT96 -> json.writeString(ofInt96(group.getInt96(field, index)).toString());
            case FLOAT -> json.writeNumber(group.getFloat(field, index));
            case DOUBLE -> json.writeNumber(group.getDouble(field, index));
            default -> bytes(group.getBinary(field, index), meaning, json);
        }
    }

    private static void whole(long value, String unsigned, LogicalTypeAnnotation meaning, JsonGenerator json)
            throws IOException {
        if (meaning instanceof DateLogicalTypeAnnotation) {
            json.writeString(LocalDate.ofEpochDay(value).toString());
        } else if (meaning instanceof TimeLogicalTypeAnnotation time) {
            json.writeString(
                    LocalTime.ofNanoOfDay(value * nanos(time.getUnit())).toString());
        } else if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            Instant instant = instant(value, timestamp.getUnit());
            json.writeString(
                    timestamp.isAdjustedToUTC()
                            ? instant.toString()
                            : instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString());
        } else if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            json.writeNumber(BigDecimal.valueOf(value, decimal.getScale()));
        } else if (meaning instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
            json.writeNumber(unsigned);
        } else {
            json.writeNumber(value);
        }
    }

    private static void bytes(Binary value, LogicalTypeAnnotation meaning, JsonGenerator json) throws IOException {
        byte[] bytes = value.getBytes();
        if (isText(meaning)) {
            json.writeString(value.toStringUsingUTF8());
        } else if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            json.writeNumber(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
        } else if (meaning instanceof UUIDLogicalTypeAnnotation) {
            ByteBuffer uuid = ByteBuffer.wrap(bytes);
            json.writeString(new UUID(uuid.getLong(), uuid.getLong()).toString());
        } else {
            json.writeString("0x" + HexFormat.of().formatHex(bytes));
        }
    }

    private static boolean isText(LogicalTypeAnnotation meaning) {
        return meaning instanceof StringLogicalTypeAnnotation
                || meaning instanceof EnumLogicalTypeAnnotation
                || meaning instanceof JsonLogicalTypeAnnotation;
    }

    private static long nanos(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000_000;
            case MICROS -> 1_000;
            case NANOS -> 1;
        };
    }

    private static Instant instant(long value, TimeUnit unit) {
        long perSecond = NANOS_PER_SECOND / nanos(unit);
        return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanos(unit));
    }

    /** The form of a time before Parquet had one of its own: nanoseconds of the day, then the Julian day. */
    private static Instant ofInt96(Binary value) {
        ByteBuffer bytes = ByteBuffer.wrap(value.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
        long ofDay = bytes.getLong();
        return LocalDate.ofEpochDay(bytes.getInt() - JULIAN_1970)
                .atStartOfDay()
                .plusNanos(ofDay)
                .toInstant(ZoneOffset.UTC);
    }
}
