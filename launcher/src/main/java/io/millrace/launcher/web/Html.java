package io.millrace.launcher.web;

import io.millrace.runtime.VisibleText;
import java.util.Locale;

/** Builds a page; everything that is not markup of ours is escaped. Not thread-safe. */
final class Html {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2733;background:#fafbfc}
            h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}a{color:#0a5ea8}
            table{border-collapse:collapse;width:100%;background:#fff}th,td{border:1px solid #d8dee4;padding:.3rem .6rem;text-align:left;vertical-align:top}
            th{background:#eef2f6}.n{text-align:right;font-variant-numeric:tabular-nums}pre{margin:0;white-space:pre-wrap;word-break:break-all}
            @media(prefers-color-scheme:dark){body{color:#dde3ea;background:#14181d}table{background:#1b2128}th{background:#232b34}th,td{border-color:#39434e}a{color:#7db8f0}}
            """;

    private final StringBuilder out = new StringBuilder(4096);

    Html(String title, int refreshSeconds) {
        out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escape(title))
                .append("</title><meta name=\"viewport\" content=\"width=device-width\">")
                .append("<meta http-equiv=\"refresh\" content=\"")
                .append(refreshSeconds)
                .append("\"><style>")
                .append(STYLE)
                .append("</style></head><body><h1>")
                .append(escape(title))
                .append("</h1>");
    }

    Html heading(String text) {
        out.append("<h2>").append(escape(text)).append("</h2>");
        return this;
    }

    Html paragraph(String text) {
        out.append("<p>").append(escape(text)).append("</p>");
        return this;
    }

    Html link(String href, String text) {
        out.append("<p><a href=\"")
                .append(escape(href))
                .append("\">")
                .append(escape(text))
                .append("</a></p>");
        return this;
    }

    Html table(String... headings) {
        out.append("<table><tr>");
        for (String heading : headings) {
            out.append("<th>").append(escape(heading)).append("</th>");
        }
        out.append("</tr>");
        return this;
    }

    /** A row: numbers to the right, a {@link Link} as a link, anything else as text. */
    Html row(Object... cells) {
        out.append("<tr>");
        for (Object cell : cells) {
            if (cell instanceof Number number) {
                out.append("<td class=\"n\">")
                        .append(String.format(Locale.ROOT, "%,d", number.longValue()))
                        .append("</td>");
            } else if (cell instanceof Link link) {
                out.append("<td><a href=\"")
                        .append(escape(link.href()))
                        .append("\">")
                        .append(escape(link.text()))
                        .append("</a></td>");
            } else {
                out.append("<td><pre>").append(escape(String.valueOf(cell))).append("</pre></td>");
            }
        }
        out.append("</tr>");
        return this;
    }

    Html endTable() {
        out.append("</table>");
        return this;
    }

    String end() {
        return out.append("</body></html>").toString();
    }

    /** A link in a table. */
    record Link(String href, String text) {}

    static String escape(String text) {
        return VisibleText.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
