package io.millrace.mapreduce.job;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;

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

    private QuickStart() {}

    /**
     * To be called by the main method before anything else.
     *
     * @return gives the configuration of the installation, once
     */
    public static Supplier<Configuration> begin() {
        CondensedDefaults.install();
        // Before the first configuration is made: the defaults of HDFS, coming later, would make all of them load
        // again.
        HdfsConfiguration.init();
        DefaultMetricsSystem.setInstance(new NoMetrics());
        FutureTask<Configuration> configuration = new FutureTask<>(QuickStart::load);
        Thread second = new Thread(
                () -> {
                    configuration.run();
                    warmUp();
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
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(Sentences.of(e.getCause()), e.getCause());
            }
        };
    }

    private static Configuration load() {
        Configuration configuration = new JobConf();
        configuration.size();
        return configuration;
    }

    /** Submitting a job writes its configuration by way of the JDK's XML classes, all of them new to the process. */
    private static void warmUp() {
        try {
            Configuration few = new Configuration(false);
            few.set("name", "value");
            few.writeXml(OutputStream.nullOutputStream());
            for (String name : LATER) {
                Class.forName(name, false, QuickStart.class.getClassLoader());
            }
        } catch (IOException | ClassNotFoundException | LinkageError e) {
            // Whoever needs it meets the same error, and tells it better.
        }
    }
}
