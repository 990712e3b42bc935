package io.millrace.sink.cli;

import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.sink.write.RollRules;
import java.util.Optional;
import picocli.CommandLine.Option;

/** When files are finished and committed. Each rule works independently of the others. */
final class RollOptions {
    @Option(
            names = "--roll-records",
            paramLabel = "N",
            defaultValue = "${env:ROLL_RECORDS}",
            description = "Finish a file at this many records [ROLL_RECORDS]. Default: no limit")
    private Long records;

    @Option(
            names = "--roll-bytes",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:ROLL_BYTES:-128MiB}",
            description = "Finish a file at about this length, for instance 64MiB [ROLL_BYTES]. Default:"
                    + " ${DEFAULT-VALUE}")
    private DataSize bytes = DataSize.UNREAD;

    @Option(
            names = "--roll-age",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:ROLL_AGE:-60s}",
            description = "Commit at the latest this long after the first record, for instance 500ms, 60s, 5m"
                    + " [ROLL_AGE]. Default: ${DEFAULT-VALUE}")
    private TimeSpan age = TimeSpan.UNREAD;

    @Option(
            names = "--roll-idle",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:ROLL_IDLE}",
            description = "Commit this long after the last record [ROLL_IDLE]. Default: never for this reason")
    private TimeSpan idle;

    @Option(
            names = "--roll-at-boundary",
            defaultValue = "${env:ROLL_AT_BOUNDARY:-false}",
            description = "Commit when event time enters a later time folder of the layout [ROLL_AT_BOUNDARY]."
                    + " Default: ${DEFAULT-VALUE}")
    private boolean boundary;

    @Option(
            names = "--max-batch-files",
            paramLabel = "N",
            defaultValue = "${env:MAX_BATCH_FILES:-1000}",
            description = "Commit at this many finished files [MAX_BATCH_FILES]. Default: ${DEFAULT-VALUE}")
    private int batchFiles;

    RollRules rules() {
        return new RollRules(
                Optional.ofNullable(records).orElse(Long.MAX_VALUE),
                bytes.bytes(),
                age.millis(),
                idle == null ? Long.MAX_VALUE : idle.millis(),
                boundary,
                batchFiles);
    }
}
