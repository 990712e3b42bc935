package io.millrace.mapreduce.level;

import java.util.Arrays;

/**
 * The level in a certain token, after tokens of certain kinds: what remains for headers that {@link HeaderForm} cannot know
 * (names before the level, as BlueGene's RAS logs have them) or must not trust line by line (small letters after a time).
 * {@link ColumnVote} tells which token it is.
 */
final class ColumnForm implements LineForm {
    private final int[] kinds;
    private final boolean anyCase;
    private final boolean letters;

    /**
     * @param kinds the kinds of the tokens before the level's
     * @param anyCase whether small letters count
     * @param letters whether the level is a single letter instead of a word
     */
    ColumnForm(int[] kinds, boolean anyCase, boolean letters) {
        this.kinds = kinds;
        this.anyCase = anyCase;
        this.letters = letters;
    }

    @Override
    public String title() {
        return "field " + (kinds.length + 1) + " of the file's lines that start alike";
    }

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        return fits(bytes, from, to, match)
                ? level(bytes, match.columns().from(kinds.length), to, match, anyCase, letters)
                : UNKNOWN;
    }

    /** Whether the line from..to starts with tokens of these kinds, with one more for the level. */
    boolean fits(byte[] bytes, int from, int to, LineMatch match) {
        if (from == to || Chars.isBlank(bytes[from])) {
            return false;
        }
        Columns columns = match.columns();
        columns.read(bytes, from, to, kinds.length + 1);
        return fits(columns);
    }

    /** Whether a token of this number holds the level. */
    boolean isAt(int token) {
        return kinds.length == token;
    }

    /** Whether a time stands before the level. */
    boolean isAfterTime() {
        return Arrays.stream(kinds).anyMatch(Columns::isTime);
    }

    /** Whether a line's tokens are of these kinds, with one more for the level. */
    boolean fits(Columns columns) {
        if (columns.count() <= kinds.length) {
            return false;
        }
        for (int i = 0; i < kinds.length; i++) {
            if (columns.kind(i) != kinds[i]) {
                return false;
            }
        }
        return true;
    }

    static int level(byte[] b, int p, int to, LineMatch match, boolean anyCase, boolean letters) {
        if (letters) {
            boolean single = p + 1 == to || Chars.isBlank(b[p + 1]);
            int level = single ? LevelWords.letter(b[p]) : -1;
            return level < 0 ? UNKNOWN : match.at(level, p, p + 1);
        }
        return FieldForm.word(b, p, to, match, anyCase);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnForm form
                && Arrays.equals(kinds, form.kinds)
                && anyCase == form.anyCase
                && letters == form.letters;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(kinds) * 4 + (anyCase ? 2 : 0) + (letters ? 1 : 0);
    }
}
