package io.millrace.producer.cli;

import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.TimeSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every source that keeps positions; a picocli mixin. */
public final class DeliveryOptions {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "${env:SOURCE_NAME}",
            description =
                    "Name of this source. Its positions are kept under it, and of two running sources with one name"
                            + " the older stops [SOURCE_NAME]. Default: COMMAND-HOST-TOPIC")
    private String name;

    @Option(
            names = "--positions-topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:SOURCE_POSITIONS_TOPIC:-millrace-positions}",
            description = "Compacted topic of the positions [SOURCE_POSITIONS_TOPIC]. Default: ${DEFAULT-VALUE}")
    private String positionsTopic;

    @Option(
            names = "--dead-letter-topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_DEAD_LETTER_TOPIC:-millrace-dead-letters}",
            description = "Topic of what cannot be a record, with its place and the reason"
                    + " [KAFKA_DEAD_LETTER_TOPIC]. Default: ${DEFAULT-VALUE}")
    private String deadLetterTopic;

    @Option(
            names = "--commit-interval",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:SOURCE_COMMIT_INTERVAL_MS:-1000}ms",
            description = "Longest age of a transaction; when no more records are there it is committed at"
                    + " once [SOURCE_COMMIT_INTERVAL_MS]. Default: ${DEFAULT-VALUE}")
    private TimeSpan commitInterval = TimeSpan.UNREAD;

    @Option(
            names = "--commit-records",
            paramLabel = "N",
            defaultValue = "${env:SOURCE_COMMIT_RECORDS:-500000}",
            description = "Most records of a transaction, about [SOURCE_COMMIT_RECORDS]. Default: ${DEFAULT-VALUE}")
    private long commitRecords;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "${env:REPORT_FILE}",
            description = "Write the run's counts to this JSON file at the end [REPORT_FILE].")
    private Path report;

    /** Notes what is wrong with these options. */
    void check(Problems problems) {
        problems.require(
                        commitInterval.isPositive() && commitInterval.millis() <= 30_000,
                        "--commit-interval",
                        commitInterval,
                        "must be more than 0 and at most 30s")
                .require(commitRecords >= 1, "--commit-records", commitRecords, "must be at least 1");
        SourceNames.check(name, problems);
        ReportFile.check(report, problems);
    }

    /** True if a name was given. */
    boolean isNamed() {
        return name != null;
    }

    /** The name that was given, or one made of command, host and topic. */
    String sourceName(String command, String topic) {
        return SourceNames.of(name, command, topic);
    }

    String positionsTopic() {
        return positionsTopic;
    }

    String deadLetterTopic() {
        return deadLetterTopic;
    }

    long commitRecords() {
        return commitRecords;
    }

    Optional<Path> report() {
        return Optional.ofNullable(report);
    }

    Duration commitInterval() {
        return commitInterval.duration();
    }
}
