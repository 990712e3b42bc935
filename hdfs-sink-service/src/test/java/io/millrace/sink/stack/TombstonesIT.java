package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tombstones, headers and keys from a broker to rows that DuckDB reads, in a process of little heap. */
@Tag("thorough")
@ExtendWith(SharedStack.class)
class TombstonesIT {
    private static final int MIB = 1 << 20;
    private static final int COUNT = 300;

    @TempDir
    private Path folder;

    private final TestStack stack;
    private final Sinks sinks;

    TombstonesIT(TestStack stack) {
        this.stack = stack;
        this.sinks = new Sinks(stack);
    }

    private void createTopics() throws Exception {
        Map<String, String> large = Map.of("max.message.bytes", Integer.toString(8 * MIB));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("tombs", 1, (short) 1).configs(large),
                            new NewTopic("tombs-skipped", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Every third record has no value; each has two headers of one name, and one in a hundred has 5 MiB in a header. */
    private void produce() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.kafka.bootstrapServers(), "acks", "all", "max.request.size", 8 * MIB);
        byte[] huge = "h".repeat(5 * MIB).getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < COUNT; i++) {
                for (String topic : List.of("tombs", "tombs-skipped")) {
                    String value = i % 3 == 2 ? null : "{\"n\":" + i + "}";
                    ProducerRecord<String, String> record = new ProducerRecord<>(topic, "k" + i, value);
                    record.headers().add("trace", ("first" + i).getBytes(StandardCharsets.UTF_8));
                    record.headers().add("trace", ("second" + i).getBytes(StandardCharsets.UTF_8));
                    if (topic.equals("tombs") && i % 100 == 50) {
                        record.headers().add("huge", huge);
                    }
                    producer.send(record);
                }
            }
        }
    }

    private String schema() throws Exception {
        return Files.writeString(
                        folder.resolve("n.avsc"),
                        "{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"n\",\"type\":\"long\"}]}")
                .toString();
    }

    private JsonNode run() throws Exception {
        return run(
                "tombs",
                "--topics=tombs,tombs-skipped",
                "--value-format=json",
                "--file-format=parquet",
                "--schema=" + schema(),
                "--layout={topic}",
                "--metadata-columns=offset,key,headers,timestamp_type,leader_epoch,tombstone",
                "--on-tombstone=store",
                "--topic-option=tombs-skipped:on-tombstone=skip");
    }

    private JsonNode run(String root, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        Path log = folder.resolve("sink.log");
        Path report = folder.resolve("report.json");
        all.addAll(List.of("--until-end", "--report=" + report));
        Process sink = TestStack.startProcess(log, List.of(), sinks.run(root, all.toArray(String[]::new)));
        try {
            assertThat(sink.waitFor(Sinks.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(Files.readString(log))
                    .isTrue();
            assertThat(sink.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            sink.destroyForcibly().onExit().join();
        }
        return new ObjectMapper().readTree(report.toFile());
    }

    private List<String> rows(Path copies, String topic, String what) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT concat_ws('|', " + what + ") FROM read_parquet('"
                        + copies + "/*-" + topic + "-0-*.parquet', union_by_name=true) ORDER BY kafka_offset")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    @Test
    void tombstonesAreRowsInOneTopicAndCountedInTheOtherAndTheAuditAgrees() throws Exception {
        createTopics();
        produce();
        JsonNode report = run();
        for (JsonNode partition : report.get("partitions")) {
            boolean stored = partition.get("topic").textValue().equals("tombs");
            assertThat(partition.get("records").intValue()).isEqualTo(stored ? COUNT : COUNT * 2 / 3);
            assertThat(partition.get("skipped_tombstones").intValue()).isEqualTo(stored ? 0 : COUNT / 3);
            assertThat(partition.get("skipped").intValue()).isZero();
            assertThat(partition.get("dead_letters").intValue()).isZero();
        }

        Path copies = Files.createDirectory(folder.resolve("copies"));
        ChaosReaders.copy(stack, "/tombs", copies);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            expected.add(i + "|k" + i + "|" + (i % 3 == 2 ? "none|true" : i + "|false") + "|trace=first" + i
                    + "|trace=second" + i + "|" + (i % 100 == 50 ? 5 * MIB : 0) + "|create_time|0");
        }
        assertThat(rows(
                        copies,
                        "tombs",
                        "kafka_offset, kafka_key, coalesce(n::VARCHAR, 'none'), kafka_tombstone,"
                                + " 'trace=' || kafka_headers[1].value,"
                                + " kafka_headers[2].name || '=' || kafka_headers[2].value,"
                                + " coalesce(length(kafka_headers[3].value), 0), kafka_timestamp_type,"
                                + " kafka_leader_epoch"))
                .isEqualTo(expected);
        assertThat(rows(copies, "tombs-skipped", "n, kafka_tombstone"))
                .hasSize(COUNT * 2 / 3)
                .allMatch(row -> row.endsWith("|false"));

        JsonNode audit = sinks.auditOf("/tombs", "tombs,tombs-skipped");
        assertThat(audit.get("clean").booleanValue()).as(audit.toPrettyString()).isTrue();
        assertThat(audit.get("skipped_tombstones").intValue()).isEqualTo(COUNT / 3);
        assertThat(audit.get("records").intValue()).isEqualTo(COUNT + COUNT * 2 / 3);
        assertThat(audit.get("absent").intValue()).isZero();
    }

    /** Rows 0 to 99; each third is deleted, with the tombstone behind it that Debezium writes. */
    private void produceChanges(List<String> topics) {
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.kafka.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 100; i++) {
                for (String topic : topics) {
                    String row = "{\"n\":" + i + "}";
                    producer.send(new ProducerRecord<>(
                            topic, "k" + i, "{\"before\":null,\"after\":" + row + ",\"source\":{},\"op\":\"c\"}"));
                    if (i % 3 == 0) {
                        producer.send(new ProducerRecord<>(
                                topic, "k" + i, "{\"before\":" + row + ",\"after\":null,\"source\":{},\"op\":\"d\"}"));
                        producer.send(new ProducerRecord<>(topic, "k" + i, null));
                    }
                }
            }
        }
    }

    @Test
    void changeEventsAreRowsAndDeletesAreStoredCountedOrDeadLetters() throws Exception {
        List<String> topics = List.of("changes", "changes-skipped", "changes-refused");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        produceChanges(topics);
        JsonNode report = run(
                "changes",
                "--topics=" + String.join(",", topics),
                "--value-format=json",
                "--file-format=parquet",
                "--schema=" + schema(),
                "--unwrap=debezium",
                "--layout={topic}",
                "--metadata-columns=offset,op,tombstone",
                "--on-tombstone=store",
                "--topic-option=changes-skipped:on-tombstone=skip",
                "--topic-option=changes-refused:on-tombstone=dead-letter");
        for (JsonNode partition : report.get("partitions")) {
            String topic = partition.get("topic").textValue();
            assertThat(partition.get("records").intValue()).isEqualTo(topic.equals("changes") ? 168 : 100);
            assertThat(partition.get("skipped_tombstones").intValue()).isEqualTo(topic.endsWith("skipped") ? 68 : 0);
            assertThat(partition.get("dead_letters").intValue()).isEqualTo(topic.endsWith("refused") ? 68 : 0);
            assertThat(partition.get("skipped").intValue()).isZero();
        }
        Path copies = Files.createDirectory(folder.resolve("copies"));
        ChaosReaders.copy(stack, "/changes", copies);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add(i + "|c|false");
            if (i % 3 == 0) {
                expected.add(i + "|d|false");
                expected.add("-1|-|true");
            }
        }
        assertThat(rows(copies, "changes", "coalesce(n, -1), coalesce(change_op, '-'), kafka_tombstone"))
                .isEqualTo(expected);
        assertThat(rows(copies, "changes-skipped", "n, change_op")).hasSize(100).allMatch(row -> row.endsWith("|c"));
        JsonNode audit = sinks.auditOf("/changes", String.join(",", topics));
        assertThat(audit.get("clean").booleanValue()).as(audit.toPrettyString()).isTrue();
        assertThat(audit.get("skipped_tombstones").intValue()).isEqualTo(68);
    }
}
