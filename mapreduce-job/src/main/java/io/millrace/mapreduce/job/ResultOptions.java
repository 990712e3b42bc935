package io.millrace.mapreduce.job;

import io.millrace.mapreduce.chart.ChartPainter;
import io.millrace.mapreduce.report.ResultFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what becomes of a result besides the part files and the table on the console. */
final class ResultOptions {
    @Option(
            names = "--file-format",
            defaultValue = "${env:LEVELS_FILE_FORMAT:-text}",
            paramLabel = "text|jsonl|csv|parquet",
            description =
                    "Write the result as data too, a folder for each table in OUTPUT/data: JSON lines, CSV or Parquet;"
                            + " text: the part files alone. Environment: LEVELS_FILE_FORMAT. Default: text")
    private ResultFormat format;

    @Option(
            names = "--html",
            defaultValue = "${env:LEVELS_HTML}",
            paramLabel = "FILE",
            description =
                    "Write the result, with its course over time and its bursts, into a local HTML file that needs no"
                            + " network. Environment: LEVELS_HTML. Default: none")
    private Path html;

    @Option(
            names = "--chart",
            defaultValue = "${env:LEVELS_CHART}",
            paramLabel = "FILE",
            description = "Draw the result into a local file that ends in .svg or .png. Environment: LEVELS_CHART. "
                    + "Default: none")
    private Path chart;

    /** In what the result is written besides the part files. */
    ResultFormat format() {
        return format;
    }

    /** Where to draw. */
    Optional<Path> chart() {
        return Optional.ofNullable(chart);
    }

    /** Where to write the page. */
    Optional<Path> html() {
        return Optional.ofNullable(html);
    }

    /**
     * What cannot be written is said before the job runs, not after.
     *
     * @throws IllegalArgumentException if a file is no such file
     * @throws IOException if this Java cannot draw
     */
    void check() throws IOException {
        if (html != null) {
            requireWritable("--html", html);
        }
        if (chart != null) {
            if (!ChartPainter.canPaint(chart.toString())) {
                throw new IllegalArgumentException("--chart is '" + chart + "', must end in .svg or .png");
            }
            requireWritable("--chart", chart);
            ChartPainter.check(chart);
        }
    }

    private static void requireWritable(String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + " is '" + file + "', must be a file, not a folder");
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IllegalArgumentException(
                    option + " is '" + file + "', " + folder + " is no folder that can be written to");
        }
    }
}
