package io.millrace.mapreduce.report;

import io.millrace.mapreduce.chart.Axis;
import java.util.List;
import java.util.Locale;

/**
 * The course of time as a chart whose bars stretch with the page and whose texts do not, so that labels keep their size and their
 * distance on a telephone too.
 */
final class CourseChart {
    private static final int HEIGHT = 1000;
    private static final int WIDE_LABELS = 5;
    private static final int MARKS = 4;
    /** Beyond so many bars gaps between them would be most of what is seen. */
    private static final int WITH_GAPS = 120;

    private CourseChart() {}

    static String html(Course course) {
        StringBuilder out = new StringBuilder();
        legend(course.levels(), out);
        long step = Axis.step(course.most(), MARKS);
        long top = Axis.top(course.most(), step);
        out.append("<div class=\"chart\"><div class=\"scale box\"><i>")
                .append(number(top))
                .append("</i>");
        for (long mark = 0; mark <= top; mark += step) {
            out.append(String.format(
                    Locale.ROOT, "<span style=\"top:%.2f%%\">%s</span>", 100.0 - 100.0 * mark / top, number(mark)));
        }
        out.append("</div><div class=\"plot\">");
        for (long mark = step; mark <= top; mark += step) {
            out.append(String.format(
                    Locale.ROOT, "<div class=\"grid\" style=\"top:%.2f%%\"></div>", 100.0 - 100.0 * mark / top));
        }
        bars(course, top, out);
        bursts(course.bars(), out);
        out.append("</div>");
        times(course.bars(), out);
        out.append("</div>\n");
        return out.toString();
    }

    private static void legend(List<String> levels, StringBuilder out) {
        out.append("<div class=\"legend\">");
        for (String level : levels) {
            out.append("<span><span class=\"key ")
                    .append(LevelClass.of(level))
                    .append("\"></span>")
                    .append(Escape.html(level))
                    .append("</span>");
        }
        out.append("</div>\n");
    }

    private static void bars(Course course, long top, StringBuilder out) {
        int count = course.bars().size();
        double width = count > WITH_GAPS ? 10 : 8.4;
        out.append(String.format(
                "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Records by %s and"
                        + " level\">",
                count * 10, HEIGHT, Escape.html(course.step())));
        for (int i = 0; i < count; i++) {
            Course.Bar bar = course.bars().get(i);
            out.append("<g><title>").append(Escape.html(title(course, bar))).append("</title>");
            double y = HEIGHT;
            for (int part = 0; part < course.levels().size(); part++) {
                double height = (double) HEIGHT * bar.records().get(part) / top;
                if (height > 0) {
                    y -= height;
                    out.append(String.format(
                            Locale.ROOT,
                            "<rect class=\"%s\" x=\"%.1f\" y=\"%.2f\" width=\"%.1f\" height=\"%.2f\"/>",
                            LevelClass.of(course.levels().get(part)),
                            i * 10 + (10 - width) / 2,
                            y,
                            width,
                            height));
                }
            }
            out.append("</g>");
        }
        out.append("</svg>");
    }

    private static String title(Course course, Course.Bar bar) {
        StringBuilder title = new StringBuilder(shown(bar.time()));
        for (int part = 0; part < course.levels().size(); part++) {
            if (bar.records().get(part) > 0) {
                title.append(", ")
                        .append(course.levels().get(part))
                        .append(' ')
                        .append(number(bar.records().get(part)));
            }
        }
        return title.toString();
    }

    private static void bursts(List<Course.Bar> bars, StringBuilder out) {
        for (int i = 0; i < bars.size(); i++) {
            List<String> levels = bars.get(i).bursts();
            for (int n = 0; n < levels.size(); n++) {
                out.append(String.format(
                        Locale.ROOT,
                        "<div class=\"burst %s\" style=\"left:%.3f%%;top:%dpx\" title=\"%s\"></div>",
                        LevelClass.of(levels.get(n)),
                        100.0 * (i + 0.5) / bars.size(),
                        -12 + n * 4,
                        Escape.html(
                                "burst of " + levels.get(n) + ", " + bars.get(i).time())));
            }
        }
    }

    private static void times(List<Course.Bar> bars, StringBuilder out) {
        out.append("<div class=\"times\">");
        int labels = Math.min(WIDE_LABELS, bars.size());
        for (int n = 0; n < labels; n++) {
            int bar = labels == 1 ? 0 : (int) Math.round((double) n * (bars.size() - 1) / (labels - 1));
            boolean first = n == 0;
            boolean last = n == labels - 1;
            double left = first ? 0 : last ? 100 : 100.0 * (bar + 0.5) / bars.size();
            out.append(String.format(
                    Locale.ROOT,
                    "<span class=\"%s\" style=\"left:%.2f%%\">%s</span>",
                    first ? "first" : last ? "last" : "mid",
                    left,
                    Escape.html(shown(bars.get(bar).time()))));
        }
        out.append("</div>");
    }

    /** "2024-05-01T10" as "2024-05-01 10:00". */
    private static String shown(String time) {
        int clock = time.indexOf('T');
        return time.replace('T', ' ') + (clock >= 0 && time.length() == clock + 3 ? ":00" : "");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
