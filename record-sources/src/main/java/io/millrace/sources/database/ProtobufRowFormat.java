package io.millrace.sources.database;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * A Protobuf message whose fields are the columns of the same names; dates and times become milliseconds since 1970 UTC
 * in an integer field, durations milliseconds. Columns without a field are left out, fields without a column keep their default.
 */
public final class ProtobufRowFormat implements RowFormat {
    private final Descriptor message;

    public ProtobufRowFormat(Descriptor message) {
        this.message = message;
    }

    /** The message's full name. */
    public String messageName() {
        return message.getFullName();
    }

    /** True if the message has a field for this column. */
    public boolean hasField(String column) {
        return message.findFieldByName(column) != null;
    }

    @Override
    public byte[] value(Row row) throws RowException {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(message);
        for (Map.Entry<String, Object> column : row.columns().entrySet()) {
            FieldDescriptor field = message.findFieldByName(column.getKey());
            if (field != null && column.getValue() != null) {
                builder.setField(field, converted(field, column.getValue()));
            }
        }
        return builder.build().toByteArray();
    }

    private static Object converted(FieldDescriptor field, Object value) throws RowException {
        if (field.isRepeated()) {
            throw misfit(field, value);
        }
        try {
            return switch (field.getJavaType()) {
                case INT -> Math.toIntExact(whole(field, value));
                case LONG -> whole(field, value);
                case FLOAT -> (float) number(field, value);
                case DOUBLE -> number(field, value);
                case BOOLEAN -> bool(field, value);
                case STRING -> text(field, value);
                case BYTE_STRING -> bytes(field, value);
                case ENUM, MESSAGE -> throw misfit(field, value);
            };
        } catch (ArithmeticException e) {
            throw misfit(field, value);
        }
    }

    private static long whole(FieldDescriptor field, Object value) throws RowException {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof BigDecimal number) {
            return number.longValueExact();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        }
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        if (value instanceof Instant time) {
            return time.toEpochMilli();
        }
        if (value instanceof Duration length) {
            return length.toMillis();
        }
        throw misfit(field, value);
    }

    private static double number(FieldDescriptor field, Object value) throws RowException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw misfit(field, value);
    }

    private static boolean bool(FieldDescriptor field, Object value) throws RowException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Long number && (number == 0 || number == 1)) {
            return number == 1;
        }
        throw misfit(field, value);
    }

    private static String text(FieldDescriptor field, Object value) throws RowException {
        if (value instanceof byte[] || value instanceof java.util.List) {
            throw misfit(field, value);
        }
        return value instanceof JsonText document ? document.text() : JsonRowFormat.text(value);
    }

    private static ByteString bytes(FieldDescriptor field, Object value) throws RowException {
        if (value instanceof byte[] bytes) {
            return ByteString.copyFrom(bytes);
        }
        throw misfit(field, value);
    }

    private static RowException misfit(FieldDescriptor field, Object value) {
        return new RowException("column " + field.getName() + " is a "
                + value.getClass().getSimpleName() + ", must fit field " + field.getFullName() + " of type "
                + field.getType().name().toLowerCase(java.util.Locale.ROOT));
    }
}
