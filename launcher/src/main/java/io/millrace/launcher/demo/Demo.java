package io.millrace.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.Console;
import io.millrace.launcher.preset.Flows;
import io.millrace.launcher.preset.PresetJob;
import io.millrace.launcher.preset.PresetServices;
import io.millrace.launcher.preset.Standing;
import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackAddresses;
import io.millrace.launcher.servers.StackConsole;
import io.millrace.launcher.servers.StackEnvironment;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.Stacks;
import io.millrace.launcher.view.HdfsView;
import io.millrace.launcher.view.KafkaView;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of the demo: servers, the preset's services and its job, the checks, clean-up. Used once. */
final class Demo {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK_UP = Duration.ofMillis(250);

    private final Home home;
    private final DemoPlan plan;
    private final StackSettings settings;
    private final Screen screen;
    private final ShutdownSignal stop;
    private final StackFiles files;
    private final long started = System.nanoTime();

    Demo(Home home, DemoPlan plan, StackSettings settings, Screen screen, ShutdownSignal stop) {
        this.home = home;
        this.plan = plan;
        this.settings = settings;
        this.screen = screen;
        this.stop = stop;
        this.files = new StackFiles(settings.folder());
    }

    /**
     * Runs it.
     *
     * @param course says when it is at its end
     * @param keep whether the data stays afterwards
     * @return the exit status
     */
    int run(Course course, boolean keep) throws IOException, InterruptedException {
        DemoFolder folder = new DemoFolder(settings.folder());
        folder.prepare(settings.folder().equals(home.demoFolder()));
        screen.line("Millrace demo. Data: " + settings.folder());
        screen.line("               Logs: " + files.logs());
        screen.status("Starting Kafka, HDFS and the database ...");
        screen.sayOnStop(stop, "Stopping, as soon as the servers have started (a second Ctrl-C ends them at once) ...");
        Optional<DemoResult> finished = Optional.empty();
        try (EmbeddedStack stack = Stacks.start(settings)) {
            screen.sayOnStop(stop, "Stopping ...");
            if (!stop.isRequested()) {
                screen.line(String.format(
                        "Started Kafka %s, HDFS %s and the database (%.1f s)",
                        stack.kafka().bootstrapServers(), stack.hdfs().uri(), seconds()));
                finished = runWatched(StackAddresses.of(stack, files, Optional.empty()), course);
            }
            screen.status("Stopping the servers ...");
        }
        if (finished.isEmpty()) {
            screen.line("Stopped before the end, as asked; nothing was checked.");
            leave(folder, keep);
            return 1;
        }
        DemoResult result = finished.get();
        result.print(screen);
        List<String> failures = result.failures();
        if (!failures.isEmpty()) {
            failures.forEach(failure -> screen.line("FAILED: " + failure));
            throw new ServiceException("the result does not add up; the logs are in " + files.logs());
        }
        leave(folder, keep);
        screen.line(String.format("OK: all counts agree (%.1f s).", seconds()));
        return 0;
    }

    private void leave(DemoFolder folder, boolean keep) {
        if (!keep) {
            folder.delete();
            return;
        }
        // Hadoop's tools find the demo's own folder, but would prefer that of ./millrace up.
        String data =
                "MILLRACE_DATA=" + StackEnvironment.quoted(settings.folder().toString()) + " ";
        screen.line("The data stays; look at it with:");
        screen.line("  " + data + "./millrace hdfs dfs -ls " + plan.logsFolder() + " " + plan.readingsFolder());
        screen.line("  " + data + "./millrace show " + plan.readingsFolder());
        screen.line("  " + data + "./millrace query \"SELECT device_id, count(*), avg(value) FROM iot GROUP BY 1\"");
    }

    private Optional<DemoResult> runWatched(StackAddresses servers, Course course)
            throws IOException, InterruptedException {
        try (Console console = StackConsole.start(servers, files, 0)) {
            screen.line("Watch it at " + console.address());
            return runOn(servers, course);
        }
    }

    private Optional<DemoResult> runOn(StackAddresses servers, Course course) throws IOException, InterruptedException {
        try (KafkaView kafka = new KafkaView(servers.kafka());
                HdfsView hdfs = new HdfsView(servers.fileSystem())) {
            try (PresetServices services = new PresetServices(home, files, servers, new Flows(kafka::flow))) {
                services.start(plan.preset());
                if (!carry(services, course)) {
                    return Optional.empty();
                }
                screen.status("All stored; stopping the services ...");
                services.stopReceivers(screen::status);
                services.counted().lines().forEach(screen::line);
            }
            screen.status("Counting log levels with MapReduce ...");
            new PresetJob(home, files).run(plan.job(), stop);
            if (stop.isRequested()) {
                return Optional.empty();
            }
            screen.status("Comparing what was produced, stored and counted ...");
            return Optional.of(
                    new DemoChecks(plan, new ServerFindings(plan, kafka, hdfs, servers::connect), reports()).run());
        }
    }

    /** Watches until the sources are done and all that they produced is stored; false if a stop was asked for. */
    private boolean carry(PresetServices services, Course course) throws InterruptedException {
        while (!stop.await(LOOK_UP)) {
            services.requireHealthy();
            // In this order: what a source brings after the look must not be taken for stored.
            boolean ended = services.sourcesDone();
            Standing seen = services.look();
            screen.status(seen.lines());
            long logs = seen.of(DemoPlan.STORED_LOGS).end();
            switch (course.next(new Course.Sight(System.nanoTime(), logs, seen.moved(), ended, seen.allStored()))) {
                case GO_ON -> {}
                case STOP_FOLLOWING -> services.requestStop(DemoPlan.LOGS);
                case DONE -> {
                    return true;
                }
                case STUCK ->
                    throw new ServiceException("nothing has moved for "
                            + course.longestStandstill().toSeconds() + " s (" + String.join("; ", seen.lines())
                            + "); see the logs in " + files.logs());
            }
        }
        return false;
    }

    /** What the services say that they did, by process. */
    private Map<String, JsonNode> reports() throws IOException {
        Map<String, JsonNode> reports = new HashMap<>();
        for (String process : List.of(DemoPlan.LOGS, DemoPlan.READINGS, DemoPlan.ALERTS)) {
            reports.put(
                    process, JSON.readTree(plan.report(process, files.folder()).toFile()));
        }
        return reports;
    }

    private double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }
}
