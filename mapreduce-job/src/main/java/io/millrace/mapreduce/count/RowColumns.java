package io.millrace.mapreduce.count;

/** What the columns of one row say; mutable and reused. What none says is looked for in the row's text. */
public final class RowColumns {
    private static final byte[] NOTHING = new byte[0];

    int level;
    byte[] text;
    boolean hasMillis;
    long millis;
    boolean utc;
    byte[] time;
    byte[] label;

    /** Forgets the row before. */
    public void clear() {
        level = -1;
        text = NOTHING;
        hasMillis = false;
        time = null;
        label = null;
    }

    /** The level; negative if only the text tells. */
    public void level(int given) {
        level = given;
    }

    /** The message, or the whole record as text. */
    public void text(byte[] given) {
        text = given;
    }

    /**
     * The time in milliseconds since 1970.
     *
     * @param isUtc whether they are an instant, and not a wall clock's
     */
    public void time(long given, boolean isUtc) {
        hasMillis = true;
        millis = given;
        utc = isUtc;
    }

    /** The time as text. */
    public void time(byte[] given) {
        time = given;
    }

    /** The logger or source. */
    public void label(byte[] given) {
        label = given;
    }
}
