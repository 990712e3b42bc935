package io.millrace.sources.tail;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds where records end in a buffer. It remembers how far it has looked, so that bytes are looked at once however
 * often more are added behind them. One instance per file.
 */
abstract sealed class Framing {
    /** Distance from the record's start that has been looked at. */
    int looked;

    private final Encoding encoding;
    private final Optional<ContainerJoiner> joiner;

    private Framing(Encoding encoding, Optional<ContainerJoiner> joiner) {
        this.encoding = encoding;
        this.joiner = joiner;
    }

    /** One record per line. */
    static Framing lines() {
        return lines(Encoding.AS_IT_IS);
    }

    static Framing lines(Encoding encoding) {
        return new Lines(encoding, Optional.empty());
    }

    /** Lines of a container's log, which the joiner makes records of. */
    static Framing lines(ContainerJoiner joiner) {
        return new Lines(Encoding.AS_IT_IS, Optional.of(joiner));
    }

    /** A record starts at each line whose beginning matches; other lines belong to the record before them. */
    static Framing startingWith(Pattern start) {
        return startingWith(start, Encoding.AS_IT_IS);
    }

    static Framing startingWith(Pattern start, Encoding encoding) {
        return new StartPattern(start, encoding);
    }

    /** The encoding that was asked for. */
    Encoding encoding() {
        return encoding;
    }

    /** Makes records of the lines, if they are those of a container. */
    Optional<ContainerJoiner> joiner() {
        return joiner;
    }

    /**
     * Index behind the record that begins at {@code start}, its line end included; -1 if {@code end} comes first.
     *
     * @param text the encoding of the file
     */
    abstract int recordEnd(byte[] buffer, int start, int end, Encoding text);

    /** The next call looks at a new record. */
    void nextRecord() {
        looked = 0;
    }

    private static final class Lines extends Framing {
        Lines(Encoding encoding, Optional<ContainerJoiner> joiner) {
            super(encoding, joiner);
        }

        @Override
        int recordEnd(byte[] buffer, int start, int end, Encoding text) {
            int found = text.lineEnd(buffer, start, start + looked, end);
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

        StartPattern(Pattern pattern, Encoding encoding) {
            super(encoding, Optional.empty());
            this.pattern = pattern;
        }

        @Override
        void nextRecord() {
            super.nextRecord();
            line = 0;
        }

        @Override
        int recordEnd(byte[] buffer, int start, int end, Encoding text) {
            while (true) {
                if (line > 0) {
                    int begin = start + line;
                    int behind = text.lineEnd(buffer, begin, begin, Math.min(end, begin + LOOK_AT));
                    boolean enough = behind >= 0 || end - begin >= LOOK_AT;
                    if (!enough) {
                        return -1;
                    }
                    int length = Math.min(LOOK_AT, (behind >= 0 ? behind : end) - begin);
                    String beginning = text.text(buffer, begin, begin + length);
                    if (pattern.matcher(beginning.stripTrailing()).lookingAt()) {
                        return begin;
                    }
                    looked = Math.max(looked, line);
                }
                int behind = text.lineEnd(buffer, start, start + looked, end);
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
