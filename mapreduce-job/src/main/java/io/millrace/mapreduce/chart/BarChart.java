package io.millrace.mapreduce.chart;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Bars of stacked parts: lying ones with a label each, or standing ones along an axis of time.
 *
 * @param title what is shown
 * @param notes what a reader needs to know besides: the input, the total, what is left out
 * @param layout how the bars are laid out
 * @param series names of the parts, in the order of stacking
 * @param rows the bars, from top to bottom or from left to right
 * @param total of what the percentages are: all that was counted, whether it is drawn or not
 */
public record BarChart(
        String title, List<String> notes, Layout layout, List<String> series, List<Row> rows, long total) {
    /** How bars are laid out. */
    public enum Layout {
        /** A lying bar for each row, with its label, number and share. */
        LYING,
        /** A standing bar for each row; only some have a label. */
        STANDING
    }

    public BarChart {
        requireNonNull(title, "title");
        requireNonNull(layout, "layout");
        notes = List.copyOf(notes);
        series = List.copyOf(series);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.values().size() != series.size()) {
                throw new IllegalArgumentException(
                        "row " + row.label() + ": " + row.values().size() + " values for " + series.size() + " series");
            }
        }
    }

    /** The length of the longest bar, at least 1. */
    long most() {
        return Math.max(1, rows.stream().mapToLong(Row::total).max().orElse(1));
    }

    /**
     * A bar.
     *
     * @param label what it stands for
     * @param values the length of each part
     * @param marks series that something is to be said about: each is a small square above a standing bar
     */
    public record Row(String label, List<Long> values, List<String> marks) {
        public Row {
            requireNonNull(label, "label");
            values = List.copyOf(values);
            marks = List.copyOf(marks);
        }

        /** A bar without marks. */
        public Row(String label, List<Long> values) {
            this(label, values, List.of());
        }

        long total() {
            return values.stream().mapToLong(Long::longValue).sum();
        }
    }
}
