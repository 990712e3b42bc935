package io.millrace.producer.tail;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Finds where records end in a buffer. It remembers how far it has looked, so that bytes are looked at once however
 * often more are added behind them. One instance per file.
 */
abstract sealed class Framing {
    /** Distance from the record's start that has been looked at. */
    int looked;

    /** One record per line. */
    static Framing lines() {
        return new Lines();
    }

    /** A record starts at each line whose beginning matches; other lines belong to the record before them. */
    static Framing startingWith(Pattern start) {
        return new StartPattern(start);
    }

    /** Index behind the record that begins at {@code start}, its line end included; -1 if {@code end} comes first. */
    abstract int recordEnd(byte[] buffer, int start, int end);

    /** The next call looks at a new record. */
    void nextRecord() {
        looked = 0;
    }

    private static int lineEnd(byte[] buffer, int from, int end) {
        for (int i = from; i < end; i++) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static final class Lines extends Framing {
        @Override
        int recordEnd(byte[] buffer, int start, int end) {
            int found = lineEnd(buffer, start + looked, end);
            looked = end - start;
            return found;
        }
    }

    private static final class StartPattern extends Framing {
        /** A start of record is recognised by the line's first bytes: a regex never sees a 100 MB line. */
        private static final int LOOK_AT = 1024;

        private final Pattern pattern;
        /** Distance from the record's start to the line that is looked at; 0 while it is the record's first. */
        private int line;

        StartPattern(Pattern pattern) {
            this.pattern = pattern;
        }

        @Override
        void nextRecord() {
            super.nextRecord();
            line = 0;
        }

        @Override
        int recordEnd(byte[] buffer, int start, int end) {
            while (true) {
                if (line > 0) {
                    int begin = start + line;
                    int behind = lineEnd(buffer, begin, Math.min(end, begin + LOOK_AT));
                    boolean enough = behind >= 0 || end - begin >= LOOK_AT;
                    if (!enough) {
                        return -1;
                    }
                    int length = Math.min(LOOK_AT, (behind >= 0 ? behind : end) - begin);
                    String text = new String(buffer, begin, length, StandardCharsets.UTF_8);
                    if (pattern.matcher(text.stripTrailing()).lookingAt()) {
                        return begin;
                    }
                    looked = Math.max(looked, line);
                }
                int behind = lineEnd(buffer, start + looked, end);
                if (behind < 0) {
                    looked = end - start;
                    return -1;
                }
                line = behind - start;
                looked = line;
            }
        }
    }
}
