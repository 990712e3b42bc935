package io.millrace.launcher.preset;

import io.millrace.launcher.HadoopJob;
import io.millrace.launcher.Home;
import io.millrace.launcher.StackFiles;
import io.millrace.launcher.Stacks;
import io.millrace.launcher.parts.HdfsView;
import io.millrace.launcher.parts.KafkaView;
import io.millrace.launcher.parts.Screen;
import io.millrace.launcher.parts.ServiceProcess;
import io.millrace.launcher.web.StatusPage;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.kafka.common.TopicPartition;

/** One run of a preset on the embedded stack. Used once. */
final class PresetRun {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final int HEAP_MEBIBYTES = 256;

    private final Home home;
    private final Preset preset;
    private final StackSettings settings;
    private final int webPort;
    private final Optional<Duration> length;
    private final Screen screen;
    private final ShutdownSignal stop;
    private final StackFiles files;

    /** A running process of the preset. */
    private record Running(Preset.Process process, ServiceProcess service) {}

    PresetRun(
            Home home,
            Preset preset,
            StackSettings settings,
            int webPort,
            Optional<Duration> length,
            Screen screen,
            ShutdownSignal stop) {
        this.home = home;
        this.preset = preset;
        this.settings = settings;
        this.webPort = webPort;
        this.length = length;
        this.screen = screen;
        this.stop = stop;
        this.files = new StackFiles(settings.folder());
    }

    int run() throws IOException, InterruptedException {
        screen.line("Preset " + preset.name() + ". Data: " + settings.folder() + "   Logs: " + files.logs());
        screen.status("Starting Kafka, HDFS and the database ...");
        try (EmbeddedStack stack = Stacks.start(settings);
                StatusPage page = new StatusPage(stack, webPort);
                KafkaView kafka = new KafkaView(stack.kafka().bootstrapServers());
                HdfsView hdfs = new HdfsView(stack.hdfs().newClient())) {
            screen.line("Kafka     " + stack.kafka().bootstrapServers());
            screen.line("HDFS      " + stack.hdfs().uri());
            screen.line("Database  " + stack.database().jdbcUrl());
            screen.line("Web page  " + page.address());
            runServices(stack, kafka);
            runJobs();
            printFiles(hdfs);
        }
        screen.line("Stopped; the data stays. Look at it with: MILLRACE_DATA=" + settings.folder()
                + " ./millrace hdfs dfs -ls -R /");
        return 0;
    }

    private void runServices(EmbeddedStack stack, KafkaView kafka) throws InterruptedException {
        List<Running> sources = new ArrayList<>();
        List<Running> receivers = new ArrayList<>();
        try {
            for (Preset.Process process : preset.processes()) {
                if (process.kind() != Preset.Kind.JOB) {
                    Running running = new Running(process, start(process, stack));
                    (process.kind() == Preset.Kind.PRODUCER ? sources : receivers).add(running);
                }
            }
            screen.line("Running "
                    + String.join(
                            ", ",
                            preset.processes().stream()
                                    .map(Preset.Process::name)
                                    .toList())
                    + length.map(l -> " for " + l.toSeconds() + " s").orElse("; Ctrl-C stops."));
            watch(kafka, sources, receivers);
            screen.status("Stopping the sources ...");
            stopAll(sources);
            awaitStored(kafka, receivers);
            screen.status("Stopping the services ...");
            stopAll(receivers);
        } finally {
            sources.forEach(running -> running.service().close());
            receivers.forEach(running -> running.service().close());
        }
    }

