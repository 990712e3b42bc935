package io.millrace.mapreduce.job;

import io.millrace.mapreduce.record.TimeStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What a statistics job shall do.
 *
 * @param value field that holds the number; empty for the first of the known names that a record has
 * @param group fields whose values make a group; empty for those of the known names that a record has
 * @param time field that holds the time; empty for the first of the known names that a record has
 * @param per the span of time that each row is of; empty for all times together
 * @param percentiles percentiles to give, each from 0 to 100
 * @param skipBadFiles whether files that cannot be read are left out instead of failing the job
 */
record StatsSettings(
        Optional<String> value,
        List<String> group,
        Optional<String> time,
        Optional<TimeStep> per,
        List<Double> percentiles,
        boolean skipBadFiles) {
    private static final List<String> VALUES = List.of("value", "degrees", "temperature");
    private static final List<String> GROUPS = List.of("device_id", "type", "station_id");
    private static final List<String> TIMES = List.of("timestamp", "date", "time", "ts");

    private static final String VALUE = "millrace.stats.value";
    private static final String GROUP = "millrace.stats.group";
    private static final String TIME = "millrace.stats.time";
    private static final String PER = "millrace.stats.per";
    private static final String PERCENTILES = "millrace.stats.percentiles";
    private static final String SKIP = "millrace.skip.bad.files";

    StatsSettings {
        group = List.copyOf(group);
        percentiles = List.copyOf(percentiles);
        List<String> problems = new ArrayList<>();
        for (double percentile : percentiles) {
            if (!(percentile >= 0 && percentile <= 100)) {
                problems.add("--percentiles " + percentile + ": must be from 0 to 100");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Names of fields that may hold the number, in order of preference. */
    List<String> values() {
        return value.map(List::of).orElse(VALUES);
    }

    /** Names of fields that make the group, if a record has them. */
    List<String> groups() {
        return group.isEmpty() ? GROUPS : group;
    }

    /** Names of fields that may hold the time, in order of preference. */
    List<String> times() {
        return time.map(List::of).orElse(TIMES);
    }

    void writeTo(Configuration configuration) {
        value.ifPresent(name -> configuration.set(VALUE, name));
        configuration.setStrings(GROUP, group.toArray(String[]::new));
        time.ifPresent(name -> configuration.set(TIME, name));
        per.ifPresent(step -> configuration.setEnum(PER, step));
        configuration.setStrings(
                PERCENTILES, percentiles.stream().map(String::valueOf).toArray(String[]::new));
        configuration.setBoolean(SKIP, skipBadFiles);
    }

    static StatsSettings readFrom(Configuration configuration) {
        return new StatsSettings(
                Optional.ofNullable(configuration.get(VALUE)),
                List.of(configuration.getTrimmedStrings(GROUP)),
                Optional.ofNullable(configuration.get(TIME)),
                Optional.ofNullable(configuration.get(PER)).map(TimeStep::valueOf),
                configuration.getTrimmedStringCollection(PERCENTILES).stream()
                        .map(Double::valueOf)
                        .toList(),
                configuration.getBoolean(SKIP, false));
    }
}
