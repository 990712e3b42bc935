package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.codec.SensorReadingJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Servers.class)
class DeliveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private final TestBroker broker = Servers.broker();

    @TempDir
    Path folder;

    @Test
    void reportsWhatIsInTheTopic() throws Exception {
        Path file = write("in.log", 1000);
        Path report = folder.resolve("report.json");
        int status = RunningCommand.run(
                "tail", kafka(), "--topic=reported", "--until-end", "--report=" + report, file.toString());

        assertThat(status).isZero();
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.path("records").path("reported").asInt()).isEqualTo(1000);
        assertThat(broker.values("reported")).isEqualTo(lines(0, 1000));
    }

    @Test
    void warnsOfBrokersWhoseTransactionsCanBeTorn() throws Exception {
        Path file = write("torn.log", 10);
        List<String> tail = List.of("tail", kafka(), "--topic=torn", "--until-end", file.toString());
        String warning = "Kafka's transactions are of transaction.version 1 here, where 2 is needed for exactly once";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Path now = folder.resolve("now.out");
            assertThat(KilledProcess.run(now, tail)).isZero();
            assertThat(Files.readString(now)).doesNotContain("transaction.version");

            transactionVersion(admin, 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
            Path before = folder.resolve("before.out");
            try {
                assertThat(KilledProcess.run(before, tail)).isZero();
            } finally {
                transactionVersion(admin, 2, FeatureUpdate.UpgradeType.UPGRADE);
            }
            assertThat(Files.readString(before)).contains(warning);
        }
        assertThat(broker.values("torn")).isEqualTo(lines(0, 10));
    }

    private static void transactionVersion(Admin admin, int version, FeatureUpdate.UpgradeType way) throws Exception {
        Map<String, FeatureUpdate> update = Map.of("transaction.version", new FeatureUpdate((short) version, way));
        admin.updateFeatures(update, new UpdateFeaturesOptions()).all().get();
        await().atMost(PATIENCE)
                .until(() -> admin.describeFeatures()
                                .featureMetadata()
                                .get()
                                .finalizedFeatures()
                                .get("transaction.version")
                                .maxVersionLevel()
                        == version);
    }

    @Test
    void theOlderOfTwoInstancesStopsAndSaysWhoTookOver() throws Exception {
        Path file = write("in.log", 10);
        try (RunningCommand older = new RunningCommand("tail", kafka(), "--topic=fenced", file.toString())) {
            await().atMost(PATIENCE).until(() -> topicHas("fenced", 10));
            try (RunningCommand newer = new RunningCommand("tail", kafka(), "--topic=fenced", file.toString())) {
                await().atMost(PATIENCE).until(() -> owners("tail-", "fenced") >= 2);
                append(file, 10, 20);
                assertThat(older.status()).isEqualTo(1);
                assertThat(older.errors()).contains("now belongs to process", "--name");
                await().atMost(PATIENCE).until(() -> topicHas("fenced", 20));
                assertThat(newer.isRunning()).isTrue();
            }
        }
        assertThat(broker.values("fenced")).isEqualTo(lines(0, 20));
    }

    @Test
    void waitsWhileKafkaIsAwayAndLosesAndRepeatsNothing() throws Exception {
        Path file = write("in.log", 100);
        try (RunningCommand tail = new RunningCommand("tail", kafka(), "--topic=outage", file.toString());
                RunningCommand iot = new RunningCommand(
                        "iot", kafka(), "--topic=outage-iot", "--interval=50ms", "--devices=1", "--count=200")) {
            await().atMost(PATIENCE).until(() -> topicHas("outage", 100) && topicHas("outage-iot", 1));
            broker.stop();
            append(file, 100, 200);
            broker.start();
            await().atMost(PATIENCE).until(() -> topicHas("outage", 200));
            assertThat(iot.status()).isZero();
            assertThat(tail.stop()).isZero();
        }
        assertThat(broker.values("outage")).isEqualTo(lines(0, 200));
        assertThat(broker.values("outage-iot")).hasSize(200);
    }

    @Test
    void refusesAnOverlongLineIntoTheDeadLettersWithItsPlace() throws Exception {
        Path file = folder.resolve("in.log");
        Files.writeString(file, "short\n" + "x".repeat(5000) + "\nlast\n");
        int status = RunningCommand.run(
                "tail",
                kafka(),
                "--topic=long",
                "--dead-letter-topic=long-dead",
                "--max-record-bytes=1000",
                "--long-records=refuse",
                "--until-end",
                file.toString());

        assertThat(status).isZero();
        assertThat(broker.values("long")).containsExactly("short", "last");
        ConsumerRecord<byte[], byte[]> letter = broker.committed("long-dead").get(0);
        assertThat(header(letter, "millrace.dead-letter.origin")).isEqualTo("file:" + file);
        assertThat(header(letter, "millrace.dead-letter.position")).isEqualTo("6");
        assertThat(header(letter, "millrace.dead-letter.reason")).contains("longer than 1000 bytes");
    }

    @Test
    void simulatesTheSameReadingsFromTheSameSeed() throws Exception {
        for (String topic : List.of("seeded-1", "seeded-2")) {
            assertThat(RunningCommand.run(
                            "iot",
                            kafka(),
                            "--topic=" + topic,
                            "--count=5000",
                            "--interval=0",
                            "--seed=7",
                            "--partitions=1",
                            "--anomaly-probability=0.05",
                            "--start-time=2026-01-01T00:00:00Z"))
                    .isZero();
        }

        List<String> values = broker.values("seeded-1");
        assertThat(values).hasSize(5000).isEqualTo(broker.values("seeded-2"));
        SensorReadingJson json = new SensorReadingJson();
        long anomalies = 0;
        for (String value : values) {
            anomalies += json.decode(value.getBytes(StandardCharsets.UTF_8)).anomaly() ? 1 : 0;
        }
        assertThat(anomalies).isBetween(180L, 330L);
    }

    @Test
    void saysWhenTheBrokersAreTooFew() throws Exception {
        RunningCommand iot = new RunningCommand(
                "iot", kafka(), "--topic=three", "--replication-factor=3", "--min-insync-replicas=2", "--count=1");

        assertThat(iot.status()).isEqualTo(1);
        assertThat(iot.errors())
                .contains("topic three: replication factor is 3", "number of brokers that are up, which is 1");
    }

    @Test
    void reportsWhereAnExistingTopicDiffersAndLeavesItAsItIs() throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "existing");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("existing", 2, (short) 1)))
                    .all()
                    .get();
            Path log = folder.resolve("iot.out");
            int status = KilledProcess.run(
                    log,
                    List.of(
                            "iot",
                            kafka(),
                            "--topic=existing",
                            "--partitions=5",
                            "--replication-factor=3",
                            "--min-insync-replicas=2",
                            "--interval=0",
                            "--count=10"));

            assertThat(status).isZero();
            assertThat(Files.readString(log))
                    .contains(
                            "Topic existing exists with partitions 2, asked for 5; it is left as it is",
                            "Topic existing exists with replication factor 1, asked for 3; it is left as it is",
                            "Topic existing exists with min.insync.replicas 1, asked for 2; it is left as it is");
            TopicDescription left = admin.describeTopics(List.of("existing"))
                    .allTopicNames()
                    .get()
                    .get("existing");
            assertThat(left.partitions())
                    .hasSize(2)
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(1));
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            assertThat(config.get("min.insync.replicas").value()).isEqualTo("1");
        }
        assertThat(broker.values("existing")).hasSize(10);
    }

    @Test
    void tellsAllThatIsWrongWithItsOptionsAtOnce() throws Exception {
        RunningCommand tail = new RunningCommand(
                "tail", "--commit-interval=0", "--max-record-bytes=1", "--topic=a b", "/does/not/exist.log");

        assertThat(tail.status()).isEqualTo(2);
        assertThat(tail.errors())
                .contains(
                        "input file '/does/not/exist.log' does not exist",
                        "--commit-interval is 0",
                        "--max-record-bytes is 1",
                        "topic name is 'a b'");
    }

    @Test
    void refusesSettingsThatTheGuaranteeHangsOnBeforeItAsksKafka() throws Exception {
        RunningCommand iot =
                new RunningCommand("iot", "--bootstrap-servers=127.0.0.1:1", "--kafka-property=acks=1", "--devices=0");

        assertThat(iot.status()).isEqualTo(2);
        assertThat(iot.errors()).contains("Kafka property acks is '1', must be 'all' here", "--devices is 0");
    }

    private String kafka() {
        return "--bootstrap-servers=" + broker.bootstrapServers();
    }

    private boolean topicHas(String topic, int count) {
        try {
            return broker.committed(topic).size() >= count;
        } catch (RuntimeException e) {
            // Not made yet.
            return false;
        }
    }

    private long owners(String prefix, String topic) {
        return broker.committed("millrace-positions").stream()
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .filter(key -> key.startsWith(prefix) && key.endsWith("-" + topic + "/owner"))
                .count();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private Path write(String name, int count) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, lines(0, count));
        return file;
    }

    private static void append(Path file, int from, int to) throws IOException {
        Files.write(file, lines(from, to), StandardOpenOption.APPEND);
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }
}
