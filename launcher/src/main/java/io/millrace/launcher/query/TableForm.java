package io.millrace.launcher.query;

import io.millrace.launcher.screen.Screen;
import io.millrace.runtime.VisibleText;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Columns for people: texts to the left, numbers to the right, cut where a value is long. */
final class TableForm implements ResultForm {
    private static final int LONGEST_CELL = 60;

    private final long most;

    /**
     * @param most how many rows to show
     */
    TableForm(long most) {
        this.most = most;
    }

    @Override
    public void write(ResultSet rows, PrintWriter out) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        int count = columns.getColumnCount();
        boolean[] number = new boolean[count];
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = cell(columns.getColumnLabel(i + 1));
            number[i] = columns.getColumnTypeName(i + 1)
                    .matches("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|UINTEGER");
        }
        List<String[]> shown = new ArrayList<>();
        long all = 0;
        for (; rows.next(); all++) {
            if (shown.size() < most) {
                String[] row = new String[count];
                for (int i = 0; i < count; i++) {
                    String text = CellText.of(rows, i + 1);
                    row[i] = text == null ? "" : cell(text);
                }
                shown.add(row);
            }
        }
        print(names, number, shown, out);
        out.println(
                shown.size() < all
                        ? "(" + Screen.count(shown.size()) + " of " + Screen.count(all, "row") + "; --rows 0 shows all)"
                        : "(" + Screen.count(all, "row") + ")");
        out.flush();
    }

    private static void print(String[] names, boolean[] number, List<String[]> rows, PrintWriter out) {
        int[] widths = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            widths[i] = width(names[i]);
            for (String[] row : rows) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        line(names, number, widths, out);
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i == 0 ? "" : "  ").append("-".repeat(widths[i]));
        }
        out.println(rule);
        rows.forEach(row -> line(row, number, widths, out));
    }

    private static void line(String[] cells, boolean[] number, int[] widths, PrintWriter out) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String gap = " ".repeat(widths[i] - width(cells[i]));
            line.append(i == 0 ? "" : "  ").append(number[i] ? gap + cells[i] : cells[i] + gap);
        }
        out.println(line.toString().stripTrailing());
    }

    /** In one line, and nothing in it steers the terminal. */
    private static String cell(String text) {
        String cut = text.length() > LONGEST_CELL
                ? text.substring(
                                0,
                                text.offsetByCodePoints(
                                        0, Math.min(LONGEST_CELL - 1, text.codePointCount(0, text.length()))))
                        + "…"
                : text;
        return VisibleText.of(cut).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** In columns of a terminal, nearly: letters of East Asia are taken for two wide. */
    private static int width(String text) {
        return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    private static boolean isWide(int c) {
        Character.UnicodeScript script = c < 0x1100 ? null : Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA
                || script == Character.UnicodeScript.HANGUL
                || c >= 0x1F300 && c <= 0x1FAFF;
    }
}
