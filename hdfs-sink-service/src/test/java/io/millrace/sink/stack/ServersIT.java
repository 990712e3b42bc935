package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.sink.cli.SinkMain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.tools.DFSAdmin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink as users run it, against real servers: ways to run, outages that heal, bad records, the audit. */
class ServersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static TestStack stack;

    @BeforeAll
    static void start() {
        stack = new TestStack(folder, 1);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /** A sink that runs in this process until it is stopped. */
    private static final class Running {
        private final ShutdownSignal signal = new ShutdownSignal();
        private final CompletableFuture<TestStack.Ran> end;

        Running(List<String> arguments) {
            end = CompletableFuture.supplyAsync(
                    () -> TestStack.run(SinkMain.commandLine(signal), arguments), task -> new Thread(task).start());
        }

        TestStack.Ran stop() throws Exception {
            signal.request();
            return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static List<String> run(String topic, String... more) {
        List<String> arguments = stack.arguments(
                "run",
                "--topics=" + topic,
                "--group=" + topic,
                "--root=/" + topic,
                "--value-format=text",
                "--file-format=text",
                "--roll-age=100ms",
                // Calls that fail at once instead of waiting for a server, as a test has no minutes to spare.
                "-Dipc.client.connect.max.retries=1",
                "-Dipc.client.connect.retry.interval=200",
                "-Ddfs.client.socket-timeout=3000");
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static TestStack.Ran command(List<String> arguments) {
        return TestStack.run(SinkMain.commandLine(new ShutdownSignal()), arguments);
    }

    private static JsonNode audit(String topic) throws Exception {
        TestStack.Ran ran = command(stack.arguments("audit", "--root=/" + topic, "--topics=" + topic, "--json"));
        return JSON.readTree(ran.out());
    }

    private static void assertExact(String topic, int count) throws Exception {
        JsonNode audit = audit(topic);
        assertThat(audit.get("clean").booleanValue()).as(audit.toPrettyString()).isTrue();
        assertThat(audit.get("records").longValue()).isEqualTo(count);
        List<Integer> stored = stack.lines("/" + topic).stream()
                .map(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1)))
                .sorted()
                .toList();
        assertThat(stored).isEqualTo(IntStream.range(0, count).boxed().toList());
    }

    private static void awaitStored(String topic, int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> audit(topic).get("records").longValue() >= count);
    }

    private static void topic(String name) throws ExecutionException, InterruptedException {
        stack.createTopic(name, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--group-protocol=classic", "--group-protocol=consumer", "--partitions=0,1"})
    void aRunUntilTheEndStoresEverythingAndEndsWithStatusZero(String way) throws Exception {
        String topic = "until-end" + way.replaceAll("[^a-z]", "");
        topic(topic);
        stack.produce(topic, 2, 0, 500);
        TestStack.Ran ran = command(run(topic, way, "--until-end", "--threads=2"));
        assertThat(ran.status()).as(ran.err()).isZero();
        assertExact(topic, 500);
        // Nothing new: nothing stored, and still status 0.
        assertThat(command(run(topic, way, "--until-end")).status()).isZero();
        assertExact(topic, 500);
    }

    @Test
    void aStopCommitsWhatIsOpen() throws Exception {
        topic("stopped");
        stack.produce("stopped", 2, 0, 300);
        List<String> arguments = new ArrayList<>(run("stopped", "--http-port=0"));
        arguments.replaceAll(argument -> argument.startsWith("--roll-age=") ? "--roll-age=1h" : argument);
        Running sink = new Running(arguments);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (FileSystem files = stack.hdfs.newClient()) {
                // Open temporary files show that records were read.
                return files.globStatus(new org.apache.hadoop.fs.Path("/stopped/_millrace/stopped/*/tmp/*/data-0*"))
                                .length
                        == 2;
            }
        });
        assertThat(sink.stop().status()).isZero();
        assertExact("stopped", 300);
    }

    @Test
    void aNameNodeThatRestartsIsWaitedFor() throws Exception {
        topic("namenode");
        stack.produce("namenode", 2, 0, 200);
        Running sink = new Running(run("namenode"));
        awaitStored("namenode", 200);
        stack.hdfs.cluster().shutdownNameNode(0);
        try {
            stack.produce("namenode", 2, 200, 200);
        } finally {
            stack.hdfs.cluster().restartNameNode(0, true);
        }
        awaitStored("namenode", 400);
        assertThat(sink.stop().status()).isZero();
        assertExact("namenode", 400);
    }

    @Test
    void safeModeIsWaitedFor() throws Exception {
        topic("safemode");
        stack.produce("safemode", 2, 0, 200);
        Running sink = new Running(run("safemode"));
        awaitStored("safemode", 200);
        safeMode("enter");
        try {
            stack.produce("safemode", 2, 200, 200);
        } finally {
            safeMode("leave");
        }
        awaitStored("safemode", 400);
        assertThat(sink.stop().status()).isZero();
        assertExact("safemode", 400);
    }

    private static void safeMode(String action) throws Exception {
        assertThat(new DFSAdmin(stack.hdfs.clientConfiguration()).run(new String[] {"-safemode", action}))
                .isZero();
    }

    @Test
    void aDataNodeThatIsLostInTheMiddleOfAFileIsWaitedFor() throws Exception {
        topic("datanode");
        stack.produce("datanode", 2, 0, 200);
        Running sink = new Running(run("datanode"));
        awaitStored("datanode", 200);
        MiniDFSCluster.DataNodeProperties lost = stack.hdfs.cluster().stopDataNode(0);
        try {
            stack.produce("datanode", 2, 200, 200);
        } finally {
            stack.hdfs.cluster().restartDataNode(lost, true);
            stack.hdfs.cluster().waitActive();
        }
        awaitStored("datanode", 400);
        assertThat(sink.stop().status()).isZero();
        assertExact("datanode", 400);
    }

    @Test
    void aBrokerThatRestartsIsWaitedFor() throws Exception {
        topic("broker");
        stack.produce("broker", 2, 0, 200);
        Running sink = new Running(run("broker"));
        awaitStored("broker", 200);
        stack.kafka.stop();
        stack.kafka.start();
        stack.produce("broker", 2, 200, 200);
        awaitStored("broker", 400);
        assertThat(sink.stop().status()).isZero();
        assertExact("broker", 400);
    }

    @Test
    void badRecordsGoToTheDeadLetterTopicAndComeBackOnce() throws Exception {
        topic("bad");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                java.util.Map.of("bootstrap.servers", stack.kafka.bootstrapServers()),
                new org.apache.kafka.common.serialization.ByteArraySerializer(),
                new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            for (int i = 0; i < 1_000; i++) {
                byte[] value = i % 10 == 0 ? "bad:0".getBytes(StandardCharsets.UTF_8) : new byte[] {(byte) 0xff};
                producer.send(new ProducerRecord<>("bad", i % 2, null, value));
            }
        }
        TestStack.Ran ran = command(run("bad", "--until-end"));
        assertThat(ran.status()).as(ran.err()).isZero();
        JsonNode audit = audit("bad");
        assertThat(audit.get("records").intValue()).isEqualTo(100);
        assertThat(audit.get("dead_letters").intValue()).isEqualTo(900);
        List<String> replay =
                List.of("replay", "--topics=bad", "--bootstrap-servers=" + stack.kafka.bootstrapServers());
        TestStack.Ran first = command(replay);
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out()).contains("900 dead letters put back");
        assertThat(command(replay).out()).contains("0 dead letters put back");
        // As bytes they fit: the same log goes on behind the letters that were put back.
        List<String> asBytes = new ArrayList<>(run("bad", "--until-end"));
        asBytes.replaceAll(argument -> argument.equals("--value-format=text") ? "--value-format=bytes" : argument);
        TestStack.Ran again = command(asBytes);
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(audit("bad").get("records").intValue()).isEqualTo(1_000);
    }

    @Test
    void aTopicThatWasMadeAnewStopsTheSink() throws Exception {
        topic("again");
        stack.produce("again", 2, 0, 10);
        assertThat(command(run("again", "--until-end")).status()).isZero();
        try (org.apache.kafka.clients.admin.Admin admin = org.apache.kafka.clients.admin.Admin.create(
                java.util.Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            admin.deleteTopics(List.of("again")).all().get();
        }
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> topic("again"));
        stack.produce("again", 2, 0, 50);
        TestStack.Ran ran = command(run("again", "--until-end"));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("was deleted and created again");
    }
}
