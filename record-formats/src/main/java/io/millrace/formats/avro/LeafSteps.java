package io.millrace.formats.avro;

import io.millrace.formats.bytes.Utf8;
import io.millrace.formats.json.Iso8601;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.record.BadRecordException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;

/** Steps that read a scalar into its column. Promotions are those of Avro's rules; the caller has asked whether they go. */
final class LeafSteps {
    private static final int MILLIS_OF_DAY = 86_400_000;
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    /** More than any decimal of 38 digits needs, leading bytes of its sign included. */
    private static final int MOST_DECIMAL_BYTES = 64;

    private final Row row;

    LeafSteps(Row row) {
        this.row = row;
    }

    /** How values are read that were written as this type. */
    Step of(Schema writer, Leaf leaf) {
        return switch (leaf.type()) {
            case BOOLEAN -> bool(leaf);
            case FLOAT, DOUBLE -> floating(writer, leaf);
            case STRING, ANY_TEXT -> writer.getType() == Schema.Type.FIXED ? uuid(leaf) : text(leaf);
            case BYTES -> range(leaf);
            case FIXED, DURATION -> fixed(leaf);
            case DECIMAL_LONG, DECIMAL_FIXED -> decimal(writer, leaf);
            case TIME_MILLIS -> timeOfDay(writer, leaf, MILLIS_OF_DAY);
            case TIME_MICROS -> timeOfDay(writer, leaf, MICROS_OF_DAY);
            case ENUM -> throw new IllegalArgumentException("symbols are read by their numbers");
            default -> writer.getType() == Schema.Type.STRING ? zonedTimestamp(leaf) : whole(writer, leaf);
        };
    }

    private static boolean isInt(Schema writer) {
        return writer.getType() == Schema.Type.INT;
    }

    private StagedColumn column(Leaf leaf) {
        return row.column(leaf.index());
    }

    private Step whole(Schema writer, Leaf leaf) {
        StagedColumn column = column(leaf);
        int definition = leaf.definition();
        return isInt(writer)
                ? (in, repetition) -> column.addNumber(repetition, definition, in.readInt())
                : (in, repetition) -> column.addNumber(repetition, definition, in.readLong());
    }

    /** A text that is a time with an offset, in a column of instants. What is finer than the column's unit is cut. */
    Step zonedTimestamp(Leaf leaf) {
        StagedColumn column = column(leaf);
        return (in, repetition) -> {
            int from = in.readRange();
            long micros = Iso8601.micros(in.bytes, from, in.at);
            if (micros == Iso8601.INVALID) {
                throw new BadRecordException("field '" + leaf.path()
                        + "' must be an ISO-8601 time with an offset, such as 2026-03-01T12:00:00.000Z, or a date");
            }
            column.addNumber(repetition, leaf.definition(), inUnit(leaf, micros));
        };
    }

    private static long inUnit(Leaf leaf, long micros) throws BadRecordException {
        if (leaf.type() == LeafType.TIMESTAMP_MICROS) {
            return micros;
        }
        if (leaf.type() == LeafType.TIMESTAMP_MILLIS) {
            return Math.floorDiv(micros, 1000L);
        }
        if (micros > Long.MAX_VALUE / 1000 || micros < Long.MIN_VALUE / 1000) {
            throw new BadRecordException(
                    "field '" + leaf.path() + "' is a time beyond what nanoseconds since 1970 can say");
        }
        return micros * 1000;
    }

    private Step timeOfDay(Schema writer, Leaf leaf, long day) {
        StagedColumn column = column(leaf);
        boolean isInt = isInt(writer);
        return (in, repetition) -> {
            long time = isInt ? in.readInt() : in.readLong();
            if (time < 0 || time >= day) {
                throw new BadRecordException("field '" + leaf.path() + "' is no time of day");
            }
            column.addNumber(repetition, leaf.definition(), time);
        };
    }

    private Step bool(Leaf leaf) {
        StagedColumn column = column(leaf);
        return (in, repetition) -> {
            int value = in.readByte();
            if ((value & ~1) != 0) {
                throw new BadRecordException("field '" + leaf.path() + "' is a boolean of neither 0 nor 1");
            }
            column.addNumber(repetition, leaf.definition(), value);
        };
    }

    private Step floating(Schema writer, Leaf leaf) {
        StagedColumn column = column(leaf);
        int definition = leaf.definition();
        boolean single = leaf.type() == LeafType.FLOAT;
        return switch (writer.getType()) {
            case FLOAT ->
                single
                        ? (in, repetition) -> column.addNumber(repetition, definition, in.readFour() & 0xffffffffL)
                        : (in, repetition) -> column.addNumber(
                                repetition,
                                definition,
                                Double.doubleToRawLongBits(Float.intBitsToFloat(in.readFour())));
            case DOUBLE -> (in, repetition) -> column.addNumber(repetition, definition, in.readEight());
            default -> {
                boolean isInt = isInt(writer);
                yield (in, repetition) -> {
                    long number = isInt ? in.readInt() : in.readLong();
                    column.addNumber(
                            repetition,
                            definition,
                            single
                                    ? Float.floatToRawIntBits((float) number) & 0xffffffffL
                                    : Double.doubleToRawLongBits((double) number));
                };
            }
        };
    }

