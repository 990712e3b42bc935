package io.millrace.launcher.preset;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.Servers;
import io.millrace.launcher.servers.StackAddresses;
import io.millrace.launcher.servers.StackDescription;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.view.HdfsView;
import io.millrace.launcher.view.KafkaView;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run of a preset. Used once. */
final class PresetRun {
    private static final Duration LOOK_UP = Duration.ofMillis(500);
    /** So long after their start the time of sources begins even if they have nothing to bring. */
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Home home;
    private final Preset preset;
    private final StackFiles files;
    private final Optional<Duration> length;
    private final Screen screen;
    private final ShutdownSignal stop;
    private final Instant started = Instant.now();

    PresetRun(
            Home home, Preset preset, StackFiles files, Optional<Duration> length, Screen screen, ShutdownSignal stop) {
        this.home = home;
        this.preset = preset;
        this.files = files;
        this.length = length;
        this.screen = screen;
        this.stop = stop;
    }

    /** Starts servers for it, which stop with it; the exit status. */
    int onOwnServers(StackSettings settings, int webPort) throws IOException, InterruptedException {
        screen.line("Preset " + preset.name() + " on servers of its own. Data: " + files.folder());
        screen.status("Starting Kafka, HDFS and the database ...");
        screen.sayOnStop(stop, "Stopping, as soon as the servers have started (a second Ctrl-C ends them at once) ...");
        RunSummary summary = new RunSummary(files, started, screen);
        try (Servers servers = Servers.start(settings, "run", webPort)) {
            if (!stop.isRequested()) {
                StackDescription.print(servers.addresses(), files, screen);
                run(preset, servers.addresses(), summary);
            }
            screen.status("Stopping the servers ...");
        }
        screen.line("Stopped; the data stays in " + files.folder());
        summary.printHints();
        return 0;
    }

    /** Runs it on servers that go on afterwards; the exit status. */
    int onServersOf(StackAddresses servers, String command) throws IOException, InterruptedException {
        screen.line(
                "Preset " + preset.name() + " on the servers of ./millrace " + command + ". Data: " + files.folder());
        if (servers.web() != null) {
            screen.line("Web page   " + servers.web());
        }
        if (servers.brokers() < preset.brokers()) {
            screen.line("The preset asks for " + preset.brokers() + " Kafka brokers, and there "
                    + (servers.brokers() == 1 ? "is 1" : "are " + servers.brokers())
                    + ": its topics get fewer copies.");
        }
        RunSummary summary = new RunSummary(files, started, screen);
        run(preset.on(servers.brokers()), servers, summary);
        screen.line("Done; the servers go on.");
        summary.printHints();
        return 0;
    }

    private void run(Preset fitting, StackAddresses servers, RunSummary summary)
            throws IOException, InterruptedException {
        try (KafkaView kafka = new KafkaView(servers.kafka());
                HdfsView hdfs = new HdfsView(servers.fileSystem())) {
            runServices(fitting, servers, new Flows(kafka::flow));
            for (Preset.Process process : fitting.processes()) {
                if (process.kind() == Preset.Kind.JOB) {
                    runJob(process, hdfs);
                }
            }
            summary.print(servers, hdfs);
        }
    }

    private void runServices(Preset fitting, StackAddresses servers, Flows flows) throws InterruptedException {
        try (PresetServices services = new PresetServices(home, files, servers, flows)) {
            services.start(fitting);
            long before = services.look().produced();
            screen.line("Running "
                    + fitting.processes().stream()
                            .filter(process -> process.kind() != Preset.Kind.JOB)
                            .map(Preset.Process::name)
                            .collect(Collectors.joining(", "))
                    + length.map(l -> " for " + l.toSeconds() + " s").orElse("; Ctrl-C stops."));
            screen.sayOnStop(stop, "Stopping: the sources first; what they produced is stored ...");
            watch(services, before);
            screen.status("Stopping the sources ...");
            services.stopSources();
            screen.status("Storing what is left ...");
            services.stopReceivers(screen::status);
            screen.line("Stored:");
            services.counted().lines().forEach(line -> screen.line("  " + line));
        }
    }

    /** Until the time is over, every source has ended by itself, or a stop is asked for. */
    private void watch(PresetServices services, long before) throws InterruptedException {
        long end = Long.MAX_VALUE;
        long latestBegin = System.nanoTime() + LONGEST_START.toNanos();
        while (!stop.await(LOOK_UP) && System.nanoTime() < end && !services.sourcesDone()) {
            services.requireHealthy();
            requireServers();
            Standing seen = services.look();
            screen.status(seen.lines());
            // The time begins with the first record: JVMs that start on a busy machine must not use it up.
            boolean begun = System.nanoTime() > latestBegin || end == Long.MAX_VALUE && seen.produced() > before;
            if (length.isPresent() && end == Long.MAX_VALUE && begun) {
                end = System.nanoTime() + length.get().toNanos();
            }
        }
        services.requireHealthy();
    }

    private void requireServers() {
        if (files.running().isEmpty()) {
            throw new ServiceException("the servers over " + files.folder()
                    + " were stopped, must run until the preset is done; what is in Kafka is stored by the next run");
        }
    }

    private void runJob(Preset.Process job, HdfsView hdfs) throws IOException, InterruptedException {
        String input = job.arguments().get(0);
        if (hdfs.files(input).isEmpty()) {
            screen.line("Nothing is in " + input + " yet, so " + job.name() + " did not run.");
            return;
        }
        screen.status("Running " + job.name() + " ...");
        new PresetJob(home, files).run(job, stop);
        String output = job.output();
        screen.line("Result of " + job.name() + " in " + output + ":");
        hdfs.lines(output, line -> screen.line("  " + Screen.counted(new String(line, StandardCharsets.UTF_8))));
    }
}
