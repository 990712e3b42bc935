package io.millrace.launcher;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a job's jar as {@code hadoop jar} does, in a process of its own, its output in a log file. */
public final class HadoopJob {
    private static final int HEAP_MEBIBYTES = 512;

    private final Home home;
    private final StackFiles files;

    public HadoopJob(Home home, StackFiles files) {
        this.home = home;
        this.files = files;
    }

    /**
     * Runs it to its end.
     *
     * @param name what messages and the log file call it
     * @param stop ends the job too, if it comes while the job runs
     * @throws ServiceException if it fails and was not stopped
     */
    public void run(String module, List<String> arguments, String name, ShutdownSignal stop)
            throws IOException, InterruptedException {
        File log = files.logs().resolve(name + ".log").toFile();
        Path jar = home.jar(module);
        List<String> command = new ArrayList<>(Jvm.command(
                HEAP_MEBIBYTES,
                "-cp",
                files.conf() + File.pathSeparator + home.hadoopClassPath(),
                "org.apache.hadoop.util.RunJar",
                jar.toString()));
        command.addAll(arguments);
        Process job = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        // What was asked to stop before was something else: the job is what comes then.
        boolean stopped = stop.isRequested();
        if (!stopped) {
            stop.onRequest(job::destroy);
        }
        int status = job.waitFor();
        if (status != 0 && (stopped || !stop.isRequested())) {
            throw new ServiceException(name + " ended with status " + status + ", must be 0; see " + log);
        }
    }
}
