package io.millrace.mapreduce.job;

import io.millrace.mapreduce.message.Change;
import io.millrace.mapreduce.message.Template;
import java.util.Locale;

/** Templates and their changes as lines of a result: cells with tabs between them. */
final class TemplateLines {
    private static final int CELLS = 6;
    private static final int CHANGE_CELLS = 9;

    /** How much of a line that is no template is shown. */
    private static final int SHOWN = 80;

    private TemplateLines() {}

    static String write(Template template) {
        return String.join(
                "\t",
                template.level(),
                Long.toString(template.records()),
                template.text(),
                template.first(),
                template.last(),
                template.example());
    }

    /**
     * The template that a line holds.
     *
     * @throws IllegalArgumentException if it holds none
     */
    static Template read(String line) {
        String[] cell = line.split("\t", CELLS);
        if (cell.length < CELLS || !cell[1].matches("\\d{1,18}")) {
            throw new IllegalArgumentException("'" + shorten(line, SHOWN) + "' is none");
        }
        return new Template(cell[0], cell[2], Long.parseLong(cell[1]), cell[3], cell[4], cell[5]);
    }

    /** The text, or so much of its start as fits. */
    static String shorten(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    static String write(Change change) {
        Template template = change.template();
        return String.join(
                "\t",
                change.kind().name(),
                template.level(),
                Long.toString(template.records()),
                Long.toString(change.before()),
                String.format(Locale.ROOT, "%.1f", change.expected()),
                template.text(),
                template.first(),
                template.last(),
                template.example());
    }

    static Change readChange(String line) {
        String[] cell = line.split("\t", CHANGE_CELLS);
        return new Change(
                Change.Kind.valueOf(cell[0]),
                new Template(cell[1], cell[5], Long.parseLong(cell[2]), cell[6], cell[7], cell[8]),
                Long.parseLong(cell[3]),
                Double.parseDouble(cell[4]));
    }
}
