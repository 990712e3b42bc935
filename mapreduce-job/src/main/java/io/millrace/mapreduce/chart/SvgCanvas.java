package io.millrace.mapreduce.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Draws into SVG text. */
final class SvgCanvas implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    /**
     * @param title what programs that read pictures aloud say
     */
    SvgCanvas(int width, int height, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                        + "role=\"img\" font-family=\"sans-serif\">%n<title>%s</title>%n",
                width,
                height,
                width,
                height,
                escape(title)));
    }

    @Override
    public void box(double x, double y, double width, double height, int colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#%06X\"/>%n",
                x,
                y,
                width,
                height,
                colour));
    }

    @Override
    public void text(double x, double baseline, String text, int size, int colour, Anchor anchor) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" fill=\"#%06X\" text-anchor=\"%s\">%s</text>%n",
                x,
                baseline,
                size,
                colour,
                anchor.name().toLowerCase(Locale.ROOT),
                escape(text)));
    }

    @Override
    public void save(Path file) throws IOException {
        Files.writeString(file, svg + "</svg>\n");
    }

    /** Labels come from logs: nothing in them may become markup, and XML allows no control characters. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default ->
                    escaped.appendCodePoint(
                            c < 0x20 || (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF ? '?' : c);
            }
        });
        return escaped.toString();
    }
}
