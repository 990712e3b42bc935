package io.millrace.mapreduce.job;

import io.millrace.mapreduce.level.Severity;
import io.millrace.mapreduce.report.Course;
import io.millrace.mapreduce.time.Bursts;
import io.millrace.mapreduce.time.TimeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes a chart's bars out of minutes, however many: with too many of them a bar is an hour, a day or a month. */
final class TimeCourse {
    private static final List<String> STEPS = List.of("minute", "hour", "day", "month", "year");

    private Map<String, Map<String, Long>> bars = new TreeMap<>();
    private int step;

    /** Takes the records of a level in a minute. */
    void add(String minute, String level, long records) {
        bars.computeIfAbsent(cut(minute), time -> new TreeMap<>()).merge(level, records, Long::sum);
        while (bars.size() > ResultTable.MOST_TIMES && step < STEPS.size() - 1) {
            step++;
            Map<String, Map<String, Long>> finer = bars;
            bars = new TreeMap<>();
            finer.forEach((time, levels) -> levels.forEach((name, count) ->
                    bars.computeIfAbsent(cut(time), at -> new TreeMap<>()).merge(name, count, Long::sum)));
        }
    }

    /** The chart, with the bursts in it. */
    Course course(List<Bursts.Burst> bursts) {
        TreeSet<String> levels = new TreeSet<>(Severity.order());
        bars.values().forEach(counts -> levels.addAll(counts.keySet()));
        Map<String, TreeSet<String>> marks = new TreeMap<>();
        bursts.forEach(burst -> marks.computeIfAbsent(cut(burst.minute()), time -> new TreeSet<>(Severity.order()))
                .add(burst.level()));
        List<Course.Bar> all = new ArrayList<>();
        List<String> times = List.copyOf(bars.keySet());
        for (String time : step <= 2 ? Timeline.withoutGaps(times, ResultTable.MOST_TIMES) : times) {
            Map<String, Long> counts = bars.getOrDefault(time, Map.of());
            all.add(new Course.Bar(
                    time,
                    levels.stream().map(level -> counts.getOrDefault(level, 0L)).toList(),
                    List.copyOf(marks.getOrDefault(time, new TreeSet<>()))));
        }
        return new Course(List.copyOf(levels), all, STEPS.get(step));
    }

    /** "2024-05-01T10:31" as "2024-05-01T10", "2024-05-01", "2024-05" or "2024"; years that are not known are "-". */
    private String cut(String time) {
        int clock = time.indexOf('T');
        String day = clock < 0 ? time : time.substring(0, clock);
        int month = day.lastIndexOf('-');
        return switch (step) {
            case 0 -> time;
            case 1 -> clock < 0 ? time : time.substring(0, clock + 3);
            case 2 -> day;
            case 3 -> day.length() > 7 ? day.substring(0, month) : day;
            default -> day.startsWith("-") ? TimeText.NOTHING : day.substring(0, 4);
        };
    }
}
