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
    private static final double CAPITAL = 9;
    private static final int LONGEST_LABEL = 42;
    private static final int LONGEST_NOTE = 120;
    private static final int LINE = 18;
    /** Height of standing bars, and of what is below them. */
    private static final int STANDING = 320;

    private static final int AXIS = 34;
    private static final int MARKS = 5;
    /** Side of the square that marks a bar. */
    private static final int MARK = 8;

    private static final int INK = 0x222222;
    private static final int FAINT = 0x666666;
    private static final int GRID = 0xE3E3E3;
    private static final int PAPER = 0xFFFFFF;

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
        int top = MARGIN + TITLE + 12 + chart.notes().size() * LINE + 8;
        int legend = chart.series().size() > 1 ? legendLines(chart.series()) * ROW + 10 : 0;
        boolean lying = chart.layout() == BarChart.Layout.LYING;
        int height = top + legend + (lying ? chart.rows().size() * ROW : STANDING + AXIS) + MARGIN;
        Canvas canvas = isPng(file) ? new PngCanvas(WIDTH, height) : new SvgCanvas(WIDTH, height, description(chart));
        canvas.box(0, 0, WIDTH, height, PAPER);
        canvas.text(MARGIN, MARGIN + TITLE - 3, chart.title(), TITLE, INK, Canvas.Anchor.START);
        int y = MARGIN + TITLE + 12;
        for (String note : chart.notes()) {
            canvas.text(MARGIN, y + 10, shorten(note, LONGEST_NOTE), TEXT, FAINT, Canvas.Anchor.START);
            y += LINE;
        }
        if (legend > 0) {
            legend(canvas, chart.series(), top);
        }
        if (lying) {
            lying(canvas, chart, top + legend);
        } else {
            standing(canvas, chart, top + legend);
        }
        canvas.save(file);
    }

    private static String description(BarChart chart) {
        return chart.title() + (chart.notes().isEmpty() ? "" : ". " + String.join(". ", chart.notes()));
    }

    private static int legendLines(List<String> series) {
        int lines = 1;
        double x = MARGIN;
        for (String name : series) {
            if (x > MARGIN && x + legendWidth(name) > WIDTH - MARGIN) {
                lines++;
                x = MARGIN;
            }
            x += legendWidth(name);
        }
        return lines;
    }

    private static double legendWidth(String name) {
        return 17 + name.length() * CAPITAL + 22;
    }

    private static void legend(Canvas canvas, List<String> series, int top) {
        double x = MARGIN;
        int y = top;
        for (String name : series) {
            if (x > MARGIN && x + legendWidth(name) > WIDTH - MARGIN) {
                x = MARGIN;
                y += ROW;
            }
            canvas.box(x, y + 3, 12, 12, LevelColours.of(name));
            canvas.text(x + 17, y + 14, name, TEXT, INK, Canvas.Anchor.START);
            x += legendWidth(name);
        }
    }

    private static void lying(Canvas canvas, BarChart chart, int top) {
        int longest = 4;
        for (BarChart.Row row : chart.rows()) {
            longest = Math.max(longest, shorten(row.label(), LONGEST_LABEL).length());
        }
        double left = MARGIN + longest * CHARACTER + 12;
        double right = WIDTH - MARGIN - 150;
        int y = top;
        for (BarChart.Row row : chart.rows()) {
            canvas.text(left - 10, y + 14, shorten(row.label(), LONGEST_LABEL), TEXT, INK, Canvas.Anchor.END);
            double x = left;
            for (int i = 0; i < chart.series().size(); i++) {
                double width = (right - left) * row.values().get(i) / chart.most();
                if (width > 0) {
                    String name = chart.series().size() > 1 ? chart.series().get(i) : row.label();
                    canvas.box(x, y, Math.max(width, 0.5), BAR, LevelColours.of(name));
                }
                x += width;
            }
            double share = chart.total() == 0 ? 0 : 100.0 * row.total() / chart.total();
            canvas.text(
                    x + 8,
                    y + 14,
                    String.format(Locale.ROOT, "%,d  (%.1f %%)", row.total(), share),
                    TEXT,
                    FAINT,
                    Canvas.Anchor.START);
            y += ROW;
        }
    }

    private static void standing(Canvas canvas, BarChart chart, int top) {
        long step = Axis.step(chart.most(), MARKS);
        long scale = Axis.top(chart.most(), step);
        int marks =
                chart.rows().stream().mapToInt(row -> row.marks().size()).max().orElse(0);
        double left = MARGIN + number(scale).length() * CHARACTER + 10;
        double slot = (WIDTH - MARGIN - left) / chart.rows().size();
        double bottom = top + 8 + STANDING - 8.0;
        double height = STANDING - 8.0 - marks * (MARK + 2);
        for (long mark = 0; mark <= scale; mark += step) {
            double y = bottom - height * mark / scale;
            canvas.box(left, y, WIDTH - MARGIN - left, 1, GRID);
            canvas.text(left - 8, y + 4, number(mark), TEXT, FAINT, Canvas.Anchor.END);
        }
        double widest = chart.rows().stream()
                                .mapToInt(row -> row.label().length())
                                .max()
                                .orElse(1)
                        * CHARACTER
                + 24;
        int every = Math.max(1, (int) Math.ceil(widest / slot));
        double x = left;
        for (int i = 0; i < chart.rows().size(); i++) {
            BarChart.Row row = chart.rows().get(i);
            double y = bottom;
            double labelled = x + slot / 2;
            for (int part = 0; part < chart.series().size(); part++) {
                double length = height * row.values().get(part) / scale;
                if (length > 0) {
                    y -= length;
                    canvas.box(
                            x + slot * 0.1,
                            y,
                            Math.max(slot * 0.8, 0.5),
                            Math.max(length, 0.5),
                            LevelColours.of(chart.series().get(part)));
                }
            }
            for (String mark : row.marks()) {
                y -= MARK + 2;
                canvas.box(labelled - MARK / 2.0, y, MARK, MARK, INK);
                canvas.box(labelled - MARK / 2.0 + 1, y + 1, MARK - 2, MARK - 2, LevelColours.of(mark));
            }
            if (i % every == 0 && labelled + widest / 2 < WIDTH) {
                canvas.box(labelled, bottom, 1, 5, FAINT);
                canvas.text(
                        Math.max(labelled, left + widest / 2 - 24),
                        bottom + 20,
                        row.label(),
                        TEXT,
                        INK,
                        Canvas.Anchor.MIDDLE);
            }
            x += slot;
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** What is too long loses its middle: sources are told apart by their ends, and known by their beginnings. */
    private static String shorten(String label, int longest) {
        if (label.length() <= longest) {
            return label;
        }
        int start = longest / 3;
        return label.substring(0, start) + "…" + label.substring(label.length() - (longest - start - 1));
    }

    private static boolean isPng(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    }
}
