package io.millrace.mapreduce.job;

import io.millrace.mapreduce.chart.BarChart;
import io.millrace.mapreduce.count.Breakdown;
import io.millrace.mapreduce.count.By;
import io.millrace.mapreduce.level.Severity;
import io.millrace.mapreduce.time.Bursts;
import io.millrace.mapreduce.time.TimeText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The result of a level job for people: levels by severity, and a row per hour, day, source or logger. What is left out for want of
 * room is said.
 */
final class ResultTable {
    /** How many unknown forms are shown, and how much of each; the others are in the output. */
    private static final int SHOWN_FORMS = 5;

    private static final int SHOWN_WIDTH = 100;

    private static final int BAR = 30;
    /** Rows of a table, and lying bars of a chart. */
    private static final int MOST_ROWS = 50;
    /** Standing bars: a month of hours. */
    static final int MOST_TIMES = 744;

    private static final int MOST_CHARACTERS = 60;
    private final By by;
    private final Map<String, Long> levels = new TreeMap<>();
    private final Map<String, Map<String, Long>> labels = new TreeMap<>();

    /** Prints the forms in which no level was found, and how to say where it stands. */
    static void printUnknown(PrintWriter out, List<UnknownForms.Form> forms) {
        if (forms.isEmpty()) {
            return;
        }
        out.println();
        out.println(
                "No level was found in lines like these. If they have one, --pattern REGEX, with a group around it, or"
                        + " --form field=N says where; levels --explain FILE tells more:");
        for (UnknownForms.Form form : forms.subList(0, Math.min(SHOWN_FORMS, forms.size()))) {
            String example = form.example();
            out.printf(
                    Locale.ROOT,
                    "  %,d x  %s%n",
                    form.records(),
                    example.length() <= SHOWN_WIDTH ? example : example.substring(0, SHOWN_WIDTH) + "…");
        }
        if (forms.size() > SHOWN_FORMS) {
            out.printf(
                    Locale.ROOT,
                    "  and %,d other forms, in the result's %s%n",
                    forms.size() - SHOWN_FORMS,
                    SumReducer.UNKNOWN);
        }
    }

    /** The table of a job's output: counts by level, or by label and level with a tab between them. */
    ResultTable(Map<String, Long> counts, By by) {
        this.by = by;
        counts.forEach((key, count) -> {
            int tab = key.lastIndexOf('\t');
            String level = key.substring(tab + 1);
            levels.merge(level, count, Long::sum);
            if (tab >= 0) {
                labels.computeIfAbsent(key.substring(0, tab), label -> new TreeMap<>())
                        .merge(level, count, Long::sum);
            }
        });
    }

    /** Records by level, by severity. */
    Map<String, Long> levels() {
        Map<String, Long> ordered = new LinkedHashMap<>();
        order().forEach(level -> ordered.put(level, levels.get(level)));
        return ordered;
    }

    /** What the result is broken down by. */
    String byName() {
        return by.name();
    }

    /** Whether there is a breakdown by something that no record has. */
    boolean lacksLabels() {
        return by.isAny() && !isTime() && labels.keySet().equals(Set.of(TimeText.NOTHING));
    }

    /** How many labels the breakdown has. */
    int labelCount() {
        return labels.size();
    }

    /** The rows of the breakdown, at most so many: the last times, or the most frequent of other labels. */
    Map<String, Map<String, Long>> labels(int most) {
        Map<String, Map<String, Long>> shown = new LinkedHashMap<>();
        rows(most).forEach(row -> shown.put(row, labels.get(row)));
        return shown;
    }

    void print(PrintWriter out) {
        List<String> order = order();
        long total = sum(levels);
        long most = levels.values().stream().mapToLong(Long::longValue).max().orElse(0);
        int width = Math.max(5, order.stream().mapToInt(String::length).max().orElse(0));
        int digits = Math.max(5, number(total).length());
        line(out, pad("LEVEL", width) + "  " + padLeft("COUNT", digits) + "     SHARE");
        for (String level : order) {
            long count = levels.get(level);
            String share = String.format(Locale.ROOT, "%8.2f %%", 100.0 * count / total);
            String bar = "#".repeat((int) Math.round((double) BAR * count / most));
            line(out, pad(level, width) + "  " + padLeft(number(count), digits) + share + "  " + bar);
        }
        line(out, pad("total", width) + "  " + padLeft(number(total), digits));
        if (by.isAny()) {
            printLabels(out, order);
        }
        out.flush();
    }

