package io.millrace.mapreduce.level;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which rows of {@link FormTable} a file's head has lines of. */
final class FormChoice {
    private static final double OFTEN = 0.25;
    private static final int FEW = 3;

    private FormChoice() {}

    /**
     * The rows that these lines have, in the table's order.
     *
     * @param all all lines of head
     * @param withoutLevel those in which no general form finds a level
     */
    static List<RowForm> of(byte[] head, List<int[]> all, List<int[]> withoutLevel) {
        List<RowForm> chosen = new ArrayList<>();
        LineMatch match = new LineMatch();
        List<int[]> examplesOfAll = LineShapes.examples(head, all);
        List<int[]> examples = LineShapes.examples(head, withoutLevel);
        for (int number = 0; number < FormTable.ROWS.size(); number++) {
            FormRow row = FormTable.ROWS.get(number);
            RowForm form = new RowForm(row, number);
            boolean first = row.evidence() == FormRow.Evidence.FIRST;
            if (fitsAny(form, head, first ? examplesOfAll : examples, match)
                    && proves(form, head, first ? all : withoutLevel, match)) {
                chosen.add(form);
            }
        }
        return chosen;
    }

    private static boolean fitsAny(RowForm form, byte[] head, List<int[]> lines, LineMatch match) {
        for (int[] line : lines) {
            if (form.read(head, line[0], line[1], match) != LineForm.UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    private static boolean proves(RowForm form, byte[] head, List<int[]> lines, LineMatch match) {
        Set<Integer> levels = new HashSet<>();
        int fit = 0;
        for (int[] line : lines) {
            int level = form.read(head, line[0], line[1], match);
            fit += level != LineForm.UNKNOWN ? 1 : 0;
            if (level >= 0) {
                levels.add(level);
            }
        }
        if (levels.isEmpty() && !form.row().isWithoutLevels()) {
            return false;
        }
        return form.row().evidence() == FormRow.Evidence.WEAK
                ? fit >= OFTEN * lines.size() && levels.size() > 1
                : fit > 1 || lines.size() <= FEW;
    }
}
