package io.millrace.launcher.process;

import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
     * @param environment variables besides those of this process
     * @param name what messages and the log file call it
     * @param stop ends the job too, if it comes while the job runs
     * @throws ServiceException if it fails and was not stopped
     */
    public void run(
            String module, List<String> arguments, Map<String, String> environment, String name, ShutdownSignal stop)
            throws IOException, InterruptedException {
        File log = files.logs().resolve(name + ".log").toFile();
        Path jar = home.jar(module);
        List<String> command = new ArrayList<>(Jvm.command(
                HEAP_MEBIBYTES,
                "-cp",
                files.conf() + File.pathSeparator + home.classPath(),
                "org.apache.hadoop.util.RunJar",
                jar.toString()));
        command.addAll(arguments);
        long logStart = log.length();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(environment);
        Process job = builder.start();
        // What was asked to stop before was something else: the job is what comes then.
        boolean stopped = stop.isRequested();
        if (!stopped) {
            stop.onRequest(job::destroy);
        }
        int status = job.waitFor();
        if (status != 0 && (stopped || !stop.isRequested())) {
            throw new ServiceException(name + " ended with status " + status + ", must be 0"
                    + SaidErrors.in(log.toPath(), logStart) + "; see " + log);
        }
    }
}
