package io.millrace.sink.cli;

import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.TimeSpan;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether folders say that they are done; a mixin. */
final class DoneOptions {
    private static final int LONGEST_NAME = 100;

    @Option(
            names = "--done-marks",
            defaultValue = "${env:DONE_MARKS:-false}",
            description = "Put a mark into each folder of --layout once event time of every partition has passed it"
                    + " [DONE_MARKS]. Default: ${DEFAULT-VALUE}")
    private boolean marks;

    @Option(
            names = "--lateness",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:LATENESS:-10m}",
            description = "How long a record may come behind later ones of its partition, by event time, and find its"
                    + " folder without a mark [LATENESS]. Default: ${DEFAULT-VALUE}")
    private TimeSpan lateness = TimeSpan.UNREAD;

    @Option(
            names = "--done-mark-name",
            paramLabel = "NAME",
            defaultValue = "${env:DONE_MARK_NAME:-_SUCCESS}",
            description = "Name of the mark, an empty file, beginning with _ or a dot; {topic} stands for the topic's"
                    + " name [DONE_MARK_NAME]. Default: ${DEFAULT-VALUE}")
    private String name;

    @Option(
            names = "--done-interval",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:DONE_INTERVAL:-30s}",
            description = "How often it is looked which folders are done [DONE_INTERVAL]. Default: ${DEFAULT-VALUE}")
    private TimeSpan interval = TimeSpan.UNREAD;

    /** Empty if no marks are wanted. */
    Optional<DoneSettings> settings(Problems problems) {
        if (!marks) {
            return Optional.empty();
        }
        problems.require(
                name.replace(DoneSettings.TOPIC, "").matches("[_.][^/:{}\\p{Cntrl}]*")
                        && name.length() <= LONGEST_NAME
                        && !name.matches("_millrace|\\.+"),
                "--done-mark-name",
                name,
                "must be a file's name of at most " + LONGEST_NAME
                        + " characters that begins with '_' or '.', so that readers skip it, without / : { } besides {topic}");
        problems.require(interval.millis() >= 100, "--done-interval", interval, "must be at least 100ms");
        return Optional.of(new DoneSettings(name, lateness.duration(), interval.duration()));
    }
}
