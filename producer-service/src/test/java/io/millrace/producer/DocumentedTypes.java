package io.millrace.producer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One row of the tables of types in {@code docs/producers.md}.
 *
 * @param section heading of its table
 * @param type as in CREATE TABLE
 * @param example a value, as in INSERT
 * @param json what its field is
 * @param where the servers that know the type; empty for all of the section
 */
record DocumentedTypes(String section, String type, String example, String json, String where) {
    private static final int CELLS = 4;

    /** The rows below a heading. */
    static Stream<DocumentedTypes> of(String section) {
        List<DocumentedTypes> rows = new ArrayList<>();
        boolean within = false;
        for (String line : lines()) {
            if (line.startsWith("#")) {
                within = line.equals(section);
            } else if (within && line.startsWith("| `")) {
                String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
                if (cells.length != CELLS) {
                    throw new AssertionError("docs/producers.md has a row of another form: " + line);
                }
                rows.add(
                        new DocumentedTypes(section, code(cells[0]), code(cells[1]), code(cells[2]), cells[3].strip()));
            }
        }
        return rows.stream();
    }

    /** What stands between the first two backticks; words behind it are for readers. */
    private static String code(String cell) {
        int from = cell.indexOf('`') + 1;
        return cell.substring(from, cell.indexOf('`', from));
    }

    private static List<String> lines() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path page = at.resolve("docs/producers.md");
            if (Files.exists(page)) {
                try {
                    return Files.readAllLines(page);
                } catch (IOException e) {
                    throw new UncheckedIOException("docs/producers.md cannot be read", e);
                }
            }
        }
        throw new AssertionError("docs/producers.md is missing");
    }

    @Override
    public String toString() {
        return type + " " + example;
    }
}
