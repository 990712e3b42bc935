package io.millrace.formats.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/** What docs/formats.md says that a value is in JSON, told from the objects that Avro's own reader makes. */
final class Expected {
    private Expected() {}

    static JsonNode of(Object value, Schema schema) {
        return switch (schema.getType()) {
            case NULL -> NullNode.instance;
            case BOOLEAN -> BooleanNode.valueOf((Boolean) value);
            case INT, LONG -> whole(((Number) value).longValue(), schema.getLogicalType());
            case FLOAT, DOUBLE -> floating((Number) value);
            case STRING, ENUM -> TextNode.valueOf(value.toString());
            case BYTES -> binary(array((ByteBuffer) value), schema);
            case FIXED -> binary(((GenericFixed) value).bytes(), schema);
            case ARRAY -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                ((List<?>) value).forEach(element -> array.add(of(element, schema.getElementType())));
                yield array;
            }
            case MAP -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                ((Map<?, ?>) value)
                        .forEach((key, entry) -> object.set(key.toString(), of(entry, schema.getValueType())));
                yield object;
            }
            case UNION -> union(value, schema);
            case RECORD -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                for (Schema.Field field : schema.getFields()) {
                    object.set(field.name(), of(((IndexedRecord) value).get(field.pos()), field.schema()));
                }
                yield object;
            }
        };
    }

    private static JsonNode union(Object value, Schema schema) {
        if (value == null) {
            return NullNode.instance;
        }
        List<Schema> members = schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        Schema chosen = schema.getTypes().get(GenericData.get().resolveUnion(schema, value));
        JsonNode content = of(value, chosen);
        if (members.size() == 1) {
            return content;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("member" + members.indexOf(chosen), content);
        return object;
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static JsonNode whole(long number, LogicalType logical) {
        String text = logical == null
                ? null
                : switch (logical.getName()) {
                    case "date" -> LocalDate.ofEpochDay(number).toString();
                    case "time-millis" -> time(number * 1_000_000);
                    case "time-micros" -> time(number * 1_000);
                    case "timestamp-millis" -> instant(number, 1_000);
                    case "timestamp-micros" -> instant(number, 1_000_000);
                    case "timestamp-nanos" -> instant(number, 1_000_000_000);
                    case "local-timestamp-millis" -> instant(number, 1_000).replace("Z", "");
                    case "local-timestamp-micros" -> instant(number, 1_000_000).replace("Z", "");
                    case "local-timestamp-nanos" ->
                        instant(number, 1_000_000_000).replace("Z", "");
                    default -> null;
                };
        return text == null ? decimal(BigDecimal.valueOf(number)) : TextNode.valueOf(text);
    }

    private static String time(long nanos) {
        return LocalTime.ofNanoOfDay(nanos).format(DateTimeFormatter.ISO_LOCAL_TIME);
    }

    private static String instant(long number, long perSecond) {
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(number, perSecond))
                .plusNanos(Math.floorMod(number, perSecond) * (1_000_000_000 / perSecond))
                .toString();
    }

    private static JsonNode floating(Number number) {
        double value = number.doubleValue();
        return Double.isNaN(value) || Double.isInfinite(value)
                ? TextNode.valueOf(Double.toString(value))
                : decimal(new BigDecimal(number.toString()));
    }

    private static JsonNode binary(byte[] bytes, Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return decimal(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (schema.getLogicalType() instanceof LogicalTypes.Uuid) {
            return TextNode.valueOf(new UUID(buffer.getLong(), buffer.getLong()).toString());
        }
        if ("duration".equals(schema.getProp("logicalType"))) {
            buffer.order(ByteOrder.LITTLE_ENDIAN);
            return TextNode.valueOf("P" + (buffer.getInt(0) & 0xffffffffL) + "M" + (buffer.getInt(4) & 0xffffffffL)
                    + "DT" + BigDecimal.valueOf(buffer.getInt(8) & 0xffffffffL, 3) + "S");
        }
        return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
    }

    private static JsonNode decimal(BigDecimal value) {
        return DecimalNode.valueOf(value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros());
    }
}
