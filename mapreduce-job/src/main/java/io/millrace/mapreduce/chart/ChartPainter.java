package io.millrace.mapreduce.chart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Lays a chart out and draws it. */
public final class ChartPainter {
    private static final int WIDTH = 900;
    private static final int MARGIN = 24;
    private static final int ROW = 26;
    private static final int BAR = 18;
    private static final int TEXT = 13;
    private static final int TITLE = 17;
    private static final double CHARACTER = 7.2;
    private static final int LONGEST_LABEL = 42;
    private static final int INK = 0x222222;
    private static final int FAINT = 0x666666;
    private static final int PAPER = 0xFFFFFF;
    private static final int[] OTHERS = {0x7B61A8, 0x2A9D8F, 0x8D6E63, 0x5C6BC0, 0x9E9D24, 0x00838F};

    private ChartPainter() {}

    /** The kinds of picture, by the end of the file's name; empty if it is none of them. */
    public static boolean canPaint(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".svg") || name.endsWith(".png");
    }

    /**
     * Proves that pictures of this kind can be made here, before a long job runs for one.
     *
     * @throws IOException if the JRE cannot draw
     */
    public static void check(Path file) throws IOException {
        if (isPng(file)) {
            try {
                new PngCanvas(1, 1).text(0, 1, "x", TEXT, INK, Canvas.Anchor.END);
            } catch (LinkageError | RuntimeException e) {
                throw PngCanvas.cannot(e);
            }
        }
    }

    /** Draws the chart into the file, whose name ends in .svg or .png. */
    public static void paint(BarChart chart, Path file) throws IOException {
        int legend = chart.series().size() > 1 ? ROW : 0;
        int height = 2 * MARGIN + TITLE + 16 + legend + chart.rows().size() * ROW;
        Canvas canvas = isPng(file) ? new PngCanvas(WIDTH, height) : new SvgCanvas(WIDTH, height);
        canvas.box(0, 0, WIDTH, height, PAPER);
        canvas.text(MARGIN, MARGIN + TITLE - 3, chart.title(), TITLE, INK, Canvas.Anchor.START);
        int top = MARGIN + TITLE + 16;
        if (legend > 0) {
            legend(canvas, chart.series(), top);
        }
        rows(canvas, chart, top + legend);
        canvas.save(file);
    }

    private static void legend(Canvas canvas, List<String> series, int top) {
        double x = MARGIN;
        for (String name : series) {
            canvas.box(x, top + 3, 12, 12, colour(name));
            canvas.text(x + 17, top + 14, name, TEXT, INK, Canvas.Anchor.START);
            x += 17 + name.length() * CHARACTER + 22;
        }
    }

    private static void rows(Canvas canvas, BarChart chart, int top) {
        int longest = 4;
        long most = 1;
        long sum = 0;
        for (BarChart.Row row : chart.rows()) {
            longest = Math.max(longest, shorten(row.label()).length());
            most = Math.max(most, row.total());
            sum += row.total();
        }
        double left = MARGIN + longest * CHARACTER + 12;
        double right = WIDTH - MARGIN - 150;
        int y = top;
        for (BarChart.Row row : chart.rows()) {
            canvas.text(left - 10, y + 14, shorten(row.label()), TEXT, INK, Canvas.Anchor.END);
            double x = left;
            for (int i = 0; i < chart.series().size(); i++) {
                double width = (right - left) * row.values().get(i) / most;
                if (width > 0) {
                    canvas.box(
                            x,
                            y,
                            Math.max(width, 0.5),
                            BAR,
                            colour(chart.series().size() > 1 ? chart.series().get(i) : row.label()));
                }
                x += width;
            }
            String share =
                    String.format(Locale.ROOT, "%,d  (%.1f %%)", row.total(), sum == 0 ? 0 : 100.0 * row.total() / sum);
            canvas.text(x + 8, y + 14, share, TEXT, FAINT, Canvas.Anchor.START);
            y += ROW;
        }
    }

    private static int colour(String level) {
        return switch (level) {
            case "FATAL", "CRITICAL", "EMERGENCY", "PANIC", "ALERT" -> 0x8E1B3A;
            case "ERROR", "SEVERE", "FAILURE" -> 0xD1495B;
            case "WARN" -> 0xEDAE49;
            case "NOTICE" -> 0x66A182;
            case "INFO" -> 0x2E86AB;
            case "DEBUG" -> 0x8DA9C4;
            case "TRACE", "VERBOSE" -> 0xBCCAD6;
            case "NONE" -> 0xC4C4C4;
            default -> OTHERS[Math.floorMod(level.hashCode(), OTHERS.length)];
        };
    }

    private static String shorten(String label) {
        return label.length() <= LONGEST_LABEL ? label : "…" + label.substring(label.length() - LONGEST_LABEL + 1);
    }

    private static boolean isPng(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    }
}