    private ServiceProcess start(Preset.Process process, EmbeddedStack stack) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers(),
                "HADOOP_CONF_DIR", files.conf().toString(),
                "JDBC_URL", stack.database().jdbcUrl(),
                "JDBC_USER", stack.database().user(),
                "JDBC_PASSWORD_FILE", stack.database().passwordFile().toString()));
        environment.putAll(process.environment());
        List<String> command = new ArrayList<>(List.of(process.command()));
        command.addAll(process.arguments());
        Path jar = home.jar(process.kind().module());
        return ServiceProcess.start(process.name(), files.logs(), HEAP_MEBIBYTES, environment, jar, command);
    }

    /** Until the time is over, every source has ended by itself, or a stop is asked for. */
    private void watch(KafkaView kafka, List<Running> sources, List<Running> receivers) throws InterruptedException {
        long end = length.map(l -> System.nanoTime() + l.toNanos()).orElse(Long.MAX_VALUE);
        while (!stop.await(Duration.ofSeconds(1))) {
            receivers.forEach(running -> running.service().requireRunning());
            for (Running source : sources) {
                if (!source.service().isRunning()) {
                    source.service().awaitSuccess(Duration.ZERO);
                }
            }
            screen.status(flows(kafka, receivers));
            if (System.nanoTime() >= end
                    || sources.stream().noneMatch(s -> s.service().isRunning())) {
                return;
            }
        }
    }

    private static void stopAll(List<Running> processes) throws InterruptedException {
        for (Running running : processes) {
            running.service().requestStop();
        }
        for (Running running : processes) {
            running.service().awaitSuccess(STOP_TIMEOUT);
        }
    }

    /** Until the receivers have taken all that the sources produced. */
    private void awaitStored(KafkaView kafka, List<Running> receivers) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        boolean all = false;
        while (!all) {
            all = true;
            for (Running receiver : receivers) {
                receiver.service().requireRunning();
                all &= lag(kafka, receiver.process()) == 0;
            }
            screen.status(flows(kafka, receivers));
            if (!all && System.nanoTime() > deadline) {
                throw new ServiceException("not all is stored after 120 s (" + flows(kafka, receivers)
                        + "); see the logs in " + files.logs());
            }
            if (!all) {
                // A second request to stop changes nothing here: the pause is what is wanted.
                Thread.sleep(250);
            }
        }
        screen.line(flows(kafka, receivers));
    }

    private static String flows(KafkaView kafka, List<Running> receivers) throws InterruptedException {
        StringBuilder line = new StringBuilder();
        for (Running receiver : receivers) {
            String topic = topic(receiver.process());
            long end = kafka.exists(topic)
                    ? kafka.endOffsets(topic).values().stream()
                            .mapToLong(Long::longValue)
                            .sum()
                    : 0;
            line.append(line.isEmpty() ? "" : "   ")
                    .append(receiver.process().name())
                    .append(' ')
                    .append(Screen.count(end - lag(kafka, receiver.process())))
                    .append('/')
                    .append(Screen.count(end));
        }
        return line.toString();
    }

    private static long lag(KafkaView kafka, Preset.Process process) throws InterruptedException {
        String topic = topic(process);
        if (!kafka.exists(topic)) {
            return 0;
        }
        Map<TopicPartition, Long> committed =
                kafka.committed(process.variable("KAFKA_CONSUMER_GROUP_ID").orElseThrow(), topic);
        return kafka.endOffsets(topic).entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    private static String topic(Preset.Process process) {
        return process.variable("KAFKA_TOPIC_NAME").orElseThrow();
    }

    private void runJobs() throws IOException, InterruptedException {
        for (Preset.Process process : preset.processes()) {
            if (process.kind() == Preset.Kind.JOB) {
                screen.status("Running " + process.name() + " ...");
                List<String> arguments = new ArrayList<>(List.of(process.command()));
                arguments.addAll(process.arguments());
                new HadoopJob(home, files).run(process.kind().module(), arguments, process.name(), stop);
            }
        }
    }

    private void printFiles(HdfsView hdfs) throws IOException {
        List<FileStatus> all = hdfs.files("/");
        screen.line("HDFS: " + all.size() + " files" + (all.size() > 20 ? ", the last 20:" : ""));
        all.stream()
                .skip(Math.max(0, all.size() - 20))
                .forEach(file -> screen.line(String.format(
                        "  %12s  %s",
                        Screen.size(file.getLen()), file.getPath().toUri().getPath())));
    }
}
