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
     * @param lines the lines of head that no general form reads
     */
    static List<RowForm> of(byte[] head, List<int[]> lines) {
        List<RowForm> chosen = new ArrayList<>();
        LineMatch match = new LineMatch();
        List<int[]> examples = LineShapes.examples(head, lines);
        for (int number = 0; number < FormTable.ROWS.size() && !lines.isEmpty(); number++) {
            RowForm form = new RowForm(FormTable.ROWS.get(number), number);
            if (fitsAny(form, head, examples, match) && proves(form, head, lines, match)) {
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
        if (levels.isEmpty()) {
            return false;
        }
        return form.row().evidence() == FormRow.Evidence.WEAK
                ? fit >= OFTEN * lines.size() && levels.size() > 1
                : fit > 1 || lines.size() <= FEW;
    }
}
