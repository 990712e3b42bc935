package io.millrace.mapreduce.level;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lines of a file's head that look like parts of the record before them and are none, because the file's form changes there: logs are
 * written one after the other into one file, and one of them may begin with lines of its own, or have no levels and no times at all. Such
 * lines are records without a level, for of a file whose form changes on the way nothing may be lost.
 *
 * <p>They start at the margin, as most lines of a stack trace do not. They are found where the records behind them start as none before
 * did, if no record before was continued by a line alike, and where many follow each other that are like none elsewhere in the head.
 */
final class Chapters {
    /** No line is such. */
    static final Chapters NONE = new Chapters(new long[0], new long[0]);

    /** How many records make a form, before a change and behind it. */
    private static final int LEAST_RECORDS = 3;
    /** How many lines in a row are more than what a record goes on with. */
    private static final int LEAST_LINES = 6;

    private static final double MOST = 0.75;
    private static final int SIGNATURE = 32;
    private static final int NO_GAP = -1;

    private final long[] froms;
    private final long[] tos;

    private Chapters(long[] froms, long[] tos) {
        this.froms = froms;
        this.tos = tos;
    }

    /** Whether the line from..to, which no form takes for a record's first, is one all the same. */
    boolean hold(byte[] b, int from, int to, long offset) {
        for (int i = 0; i < froms.length; i++) {
            if (offset >= froms[i] && offset < tos[i]) {
                return isStart(b, from, to);
            }
        }
        return false;
    }

    /** Whether a line starts at the margin, or as a record does behind blanks. */
    private static boolean isStart(byte[] b, int from, int to) {
        int text = Chars.skipBlanks(b, from, to);
        return text < to && (text == from || RecordStart.isAt(b, text, to));
    }

    /**
     * The chapters of a head.
     *
     * @param format what its lines are without them
     * @param whole whether the head is the whole file; if not, lines at its end go on behind it
     */
    static Chapters of(LineFormat format, byte[] head, List<int[]> lines, boolean whole) {
        Reading reading = new Reading(format, head, lines);
        boolean[] own = reading.own();
        int count = 0;
        long[] froms = new long[lines.size()];
        long[] tos = new long[lines.size()];
        for (int i = 0; i < own.length; i++) {
            if (own[i]) {
                if (i == 0 || !own[i - 1]) {
                    froms[count++] = lines.get(i)[0];
                }
                tos[count - 1] = lines.get(i)[1] + 1L;
                if (i + 1 < own.length) {
                    tos[count - 1] = lines.get(i + 1)[0];
                }
            }
        }
        if (reading.goesOn && !whole) {
            tos[count - 1] = Long.MAX_VALUE;
        }
        return count == 0 ? NONE : new Chapters(Arrays.copyOf(froms, count), Arrays.copyOf(tos, count));
    }

    /** A head's lines: its records, and between them the gaps of lines that continue one. */
    private static final class Reading {
        private final byte[] head;
        private final List<int[]> lines;
        /** How each record starts. */
        private final List<Integer> signatures = new ArrayList<>();
        /** How many records stand before each line; {@link #NO_GAP} for the records themselves. */
        private final int[] gaps;
        /** The first record that starts in a way. */
        private final Map<Integer, Integer> firstRecords = new HashMap<>();
        /** The first and the last gap with a line of a shape. */
        private final Map<Integer, Integer> firstGaps = new HashMap<>();

        private final Map<Integer, Integer> lastGaps = new HashMap<>();
        /** The records behind lines that are theirs already. */
        private final Set<Integer> blocks = new HashSet<>();
        /** Whether many lines of their own are the last of the head. */
        private boolean goesOn;