    private void printLabels(PrintWriter out, List<String> order) {
        List<String> rows = rows(MOST_ROWS);
        int width = Math.max(
                6, rows.stream().mapToInt(row -> shorten(row).length()).max().orElse(0));
        int digits = Math.max(9, number(sum(levels)).length() + 2);
        StringBuilder head = new StringBuilder(
                pad(by.kind() == Breakdown.FIELD ? by.name() : by.kind().name(), width));
        order.forEach(level -> head.append(padLeft(level, Math.max(digits, level.length() + 2))));
        out.println();
        // Above the rows: it is the first times that are missing.
        leftOut(rows).ifPresent(text -> line(out, "(" + text + ")"));
        line(out, head.toString());
        for (String row : rows) {
            StringBuilder text = new StringBuilder(pad(shorten(row), width));
            for (String level : order) {
                long count = labels.get(row).getOrDefault(level, 0L);
                text.append(padLeft(count == 0 ? "" : number(count), Math.max(digits, level.length() + 2)));
            }
            line(out, text.toString());
        }
    }

    /**
     * The result as a picture.
     *
     * @param input what was counted, for the reader
     * @param bursts the minutes that stand out; marked where there is an axis of time, and said in any case
     */
    BarChart chart(String input, List<Bursts.Burst> bursts) {
        List<String> order = order();
        List<BarChart.Row> bars = new ArrayList<>();
        long total = sum(levels);
        List<String> notes = new ArrayList<>(List.of(input, number(total) + " records in all"));
        largest(bursts)
                .ifPresent(burst -> notes.add(String.format(
                        Locale.ROOT,
                        "%,d burst%s%s, the largest at %s: %s %,d, usually %,.1f",
                        bursts.size(),
                        bursts.size() == 1 ? "" : "s",
                        isTime() ? " (squares above the bars)" : "",
                        burst.minute(),
                        burst.level(),
                        burst.records(),
                        burst.usual())));
        if (!by.isAny()) {
            order.forEach(level -> bars.add(new BarChart.Row(level, List.of(levels.get(level)))));
            return new BarChart("Records by level", notes, BarChart.Layout.LYING, List.of("records"), bars, total);
        }
        List<String> shown = rows(isTime() ? MOST_TIMES : MOST_ROWS);
        for (String row : isTime() ? Timeline.withoutGaps(shown, MOST_TIMES) : shown) {
            Map<String, Long> counts = labels.getOrDefault(row, Map.of());
            bars.add(new BarChart.Row(
                    row,
                    order.stream().map(level -> counts.getOrDefault(level, 0L)).toList(),
                    isTime() ? marks(row, bursts) : List.of()));
        }
        leftOut(shown).ifPresent(notes::add);
        String title = "Records by " + by.name() + " and level";
        return new BarChart(
                title, notes, isTime() ? BarChart.Layout.STANDING : BarChart.Layout.LYING, order, bars, total);
    }

    private static Optional<Bursts.Burst> largest(List<Bursts.Burst> bursts) {
        return bursts.stream().max(Comparator.comparingDouble(burst -> burst.records() - burst.limit()));
    }

    /** The levels that have a burst within a minute, hour or day. */
    private static List<String> marks(String time, List<Bursts.Burst> bursts) {
        return bursts.stream()
                .filter(burst -> burst.minute().startsWith(time))
                .map(Bursts.Burst::level)
                .distinct()
                .sorted(Severity.order())
                .toList();
    }

    /** Levels by severity. */
    private List<String> order() {
        return levels.keySet().stream().sorted(Severity.order()).toList();
    }

    private boolean isTime() {
        return by.time().isPresent();
    }

    /** Times in their order, as many as fit from the end; other labels most frequent first. */
    private List<String> rows(int most) {
        if (isTime()) {
            return labels.keySet().stream()
                    .skip(Math.max(0, labels.size() - most))
                    .toList();
        }
        return labels.keySet().stream()
                .sorted(Comparator.comparingLong((String label) -> -sum(labels.get(label)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    /** What is not shown, and where it would stand. */
    private Optional<String> leftOut(List<String> shown) {
        int missing = labels.size() - shown.size();
        if (missing == 0) {
            return Optional.empty();
        }
        long records = sum(levels)
                - shown.stream().mapToLong(row -> sum(labels.get(row))).sum();
        String what = by.name() + (missing == 1 ? "" : "s");
        return Optional.of(String.format(
                Locale.ROOT,
                "%s %,d %s with %,d records %s left out here, not in the result",
                isTime() ? "the first" : "the rarest",
                missing,
                what,
                records,
                missing == 1 ? "is" : "are"));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String shorten(String label) {
        return label.length() <= MOST_CHARACTERS
                ? label
                : "..." + label.substring(label.length() - MOST_CHARACTERS + 3);
    }

    private static void line(PrintWriter out, String text) {
        out.println(text.stripTrailing());
    }
}
