package io.millrace.mapreduce.level;

import static io.millrace.mapreduce.level.Chars.isBlank;

/**
 * The level in one blank-separated field, counted from 0: what remains for headers that {@link HeaderForm} cannot know
 * (names before the level, as BlueGene's RAS logs have them) or must not trust line by line ("ERROR: ..." without a
 * time). {@link FormatFinder} uses it only if most lines of a file's head have a level in that field.
 */
final class FieldForm implements LineForm {
    private final int field;
    private final boolean anyCase;
    private final boolean letters;

    FieldForm(int field, boolean anyCase, boolean letters) {
        this.field = field;
        this.anyCase = anyCase;
        this.letters = letters;
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
        return word(bytes, p, to, match, anyCase);
    }

    /** Whether lines start with the level, so that lines that start with a time are not records of their own. */
    boolean isFirst() {
        return field == 0;
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
        int level = anyCase || bracket ? LevelWords.find(b, from, end) : LevelWords.findUpper(b, from, end);
        if (level < 0 || (Tokens.needsColon(b, from, end) && (end == to || b[end] != ':'))) {
            return UNKNOWN;
        }
        return match.at(level, from, end);
    }
}
