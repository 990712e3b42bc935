package io.millrace.mapreduce.job;

import io.millrace.mapreduce.count.LevelCounter;
import io.millrace.mapreduce.count.LevelCounts;
import io.millrace.mapreduce.level.FormatFinder;
import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.line.LineScanner;
import io.millrace.mapreduce.line.LineSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Shortens the start of a process that is a job's client and nothing besides: leaves out what Hadoop does there and a job
 * does not need, and does on a second thread what has nothing to do with the command line.
 */
public final class QuickStart {
    /** What every local job loads sooner or later; loaded but not initialised, which only their users may do. */
    private static final String[] LATER = {
        "org.apache.hadoop.mapred.LocalJobRunner$Job",
        "org.apache.hadoop.mapred.MapTask$MapOutputBuffer",
        "org.apache.hadoop.mapred.MapTask$NewOutputCollector",
        "org.apache.hadoop.mapred.ReduceTask",
        "org.apache.hadoop.mapred.Merger$MergeQueue",
        "org.apache.hadoop.mapreduce.JobSubmitter",
        "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter",
        "org.apache.hadoop.mapreduce.task.reduce.MergeManagerImpl",
        "org.apache.hadoop.mapreduce.task.reduce.Shuffle",
        "org.apache.hadoop.mapreduce.task.reduce.ShuffleSchedulerImpl",
    };

    /** Calls and lines after which the JVM has compiled the loops for good; twice what it takes. */
    private static final int WARM_UP_ROUNDS = 1_000;

    private static final int WARM_UP_LINES = 50;

    private QuickStart() {}

    /**
     * To be called by the main method before anything else.
     *
     * @return gives the configuration of the installation, once
     */
    public static Supplier<Configuration> begin() {
        CondensedDefaults.install();
        SettingsXml.install();
        // Before the first configuration is made: the defaults of HDFS, coming later, would make all of them load
        // again.
        HdfsConfiguration.init();
        DefaultMetricsSystem.setInstance(new NoMetrics());
        FutureTask<Configuration> configuration = new FutureTask<>(QuickStart::load);
        Thread second = new Thread(
                () -> {
                    configuration.run();
                    warmUp(configuration);
                },
                "quick-start");
        second.setDaemon(true);
        second.start();
        return () -> {
            try {
                return configuration.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while the Hadoop configuration was read", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(Sentences.of(e.getCause()), e.getCause());
            }
        };
    }

    private static Configuration load() {
        Configuration configuration = new JobConf();
        configuration.size();
        return configuration;
    }

    /** In the order in which the job comes to it. */
    private static void warmUp(FutureTask<Configuration> configuration) {
        try {
            // Who the user is takes longest, and every job asks for it first.
            UserGroupInformation.getCurrentUser();
            FileSystem.getFileSystemClass("file", configuration.get());
            Configuration few = new Configuration(false);
            few.set("name", "value");
            few.writeXml(OutputStream.nullOutputStream());
            for (String name : LATER) {
                Class.forName(name, false, QuickStart.class.getClassLoader());
            }
            scan();
        } catch (IOException
                | ClassNotFoundException
                | InterruptedException
                | ExecutionException
                | RuntimeException
                | LinkageError e) {
            // Whoever needs it meets the same error, and tells it better.
        }
    }

    /**
     * Counts a few lines over and over, so that the loops that read everything are compiled when the first task comes to
     * them. Else both tasks begin in code that is ten times slower, and leave the compiler no processor to better it.
     */
    private static void scan() throws IOException {
        List<String> levels = List.of("INFO ", "WARN ", "INFO ", "ERROR", "INFO ", "DEBUG");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < WARM_UP_LINES; i++) {
            String level = levels.get(i % levels.size());
            // Both line ends here and both ends of parts below: code is compiled without the branches that were never
            // taken, and thrown away when one is.
            text.append(String.format(
                    Locale.ROOT,
                    "2026-01-01 10:00:00,000 %s [worker-1] com.acme.orders.OrderService: order of a customer took %s ms%s",
                    level,
                    level.repeat(i % 7),
                    i % 25 == 0 ? "\r\n" : "\n"));
        }
        byte[] lines = text.toString().getBytes(StandardCharsets.US_ASCII);
        LineFormat format = FormatFinder.any().find(lines, lines.length, true);
        LineSink counter = new LevelCounter(format, new LevelCounts());
        LineScanner scanner = new LineScanner(2 * lines.length);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            scanner.scan(
                    new ByteArrayInputStream(lines), 0, round % 10 == 0 ? lines.length / 2 : Long.MAX_VALUE, counter);
        }
    }
}
