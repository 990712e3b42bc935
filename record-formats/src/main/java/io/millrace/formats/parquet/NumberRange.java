package io.millrace.formats.parquet;

import io.millrace.formats.row.LeafType;
import org.apache.parquet.format.Statistics;

/** Least and greatest of the numbers of a column, in the order of its type. */
abstract class NumberRange {
    static NumberRange of(LeafType type) {
        return switch (type) {
            case FLOAT -> new Floating(true);
            case DOUBLE -> new Floating(false);
            default -> new Whole();
        };
    }

    abstract void add(long value);

    abstract void clear();

    /** Sets the bounds as little-endian bytes of this width. */
    abstract void fill(Statistics statistics, int width);

    static byte[] littleEndian(long value, int width) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return bytes;
    }

    private static final class Whole extends NumberRange {
        private long least = Long.MAX_VALUE;
        private long greatest = Long.MIN_VALUE;

        @Override
        void add(long value) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }

        @Override
        void clear() {
            least = Long.MAX_VALUE;
            greatest = Long.MIN_VALUE;
        }

        @Override
        void fill(Statistics statistics, int width) {
            if (least <= greatest) {
                statistics.setMin_value(littleEndian(least, width));
                statistics.setMax_value(littleEndian(greatest, width));
            }
        }
    }

    /** The format asks for no bounds if there was a NaN, and for both zeros to be within them. */
    private static final class Floating extends NumberRange {
        private final boolean single;
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;
        private boolean any;
        private boolean orderly = true;

        Floating(boolean single) {
            this.single = single;
        }

        @Override
        void add(long bits) {
            double value = single ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
            any = true;
            if (Double.isNaN(value)) {
                orderly = false;
            }
            if (value < least) {
                least = value;
            }
            if (value > greatest) {
                greatest = value;
            }
        }

        @Override
        void clear() {
            least = Double.POSITIVE_INFINITY;
            greatest = Double.NEGATIVE_INFINITY;
            any = false;
            orderly = true;
        }

        @Override
        void fill(Statistics statistics, int width) {
            if (any && orderly) {
                statistics.setMin_value(littleEndian(bits(least == 0 ? -0.0 : least), width));
                statistics.setMax_value(littleEndian(bits(greatest == 0 ? 0.0 : greatest), width));
            }
        }

        private long bits(double value) {
            return single ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
        }
    }
}
