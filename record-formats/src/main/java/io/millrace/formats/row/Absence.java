package io.millrace.formats.row;

/**
 * What a field is if a record does not mention it.
 *
 * @param kind refused, empty (null, or an empty list or map) or a constant
 * @param number the constant of a leaf whose staged values are numbers
 * @param bytes the constant of a leaf whose staged values are bytes
 */
public record Absence(Kind kind, long number, byte[] bytes) {
    /** The three ways to be absent. */
    public enum Kind {
        REFUSED,
        /** Null. */
        NULL,
        /** An empty list or map. */
        EMPTY,
        /** The constant. */
        DEFAULT
    }

    public static final Absence REFUSED = new Absence(Kind.REFUSED, 0, null);
    public static final Absence NULL = new Absence(Kind.NULL, 0, null);
    public static final Absence EMPTY = new Absence(Kind.EMPTY, 0, null);

    public static Absence of(long number) {
        return new Absence(Kind.DEFAULT, number, null);
    }

    public static Absence of(byte[] bytes) {
        return new Absence(Kind.DEFAULT, 0, bytes);
    }
}
