package io.millrace.mapreduce.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A column's value in the current row of {@link ParquetRows}. */
public final class ParquetColumn {
    /** What {@link #millis} returns for a value that is no time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
    private final PrimitiveType type;
    private ColumnReader reader;
    private int present;

    ParquetColumn(PrimitiveType type) {
        this.type = type;
    }

    void reads(ColumnReader newReader, int definitionLevel) {
        reader = newReader;
        present = definitionLevel;
    }

    /** Whether the row has no value. */
    public boolean isNull() {
        return reader.getCurrentDefinitionLevel() < present;
    }

    /** Whether the column holds bytes or text. */
    public boolean isBinary() {
        return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    }

    /** Whether the column holds numbers. */
    public boolean isNumber() {
        return switch (type.getPrimitiveTypeName()) {
            case DOUBLE, FLOAT, INT32, INT64 -> true;
            default -> false;
        };
    }

    /** Bytes or text; equal values of one dictionary are one object. */
    public Binary binary() {
        return reader.getBinary();
    }

    /** The value as text, whatever its type. */
    public String text() {
        return switch (type.getPrimitiveTypeName()) {
            case BINARY -> reader.getBinary().toStringUsingUTF8();
            case INT32 -> Integer.toString(reader.getInteger());
            case INT64 -> Long.toString(reader.getLong());
            case BOOLEAN -> Boolean.toString(reader.getBoolean());
            case DOUBLE -> Double.toString(reader.getDouble());
            case FLOAT -> Float.toString(reader.getFloat());
            default -> throw new IllegalStateException("column " + type.getName() + " is no text: " + type);
        };
    }

    /** A number; integers are widened. */
    public double number() {
        return switch (type.getPrimitiveTypeName()) {
            case DOUBLE -> reader.getDouble();
            case FLOAT -> reader.getFloat();
            case INT32 -> reader.getInteger();
            case INT64 -> reader.getLong();
            default -> throw new IllegalStateException("column " + type.getName() + " is no number: " + type);
        };
    }

    /** A time in milliseconds since 1970, UTC, or {@link #NO_TIME}. */
    public long millis() {
        return switch (type.getPrimitiveTypeName()) {
            case INT64 -> fromLong(reader.getLong());
            case INT32 ->
                type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation
                        ? TimeUnit.DAYS.toMillis(reader.getInteger())
                        : NO_TIME;
            case INT96 -> fromInt96(reader.getBinary());
            default -> NO_TIME;
        };
    }

    /** Whether {@link #millis} are an instant; else they are what a wall clock showed, in a zone that the file does not name. */
    public boolean isInstant() {
        return !(type.getLogicalTypeAnnotation()
                        instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp)
                || timestamp.isAdjustedToUTC();
    }

    private long fromLong(long value) {
        if (type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp) {
            return switch (timestamp.getUnit()) {
                case MILLIS -> value;
                case MICROS -> Math.floorDiv(value, 1_000);
                case NANOS -> Math.floorDiv(value, 1_000_000);
            };
        }
        return value;
    }

    /** Hive's and older Spark's timestamps: nanoseconds of the day, then the Julian day. */
    private static long fromInt96(Binary binary) {
        ByteBuffer buffer = binary.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int at = buffer.position();
        long nanos = buffer.getLong(at);
        long days = buffer.getInt(at + 8) - JULIAN_DAY_OF_EPOCH;
        return TimeUnit.DAYS.toMillis(days) + nanos / 1_000_000;
    }
}
