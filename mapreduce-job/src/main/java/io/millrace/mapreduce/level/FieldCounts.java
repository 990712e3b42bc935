package io.millrace.mapreduce.level;

/** How often each of the first fields of a file's lines held a level, and in which form. */
final class FieldCounts {
    private static final int FIELDS = 14;
    private static final int LEAST_LINES = 2;

    private final int[] firm = new int[FIELDS];
    private int firstMarked;
    private final int[] loose = new int[FIELDS];
    private final int[] letter = new int[FIELDS];
    private final long[] letters = new long[FIELDS];

    void add(byte[] b, int from, int to, LineMatch match) {
        int p = from;
        for (int field = 0; field < FIELDS && p < to; field++) {
            if (FieldForm.word(b, p, to, match, false) >= 0) {
                firm[field]++;
                boolean marked = b[p] == '[' || b[p] == '<' || (match.levelTo < to && b[match.levelTo] != ' ');
                firstMarked += field == 0 && marked ? 1 : 0;
            }
            if (FieldForm.word(b, p, to, match, true) >= 0) {
                loose[field]++;
            }
            int end = Chars.tokenEnd(b, p, to);
            if (end == p + 1 && LevelWords.letter(b[p]) >= 0) {
                letter[field]++;
                letters[field] |= 1L << (b[p] & 63);
            }
            p = Chars.skipBlanks(b, end, to);
        }
    }

    /**
     * The field that holds a level in enough of the lines, or null.
     *
     * @param lines how many lines were added
     * @param most share that capitals or brackets need
     * @param nearlyAll share that words in small letters and single letters need, which are ordinary words too
     * @param first share that capitals with a mark behind them or brackets need in the first field, where records of several lines
     *     are usual
     */
    FieldForm best(int lines, double most, double nearlyAll, double first) {
        int best = 0;
        for (int field = 1; field < FIELDS; field++) {
            best = firm[field] > firm[best] ? field : best;
        }
        if (firstMarked > 0 && firstMarked >= first * lines) {
            return new FieldForm(0, false, false);
        }
        if (lines >= LEAST_LINES && firm[best] >= most * lines) {
            return new FieldForm(best, false, false);
        }
        for (int field = 0; field < FIELDS && lines >= LEAST_LINES; field++) {
            if (loose[field] >= nearlyAll * lines) {
                return new FieldForm(field, true, false);
            }
            if (field > 0 && letter[field] >= nearlyAll * lines && Long.bitCount(letters[field]) > 1) {
                return new FieldForm(field, true, true);
            }
        }
        return null;
    }
}
