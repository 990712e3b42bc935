package io.millrace.mapreduce.chart;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Horizontal bars of stacked parts.
 *
 * @param title what is shown
 * @param series names of the parts, in the order of stacking
 * @param rows the bars, from top to bottom
 */
public record BarChart(String title, List<String> series, List<Row> rows) {
    public BarChart {
        requireNonNull(title, "title");
        series = List.copyOf(series);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.values().size() != series.size()) {
                throw new IllegalArgumentException(
                        "row " + row.label() + ": " + row.values().size() + " values for " + series.size() + " series");
            }
        }
    }

    /** A bar: its label and the length of each part. */
    public record Row(String label, List<Long> values) {
        public Row {
            requireNonNull(label, "label");
            values = List.copyOf(values);
        }

        long total() {
            return values.stream().mapToLong(Long::longValue).sum();
        }
    }
}
