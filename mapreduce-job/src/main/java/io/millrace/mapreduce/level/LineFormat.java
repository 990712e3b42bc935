package io.millrace.mapreduce.level;

/**
 * How the lines of one file carry their level. Immutable, and a pure function of line and offset: any two splits of a
 * file give the same answers.
 */
public final class LineFormat {
    /** The line starts a record that has no level. */
    public static final int UNLEVELED = LineForm.UNLEVELED;
    /** The line belongs to another line's record, or to none, and is not counted. */
    public static final int PART = LineForm.PART;

    private static final LineFormat ANY = new LineFormat(
            "any",
            null,
            Forms.only(new AnyForm(LevelPlaces.NONE, new JsonForm())),
            JsonForm.ANY_MESSAGE,
            new Starts(null, -1, false, false, true, false, false),
            Chapters.NONE);

    private final String name;
    private final FixedForm fixed;
    private final Forms forms;
    private final LineForm wrapped;
    private final Starts starts;
    private final Chapters chapters;

    /**
     * What makes a line without a level a record of its own.
     *
     * @param shape how the head's records start, or null if they have nothing in common
     * @param firstRecord where the first record that has a level starts, in bytes; -1 if the head has none
     * @param timesAlone whether a line of a time and names is the first line of a record, as java.util.logging writes it
     * @param blocks whether records are blocks of lines of which one holds the level
     * @param opened whether lines before the first record that has a level are records; not where it is a block's
     * @param endInLevels whether lines that are whole end with their level
     * @param comments whether lines that start with # are comments, as {@link FileComments} has them
     */
    record Starts(
            StartShape shape,
            long firstRecord,
            boolean timesAlone,
            boolean blocks,
            boolean opened,
            boolean endInLevels,
            boolean comments) {}

    /**
     * @param wrapped how messages are read that JSON wraps
     * @param chapters which lines are records though neither their level nor their start says so
     */
    LineFormat(String name, FixedForm fixed, Forms forms, LineForm wrapped, Starts starts, Chapters chapters) {
        this.name = name;
        this.fixed = fixed;
        this.forms = forms;
        this.wrapped = wrapped;
        this.starts = starts;
        this.chapters = chapters;
    }

    /** The same format, of a file with these chapters. */
    LineFormat with(Chapters ofFile) {
        return new LineFormat(name, fixed, forms, wrapped, starts, ofFile);
    }

    /** What lines look like without knowing their file: every line that shows no level is a record without one. */
    public static LineFormat anyForm() {
        return ANY;
    }

    /** Whether the file's first lines show any level. */
    public boolean hasLevels() {
        return starts.firstRecord() >= 0;
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
        if (isComment(bytes, from, to)) {
            return PART;
        }
        int level = forms.read(bytes, from, to, match);
        if (level != LineForm.UNKNOWN) {
            return level;
        }
        return unknown(bytes, from, to, offset, match);
    }

    /** What a line is that no form knows; apart, so that the JVM compiles little into the loop over lines. */
    private int unknown(byte[] bytes, int from, int to, long offset, LineMatch match) {
        Colours colours = match.coloured ? match.colours() : null;
        int kind = colours == null
                ? withoutLevel(bytes, from, to, offset)
                : withoutLevel(colours.text(), 0, colours.length(), offset);
        return kind == PART && chapters.hold(bytes, from, to, offset) ? UNLEVELED : kind;
    }

    /**
     * What the file's last line is, if no line end is behind it. A level that is its last word may be the start of a longer one ({@code
     * ERR} of {@code ERREUR}), and is none unless other lines end with theirs.
     */
    public int classifyLast(byte[] bytes, int from, int to, long offset, LineMatch match) {
        int level = classify(bytes, from, to, offset, match);
        return level >= 0 && match.levelTo == to && !starts.endInLevels() ? UNLEVELED : level;
    }

    /** Whether the line is a comment of the file, which belongs to no record. */
    boolean isComment(byte[] bytes, int from, int to) {
        return starts.comments() && from < to && bytes[from] == '#';
    }

    /** Whether the line gives its time to the record on the next line, as java.util.logging writes them. */
    public boolean isTimeOfNext(byte[] bytes, int from, int to) {
        return starts.timesAlone() && RecordStart.isAlone(bytes, from, to);
    }

    /** Whether a record's time may stand on the line before it. */
    public boolean timesAlone() {
        return starts.timesAlone();
    }

    /** Whether a record's level may stand on another line than its first. */
    boolean hasLevelsElsewhere() {
        return starts.timesAlone() || starts.blocks();
    }

    /** Whether a message that JSON wraps is a line with a level of its own. */
    public boolean isLeveledMessage(byte[] bytes, int from, int to, LineMatch match) {
        return wrapped.read(bytes, from, to, match) >= 0;
    }

    Forms forms() {
        return forms;
    }

    int level(byte[] bytes, int from, int to, LineMatch match) {
        return forms.read(bytes, from, to, match);
    }

    private int withoutLevel(byte[] bytes, int from, int to, long offset) {
        int text = Chars.skipBlanks(bytes, from, to);
        if (text == to) {
            return PART;
        }
        if (starts.firstRecord() < 0) {
            return UNLEVELED;
        }
        if (starts.timesAlone() && RecordStart.isAlone(bytes, from, to)) {
            return PART;
        }
        if ((starts.shape() != null && starts.shape().matches(bytes, from, to)) || RecordStart.isAt(bytes, from, to)) {
            return UNLEVELED;
        }
        return offset < starts.firstRecord() && starts.opened() ? UNLEVELED : PART;
    }
}
