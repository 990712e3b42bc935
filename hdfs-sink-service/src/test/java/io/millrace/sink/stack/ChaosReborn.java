package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A topic that is deleted and made again under its sink, which may stand still meanwhile. Each time the sink must stop and
 * say so, and what it has stored must all be of the topic that it began with.
 */
final class ChaosReborn {
    /** Servers come back, one after the other, and the sink waits longer after each that is away. */
    private static final Duration STORING = Duration.ofMinutes(5);

    private static final String TOPIC = "chaos-reborn";
    private static final int PARTITIONS = 2;

    private final TestStack stack;
    private final Path folder;
    private final Random random;
    private Process sink;
    private Path log;
    private int generation;
    private int last;

    ChaosReborn(TestStack stack, Path folder, Random random) {
        this.stack = stack;
        this.folder = folder;
        this.random = random;
    }

    int births() {
        return generation;
    }

    void start() throws Exception {
        stack.createTopic(TOPIC, PARTITIONS);
        produce();
        log = folder.resolve("reborn-" + generation + ".log");
        sink = TestStack.startProcess(log, List.of(), arguments());
    }

    private List<String> arguments(String... more) {
        List<String> arguments = stack.arguments(
                "run",
                "--topics=" + TOPIC,
                "--group=" + TOPIC + generation,
                "--root=/reborn-" + generation,
                "--value-format=text",
                "--file-format=text",
                "--roll-age=300ms",
                "-Dipc.client.connect.max.retries=1",
                "-Dipc.client.connect.retry.interval=200",
                "-Ddfs.client.socket-timeout=5000");
        arguments.addAll(List.of(more));
        return arguments;
    }

    private void produce() {
        last = 50 + random.nextInt(500);
        try (KafkaProducer<String, String> producer = stack.producer()) {
            for (int i = 0; i < last; i++) {
                producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, generation + ":" + i));
            }
        }
    }

    void beBornAgain() throws Exception {
        try {
            await().atMost(STORING)
                    .until(() -> Files.readString(log).contains("Partition taken over") || !sink.isAlive());
            // A sink that has stored nothing has no topic that it began with.
            await().atMost(STORING)
                    .ignoreExceptions()
                    .until(() -> !stack.lines("/reborn-" + generation).isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("nothing of generation " + generation + " is stored\n" + Files.readString(log), e);
        }
        boolean standsStill = random.nextBoolean();
        if (standsStill) {
            ChaosSinks.signal(sink, "STOP");
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            admin.deleteTopics(List.of(TOPIC)).all().get();
        }
        await().atMost(Sinks.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> stack.createTopicAgain(TOPIC, PARTITIONS));
        int before = generation;
        generation++;
        produce();
        ChaosSinks.signal(sink, "CONT");
        assertThat(sink.waitFor(Sinks.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("a sink whose topic was made anew ends, generation " + before + "\n" + Files.readString(log))
                .isTrue();
        assertThat(sink.exitValue()).isEqualTo(1);
        assertThat(Files.readString(log)).contains("deleted and created again");
        checkOnly(before);
        log = folder.resolve("reborn-" + generation + ".log");
        sink = TestStack.startProcess(log, List.of(), arguments());
    }

    /** What lies in the root is of this generation, and nothing is there twice. */
    private void checkOnly(int which) throws Exception {
        List<String> lines = stack.lines("/reborn-" + which);
        assertThat(lines).allMatch(line -> line.startsWith(which + ":"));
        assertThat(new HashSet<>(lines)).hasSameSizeAs(lines);
    }

    void kill() throws InterruptedException {
        if (sink != null) {
            sink.destroyForcibly().waitFor();
        }
    }

    /** The last generation is stored whole. */
    void check() throws Exception {
        TestStack.Ran ran = Sinks.command(arguments("--until-end"));
        assertThat(ran.status()).as(ran.err()).isZero();
        checkOnly(generation);
        assertThat(stack.lines("/reborn-" + generation)).hasSize(last);
    }
}
