package io.millrace.producer.cli;

import io.millrace.producer.simulate.Timeline;
import io.millrace.runtime.cli.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** How long and how fast a simulation runs; a picocli mixin. */
public final class SimulationOptions {
    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "${env:SIMULATION_COUNT}",
            description = "End after so many records [SIMULATION_COUNT]. Default: no limit")
    private Long count;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "${env:SIMULATION_SECONDS}",
            description = "End after so many seconds [SIMULATION_SECONDS]. Default: no limit")
    private Double seconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "${env:SIMULATION_SEED}",
            description = "Number that all chance is drawn from; with --start-time too a run can be repeated exactly"
                    + " [SIMULATION_SEED]. Default: another one each time")
    private Long seed;

    @Option(
            names = "--start-time",
            paramLabel = "INSTANT",
            defaultValue = "${env:SIMULATION_START_TIME}",
            description = "Simulate the time from here on, as 2026-01-31T00:00:00Z, instead of using the clock"
                    + " [SIMULATION_START_TIME].")
    private String startTime;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "${env:REPORT_FILE}",
            description = "Write the run's counts to this JSON file at the end [REPORT_FILE].")
    private Path report;

    void check(Problems problems) {
        problems.require(count == null || count >= 0, "--count", count, "must not be negative")
                .require(seconds == null || seconds > 0, "--seconds", seconds, "must be more than 0");
        try {
            start();
        } catch (DateTimeParseException e) {
            problems.add("--start-time is '" + startTime + "', must be an instant such as 2026-01-31T00:00:00Z");
        }
        ReportFile.check(report, problems);
    }

    OptionalLong count() {
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    Optional<Duration> duration() {
        return Optional.ofNullable(seconds).map(s -> Duration.ofNanos((long) (s * 1e9)));
    }

    long seed() {
        return seed == null ? System.nanoTime() : seed;
    }

    Optional<Instant> start() {
        return Optional.ofNullable(startTime).map(Instant::parse);
    }

    /** The clock, or simulated time that goes on by the interval; by a second where there is none. */
    Timeline timeline(Duration interval) {
        return new Timeline(start(), interval.isZero() ? 1000 : Math.max(1, interval.toMillis()));
    }

    Optional<Path> report() {
        return Optional.ofNullable(report);
    }
}
