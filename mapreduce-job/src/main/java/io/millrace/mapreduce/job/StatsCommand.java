package io.millrace.mapreduce.job;

import io.millrace.mapreduce.record.TimeStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives statistics of sensor or weather data. */
@Command(
        name = "stats",
        description =
                "Statistics of numbers in Parquet files, JSON lines or access logs, per group and hour or day: count,"
                        + " least, mean, most, standard deviation of the sample, percentiles.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class StatsCommand extends JobCommand {
    private static final Map<String, TimeStep> PERIODS = Map.of("hour", TimeStep.HOUR, "day", TimeStep.DAY);

    @Option(
            names = "--value-field",
            defaultValue = "${env:STATS_VALUE_FIELD}",
            paramLabel = "FIELD",
            description =
                    "Field that holds the number. Environment: STATS_VALUE_FIELD. Default: the first of value, degrees, "
                            + "temperature")
    private String value;

    @Option(
            names = "--by",
            split = ",",
            defaultValue = "${env:STATS_BY}",
            paramLabel = "hour|day|FIELD",
            description =
                    "Break the numbers down by fields, separated by commas; hour or day among them gives each hour or day"
                            + " (UTC) a row of its own. Environment: STATS_BY. Default: those fields of device_id, type,"
                            + " station_id that a record has")
    private List<String> by;

    @Option(
            names = "--event-time-field",
            defaultValue = "${env:STATS_EVENT_TIME_FIELD}",
            paramLabel = "FIELD",
            description =
                    "Field with the record's event time. Environment: STATS_EVENT_TIME_FIELD. Default: the first of"
                            + " timestamp, date, time, ts")
    private String time;

    @Option(
            names = "--percentiles",
            split = ",",
            defaultValue = "${env:STATS_PERCENTILES:-50,95,99}",
            paramLabel = "P",
            description =
                    "Percentiles to give, from 0 to 100, separated by commas; approximate for groups of more than some"
                            + " hundred records. Environment: STATS_PERCENTILES. Default: 50,95,99")
    private List<Double> percentiles;

    @Option(
            names = "--skip-bad-files",
            defaultValue = "${env:STATS_SKIP_BAD_FILES:-false}",
            fallbackValue = "true",
            description =
                    "Leave out files that cannot be read, name and count them, instead of failing without a result. "
                            + "Environment: STATS_SKIP_BAD_FILES=true|false. Default: false")
    private boolean skipBadFiles;

    @Override
    public Integer call() throws Exception {
        StatsSettings settings = settings();
        JobLaunch launch = JobLaunch.prepare(configuration(), "millrace stats", inputs(), output(), 16);
        Job job = launch.job();
        settings.writeTo(job.getConfiguration());
        job.setMapperClass(StatsMapper.class);
        job.setReducerClass(StatsReducer.class);
        job.setMapOutputKeyClass(Text.class);
        job.setMapOutputValueClass(SummaryWritable.class);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(Text.class);
        job.setOutputFormatClass(LocalFailures.Output.class);
        launch.run(err());
        JobOutput result = new JobOutput(job.getConfiguration(), output());
        StatsTable.print(out(), result.lines(), settings);
        long skipped = launch.counter(JobCounter.RECORDS_SKIPPED);
        if (skipped > 0) {
            out().println();
            out().println("Records without a number, left out: " + skipped);
        }
        launch.printSummary(out(), result.skipped());
        return 0;
    }

    private static Optional<TimeStep> period(List<String> by) {
        List<String> periods = by.stream().filter(PERIODS::containsKey).toList();
        if (periods.size() > 1) {
            throw new IllegalArgumentException("--by is '" + String.join(",", by) + "', must name hour or day once");
        }
        return periods.stream().map(PERIODS::get).findFirst();
    }

    private StatsSettings settings() {
        try {
            List<String> wanted = by == null ? List.of() : by;
            return new StatsSettings(
                    Optional.ofNullable(value),
                    wanted.stream().filter(name -> !PERIODS.containsKey(name)).toList(),
                    Optional.ofNullable(time),
                    period(wanted),
                    percentiles,
                    skipBadFiles);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }
}
