package io.millrace.launcher.preset;

import io.millrace.launcher.process.HadoopJob;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.MeantVariables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the jobs of presets, as {@code hadoop jar} does. */
public final class PresetJob {
    private final Home home;
    private final StackFiles files;

    public PresetJob(Home home, StackFiles files) {
        this.home = home;
        this.files = files;
    }

    /**
     * Runs it to its end.
     *
     * @param stop ends the job too, if it comes while the job runs
     */
    public void run(Preset.Process job, ShutdownSignal stop) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(job.command()));
        arguments.addAll(job.arguments());
        Map<String, String> environment = new HashMap<>(job.environment(files.folder()));
        environment.put(MeantVariables.VARIABLE, job.meantVariables());
        new HadoopJob(home, files).run(job.kind().module(), arguments, environment, job.name(), stop);
    }
}
