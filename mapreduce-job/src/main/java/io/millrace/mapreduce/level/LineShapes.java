package io.millrace.mapreduce.level;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lines that start alike, of which a few stand for all: a log has thousands of lines and a handful of shapes. */
final class LineShapes {
    private static final int START = 32;
    private static final int EACH = 4;
    private static final int MOST = 200;

    private LineShapes() {}

    /** A few lines of each shape, in their order. */
    static List<int[]> examples(byte[] head, List<int[]> lines) {
        Map<Integer, Integer> seen = new HashMap<>();
        List<int[]> examples = new ArrayList<>();
        for (int[] line : lines) {
            if (examples.size() < MOST && seen.merge(shape(head, line[0], line[1]), 1, Integer::sum) <= EACH) {
                examples.add(line);
            }
        }
        return examples;
    }

    /** The marks of a line's start; numbers and words count as one sign each, whatever their length. */
    static int shape(byte[] b, int from, int to) {
        int hash = 1;
        int before = 0;
        for (int p = from; p < Math.min(to, from + START); p++) {
            int c = Chars.isDigit(b[p]) ? '0' : Chars.isLetter(b[p]) ? 'a' : b[p];
            if (c != before || (c != '0' && c != 'a' && c != ' ')) {
                hash = hash * 31 + c;
            }
            before = c;
        }
        return hash;
    }
}