    private void add(AvroInput in, Leaf leaf, StagedColumn column, int repetition, int from, int length) {
        if (in.isForeign()) {
            row.addCopy(leaf, repetition, in.bytes, from, length);
        } else {
            column.addBytes(repetition, leaf.definition(), from, length);
        }
    }

    Step text(Leaf leaf) {
        StagedColumn column = column(leaf);
        return (in, repetition) -> {
            int from = in.readRange();
            if (!Utf8.isValid(in.bytes, from, in.at)) {
                throw new BadRecordException("field '" + leaf.path() + "' is not UTF-8 text");
            }
            add(in, leaf, column, repetition, from, in.at - from);
        };
    }

    private Step range(Leaf leaf) {
        StagedColumn column = column(leaf);
        return (in, repetition) -> {
            int from = in.readRange();
            add(in, leaf, column, repetition, from, in.at - from);
        };
    }

    private Step fixed(Leaf leaf) {
        StagedColumn column = column(leaf);
        int length = leaf.length();
        return (in, repetition) -> add(in, leaf, column, repetition, in.skip(length), length);
    }

    private Step uuid(Leaf leaf) {
        return (in, repetition) -> {
            long high = Long.reverseBytes(in.readEight());
            long low = Long.reverseBytes(in.readEight());
            byte[] text = new UUID(high, low).toString().getBytes(StandardCharsets.US_ASCII);
            row.addCopy(leaf, repetition, text, 0, text.length);
        };
    }

    private Step decimal(Schema writer, Leaf leaf) {
        int size = writer.getType() == Schema.Type.FIXED ? writer.getFixedSize() : -1;
        BigInteger limit = BigInteger.TEN.pow(leaf.precision());
        return (in, repetition) -> {
            int from = size < 0 ? in.readRange() : in.skip(size);
            decimal(leaf, repetition, in.bytes, from, in.at, limit);
        };
    }

    private void decimal(Leaf leaf, int repetition, byte[] bytes, int from, int to, BigInteger limit)
            throws BadRecordException {
        int length = to - from;
        if (length == 0) {
            throw new BadRecordException("field '" + leaf.path() + "' is a decimal of no bytes");
        }
        boolean isLong = leaf.type() == LeafType.DECIMAL_LONG;
        if (length > MOST_DECIMAL_BYTES) {
            throw tooManyDigits(leaf);
        }
        if (isLong && length <= 8) {
            long value = bytes[from];
            for (int p = from + 1; p < to; p++) {
                value = value << 8 | bytes[p] & 0xff;
            }
            long most = limit.longValue();
            if (value >= most || value <= -most) {
                throw tooManyDigits(leaf);
            }
            column(leaf).addNumber(repetition, leaf.definition(), value);
            return;
        }
        BigInteger value = new BigInteger(bytes, from, length);
        if (value.abs().compareTo(limit) >= 0) {
            throw tooManyDigits(leaf);
        }
        if (isLong) {
            column(leaf).addNumber(repetition, leaf.definition(), value.longValueExact());
            return;
        }
        byte[] shortest = value.toByteArray();
        byte[] fixed = new byte[leaf.length()];
        Arrays.fill(fixed, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, fixed, fixed.length - shortest.length, shortest.length);
        row.addCopy(leaf, repetition, fixed, 0, fixed.length);
    }

    private static BadRecordException tooManyDigits(Leaf leaf) {
        return new BadRecordException("field '" + leaf.path() + "' must have at most " + leaf.precision() + " digits");
    }

    /**
     * @param numbers of each of the writer's symbols among the column's; negative for those that it does not have
     * @param names the writer's symbols
     */
    Step symbol(Leaf leaf, int[] numbers, List<String> names, String reader) {
        byte[][] symbols = leaf.symbolBytes();
        return (in, repetition) -> {
            int index = in.readInt();
            if (index < 0 || index >= numbers.length) {
                throw new BadRecordException("field '" + leaf.path() + "' is number " + index + " of an enum of "
                        + numbers.length + " symbols");
            }
            if (numbers[index] < 0) {
                throw new BadRecordException("field '" + leaf.path() + "' is the symbol '" + names.get(index)
                        + "', which is not in " + reader);
            }
            byte[] symbol = symbols[numbers[index]];
            row.addCopy(leaf, repetition, symbol, 0, symbol.length);
        };
    }
}
