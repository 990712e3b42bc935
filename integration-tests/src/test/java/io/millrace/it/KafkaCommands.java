package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Every command that needs Kafka, as a process of its own jar, on one topic. */
final class KafkaCommands {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Who does what when something is missing that others may mend. */
    enum Kind {
        /** Runs for days: waits. */
        SERVICE,
        /** A person waits for it: ends and says why. */
        TOOL
    }

    /** One command, and what it is given besides how to reach Kafka. */
    record Command(String name, Kind kind, List<String> line) {}

    /** How a run ended. */
    record Ran(int status, String said) {}

    private final Path folder;
    private final List<Command> commands = new ArrayList<>();

    /**
     * @param folder for inputs and outputs
     * @param hdfs root folder that is there
     */
    KafkaCommands(Path folder, String hdfs) throws IOException {
        this.folder = folder;
        Path log = Files.writeString(folder.resolve("input.log"), "one\ntwo\n");
        Path rows = Files.writeString(folder.resolve("rows.csv"), "time,station,temp\n2026-01-01T00:00:00Z,s,1\n");
        Path mapping = Files.writeString(
                folder.resolve("mapping.properties"),
                "input=csv\ntime.column=time\nrecord=weather-report\nstation.column=station\ndegrees.column=temp\n");
        Path rules = Files.writeString(
                folder.resolve("rules.yaml"), "rules:\n  - name: hot\n    condition: reading.value > 30.0\n");
        source("tail", "--until-end", log.toString());
        source("jdbc", "--jdbc-url=jdbc:h2:mem:rows", "--jdbc-user=sa", "--wait-for-table");
        source("cdc", "--jdbc-url=jdbc:postgresql://127.0.0.1:1/db", "--table=weather");
        source("mqtt", "--mqtt-url=mqtt://127.0.0.1:1");
        source("http", "--port=0");
        source("syslog", "--tcp-port=0");
        source("replay", "--mapping=" + mapping, "--input=" + rows);
        source("iot", "--count=10", "--interval=0s");
        source("logs", "--count=10", "--interval=0s");
        source("weather", "--count=10", "--interval=0s");
        service(
                "consumer-service",
                "alerts",
                "--topics=TOPIC",
                "--rules=" + rules,
                "--jdbc-url=jdbc:h2:mem:alerts",
                "--jdbc-user=sa");
        tool("consumer-service", "read", "--topic=TOPIC", "--from=earliest", "--until-end");
        service("hdfs-sink-service", "run", "--topics=TOPIC", "--root=" + hdfs);
        tool("hdfs-sink-service", "audit", "--topics=TOPIC", "--root=" + hdfs);
        tool("hdfs-sink-service", "redeliver", "--topics=TOPIC");
    }

    private void source(String name, String... further) {
        List<String> line = new ArrayList<>(List.of("producer-service", name, "--topic=TOPIC"));
        line.addAll(List.of(further));
        commands.add(new Command(name, Kind.SERVICE, line));
    }

    private void service(String... line) {
        commands.add(new Command(line[1], Kind.SERVICE, List.of(line)));
    }

    private void tool(String... line) {
        commands.add(new Command(line[1], Kind.TOOL, List.of(line)));
    }

    List<Command> all() {
        return List.copyOf(commands);
    }

    /** Runs one to its end. */
    Ran run(Command command, String run, String topic, List<String> kafka) throws Exception {
        Path output = folder.resolve(run + "-" + command.name() + ".out");
        Process process = start(command, topic, kafka, output);
        try {
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String said = Files.readString(output);
            assertThat(ended)
                    .as("%s of %s ends:%n%s", command.name(), run, said)
                    .isTrue();
            return new Ran(process.exitValue(), said);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Runs one until it has said something, and asks it to stop then. */
    Ran stopped(Command command, String run, String topic, List<String> kafka, String said) throws Exception {
        Path output = folder.resolve(run + "-" + command.name() + ".out");
        Process process = start(command, topic, kafka, output);
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !process.isAlive() || Files.readString(output).contains(said));
            assertThat(process.isAlive())
                    .as("%s of %s waits:%n%s", command.name(), run, Files.readString(output))
                    .isTrue();
            process.destroy();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("%s of %s stops", command.name(), run)
                    .isTrue();
            return new Ran(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(Command command, String topic, List<String> kafka, Path output) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                Checkout.root()
                        .resolve(command.line().get(0) + "/target/"
                                + command.line().get(0) + ".jar")
                        .toString()));
        line.add(command.name());
        line.addAll(kafka);
        command.line().stream()
                .skip(2)
                .map(word -> word.replace("TOPIC", topic))
                .forEach(line::add);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
