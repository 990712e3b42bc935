package io.millrace.mapreduce.level;

import java.util.List;

/**
 * How a file's records start: where digits stand and which marks stand between them. A line without a level that starts
 * so is a record without a level; one that does not (a stack trace) belongs to the record before it.
 */
final class StartShape {
    private static final int LENGTH = 14;
    /** How many digits tell records from other lines, where nobody said where the level stands. */
    static final int LEAST_DIGITS = 4;

    private final byte[] shape;

    private StartShape(byte[] shape) {
        this.shape = shape;
    }

    /**
     * The shape that these lines share, or null if they share too few digits to tell records by.
     *
     * @param least how many digits are enough
     */
    static StartShape of(byte[] b, List<FormatFinder.Leveled> lines, int least) {
        byte[] shape = null;
        for (FormatFinder.Leveled line : lines) {
            int length = Math.min(Math.min(LENGTH, line.levelOffset()), line.to() - line.from());
            if (shape == null || length < shape.length) {
                shape = shape == null ? shapeOf(b, line.from(), length) : java.util.Arrays.copyOf(shape, length);
            }
            for (int i = 0; i < shape.length; i++) {
                if (shape[i] != kind(b[line.from() + i])) {
                    shape[i] = 0;
                }
            }
        }
        int digits = 0;
        for (int i = 0; shape != null && i < shape.length; i++) {
            digits += shape[i] == '0' ? 1 : 0;
        }
        return digits < least ? null : new StartShape(shape);
    }

    boolean matches(byte[] b, int from, int to) {
        if (to - from < shape.length) {
            return false;
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] != 0 && shape[i] != kind(b[from + i])) {
                return false;
            }
        }
        return true;
    }

    private static byte[] shapeOf(byte[] b, int from, int length) {
        byte[] shape = new byte[length];
        for (int i = 0; i < length; i++) {
            shape[i] = kind(b[from + i]);
        }
        return shape;
    }

    /** '0' for a digit, 'a' for a letter, else the character itself. */
    private static byte kind(byte c) {
        return Chars.isDigit(c) ? (byte) '0' : Chars.isLetter(c) ? (byte) 'a' : c;
    }
}
