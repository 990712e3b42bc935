package io.millrace.mapreduce.level;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which token of a file's lines is the level, asked of lines that start alike and of no others: the lines of a stack trace do not
 * vote. A level's column holds hardly anything else, more than one level, and now and then one that nobody is alarmed by; a word of the
 * message that happens to stand at one place ("authentication failure") does not.
 */
final class ColumnVote {
    private static final double NEARLY_ALL = 0.9;
    private static final int LEAST_LINES = 3;
    private static final int MOST_CANDIDATES = 64;
    /** Levels that alarm nobody, as words of sentences seldom are. */
    static final Set<String> QUIET = Set.of("TRACE", "VERBOSE", "DEBUG", "FINE", "INFO", "NOTICE", "LOG", "DEFAULT");

    private static final Set<String> QUIET_LETTERS = Set.of("D", "I", "V");

    private final byte[] head;
    private final List<int[]> lines;
    private final LineMatch match = new LineMatch();
    private final Map<ColumnForm, Boolean> candidates = new LinkedHashMap<>();

    /** A vote of the lines from..to of head. */
    ColumnVote(byte[] head, List<int[]> lines) {
        this.head = head;
        this.lines = lines;
    }

    /** The columns in which lines that start alike have their level; empty if there is none. */
    List<LineForm> elected() {
        for (int[] line : LineShapes.examples(head, lines)) {
            if (candidates.size() < MOST_CANDIDATES) {
                candidatesOf(line);
            }
        }
        List<LineForm> elected = new ArrayList<>();
        candidates.forEach((candidate, letters) -> {
            if (wins(candidate, letters)) {
                elected.add(candidate);
            }
        });
        return elected;
    }

    private void candidatesOf(int[] line) {
        Columns columns = match.columns();
        columns.read(head, line[0], line[1]);
        boolean number = false;
        boolean smallWord = false;
        for (int i = 0; i < columns.count(); i++) {
            int p = columns.from(i);
            if (i > 0) {
                boolean upper = ColumnForm.level(head, p, line[1], match, false, false) >= 0;
                boolean any = upper || ColumnForm.level(head, p, line[1], match, true, false) >= 0;
                // Small letters after a plain word in small letters are a sentence: "connection error from ...".
                if (upper || (any && number && !smallWord)) {
                    candidates.put(new ColumnForm(columns.kinds(i), !upper, false), false);
                }
                if (number && ColumnForm.level(head, p, line[1], match, false, true) >= 0) {
                    candidates.put(new ColumnForm(columns.kinds(i), false, true), true);
                }
            }
            number |= columns.kind(i) == Columns.NUMBER || Columns.isTime(columns.kind(i));
            smallWord |= Columns.isSmallWord(head, p, Chars.tokenEnd(head, p, line[1]));
        }
    }

    private boolean wins(ColumnForm candidate, boolean letters) {
        int alike = 0;
        int leveled = 0;
        Set<String> levels = new HashSet<>();
        Columns columns = match.columns();
        for (int[] line : lines) {
            columns.read(head, line[0], line[1]);
            if (!candidate.fits(columns)) {
                continue;
            }
            alike++;
            int level = candidate.read(head, line[0], line[1], match);
            if (level >= 0) {
                leveled++;
                levels.add(letters ? LevelWords.written(level) : LevelWords.folded(level));
            }
        }
        return leveled >= LEAST_LINES
                && leveled >= NEARLY_ALL * alike
                && levels.size() > 1
                && levels.stream().anyMatch(letters ? QUIET_LETTERS::contains : QUIET::contains);
    }
}
