package io.millrace.mapreduce.level;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The forms that no general rule covers, one a row of {@code forms.txt}: program, how much its shape proves, what its words mean,
 * source, shape. {@link HeaderForm} reads what most programs write; a program belongs there if its level stands after a word, is
 * written in signs of its own, or would be an ordinary word anywhere else.
 */
final class FormTable {
    private static final String FILE = "forms.txt";
    private static final int CELLS = 4;
    private static final int INDENT = 4;

    /** All rows; where two fit a line, the first counts. */
    static final List<FormRow> ROWS = read();

    private FormTable() {}

    private static List<FormRow> read() {
        try (InputStream in = FormTable.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing beside " + FormTable.class);
            }
            List<FormRow> rows = new ArrayList<>();
            String[] cells = new String[0];
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith(" ".repeat(INDENT))) {
                    rows.add(row(cells, line.substring(INDENT)));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    cells = line.split(" \\| ");
                }
            }
            return List.copyOf(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FormRow row(String[] cells, String shape) {
        if (cells.length != CELLS) {
            throw new IllegalStateException(
                    FILE + ": '" + String.join(" | ", cells) + "' must have " + CELLS + " cells");
        }
        return FormRow.of(
                cells[0],
                FormRow.Evidence.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                shape,
                Vocabulary.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                cells[3]);
    }
}
