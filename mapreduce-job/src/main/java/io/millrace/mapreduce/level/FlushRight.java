package io.millrace.mapreduce.level;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Levels that come first and are set flush right, so that they end at one column of the line and shorter ones have blanks before them:
 * {@code "  error: ..."}, {@code " INFO manager: ..."}. A line with another word that ends there, before the same mark, is a record
 * without a level.
 *
 * <p>A line of a message may be indented as far, and its first word end at that column by chance: {@code " fatal crash followed"}. So
 * the byte behind the word has to be that of the lines that proved the form; where it is a blank, which proves nothing, only words in
 * capitals count.
 */
final class FlushRight implements LineForm {
    private static final double MOST = 0.3;
    private static final int WIDEST = 12;
    private static final int SHORTEST = 3;

    private static final int ASCII = 128;

    private final int column;
    private final byte mark;

    private FlushRight(int column, byte mark) {
        this.column = column;
        this.mark = mark;
    }

    /**
     * The form of lines that have their level so, or null if these do not: most of them, with several levels of different lengths, one of
     * which alarms nobody.
     *
     * @param lines the lines of head that show no level by themselves
     */
    static FlushRight of(byte[] head, List<int[]> lines) {
        int[] votes = new int[(WIDEST + 1) * ASCII];
        int most = 0;
        int all = 0;
        for (int[] line : lines) {
            int text = Chars.skipBlanks(head, line[0], line[1]);
            int end = Chars.skipLetters(head, text, line[1]);
            all += text < line[1] ? 1 : 0;
            if (end - line[0] <= WIDEST && level(head, text, end, line[1]) >= 0) {
                int vote = (end - line[0]) * ASCII + head[end];
                votes[vote]++;
                most = votes[vote] > votes[most] ? vote : most;
            }
        }
        if (votes[most] < MOST * all || votes[most] < 2) {
            return null;
        }
        Set<Integer> starts = new HashSet<>();
        Set<String> levels = new HashSet<>();
        FlushRight form = new FlushRight(most / ASCII, (byte) (most % ASCII));
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
        if (end - from != column || end - text < SHORTEST || end == to || bytes[end] != mark) {
            return UNKNOWN;
        }
        int level = level(bytes, text, end, to);
        if (level >= 0) {
            return match.at(level, text, end);
        }
        return mark == ' ' && !isUpper(bytes, text, end) ? UNKNOWN : UNLEVELED;
    }

    /** The level of the word in from..end that a mark follows, or -1. */
    private static int level(byte[] b, int from, int end, int to) {
        if (end - from < SHORTEST || end == to || !Tokens.endsLevel(b[end])) {
            return -1;
        }
        return b[end] == ' ' ? LevelWords.findUpper(b, from, end) : LevelWords.find(b, from, end);
    }

    private static boolean isUpper(byte[] b, int from, int end) {
        return (b[from] & 0x20) == 0 && (b[end - 1] & 0x20) == 0;
    }
}
