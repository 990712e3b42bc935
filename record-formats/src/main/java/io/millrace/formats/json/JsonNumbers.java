package io.millrace.formats.json;

import io.millrace.record.BadRecordException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Turns a number that a scanner has just passed into the type of a column. */
final class JsonNumbers {
    private static final double[] POWERS = new double[23];
    private static final float[] FLOAT_POWERS = new float[11];
    /** Text longer than this, or with a greater exponent, is no number that a column holds. */
    private static final int MOST_DIGITS = 1000;

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
        float small = 1;
        for (int i = 0; i < FLOAT_POWERS.length; i++) {
            FLOAT_POWERS[i] = small;
            small *= 10;
        }
    }

    private JsonNumbers() {}

    /**
     * The double nearest to the number.
     *
     * @throws BadRecordException if it is too great for a double
     */
    static double toDouble(JsonScanner json, int from, int to, String path) throws BadRecordException {
        long mantissa = json.mantissa;
        int exponent = json.exponent;
        // Both are exact doubles then, and one operation rounds once: correctly.
        if (json.exact && mantissa <= 1L << 53 && exponent >= -22 && exponent <= 22) {
            double value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
            return json.negative ? -value : value;
        }
        double value = Double.parseDouble(text(json.buf, from, to));
        if (Double.isInfinite(value)) {
            throw new BadRecordException("field '" + path + "' is a number too great for a double");
        }
        return value;
    }

    /** The float nearest to the number. */
    static float toFloat(JsonScanner json, int from, int to, String path) throws BadRecordException {
        long mantissa = json.mantissa;
        int exponent = json.exponent;
        if (json.exact && mantissa <= 1L << 24 && exponent >= -10 && exponent <= 10) {
            float value = exponent < 0 ? mantissa / FLOAT_POWERS[-exponent] : mantissa * FLOAT_POWERS[exponent];
            return json.negative ? -value : value;
        }
        float value = Float.parseFloat(text(json.buf, from, to));
        if (Float.isInfinite(value)) {
            throw new BadRecordException("field '" + path + "' is a number too great for a float");
        }
        return value;
    }

    /** The whole number, however it is written: 12, 12.0 and 1.2e1 are one. */
    static long toLong(JsonScanner json, int from, int to, String path) throws BadRecordException {
        if (json.whole && json.exact) {
            return json.negative ? -json.mantissa : json.mantissa;
        }
        try {
            return decimal(json.buf, from, to, path).longValueExact();
        } catch (ArithmeticException e) {
            throw new BadRecordException("field '" + path + "' must be a whole number from -2^63 to 2^63-1");
        }
    }

    /** The number itself. */
    static BigDecimal decimal(byte[] bytes, int from, int to, String path) throws BadRecordException {
        BigDecimal value;
        try {
            value = to - from > MOST_DIGITS ? null : new BigDecimal(text(bytes, from, to));
        } catch (NumberFormatException e) {
            throw new BadRecordException("field '" + path + "' must be a decimal number");
        }
        // Beyond these an innocent conversion would need gigabytes.
        if (value == null || Math.abs((long) value.scale()) > MOST_DIGITS) {
            throw new BadRecordException("field '" + path + "' is a number of more than " + MOST_DIGITS + " digits");
        }
        return value;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
