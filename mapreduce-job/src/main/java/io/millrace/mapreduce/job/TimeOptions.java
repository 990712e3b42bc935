package io.millrace.mapreduce.job;

import io.millrace.mapreduce.time.LocalZone;
import io.millrace.mapreduce.time.TimeBound;
import io.millrace.mapreduce.time.TimeWindow;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import picocli.CommandLine.Option;

/** The options that choose records by their time. */
final class TimeOptions {
    @Option(
            names = "--since",
            defaultValue = "${env:LEVELS_SINCE}",
            paramLabel = "TIME",
            description =
                    "Count records from this time on: 2024-05-01T10:30:00+02:00, 2024-05-01T10:30 (in --time-zone),"
                            + " 2024-05-01, or a length of time before now such as 30m, 2h, 7d. Environment: LEVELS_SINCE."
                            + " Default: none")
    private String since;

    @Option(
            names = "--until",
            defaultValue = "${env:LEVELS_UNTIL}",
            paramLabel = "TIME",
            description = "Count records before this time, which itself is not counted; as --since. Environment:"
                    + " LEVELS_UNTIL. Default: none")
    private String until;

    @Option(
            names = "--time-zone",
            defaultValue = "${env:LEVELS_TIME_ZONE:-UTC}",
            paramLabel = "ZONE",
            description =
                    "Zone of times that name none, in records, --since and --until: UTC, +02:00, Europe/Berlin. Records"
                            + " of W3C's extended logs (IIS) are in UTC all the same. Environment: LEVELS_TIME_ZONE. Default: UTC")
    private String zone;

    @Option(
            names = "--bursts",
            defaultValue = "${env:LEVELS_BURSTS:-false}",
            fallbackValue = "true",
            description = "Find the minutes in which a level is far above its own past (the median of the 60 minutes"
                    + " before), in OUTPUT/bursts. Environment: LEVELS_BURSTS=true|false. Default: false")
    private boolean bursts;

    /** Whether bursts are looked for. */
    boolean bursts() {
        return bursts;
    }

    /**
     * The window that is asked for.
     *
     * @throws IllegalArgumentException if a value is none
     */
    TimeWindow window(Clock clock) {
        ZoneId id = LocalZone.parse(zone.strip());
        Instant now = clock.instant();
        return new TimeWindow(
                isGiven(since) ? TimeBound.parse("--since", since, id, now) : TimeWindow.OPEN_START,
                isGiven(until) ? TimeBound.parse("--until", until, id, now) : TimeWindow.OPEN_END,
                id,
                now.getEpochSecond());
    }

    private static boolean isGiven(String value) {
        return value != null && !value.isBlank();
    }
}
