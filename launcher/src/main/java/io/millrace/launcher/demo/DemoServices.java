package io.millrace.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.launcher.process.HadoopJob;
import io.millrace.launcher.process.ServiceProcess;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.stack.EmbeddedStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The demo's services, each its own jar in its own process, as a user runs them. Not thread-safe. */
final class DemoServices implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Home home;
    private final StackFiles files;
    private final EmbeddedStack stack;
    private final DemoSettings settings;
    private final List<ServiceProcess> receivers = new ArrayList<>();
    private ServiceProcess tail;
    private ServiceProcess iot;

    DemoServices(Home home, StackFiles files, EmbeddedStack stack, DemoSettings settings) {
        this.home = home;
        this.files = files;
        this.stack = stack;
        this.settings = settings;
    }

    /** Starts what reads from Kafka. */
    void startReceivers() {
        Path sink = home.jar("hdfs-sink-service");
        receivers.add(start(
                "sink-logs",
                256,
                sink,
                List.of(
                        "run",
                        "--topics=" + DemoSettings.LOGS_TOPIC,
                        "--group=" + DemoSettings.LOGS_SINK_GROUP,
                        "--root=" + DemoSettings.LOGS_FOLDER,
                        "--value-format=text",
                        "--file-format=text",
                        "--roll-age=3s")));
        receivers.add(start(
                "sink-readings",
                256,
                sink,
                List.of(
                        "run",
                        "--topics=" + DemoSettings.READINGS_TOPIC,
                        "--group=" + DemoSettings.READINGS_SINK_GROUP,
                        "--root=" + DemoSettings.READINGS_FOLDER,
                        "--value-format=json",
                        "--file-format=parquet",
                        "--schema=sensor-reading",
                        "--compression=snappy",
                        "--columns=partition,offset",
                        "--roll-age=3s")));
        receivers.add(start(
                "alerts",
                192,
                home.jar("consumer-service"),
                List.of(
                        "alerts",
                        "--topics=" + DemoSettings.READINGS_TOPIC,
                        "--group=" + DemoSettings.ALERTS_GROUP,
                        "--alerts-topic=" + DemoSettings.ALERTS_TOPIC,
                        "--jdbc-url=" + stack.database().jdbcUrl(),
                        "--jdbc-user=" + stack.database().user(),
                        "--jdbc-password-file=" + stack.database().passwordFile(),
                        "--dead-letter-topic=" + DemoSettings.DEAD_LETTERS_TOPIC,
                        "--report=" + report("alerts"))));
    }

    /** Starts what writes to Kafka. */
    void startSources(List<Path> logFiles) {
        Path producer = home.jar("producer-service");
        List<String> arguments = new ArrayList<>(
                List.of("tail", "--topic=" + DemoSettings.LOGS_TOPIC, "--partitions=3", "--report=" + report("tail")));
        if (!settings.inputs().isEmpty()) {
            arguments.add("--until-end");
        }
        arguments.add("--input");
        logFiles.forEach(file -> arguments.add(file.toString()));
        tail = start("tail", 192, producer, arguments);
        iot = start(
                "iot",
                192,
                producer,
                List.of(
                        "iot",
                        "--topic=" + DemoSettings.READINGS_TOPIC,
                        "--partitions=6",
                        "--count=" + settings.readings(),
                        "--interval=0",
                        "--report=" + report("iot")));
    }

    /** Fails if a receiver has ended, or a source with another status than 0. */
    void requireHealthy() throws InterruptedException {
        receivers.forEach(ServiceProcess::requireRunning);
        for (ServiceProcess source : List.of(tail, iot)) {
            if (!source.isRunning()) {
                source.awaitSuccess(Duration.ZERO);
            }
        }
    }

    /** Asks the source that follows log files to stop. */
    void stopFollowing() {
        tail.requestStop();
    }

    /** True once both sources have ended. */
    boolean sourcesDone() {
        return !tail.isRunning() && !iot.isRunning();
    }

    /** Stops what reads from Kafka and waits for its orderly end. */
    void stopReceivers(Duration atMost) throws InterruptedException {
        receivers.forEach(ServiceProcess::requestStop);
        for (ServiceProcess receiver : receivers) {
            receiver.awaitSuccess(atMost);
        }
    }

    /** Runs the MapReduce job over the stored log text as {@code hadoop jar} does. */
    void countLevels(ShutdownSignal stop) throws InterruptedException, IOException {
        new HadoopJob(home, files)
                .run(
                        "mapreduce-job",
                        List.of("levels", DemoSettings.LOGS_FOLDER, DemoSettings.COUNTS_FOLDER),
                        Map.of(),
                        "mapreduce",
                        stop);
    }

    /** What the services say that they did, by service. */
    Map<String, JsonNode> reports() throws IOException {
        return Map.of(
                "tail", JSON.readTree(report("tail").toFile()),
                "iot", JSON.readTree(report("iot").toFile()),
                "alerts", JSON.readTree(report("alerts").toFile()));
    }

    @Override
    public void close() {
        if (tail != null) {
            tail.close();
        }
        if (iot != null) {
            iot.close();
        }
        receivers.forEach(ServiceProcess::close);
    }

    private ServiceProcess start(String name, int heapMebibytes, Path jar, List<String> arguments) {
        Map<String, String> environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers(),
                "HADOOP_CONF_DIR", files.conf().toString());
        return ServiceProcess.start(name, files.logs(), heapMebibytes, environment, jar, arguments);
    }

    private Path report(String service) {
        return files.folder().resolve(service + "-report.json");
    }
}
