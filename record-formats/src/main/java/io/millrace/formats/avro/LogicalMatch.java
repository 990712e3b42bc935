package io.millrace.formats.avro;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Whether what two types mean goes together, which Avro's resolution by their plain types does not ask. */
final class LogicalMatch {
    private LogicalMatch() {}

    /** False if both say what they mean and it is not the same: milliseconds must not be read as microseconds. */
    static boolean of(Schema writer, Schema reader) {
        LogicalType written = writer.getLogicalType();
        LogicalType wanted = reader.getLogicalType();
        if (written == null || wanted == null) {
            return true;
        }
        if (written instanceof LogicalTypes.Decimal from && wanted instanceof LogicalTypes.Decimal to) {
            return from.getScale() == to.getScale();
        }
        return written.getName().equals(wanted.getName());
    }

    /** The type for people: {@code long (timestamp-millis)}, {@code record 'Address'}. */
    static String describe(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> named(schema);
            default -> schema.getType().getName() + meaning(schema);
        };
    }

    private static String named(Schema schema) {
        return schema.getType().getName() + " '" + schema.getFullName() + "'" + meaning(schema);
    }

    private static String meaning(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical == null) {
            return "";
        }
        return logical instanceof LogicalTypes.Decimal decimal
                ? " (decimal of " + decimal.getPrecision() + " digits, " + decimal.getScale() + " after the point)"
                : " (" + logical.getName() + ")";
    }
}
