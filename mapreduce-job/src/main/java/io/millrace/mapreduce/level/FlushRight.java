package io.millrace.mapreduce.level;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Levels that come first and are set flush right, so that they end at one column of the line and shorter ones have blanks before them:
 * {@code "  error: ..."}, {@code " INFO manager: ..."}. A line with another word that ends there is a record without a level.
 */
final class FlushRight implements LineForm {
    private static final double MOST = 0.3;
    private static final int WIDEST = 12;
    private static final int SHORTEST = 3;

    private final int column;

    private FlushRight(int column) {
        this.column = column;
    }

    /**
     * The form of lines that have their level so, or null if these do not: most of them, with several levels of different lengths, one of
     * which alarms nobody.
     *
     * @param lines the lines of head that show no level by themselves
     */
    static FlushRight of(byte[] head, List<int[]> lines) {
        int[] votes = new int[WIDEST + 1];
        int most = 0;
        int all = 0;
        for (int[] line : lines) {
            int text = Chars.skipBlanks(head, line[0], line[1]);
            int column = Chars.skipLetters(head, text, line[1]) - line[0];
            all += text < line[1] ? 1 : 0;
            if (column <= WIDEST && level(head, text, line[0] + column, line[1]) >= 0) {
                votes[column]++;
                most = votes[column] > votes[most] ? column : most;
            }
        }
        if (votes[most] < MOST * all || votes[most] < 2) {
            return null;
        }
        Set<Integer> starts = new HashSet<>();
        Set<String> levels = new HashSet<>();
        FlushRight form = new FlushRight(most);
        LineMatch match = new LineMatch();
        for (int[] line : lines) {
            int level = form.read(head, line[0], line[1], match);
            if (level >= 0) {
                starts.add(match.levelFrom - line[0]);
                levels.add(LevelWords.folded(level));
            }
        }
        boolean harmless = levels.stream().anyMatch(ColumnVote.QUIET::contains);
        return starts.size() > 1 && levels.size() > 1 && harmless ? form : null;
    }

    @Override
    public String title() {
        return "the first word, set flush right";
    }

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        int text = Chars.skipBlanks(bytes, from, to);
        int end = Chars.skipLetters(bytes, text, to);
        if (end - from != column || end - text < SHORTEST) {
            return UNKNOWN;
        }
        int level = level(bytes, text, end, to);
        return level < 0 ? UNLEVELED : match.at(level, text, end);
    }

    private static int level(byte[] b, int from, int end, int to) {
        boolean whole = end < to && Tokens.endsLevel(b[end]);
        return whole && end - from >= SHORTEST ? LevelWords.find(b, from, end) : -1;
    }
}
