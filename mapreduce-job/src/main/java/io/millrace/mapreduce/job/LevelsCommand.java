package io.millrace.mapreduce.job;

import io.millrace.mapreduce.chart.ChartPainter;
import io.millrace.mapreduce.count.By;
import io.millrace.mapreduce.count.Wanted;
import io.millrace.mapreduce.message.Template;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts the records of logs by level. */
@Command(
        name = "levels",
        description = "Counts the records of logs by level: text, JSON lines or Parquet, plain or compressed.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class LevelsCommand extends JobCommand {
    @Option(
            names = "--form",
            defaultValue = "${env:LEVELS_FORM:-auto}",
            paramLabel = "NAME",
            description =
                    "Form of the lines: auto (found from each file's first 64 KiB), header, json, logfmt, or field=N "
                            + "for the Nth blank-separated field. Environment: LEVELS_FORM. Default: auto")
    private String format;

    @Option(
            names = "--pattern",
            defaultValue = "${env:LEVELS_PATTERN}",
            paramLabel = "REGEX",
            description = "Java regular expression whose group 'level' (or first group) holds the level, in place of "
                    + "--form. Environment: LEVELS_PATTERN. Default: none")
    private String pattern;

    @Option(
            names = "--by",
            defaultValue = "${env:LEVELS_BY:-none}",
            paramLabel = "none|minute|hour|day|source|logger|status|method|path|client|FIELD",
            description =
                    "Break the counts down by minute, hour or day (UTC if the records name a zone, else as written),"
                            + " by source (file, or the source that a record names), by logger, by status, method, path or"
                            + " client of access logs, or by a field of JSON (a path with points), Parquet or W3C."
                            + " Environment: LEVELS_BY. Default: none")
    private String by;

    @Mixin
    private final MessageOptions messages = new MessageOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Mixin
    private final ResultOptions files = new ResultOptions();

    @Option(
            names = "--fold",
            negatable = true,
            defaultValue = "${env:LEVELS_FOLD:-true}",
            fallbackValue = "true",
            description =
                    "Count spellings of one level together (WARNING and warn as WARN); --no-fold counts each as it is "
                            + "written. Environment: LEVELS_FOLD=true|false. Default: true")
    private boolean fold;

    @Option(
            names = "--skip-bad-files",
            defaultValue = "${env:LEVELS_SKIP_BAD_FILES:-false}",
            fallbackValue = "true",
            description =
                    "Leave out files that cannot be read (damaged, cut short, binary), name and count them, instead of "
                            + "failing without a result. Environment: LEVELS_SKIP_BAD_FILES=true|false. Default: false")
    private boolean skipBadFiles;

    @Option(
            names = "--explain",
            description =
                    "Run no job and write nothing: tell for the first lines of each file that is named (no OUTPUT)"
                            + " which form was found, where the level stands, and why other words are none.")
    private boolean explain;

    @Override
    public Integer call() throws Exception {
        LevelsSettings settings = settings();
        List<Template> restBefore = restBefore(settings);
        if (explain) {
            boolean readable = new LevelsExplanation(configuration(), settings.finder(), out()).print(allPaths());
            out().flush();
            return readable ? ExitCode.OK : ExitCode.SOFTWARE;
        }
        try {
            files.check();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        // Counts alone are a handful of records per task; labels, messages and summaries are many.
        int sortMebibytes = settings.wanted().isDetailed() ? 16 : 1;
        JobLaunch launch = JobLaunch.prepare(configuration(), "millrace levels", inputs(), output(), sortMebibytes);
        Job job = launch.job();
        settings.writeTo(job.getConfiguration());
        job.setMapOutputKeyClass(Text.class);
        job.setMapOutputValueClass(CountWritable.class);
        job.setMapperClass(LevelsMapper.class);
        job.setCombinerClass(SumCombiner.class);
        job.setPartitionerClass(Keys.ByKind.class);
        job.setReducerClass(SumReducer.class);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(LongWritable.class);
        job.setOutputFormatClass(LocalFailures.Output.class);
        launch.run(err());
        JobOutput written = new JobOutput(job.getConfiguration(), output());
        LevelsResult result = LevelsResult.read(written, settings, restBefore);
        report(launch, settings, written, result);
        launch.printSummary(out(), result.skipped());
        return 0;
    }

    private void report(JobLaunch launch, LevelsSettings settings, JobOutput written, LevelsResult result)
            throws IOException {
        ResultTable table = new ResultTable(result.counts(), settings.wanted().by());
        table.print(out());
        if (table.lacksLabels()) {
            out().println();
            out().println("No record has a field '" + table.byName()
                    + "'; levels --help tells by what records can be counted.");
        }
        TimeReport times = new TimeReport(settings.wanted(), launch, result.untimed());
        times.print(out(), result.bursts(), time.bursts());
        MessageReport.print(out(), result);
        String input = inputs().stream().map(Object::toString).collect(Collectors.joining(", "));
        if (files.chart().isPresent()) {
            ChartPainter.paint(
                    table.chart(input, result.bursts()), files.chart().get());
            out().println();
            out().println("Chart: " + files.chart().get());
        }
        if (files.html().isPresent()) {
            List<String> notes = new ArrayList<>(times.lines());
            notes.addAll(MessageReport.notes(result));
            new HtmlResult(written, result, table).write(files.html().get(), input, notes);
            out().println();
            out().println("Page: " + files.html().get());
        }
        ResultTable.printUnknown(out(), result.unknownForms());
    }

    private LevelsSettings settings() throws IOException {
        try {
            Optional<Path> compare = explain ? Optional.empty() : messages.compare(configuration());
            return new LevelsSettings(
                    format,
                    Optional.ofNullable(pattern).filter(p -> !p.isEmpty()),
                    skipBadFiles,
                    messages.top(),
                    compare.map(Path::toString),
                    files.format(),
                    new Wanted(
                            By.parse(by),
                            fold,
                            messages.top() > 0 || compare.isPresent(),
                            time.bursts() || files.html().isPresent(),
                            time.window(Clock.systemUTC())));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    /** What found no room among the templates of the result to compare with, whose templates are read here and not once more. */
    private List<Template> restBefore(LevelsSettings settings) throws IOException {
        try {
            return messages.requireComparable(configuration(), settings);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }
}
