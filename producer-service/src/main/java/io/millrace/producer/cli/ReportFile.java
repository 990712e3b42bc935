package io.millrace.producer.cli;

import io.millrace.runtime.cli.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a run's counts are written, {@code --report}. */
final class ReportFile {
    private ReportFile() {}

    /** Notes what is wrong with the file; null is one that was not given. */
    static void check(Path report, Problems problems) {
        Optional.ofNullable(report)
                .map(file -> file.toAbsolutePath().getParent())
                .filter(folder -> !Files.isDirectory(folder))
                .ifPresent(folder -> problems.add("--report is '" + report + "', must be in a folder that exists"));
    }
}
