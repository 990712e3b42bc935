package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.it.ServiceJar.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** One command: its service, its name, and what it is given besides how to reach Kafka. */
    record Command(Kind kind, List<String> line) {
        String service() {
            return line.get(0);
        }

        String name() {
            return line.get(1);
        }
    }

    private final Path folder;
    private final List<Command> commands = new ArrayList<>();

    /**
     * @param folder for inputs and outputs
     * @param hdfs root folder that is there
     */
    KafkaCommands(Path folder, String hdfs) throws IOException {
        this.folder = folder;
        Path log = Files.writeString(folder.resolve("input.log"), "one\ntwo\n");
        Path rules = Files.writeString(
                folder.resolve("rules.yaml"), "rules:\n  - name: hot\n    condition: reading.value > 30.0\n");
        source("tail", "--until-end", log.toString());
        source("jdbc", "--jdbc-url=jdbc:h2:mem:rows", "--jdbc-user=sa", "--wait-for-table");
        source("cdc", "--jdbc-url=jdbc:postgresql://127.0.0.1:1/db", "--table=weather");
        source("mqtt", "--mqtt-url=mqtt://127.0.0.1:1");
        source("http", "--port=0");
        source("syslog", "--tcp-port=0");
        source("replay", recorded(folder, "rows").toArray(String[]::new));
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

    /** Writes down one recorded row and how to read it: what a replay is told of them. */
    static List<String> recorded(Path folder, String name) throws IOException {
        Path rows = Files.writeString(folder.resolve(name + ".csv"), "time,station,temp\n2026-01-01T00:00:00Z,s,1\n");
        Path mapping = Files.writeString(
                folder.resolve("mapping.properties"),
                "input=csv\ntime.column=time\nrecord=weather-report\nstation.column=station\ndegrees.column=temp\n");
        return List.of("--mapping=" + mapping, "--input=" + rows);
    }

    private void source(String name, String... further) {
        List<String> line = new ArrayList<>(List.of("producer-service", name, "--topic=TOPIC"));
        line.addAll(List.of(further));
        commands.add(new Command(Kind.SERVICE, line));
    }

    private void service(String... line) {
        commands.add(new Command(Kind.SERVICE, List.of(line)));
    }

    private void tool(String... line) {
        commands.add(new Command(Kind.TOOL, List.of(line)));
    }

    List<Command> all() {
        return List.copyOf(commands);
    }

    /** Runs one to its end. */
    Ran run(Command command, String run, String topic, List<String> kafka) throws Exception {
        return ServiceJar.run(
                command.service(),
                arguments(command, topic, kafka),
                folder.resolve(run + "-" + command.name() + ".out"));
    }

    /** Runs one until it has said something, and asks it to stop then. */
    Ran stopped(Command command, String run, String topic, List<String> kafka, String said) throws Exception {
        Path output = folder.resolve(run + "-" + command.name() + ".out");
        return ServiceJar.run(command.service(), arguments(command, topic, kafka), output, process -> {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !process.isAlive() || Files.readString(output).contains(said));
            assertThat(process.isAlive())
                    .as("%s of %s waits:%n%s", command.name(), run, Files.readString(output))
                    .isTrue();
            process.destroy();
        });
    }

    private static List<String> arguments(Command command, String topic, List<String> kafka) {
        List<String> arguments = new ArrayList<>(List.of(command.name()));
        arguments.addAll(kafka);
        command.line().stream()
                .skip(2)
                .map(word -> word.replace("TOPIC", topic))
                .forEach(arguments::add);
        return arguments;
    }
}
