package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.stack.FreePorts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink as users run it, against real servers: ways to run, what is read, bad records, metrics. */
@ExtendWith(SharedStack.class)
class ServersIT {
    private final TestStack stack;
    private final Sinks sinks;

    ServersIT(TestStack stack) {
        this.stack = stack;
        this.sinks = new Sinks(stack);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--group-protocol=classic", "--group-protocol=consumer", "--only-partitions=0,1"})
    void aRunUntilTheEndStoresEverythingAndEndsWithStatusZero(String way) throws Exception {
        String topic = "until-end" + way.replaceAll("[^a-z]", "");
        sinks.topic(topic);
        stack.produce(topic, 2, 0, 500);
        TestStack.Ran ran = Sinks.command(sinks.run(topic, way, "--until-end", "--threads=2"));
        assertThat(ran.status()).as(ran.err()).isZero();
        sinks.assertExact(topic, 500);
        // Nothing new: nothing stored, and still status 0.
        assertThat(Sinks.command(sinks.run(topic, way, "--until-end")).status()).isZero();
        sinks.assertExact(topic, 500);
    }

    @Test
    void aStopCommitsWhatIsOpen() throws Exception {
        sinks.topic("stopped");
        stack.produce("stopped", 2, 0, 300);
        Sinks.Running sink = new Sinks.Running(sinks.run("stopped", "--http-port=0", "--roll-age=1h"));
        await().atMost(Sinks.PATIENCE).ignoreExceptions().until(() -> {
            try (FileSystem files = stack.hdfs.newClient()) {
                // Open temporary files show that records were read.
                return files.globStatus(new Path("/stopped/_millrace/stopped/*/tmp/*/data-0*")).length == 2;
            }
        });
        assertThat(sink.stop().status()).isZero();
        sinks.assertExact("stopped", 300);
    }

    @Test
    void badRecordsGoToTheDeadLetterTopicAndComeBackOnce() throws Exception {
        sinks.topic("bad");
        try (KafkaProducer<byte[], byte[]> producer = bytesProducer(Map.of())) {
            for (int i = 0; i < 1_000; i++) {
                byte[] value = i % 10 == 0 ? "bad:0".getBytes(StandardCharsets.UTF_8) : new byte[] {(byte) 0xff};
                producer.send(new ProducerRecord<>("bad", i % 2, null, value));
            }
        }
        TestStack.Ran ran = Sinks.command(sinks.run("bad", "--until-end"));
        assertThat(ran.status()).as(ran.err()).isZero();
        JsonNode audit = sinks.audit("bad");
        assertThat(audit.get("records").intValue()).isEqualTo(100);
        assertThat(audit.get("dead_letters").intValue()).isEqualTo(900);
        List<String> redeliver =
                List.of("redeliver", "--topics=bad", "--bootstrap-servers=" + stack.kafka.bootstrapServers());
        TestStack.Ran first = Sinks.command(redeliver);
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out()).contains("900 dead letters put back");
        assertThat(Sinks.command(redeliver).out()).contains("0 dead letters put back");
        // As bytes they fit: the same log goes on behind the letters that were put back.
        TestStack.Ran again = Sinks.command(sinks.run("bad", "--until-end", "--value-format=bytes"));
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(sinks.audit("bad").get("records").intValue()).isEqualTo(1_000);
    }

