package io.millrace.mapreduce.job;

import io.millrace.mapreduce.input.LogInputFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.mapred.LocalJobRunner;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.security.AccessControlException;

/** Prepares a job, runs it to its end and tells what became of it. */
final class JobLaunch {
    private static final long FIRST_POLL_MILLIS = 10;
    private static final long LAST_POLL_MILLIS = 1_000;

    private final Job job;
    private final Path output;
    private final boolean local;
    private long millis;

    private JobLaunch(Job job, Path output, boolean local) {
        this.job = job;
        this.output = output;
        this.local = local;
    }

    /**
     * Checks the output, and sets up a job without mapper and reducer.
     *
     * @param sortMebibytes memory for what a map task emits, unless the user has set it
     * @throws JobFailedException if the output exists
     */
    static JobLaunch prepare(Configuration given, String name, List<Path> inputs, Path output, int sortMebibytes)
            throws IOException {
        Configuration configuration = new Configuration(given);
        boolean local = "local".equals(configuration.get("mapreduce.framework.name", "local"));
        tune(configuration, local, sortMebibytes);
        FileSystem fs = output.getFileSystem(configuration);
        if (fs.exists(output)) {
            throw new JobFailedException("output " + output + " exists already; remove it or name another folder");
        }
        requireWritable(fs, output);
        Job job = Job.getInstance(configuration, name);
        if (!local) {
            // The local runner uses the classes that are loaded already; copying the jar would only cost time.
            job.setJarByClass(JobLaunch.class);
        }
        job.setInputFormatClass(LogInputFormat.class);
        for (Path input : inputs) {
            FileInputFormat.addInputPath(job, input);
        }
        FileOutputFormat.setOutputPath(job, output);
        return new JobLaunch(job, output, local);
    }

    /** Asks before the job runs: the local runner keeps to itself why an output folder could not be made. */
    private static void requireWritable(FileSystem fs, Path output) throws IOException {
        Path folder = fs.makeQualified(output).getParent();
        while (folder != null && !fs.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder == null) {
            return;
        }
        try {
            if (fs instanceof LocalFileSystem local) {
                // Hadoop would start two processes to learn whose the folder is.
                if (!local.pathToFile(folder).canWrite()) {
                    throw new AccessControlException(folder + " cannot be written to");
                }
            } else {
                fs.access(folder, FsAction.WRITE_EXECUTE);
            }
        } catch (AccessControlException e) {
            throw new JobFailedException("output " + output + " cannot be made: " + Sentences.of(e));
        }
    }

    /** Settings that suit jobs whose tasks read much and emit little; the user's own are kept. */
    private static void tune(Configuration configuration, boolean local, int sortMebibytes) throws IOException {
        usual(configuration, "mapreduce.task.io.sort.mb", Integer.toString(sortMebibytes));
        usual(configuration, "io.file.buffer.size", "65536");
        usual(configuration, "mapreduce.job.ubertask.enable", "true");
        // Adding up is the same each time: a reducer that refuses bad files would refuse them four times.
        usual(configuration, "mapreduce.reduce.maxattempts", "2");
        if (local) {
            int slots = Runtime.getRuntime().availableProcessors();
            usual(configuration, "mapreduce.local.map.tasks.maximum", Integer.toString(slots));
            LocalKerberos.settings().forEach((key, value) -> usual(configuration, key, value));
            LocalFailures.SETTINGS.forEach((key, value) -> usual(configuration, key, value));
            QuickLocalFileSystem.useIn(configuration);
        }
    }

    /** Sets what the user has not: neither in a file of the configuration folder nor by -D. */
    private static void usual(Configuration configuration, String key, String value) {
        String[] sources = configuration.getPropertySources(key);
        boolean untouched =
                sources == null || sources.length == 0 || (sources.length == 1 && sources[0].endsWith("-default.xml"));
        if (untouched) {
            configuration.set(key, value);
        }
    }

    Job job() {
        return job;
    }

    /**
     * Runs the job to its end.
     *
     * @throws JobFailedException if it fails; no result is left behind then
     */
    void run(PrintWriter err) throws IOException, InterruptedException, ClassNotFoundException {
        long started = System.nanoTime();
        FailureNotes.take(); // of a job before this one in the same process
        job.submit();
        Thread hook = new Thread(() -> interrupted(err), "job-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        long poll = FIRST_POLL_MILLIS;
        while (!job.isComplete()) {
            TimeUnit.MILLISECONDS.sleep(poll);
            poll = Math.min(LAST_POLL_MILLIS, local ? poll : poll * 2);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is being stopped: the hook does what is left to do.
        }
        millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        if (!job.isSuccessful()) {
            discard();
            throw new JobFailedException(reason());
        }
    }

    /** What the tasks counted. */
    long counter(JobCounter counter) throws IOException {
        Counters counters = job.getCounters();
        return counters == null ? 0 : counters.findCounter(counter).getValue();
    }

    /** What was read, and which files were left out. */
    void printSummary(PrintWriter out, List<String> skipped) {
        if (!skipped.isEmpty()) {
            out.println();
            out.println("Left out, because they cannot be read: " + skipped.size()
                    + (skipped.size() == 1 ? " file" : " files"));
            skipped.forEach(file -> out.println("  " + file));
        }
        int files = job.getConfiguration().getInt(LogInputFormat.FILES, 0);
        long bytes = job.getConfiguration().getLong(LogInputFormat.BYTES, 0);
        double seconds = Math.max(1, millis) / 1000.0;
        // Of a few bytes, the time is all start, and a speed would mean nothing.
        String size = bytes < 1_000_000
                ? String.format(Locale.ROOT, "%,d bytes, %.1f s", bytes, seconds)
                : String.format(
                        Locale.ROOT, "%,.1f MB, %.1f s (%,.1f MB/s)", bytes / 1e6, seconds, bytes / 1e6 / seconds);
        out.printf(
                Locale.ROOT,
                "%n%,d %s, %s. Result: %s%n",
                files - skipped.size(),
                files - skipped.size() == 1 ? "file" : "files",
                size,
                output);
        out.flush();
    }

    /** Ctrl-C: the local runner dies with this process, so its half-made output must not stay. */
    private void interrupted(PrintWriter err) {
        if (local) {
            discard();
            err.println("stopped; nothing was written to " + output);
        } else {
            err.println("the job goes on without this client as " + job.getJobID() + "; 'mapred job -kill "
                    + job.getJobID() + "' stops it");
        }
        err.flush();
    }

    private void discard() {
        try {
            output.getFileSystem(job.getConfiguration()).delete(output, true);
        } catch (IOException e) {
            // The job's own clean-up has removed the data; without _SUCCESS what is left is no result.
        }
    }

    private String reason() throws IOException, InterruptedException {
        Optional<String> note = FailureNotes.take();
        if (note.isPresent()) {
            return note.get();
        }
        if (!local) {
            for (TaskCompletionEvent event : job.getTaskCompletionEvents(0, 100)) {
                if (event.getStatus() == TaskCompletionEvent.Status.FAILED
                        || event.getStatus() == TaskCompletionEvent.Status.TIPFAILED) {
                    for (String diagnostics : job.getTaskDiagnostics(event.getTaskAttemptId())) {
                        return Diagnostics.firstCause(diagnostics);
                    }
                }
            }
        }
        String info = String.valueOf(job.getStatus().getFailureInfo());
        return "job " + job.getJobID() + " failed: "
                + (info.equals("NA") || info.isBlank()
                        ? "Hadoop does not say why; the log of " + LocalJobRunner.class.getName() + " may"
                        : Diagnostics.firstCause(info));
    }
}
