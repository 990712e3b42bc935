package io.millrace.mapreduce.level;

import static io.millrace.mapreduce.level.Chars.isBlank;

/**
 * The level in one blank-separated field, counted from 0: where the user says that it stands, or the first of a line if {@link
 * FirstWord} finds that a file's records start with it ("ERROR: ..." without a time).
 */
final class FieldForm implements LineForm {
    /** How long a program's own words may be, in bytes. */
    private static final int LONGEST = 32;

    private final int field;
    private final boolean anyCase;
    private final boolean letters;
    private final boolean afterTimes;
    private final Vocabulary vocabulary;
    private final boolean bracketed;

    FieldForm(int field, boolean anyCase, boolean letters) {
        this(field, anyCase, letters, false, Vocabulary.WORDS, false);
    }

    private FieldForm(
            int field, boolean anyCase, boolean letters, boolean afterTimes, Vocabulary vocabulary, boolean bracketed) {
        this.bracketed = bracketed;
        this.afterTimes = afterTimes;
        this.vocabulary = vocabulary;
        this.field = field;
        this.anyCase = anyCase;
        this.letters = letters;
    }

    @Override
    public String title() {
        return field == 0 ? "the first word, as in the file's other lines" : "field " + (field + 1);
    }

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        if (from == to || isBlank(bytes[from])) {
            return UNKNOWN;
        }
        int p = from;
        for (int i = 0; i < field; i++) {
            p = Chars.skipBlanks(bytes, Chars.tokenEnd(bytes, p, to), to);
            if (p == to) {
                return UNKNOWN;
            }
        }
        if (letters) {
            boolean single = p + 1 == to || !Chars.isLetter(bytes[p + 1]);
            int level = single ? LevelWords.letter(bytes[p]) : -1;
            return level < 0 ? UNKNOWN : match.at(level, p, p + 1);
        }
        int level = word(bytes, p, to, match, anyCase);
        if (level == UNKNOWN && bracketed) {
            return otherBracket(bytes, p, to, match);
        }
        return level == UNKNOWN && vocabulary != Vocabulary.WORDS
                ? beforeColon(vocabulary, bytes, p, to, match)
                : level;
    }

    /**
     * The level at the start of a line, after another with the record's time, as java.util.logging writes them.
     *
     * @param localized whether it is written in a language of the JDK's
     */
    static FieldForm afterTimes(boolean localized) {
        return new FieldForm(0, false, false, true, localized ? Vocabulary.JAVA_LOGGING : Vocabulary.WORDS, false);
    }

    /** The level in a bracket at the start of a line; a line with another word there is a record without one. */
    static FieldForm inBracket() {
        return new FieldForm(0, false, false, false, Vocabulary.WORDS, true);
    }

    /** "[log] text" is a level where others stand in such brackets; "[PROTOCOL] text" is a record of a level that nobody else has. */
    private static int otherBracket(byte[] b, int from, int to, LineMatch match) {
        int word = from + 1;
        int end = b[from] == '[' ? Chars.skipLetters(b, word, to) : from;
        if (end - word < 2 || end == to || b[end] != ']') {
            return UNKNOWN;
        }
        int level = LevelWords.find(b, word, end);
        return level >= 0 && LevelWords.folded(level).equals("LOG") ? match.at(level, word, end) : UNLEVELED;
    }

    /** What a program's own words say before the line's first colon. */
    static int beforeColon(Vocabulary vocabulary, byte[] b, int from, int to, LineMatch match) {
        int limit = Math.min(to, from + LONGEST);
        int colon = Chars.find(b, from, limit, (byte) ':');
        if (colon == limit) {
            return UNKNOWN;
        }
        int level = LevelWords.find(vocabulary, b, from, colon);
        if (level >= 0) {
            return match.at(level, from, colon);
        }
        return vocabulary.isUnclear(b, from, colon) ? UNLEVELED : UNKNOWN;
    }

    /** Whether a line of a time and names belongs to the record on the next line. */
    boolean isAfterTimes() {
        return afterTimes;
    }

    /** The level's word at p, in brackets or followed by what ends a level. */
    static int word(byte[] b, int p, int to, LineMatch match, boolean anyCase) {
        int from = p < to && b[p] == Chars.ESCAPE ? Chars.skipColour(b, p, to) : p;
        boolean bracket = from < to && (b[from] == '[' || b[from] == '(' || b[from] == '<' || b[from] == '"');
        if (bracket) {
            from = Chars.skipBlanks(b, from + 1, to);
        }
        int end = Chars.skipLetters(b, from, to);
        if (end - from < 3 || (end < to && !Tokens.endsLevel(b[end]))) {
            return UNKNOWN;
        }
        if (bracket && b[p] == '"' && (end == to || b[end] != '"')) {
            return UNKNOWN; // what is quoted goes on
        }
        // "[Error: socket hang up] {", as Node prints an error that was thrown, is no header.
        boolean sentence = bracket && end + 1 < to && b[end] == ':' && b[end + 1] == ' ';
        boolean small = anyCase || (bracket && !sentence);
        int level = small ? LevelWords.find(b, from, end) : LevelWords.findUpper(b, from, end);
        if (level < 0 || (Tokens.needsColon(b, from, end) && (end == to || b[end] != ':'))) {
            return UNKNOWN;
        }
        return match.at(level, from, end);
    }
}
