package io.millrace.mapreduce.level;

/**
 * How the lines of one file carry their level. Immutable, and a pure function of line and offset: any two splits of a
 * file give the same answers.
 */
public final class LineFormat {
    /** The line starts a record that has no level. */
    public static final int UNLEVELED = LineForm.UNLEVELED;
    /** The line belongs to another line's record and is not counted. */
    public static final int PART = LineForm.PART;

    private static final LineFormat ANY = new LineFormat("any", null, new LineForm[] {new AnyForm()}, null, -1, false);

    private final String name;
    private final FixedForm fixed;
    private final LineForm[] forms;
    private final StartShape start;
    private final long firstRecord;
    private final boolean timesArePart;

    LineFormat(
            String name, FixedForm fixed, LineForm[] forms, StartShape start, long firstRecord, boolean timesArePart) {
        this.name = name;
        this.fixed = fixed;
        this.forms = forms;
        this.start = start;
        this.firstRecord = firstRecord;
        this.timesArePart = timesArePart;
    }

    /** What lines look like without knowing their file: every line that shows no level is a record without one. */
    public static LineFormat anyForm() {
        return ANY;
    }

    /** What was found, in a word or two, for people. */
    public String name() {
        return name;
    }

    /**
     * What the line from..to (without its line end) is.
     *
     * @param offset where the line starts in its file, in bytes; decides only for lines before the file's first record
     * @return the level (see {@link LevelWords}), {@link #UNLEVELED} or {@link #PART}
     */
    public int classify(byte[] bytes, int from, int to, long offset, LineMatch match) {
        if (fixed != null) {
            int level = fixed.read(bytes, from, to, match);
            if (level >= 0) {
                return level;
            }
        }
        int level = level(bytes, from, to, match);
        return level == LineForm.UNKNOWN ? without(bytes, from, to, offset) : level;
    }

    int level(byte[] bytes, int from, int to, LineMatch match) {
        for (LineForm form : forms) {
            int level = form.read(bytes, from, to, match);
            if (level != LineForm.UNKNOWN) {
                return level;
            }
        }
        return LineForm.UNKNOWN;
    }

    private int without(byte[] bytes, int from, int to, long offset) {
        int text = Chars.skipBlanks(bytes, from, to);
        if (text == to) {
            return PART;
        }
        if (firstRecord < 0) {
            return UNLEVELED;
        }
        if (start != null && start.matches(bytes, from, to)) {
            return UNLEVELED;
        }
        if (timesArePart && startsWithTime(bytes, from, to)) {
            return PART;
        }
        return offset < firstRecord ? UNLEVELED : PART;
    }

    /** java.util.logging writes two lines per record, the time on the first and the level on the second. */
    private static boolean startsWithTime(byte[] b, int from, int to) {
        int end = Chars.skipLetters(b, from, to);
        return Tokens.isMonthOrDay(b, from, end)
                || (Chars.isDigit(b[from]) && Tokens.isTime(b, from, Tokens.numberEnd(b, from, to)));
    }
}
