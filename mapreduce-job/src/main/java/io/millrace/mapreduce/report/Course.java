package io.millrace.mapreduce.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Records in the course of time, for a chart.
 *
 * @param levels names of the parts, from the bottom of each bar to its top
 * @param bars the bars in the order of time
 * @param step what a bar stands for: minute, hour, day, month or year
 */
public record Course(List<String> levels, List<Bar> bars, String step) {
    public Course {
        levels = List.copyOf(levels);
        bars = List.copyOf(bars);
        requireNonNull(step, "step");
    }

    /**
     * A bar.
     *
     * @param time as the result writes it
     * @param records of each level
     * @param bursts levels that have a burst in it
     */
    public record Bar(String time, List<Long> records, List<String> bursts) {
        public Bar {
            requireNonNull(time, "time");
            records = List.copyOf(records);
            bursts = List.copyOf(bursts);
        }

        long total() {
            return records.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The length of the longest bar, at least 1. */
    long most() {
        return Math.max(1, bars.stream().mapToLong(Bar::total).max().orElse(1));
    }
}
