package io.millrace.mapreduce.level;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which rows of {@link FormTable} a file's head has lines of. */
final class FormChoice {
    private static final double OFTEN = 0.25;
    private static final double NEARLY_ALL = 0.9;
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
        boolean anyWord = form.row().takesAnyWord();
        int fit = 0;
        for (int[] line : lines) {
            int level = form.read(head, line[0], line[1], match);
            fit += level != LineForm.UNKNOWN ? 1 : 0;
            // "[system]" and "[default]" may be names, where the row does not say that its program writes them.
            if (level >= 0 && !(anyWord && LevelPlaces.NAMES.contains(LevelWords.folded(level)))) {
                levels.add(level);
            }
        }
        if (levels.isEmpty() && !form.row().isWithoutLevels()) {
            return false;
        }
        return form.row().evidence() == FormRow.Evidence.WEAK
                ? fit >= OFTEN * lines.size() && levels.size() > 1 && prevails(form, head, lines, match)
                : fit > 1 || lines.size() <= FEW;
    }

    /**
     * Whether nearly all lines that start as the row's, with a time and whatever else stands before the level, have one of its words
     * there: "[10:00:00] error: 3" beside "[10:00:00] users: 7" is a table.
     */
    private static boolean prevails(RowForm form, byte[] head, List<int[]> lines, LineMatch match) {
        Set<ColumnForm> places = new HashSet<>();
        Columns columns = match.columns();
        for (int[] line : LineShapes.examples(head, lines)) {
            if (!Chars.isBlank(head[line[0]]) && form.read(head, line[0], line[1], match) >= 0) {
                columns.read(head, line[0], line[1]);
                int token = LevelPlaces.token(columns, match.levelFrom);
                places.add(new ColumnForm(columns.kinds(Math.max(0, token)), true, false));
            }
        }
        places.removeIf(place -> !place.isAfterTime());
        int fit = 0;
        int others = 0;
        for (int[] line : lines) {
            if (form.read(head, line[0], line[1], match) != LineForm.UNKNOWN) {
                fit++;
            } else if (places.stream().anyMatch(place -> place.fits(head, line[0], line[1], match))) {
                others++;
            }
        }
        return fit >= NEARLY_ALL * (fit + others);
    }
}
