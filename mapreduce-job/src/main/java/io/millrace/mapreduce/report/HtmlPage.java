package io.millrace.mapreduce.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One HTML file that needs nothing else: no network, no script, its style within. All text is escaped. Sections stand in the order in
 * which they are added.
 */
public final class HtmlPage {
    private final StringBuilder body = new StringBuilder();
    private final String title;

    /** How the cells of a column look. */
    public enum Look {
        /** A short text on one line. */
        SHORT,
        /** A long text that may be broken anywhere. */
        LONG,
        /** A long text out of a log, in letters of one width. */
        LOG,
        /** A number, right-aligned. */
        NUMBER
    }

    /** A column of a table. */
    public record Heading(String name, Look look) {}

    /** A page with this title. */
    public HtmlPage(String title) {
        this.title = title;
        body.append("<h1>").append(Escape.html(title)).append("</h1>\n");
    }

    /** Adds a paragraph. */
    public void note(String text) {
        body.append("<p><bdi>").append(Escape.html(text)).append("</bdi></p>\n");
    }

    /** Adds a heading. */
    public void section(String name) {
        body.append("<h2>").append(Escape.html(name)).append("</h2>\n");
    }

    /** Adds the table of levels with their shares as bars, in the order of the map. */
    public void levels(Map<String, Long> levels) {
        long total = levels.values().stream().mapToLong(Long::longValue).sum();
        long most = Math.max(
                1, levels.values().stream().mapToLong(Long::longValue).max().orElse(1));
        body.append("<table><tr><th>Level</th><th class=\"n\">Records</th><th class=\"n\">Share</th><th></th></tr>\n");
        levels.forEach((level, count) -> body.append(String.format(
                Locale.ROOT,
                "<tr><td class=\"t\"><span class=\"key %s\"></span>%s</td><td class=\"n\">%,d</td><td class=\"n\">%.2f"
                        + " %%</td><td class=\"share\"><div class=\"bar %s\" style=\"width:%.2f%%\"></div></td></tr>%n",
                LevelClass.of(level),
                Escape.html(level),
                count,
                total == 0 ? 0 : 100.0 * count / total,
                LevelClass.of(level),
                100.0 * count / most)));
        body.append(String.format(
                Locale.ROOT, "<tr><th>total</th><td class=\"n\">%,d</td><td></td><td></td></tr></table>%n", total));
    }

    /** Adds the course of time. */
    public void course(Course course) {
        body.append(CourseChart.html(course));
    }

    /** Adds a table. Cells of numbers are texts, too: whoever knows them knows how many digits they deserve. */
    public void table(List<Heading> columns, List<List<String>> rows) {
        body.append("<div class=\"scroll\"><table><tr>");
        for (Heading column : columns) {
            body.append("<th")
                    .append(column.look() == Look.NUMBER ? " class=\"n\">" : ">")
                    .append(Escape.html(column.name()))
                    .append("</th>");
        }
        body.append("</tr>\n");
        for (List<String> row : rows) {
            body.append("<tr>");
            for (int i = 0; i < columns.size(); i++) {
                body.append("<td class=\"")
                        .append(style(columns.get(i).look()))
                        .append("\"><bdi>")
                        .append(Escape.html(row.get(i)))
                        .append("</bdi></td>");
            }
            body.append("</tr>\n");
        }
        body.append("</table></div>\n");
    }

    /** The whole file. */
    public String html() {
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                // Even if something slipped through the escaping, nothing would be loaded or run.
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                + " 'unsafe-inline'\">\n"
                + "<title>" + Escape.html(title) + "</title>\n<style>\n" + style() + "</style>\n</head>\n<body>\n"
                + body
                + "</body>\n</html>\n";
    }

    private static String style(Look look) {
        return switch (look) {
            case SHORT -> "t";
            case LONG -> "w";
            case LOG -> "w m";
            case NUMBER -> "n";
        };
    }

    private static String style() {
        try (InputStream in = HtmlPage.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
