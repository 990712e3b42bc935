package io.millrace.mapreduce.level;

import java.util.Arrays;
import java.util.Optional;

/**
 * A line of a file in whose head no level was found.
 *
 * @param shape the marks of the line's start; lines of one program mostly have one shape
 * @param line the line without a terminal's colours
 */
public record FormExample(int shape, byte[] line) {
    private static final int LONGEST = 512;

    /** The first line of such a file that is neither blank nor a comment; empty if the file's levels are found, or if it has no such line. */
    public static Optional<FormExample> of(LineFormat format, byte[] head, int length) {
        if (format.hasLevels()) {
            return Optional.empty();
        }
        for (int from = 0; from < length; ) {
            int end = Chars.find(head, from, length, (byte) '\n');
            int to = end > from && head[end - 1] == '\r' ? end - 1 : end;
            if (Chars.skipBlanks(head, from, to) < to && !format.isComment(head, from, to)) {
                Colours colours = new Colours();
                colours.strip(head, from, Math.min(to, from + LONGEST));
                byte[] line = Arrays.copyOf(colours.text(), colours.length());
                return Optional.of(new FormExample(LineShapes.shape(line, 0, line.length), line));
            }
            from = end + 1;
        }
        return Optional.empty();
    }
}