        Reading(LineFormat format, byte[] head, List<int[]> lines) {
            this.head = head;
            this.lines = lines;
            this.gaps = new int[lines.size()];
            LineMatch match = new LineMatch();
            boolean timeBefore = false;
            for (int i = 0; i < gaps.length; i++) {
                int[] line = lines.get(i);
                int level = format.classify(head, line[0], line[1], line[0], match);
                if (level == LineFormat.PART) {
                    gaps[i] = signatures.size();
                    firstGaps.putIfAbsent(shape(i), gaps[i]);
                    lastGaps.put(shape(i), gaps[i]);
                } else {
                    gaps[i] = NO_GAP;
                    if (timeBefore || level >= 0 && format.forms().isBlock(head, line[0], line[1], match)) {
                        blocks.add(signatures.size());
                    }
                    int signature = signature(line);
                    firstRecords.putIfAbsent(signature, signatures.size());
                    signatures.add(signature);
                }
                timeBefore = format.isTimeOfNext(head, line[0], line[1]);
            }
        }

        private int shape(int i) {
            return LineShapes.shape(head, lines.get(i)[0], lines.get(i)[1]);
        }

        /** The marks of a record's start up to its first word, or of that and what ends it: names differ from record to record. */
        private int signature(int[] line) {
            int p = line[0];
            while (p < Math.min(line[1], line[0] + SIGNATURE)) {
                if (Chars.isLetter(head[p]) && (p == line[0] || !Chars.isDigit(head[p - 1]))) {
                    int word = Chars.skipLetters(head, p, line[1]);
                    if (!Tokens.isMonthOrDay(head, p, word)) {
                        return LineShapes.shape(head, line[0], p > line[0] ? p + 1 : Math.min(line[1], word + 1));
                    }
                    p = word;
                } else {
                    p++;
                }
            }
            return LineShapes.shape(head, line[0], p);
        }

        /** Which lines are of their own. */
        boolean[] own() {
            boolean[] own = new boolean[gaps.length];
            if (signatures.size() < LEAST_RECORDS) {
                return own;
            }
            Set<ByteBuffer> openings = new HashSet<>();
            for (int i = 0; i < own.length; ) {
                int end = i + 1;
                while (end < own.length
                        && gaps[end] == gaps[i]
                        && isContinuing(i)
                        && (isContinuing(end) || isEmpty(end))) {
                    end++;
                }
                if (isContinuing(i)) {
                    boolean many = isMany(i, end);
                    boolean change = isChange(gaps[i]);
                    goesOn |= many && end == own.length;
                    for (int line = i; line < end; line++) {
                        boolean opens = change && firstGaps.get(shape(line)) == gaps[i];
                        opens &= !isEmpty(line);
                        own[line] = many || opens || openings.contains(text(line));
                        if (opens) {
                            openings.add(text(line));
                        }
                    }
                }
                i = end;
            }
            return own;
        }

        private boolean isEmpty(int i) {
            return lines.get(i)[0] == lines.get(i)[1];
        }

        private ByteBuffer text(int i) {
            return ByteBuffer.wrap(head, lines.get(i)[0], lines.get(i)[1] - lines.get(i)[0]);
        }

        /** Whether a line of a gap starts at the margin, or as a record. */
        private boolean isContinuing(int i) {
            return gaps[i] != NO_GAP && isStart(head, lines.get(i)[0], lines.get(i)[1]);
        }

        /** Whether many lines follow each other of which most are like none in another gap. */
        private boolean isMany(int from, int end) {
            int fresh = 0;
            int all = 0;
            for (int i = from; i < end; i++) {
                int shape = shape(i);
                all += isEmpty(i) ? 0 : 1;
                fresh += !isEmpty(i) && firstGaps.get(shape) == gaps[i] && lastGaps.get(shape) == gaps[i] ? 1 : 0;
            }
            return fresh >= LEAST_LINES && fresh >= MOST * all;
        }

        /** Whether the records behind a gap start as none before it does. */
        private boolean isChange(int gap) {
            int end = Math.min(signatures.size(), gap + LEAST_RECORDS);
            if (gap < LEAST_RECORDS || end - gap < 2 || blocks.contains(gap)) {
                return false;
            }
            for (int record = gap; record < end; record++) {
                if (firstRecords.get(signatures.get(record)) < gap) {
                    return false;
                }
            }
            return true;
        }
    }
}
