package io.millrace.mapreduce.job;

import java.util.List;
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
    @Option(
            names = "--value",
            defaultValue = "${env:STATS_VALUE}",
            paramLabel = "FIELD",
            description =
                    "Field that holds the number. Environment: STATS_VALUE. Default: the first of value, degrees, "
                            + "temperature")
    private String value;

    @Option(
            names = "--group",
            split = ",",
            defaultValue = "${env:STATS_GROUP}",
            paramLabel = "FIELD",
            description =
                    "Fields whose values make a group, separated by commas. Environment: STATS_GROUP. Default: those"
                            + " of device_id, type, station_id that a record has")
    private List<String> group;

    @Option(
            names = "--per",
            defaultValue = "${env:STATS_PER:-none}",
            paramLabel = "none|hour|day",
            description = "Give each hour or day (UTC) a row of its own. Environment: STATS_PER. Default: none")
    private Per per;

    @Option(
            names = "--time",
            defaultValue = "${env:STATS_TIME}",
            paramLabel = "FIELD",
            description =
                    "Field that holds the time. Environment: STATS_TIME. Default: the first of timestamp, date, time,"
                            + " ts")
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

    private StatsSettings settings() {
        try {
            return new StatsSettings(
                    Optional.ofNullable(value),
                    group == null ? List.of() : group,
                    Optional.ofNullable(time),
                    per,
                    percentiles,
                    skipBadFiles);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }
}
