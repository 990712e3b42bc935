package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;

/**
 * A row of {@link FormTable} at work. Slower than the walk over a header, so {@link FormatFinder} uses it only for files
 * whose head has such lines.
 */
final class RowForm implements LineForm {
    private final FormRow row;
    private final int number;

    /**
     * @param number the row's place in the table, by which its matcher is kept
     */
    RowForm(FormRow row, int number) {
        this.row = row;
        this.number = number;
    }

    FormRow row() {
        return row;
    }

    @Override
    public String title() {
        return row.name();
    }

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        Matcher matcher = match.matcher(number, row.shape(), bytes, from, to);
        if (!matcher.lookingAt()) {
            return UNKNOWN;
        }
        int start = matcher.groupCount() == 0 ? -1 : matcher.start(1);
        if (start < 0) {
            return UNLEVELED;
        }
        int end = matcher.end(1);
        if (row.vocabulary().isPart(bytes, from + start, from + end)) {
            return PART;
        }
        int level = LevelWords.find(row.vocabulary(), bytes, from + start, from + end);
        return level < 0 ? UNLEVELED : match.at(level, from + start, from + end);
    }

    /** A part of a line as characters, without a copy of it; mutable and reused. */
    static final class View implements CharSequence {
        /** What a header needs at most; the rest of a line cannot be part of a shape. */
        private static final int LONGEST = 1024;

        private byte[] bytes = new byte[0];
        private int from;
        private int length;

        void set(byte[] newBytes, int newFrom, int to) {
            bytes = newBytes;
            from = newFrom;
            length = Math.min(LONGEST, to - newFrom);
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int index) {
            return (char) (bytes[from + index] & 0xFF);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new String(bytes, from + start, end - start, StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
    }
}
