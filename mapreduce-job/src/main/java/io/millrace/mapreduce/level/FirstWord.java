package io.millrace.mapreduce.level;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a file's records start with their level, which no line can tell by itself: "ERROR: ..." is ordinary text too. */
final class FirstWord {
    private static final double MOST = 0.6;
    private static final double NEARLY_ALL = 0.9;
    private static final double MARKED = 0.3;
    private static final int LEAST_LINES = 2;

    private FirstWord() {}

    /**
     * The form of lines that start with their level, or null if these do not.
     *
     * @param lines the lines of head that show no level by themselves and do not start with a blank
     */
    static FieldForm of(byte[] head, List<int[]> lines) {
        LineMatch match = new LineMatch();
        Set<String> levels = new HashSet<>();
        int firm = 0;
        int loose = 0;
        int marked = 0;
        int brackets = 0;
        int paired = 0;
        int localized = 0;
        for (int i = 0; i < lines.size(); i++) {
            int[] line = lines.get(i);
            boolean afterTime = i > 0 && RecordStart.isAlone(head, lines.get(i - 1)[0], lines.get(i - 1)[1]);
            int level = FieldForm.word(head, line[0], line[1], match, true);
            if (level < 0) {
                int own = afterTime
                        ? FieldForm.beforeColon(Vocabulary.JAVA_LOGGING, head, line[0], line[1], match)
                        : LineForm.UNKNOWN;
                localized += own == LineForm.UNKNOWN ? 0 : 1;
                continue;
            }
            loose++;
            boolean colon = match.levelTo < line[1] && head[match.levelTo] == ':';
            paired += colon && afterTime ? 1 : 0;
            if (FieldForm.word(head, line[0], line[1], match, false) >= 0) {
                levels.add(LevelWords.folded(level));
                firm++;
                int first = head[line[0]];
                brackets += first == '[' ? 1 : 0;
                marked +=
                        first == '[' || first == '<' || (match.levelTo < line[1] && head[match.levelTo] != ' ') ? 1 : 0;
            }
        }
        int all = lines.size();
        boolean several = levels.size() > 1;
        if (paired + localized > 0 && paired + localized >= MARKED * all) {
            return FieldForm.afterTimes(localized > 0);
        }
        if (all >= LEAST_LINES && marked > 0 && marked >= (several ? MARKED : MOST) * all) {
            // In brackets or before a mark: enough where records of several lines are usual.
            return brackets == firm ? FieldForm.inBracket() : new FieldForm(0, false, false);
        }
        if (all >= LEAST_LINES && firm >= MOST * all) {
            return new FieldForm(0, false, false);
        }
        return all >= LEAST_LINES && loose >= NEARLY_ALL * all ? new FieldForm(0, true, false) : null;
    }
}
