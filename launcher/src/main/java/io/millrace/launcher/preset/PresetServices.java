package io.millrace.launcher.preset;

import io.millrace.launcher.process.ServiceProcess;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackAddresses;
import io.millrace.launcher.servers.StackEnvironment;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.runtime.cli.MeantVariables;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.observe.Announcement;
import io.millrace.stack.PrivateFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The services of a preset, each a process of its own: sources, which write to Kafka, and receivers, which read from it. Not
 * thread-safe.
 */
public final class PresetServices implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LOOK_UP = Duration.ofMillis(250);
    private static final int HEAP_MEBIBYTES = 256;

    private final Home home;
    private final StackFiles files;
    private final StackAddresses servers;
    private final Flows flows;
    private final List<Running> sources = new ArrayList<>();
    private final List<Running> receivers = new ArrayList<>();

    private record Running(Preset.Process process, ServiceProcess service) {}

    public PresetServices(Home home, StackFiles files, StackAddresses servers, Flows flows) {
        this.home = home;
        this.files = files;
        this.servers = servers;
        this.flows = flows;
    }

    /** Starts all of the preset's processes but its jobs, in the order of the file. */
    public void start(Preset preset) {
        for (Preset.Process process : preset.processes()) {
            if (process.kind() != Preset.Kind.JOB) {
                Running running = new Running(process, start(process, Map.of()));
                (process.kind() == Preset.Kind.PRODUCER ? sources : receivers).add(running);
            }
        }
    }

    /** Fails if a receiver has ended, or a source with another status than 0. */
    public void requireHealthy() throws InterruptedException {
        receivers.forEach(running -> running.service().requireRunning());
        for (Running source : sources) {
            if (!source.service().isRunning()) {
                source.service().awaitSuccess(Duration.ZERO);
            }
        }
    }

    /** True if every source has come to its end by itself. */
    public boolean sourcesDone() {
        return sources.stream().noneMatch(source -> source.service().isRunning());
    }

    /** Asks one source to stop, and does not wait for its end. */
    public void requestStop(String source) {
        sources.stream()
                .filter(running -> running.process().name().equals(source))
                .forEach(running -> running.service().requestStop());
    }

    /** Where the receivers are now. */
    public Standing look() throws InterruptedException {
        return flows.look(receivers.stream().map(Running::process).toList());
    }

    /** As {@link #look}, after all records are counted. */
    public Standing counted() throws InterruptedException {
        return flows.counted(receivers.stream().map(Running::process).toList());
    }

    /** Stops the sources; all that they have made is in Kafka then. */
    void stopSources() throws InterruptedException {
        stop(sources);
        // One that reads a table may have stopped before the one that fills it.
        runToEnd(
                sources.stream()
                        .map(Running::process)
                        .filter(process -> process.command().equals("jdbc"))
                        .toList(),
                "JDBC_UNTIL_END");
    }

    /**
     * Lets the receivers store all that is in Kafka, and stops them.
     *
     * @param screen is told the progress now and then
     */
    public void stopReceivers(Consumer<List<String>> screen) throws InterruptedException {
        List<Running> sinks = ofKind(Preset.Kind.SINK);
        List<Running> consumers = ofKind(Preset.Kind.CONSUMER);
        awaitAllSeen(consumers, screen);
        // Not waited for: a sink may leave its files open for a minute, but a stop commits them.
        stop(receivers);
        List<Preset.Process> behind = new ArrayList<>();
        for (Running sink : sinks) {
            if (flows.lag(sink.process()) > 0) {
                behind.add(sink.process());
            }
        }
        runToEnd(behind, "SINK_UNTIL_END");
    }

    /** Starts them again to do what is left, and waits for their ends. */
    private void runToEnd(List<Preset.Process> processes, String untilEnd) throws InterruptedException {
        List<ServiceProcess> running = new ArrayList<>();
        try {
            for (Preset.Process process : processes) {
                running.add(start(process, Map.of(untilEnd, "true")));
            }
            for (ServiceProcess service : running) {
                service.awaitSuccess(CATCH_UP_TIMEOUT);
            }
        } finally {
            running.forEach(ServiceProcess::close);
        }
    }

    /** Ends by force whatever still runs. */
    @Override
    public void close() {
        sources.forEach(running -> running.service().close());
        receivers.forEach(running -> running.service().close());
    }

    private List<Running> ofKind(Preset.Kind kind) {
        return receivers.stream()
                .filter(running -> running.process().kind() == kind)
                .toList();
    }

    private ServiceProcess start(Preset.Process process, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(StackEnvironment.of(servers));
        environment.putAll(process.environment(files.folder()));
        environment.put(MeantVariables.VARIABLE, process.meantVariables());
        environment.putAll(more);
        // A page finds them by what they announce, at whatever ports they have taken.
        environment.putIfAbsent("HTTP_PORT", "0");
        PrivateFolder.make(files.services());
        environment.put(
                Announcement.VARIABLE,
                files.services()
                        .resolve(process.name() + "@" + ProcessHandle.current().pid() + Announcement.ENDING)
                        .toString());
        List<String> command = new ArrayList<>(List.of(process.command()));
        command.addAll(process.arguments());
        return ServiceProcess.start(
                process.name(),
                files.logs(),
                HEAP_MEBIBYTES,
                environment,
                home.jar(process.kind().module()),
                command);
    }

    private static void stop(List<Running> processes) throws InterruptedException {
        for (Running running : processes) {
            running.service().requestStop();
        }
        for (Running running : processes) {
            running.service().awaitStop(STOP_TIMEOUT);
        }
    }

    private void awaitAllSeen(List<Running> consumers, Consumer<List<String>> screen) throws InterruptedException {
        long deadline = System.nanoTime() + CATCH_UP_TIMEOUT.toNanos();
        for (Running consumer : consumers) {
            for (Standing seen = look(); seen.of(consumer.process().name()).lag() > 0; seen = look()) {
                consumer.service().requireRunning();
                screen.accept(seen.lines());
                if (System.nanoTime() > deadline) {
                    throw new ServiceException("not all is stored after " + CATCH_UP_TIMEOUT.toSeconds() + " s ("
                            + String.join("; ", seen.lines()) + "); see the logs in " + files.logs());
                }
                // A second request to stop ends this process at once: nothing to wait for here but Kafka.
                Thread.sleep(LOOK_UP.toMillis());
            }
        }
    }
}
