package io.millrace.launcher.demo;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackEnvironment;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.StackLogging;
import io.millrace.launcher.servers.Stacks;
import io.millrace.launcher.view.FlowView;
import io.millrace.launcher.view.HdfsView;
import io.millrace.launcher.view.KafkaView;
import io.millrace.launcher.view.RecordCounts;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One run of the demo: servers, services, result, clean-up. Used once. */
final class Demo {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    /** Five JVMs start at once, on a busy machine slowly; a pipeline that runs stores something each few seconds. */
    private static final int STUCK_SECONDS = 180;

    private final Home home;
    private final DemoSettings settings;
    private final Screen screen;
    private final ShutdownSignal stop;
    private final StackFiles files;
    private final long started = System.nanoTime();

    Demo(Home home, DemoSettings settings, Screen screen, ShutdownSignal stop) {
        this.home = home;
        this.settings = settings;
        this.screen = screen;
        this.stop = stop;
        this.files = new StackFiles(settings.stack().folder());
    }

    /** Runs it; the exit status. */
    int run() throws IOException, InterruptedException {
        DemoFolder folder = new DemoFolder(settings.stack().folder());
        folder.prepare(settings.stack().folder().equals(home.demoFolder()));
        screen.line("Millrace demo. Data: " + settings.stack().folder());
        screen.line("               Logs: " + files.logs());
        screen.status("Starting Kafka, HDFS and the database ...");
        screen.sayOnStop(stop, "Stopping, as soon as the servers have started (a second Ctrl-C ends them at once) ...");
        Optional<DemoResult> finished = Optional.empty();
        try (EmbeddedStack stack = Stacks.start(settings.stack())) {
            screen.sayOnStop(stop, "Stopping ...");
            if (!stop.isRequested()) {
                screen.line(String.format(
                        "Started Kafka %s, HDFS %s and the database (%.1f s)",
                        stack.kafka().bootstrapServers(), stack.hdfs().uri(), seconds()));
                finished = runOn(stack);
            }
            screen.status("Stopping the servers ...");
        }
        if (finished.isEmpty()) {
            screen.line("Stopped before the end, as asked; nothing was checked.");
            leave(folder);
            return 1;
        }
        DemoResult result = finished.get();
        result.print(screen);
        List<String> failures = result.failures();
        if (!failures.isEmpty()) {
            failures.forEach(failure -> screen.line("FAILED: " + failure));
            throw new ServiceException("the result does not add up; the logs are in " + files.logs());
        }
        leave(folder);
        screen.line(String.format("OK: all counts agree (%.1f s).", seconds()));
        return 0;
    }

    private void leave(DemoFolder folder) {
        if (!settings.keep()) {
            folder.delete();
            return;
        }
        // Hadoop's tools find the demo's own folder, but would prefer that of ./millrace up.
        String data = "MILLRACE_DATA="
                + StackEnvironment.quoted(settings.stack().folder().toString()) + " ";
        screen.line("The data stays; look at it with:");
        screen.line("  " + data + "./millrace hdfs dfs -ls " + DemoSettings.LOGS_FOLDER + " "
                + DemoSettings.READINGS_FOLDER);
        screen.line("  " + data + "./millrace show " + DemoSettings.READINGS_FOLDER);
    }

    private Optional<DemoResult> runOn(EmbeddedStack stack) throws IOException, InterruptedException {
        try (KafkaView kafka = new KafkaView(stack.kafka().bootstrapServers());
                HdfsView hdfs = new HdfsView(stack.hdfs().newClient());
                RecordCounts counts = new RecordCounts(stack.kafka().bootstrapServers());
                DemoServices services = new DemoServices(home, files, stack, settings)) {
            kafka.makeTopic(DemoSettings.LOGS_TOPIC, 3);
            kafka.makeTopic(DemoSettings.READINGS_TOPIC, 6);
            kafka.makeTopic(DemoSettings.ALERTS_TOPIC, 1);
            kafka.makeTopic(DemoSettings.DEAD_LETTERS_TOPIC, 1);
            services.startReceivers();
            services.startSources(settings.inputs().isEmpty() ? serverLogs() : settings.inputs());
            Progress progress = new Progress(new FlowView(kafka, counts), settings.readings());
            if (!carry(services, progress)) {
                return Optional.empty();
            }
            screen.status("All stored; stopping the services ...");
            services.stopReceivers(STOP_TIMEOUT);
            progress.update();
            progress.lines().forEach(screen::line);
            screen.status("Counting log levels with MapReduce ...");
            services.countLevels(stop);
            if (stop.isRequested()) {
                return Optional.empty();
            }
            screen.status("Comparing what was produced, stored and counted ...");
            return Optional.of(new DemoChecks(
                            settings, new ServerFindings(kafka, hdfs, stack.database()::connect), services.reports())
                    .run());
        }
    }

    /** Watches until the sources are done and all that they produced is stored; false if a stop was asked for. */
    private boolean carry(DemoServices services, Progress progress) throws InterruptedException {
        // The servers' own logs have no end: they are followed for a time, which begins with their first line in Kafka.
        boolean following = settings.inputs().isEmpty();
        long followUntil = Long.MAX_VALUE;
        long lastChange = System.nanoTime();
        long lastSeen = -1;
        while (!stop.await(Duration.ofMillis(250))) {
            services.requireHealthy();
            progress.update();
            screen.status(progress.lines());
            long now = System.nanoTime();
            if (following && progress.logsProduced() > 0 && followUntil == Long.MAX_VALUE) {
                followUntil = now + Duration.ofSeconds(settings.seconds()).toNanos();
            }
            if (following && now >= followUntil) {
                services.stopFollowing();
                following = false;
            }
            if (services.sourcesDone() && progress.complete()) {
                return true;
            }
            if (progress.seen() != lastSeen || following && followUntil != Long.MAX_VALUE) {
                lastSeen = progress.seen();
                lastChange = now;
            } else if (now - lastChange > Duration.ofSeconds(STUCK_SECONDS).toNanos()) {
                throw new ServiceException("nothing has moved for " + STUCK_SECONDS + " s ("
                        + String.join("; ", progress.lines()) + "); see the logs in " + files.logs());
            }
        }
        return false;
    }

    private List<Path> serverLogs() {
        return StackLogging.serverLogs().stream()
                .map(name -> files.logs().resolve(name))
                .toList();
    }

    private double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }
}