    @Test
    void aTopicThatWasMadeAnewStopsTheSink() throws Exception {
        sinks.topic("again");
        stack.produce("again", 2, 0, 10);
        assertThat(Sinks.command(sinks.run("again", "--until-end")).status()).isZero();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            admin.deleteTopics(List.of("again")).all().get();
        }
        await().atMost(Sinks.PATIENCE).ignoreExceptions().untilAsserted(() -> sinks.topicAgain("again"));
        stack.produce("again", 2, 0, 50);
        TestStack.Ran ran = Sinks.command(sinks.run("again", "--until-end"));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("was deleted and created again");
    }

    private KafkaProducer<byte[], byte[]> bytesProducer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", stack.kafka.bootstrapServers());
        settings.put("compression.type", "lz4");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The sink's heap is smaller than the garbage by far; {@code -Dgarbage.records=N} for more of it. */
    @Test
    @Tag("thorough")
    void aWholeTopicOfGarbageNeitherStopsTheSinkNorFillsItsMemory(@TempDir java.nio.file.Path folder) throws Exception {
        int records = Integer.getInteger("garbage.records", 80_000);
        sinks.topic("garbage");
        byte[] value = new byte[2_048];
        new Random(1).nextBytes(value);
        value[0] = (byte) 0xff;
        try (KafkaProducer<byte[], byte[]> producer = bytesProducer(Map.of())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>("garbage", i % 2, null, value));
            }
        }
        stack.produce("garbage", 2, 0, 10);
        java.nio.file.Path log = folder.resolve("garbage.log");
        Process sink = TestStack.startProcess(log, List.of("-Xmx80m"), sinks.run("garbage", "--until-end"));
        assertThat(sink.waitFor(Sinks.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(sink.exitValue()).as(Files.readString(log)).isZero();
        JsonNode audit = sinks.audit("garbage");
        assertThat(audit.get("clean").booleanValue()).as(audit.toPrettyString()).isTrue();
        assertThat(audit.get("dead_letters").intValue()).isEqualTo(records);
        assertThat(stack.numbers("/garbage")).hasSize(10);
    }

    @Test
    void aDeadLetterThatIsTooLargeForItsTopicIsCutInsteadOfTriedForEver() throws Exception {
        sinks.topic("large");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("large.dead-letters", 2, (short) 1)
                            .configs(Map.of("max.message.bytes", "5000"))))
                    .all()
                    .get();
        }
        byte[] value = new byte[20_000];
        new Random(2).nextBytes(value);
        value[0] = (byte) 0xff;
        try (KafkaProducer<byte[], byte[]> producer = bytesProducer(Map.of())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("large", 0, null, i < 5 ? value : new byte[] {(byte) 0xff}));
            }
        }
        TestStack.Ran ran = Sinks.command(sinks.run("large", "--until-end"));
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(sinks.audit("large").get("dead_letters").intValue()).isEqualTo(10);
        // What is not whole any more must not come back as if it were.
        assertThat(Sinks.command(List.of(
                                "redeliver", "--topics=large", "--bootstrap-servers=" + stack.kafka.bootstrapServers()))
                        .out())
                .contains("5 dead letters put back", "5 left out as cut");
    }

    @Test
    void aDeadLetterIsWholeHoweverLargeItsTopicsMessagesAreAndCanBePutBack() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("larger", 1, (short) 1).configs(Map.of("max.message.bytes", "3000000"))))
                    .all()
                    .get();
        }
        byte[] value = new byte[2_999_000];
        new Random(3).nextBytes(value);
        value[0] = (byte) 0xff;
        try (KafkaProducer<byte[], byte[]> producer = bytesProducer(Map.of("max.request.size", 4_000_000))) {
            producer.send(new ProducerRecord<>("larger", 0, null, value)).get();
        }
        TestStack.Ran ran = Sinks.command(sinks.run("larger", "--until-end"));
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(sinks.audit("larger").get("dead_letters").intValue()).isEqualTo(1);
        assertThat(Sinks.command(List.of(
                                "redeliver",
                                "--topics=larger",
                                "--bootstrap-servers=" + stack.kafka.bootstrapServers()))
                        .out())
                .contains("1 dead letters put back", "0 left out as cut");
    }

    @Test
    void recordsOfAbortedTransactionsAreNotStoredAndThoseOfAnOpenOneNotYet() throws Exception {
        sinks.topic("transactions");
        try (KafkaProducer<byte[], byte[]> producer =
                bytesProducer(Map.of("transactional.id", "transactions", "linger.ms", 5))) {
            producer.initTransactions();
            for (int transaction = 0; transaction < 6; transaction++) {
                producer.beginTransaction();
                boolean abort = transaction % 2 == 1;
                for (int i = 0; i < 50; i++) {
                    String text = abort ? "aborted:-1" : "transactions:" + (transaction / 2 * 50 + i);
                    producer.send(
                            new ProducerRecord<>("transactions", i % 2, null, text.getBytes(StandardCharsets.UTF_8)));
                }
                if (abort) {
                    // Aborting at once would only drop them from the producer's buffer.
                    producer.flush();
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
            producer.beginTransaction();
            for (int i = 150; i < 170; i++) {
                producer.send(new ProducerRecord<>(
                        "transactions", i % 2, null, ("transactions:" + i).getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
            assertThat(Sinks.command(sinks.run("transactions", "--until-end")).status())
                    .isZero();
            sinks.assertExact("transactions", 150);
            // 150 aborted records, and a marker per transaction in each of both partitions.
            assertThat(sinks.audit("transactions").get("absent").intValue()).isEqualTo(150 + 12);
            producer.commitTransaction();
        }
        assertThat(Sinks.command(sinks.run("transactions", "--until-end")).status())
                .isZero();
        sinks.assertExact("transactions", 170);
    }

    @Test
    void metricsTellWhatTheDocumentationPromises() throws Exception {
        sinks.topic("metrics");
        int port = FreePorts.any();
        stack.produce("metrics", 2, 0, 300);
        try (KafkaProducer<byte[], byte[]> producer = bytesProducer(Map.of())) {
            for (int i = 0; i < 20; i++) {
                producer.send(new ProducerRecord<>("metrics", 1, null, new byte[] {(byte) 0xff}));
            }
        }
        Sinks.Running sink = new Sinks.Running(sinks.run("metrics", "--http-port=" + port));
        sinks.awaitStored("metrics", 300);
        await().atMost(Sinks.PATIENCE)
                .until(() -> sum(Sinks.page(port, "/metrics").body(), "millrace_sink_dead_letters_total") == 20);
        stack.produce("metrics", 2, 300, 100);
        await().atMost(Sinks.PATIENCE)
                .until(() -> sum(Sinks.page(port, "/metrics").body(), "millrace_sink_committed_records_total") == 400);
        String page = Sinks.page(port, "/metrics").body();
        for (String name : List.of(
                "records_read_total",
                "committed_records_total",
                "committed_files_total",
                "committed_bytes_total",
                "dead_letters_total",
                "skipped_total",
                "fenced_commits_total",
                "retries_total",
                "commit_age_seconds",
                "commit_duration_seconds_count",
                "commit_duration_seconds_sum",
                "takeover_duration_seconds_count")) {
            for (int partition = 0; partition < 2; partition++) {
                assertThat(page)
                        .containsPattern("(?m)^millrace_sink_" + name + "\\{command=\"run\",partition=\"" + partition
                                + "\",service=\"hdfs-sink-service\",topic=\"metrics\"\\} \\S+$");
            }
        }
        assertThat(page)
                .containsPattern(
                        "(?m)^millrace_lag\\{command=\"run\",partition=\"1\",service=\"hdfs-sink-service\",topic=\"metrics\"\\} \\S+$");
        assertThat(page)
                .containsPattern(
                        "(?m)^millrace_sink_open_files\\{command=\"run\",service=\"hdfs-sink-service\"\\} \\S+$");
        assertThat(page)
                .containsPattern(
                        "(?m)^millrace_sink_buffered_bytes\\{command=\"run\",service=\"hdfs-sink-service\"\\} \\S+$");
        assertThat(sum(page, "millrace_sink_records_read_total")).isEqualTo(420);
        assertThat(sum(page, "millrace_sink_takeover_duration_seconds_count")).isEqualTo(2);
        long files = 0;
        for (JsonNode partition : sinks.audit("metrics").get("partitions")) {
            files += partition.get("files").longValue();
        }
        assertThat(sum(page, "millrace_sink_committed_files_total")).isEqualTo(files);
        assertThat(sink.stop().status()).isZero();
    }

    private static double sum(String page, String name) {
        return page.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void topicsOfOneProcessHaveFormatsAndRollingOfTheirOwn() throws Exception {
        sinks.topic("own-text");
        sinks.topic("own-json");
        stack.produce("own-text", 2, 0, 100);
        try (KafkaProducer<byte[], byte[]> producer = bytesProducer(Map.of())) {
            for (int i = 0; i < 100; i++) {
                byte[] value = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>("own-json", i % 2, null, value));
            }
        }
        TestStack.Ran ran = Sinks.command(sinks.run(
                "own-text",
                "--topics=own-text,own-json",
                "--root=/own",
                "--layout={topic}",
                "--roll-age=1h",
                "--until-end",
                "--topic-option=own-json:value-format=json;own-json:file-format=jsonl",
                "--topic-option=own-json:roll-records=10"));
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(stack.numbers("/own/own-text")).hasSize(100);
        assertThat(stack.files("/own/own-text")).hasSize(2).allMatch(name -> name.endsWith(".txt"));
        assertThat(stack.lines("/own/own-json")).hasSize(100).contains("{\"n\":0}", "{\"n\":99}");
        assertThat(stack.files("/own/own-json")).hasSize(10).allMatch(name -> name.endsWith(".jsonl"));
    }
}
