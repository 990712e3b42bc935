package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.runtime.kafka.TopicSetup;
import io.millrace.runtime.kafka.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes with a small heap and huge values: everything is stored, or a dead letter, and memory never runs out. {@code
 * -Dheap.grid=true} for all sizes, heaps, numbers of partitions, formats and compressions, of which the build tries a few; {@code
 * -Dheap.only=REGEX} for those whose description fits, such as {@code megabytes=20.*format=parquet}.
 */
@ExtendWith(SharedStack.class)
@Tag("thorough")
class SmallHeapIT {
    private static final int MB = 1_000_000;
    private static final int SMALL_PER_HUGE = 20;
    private static final boolean GRID = Boolean.getBoolean("heap.grid");
    private static final Pattern AFTER = Pattern.compile("->(\\d+)M\\((\\d+)M\\)");
    private static final String SCHEMA = """
            {"type":"record","name":"Big","fields":[{"name":"n","type":"long"},{"name":"body","type":"string"}]}""";

    @TempDir
    private Path folder;

    private final TestStack stack;
    private final Sinks sinks;

    SmallHeapIT(TestStack stack) {
        this.stack = stack;
        this.sinks = new Sinks(stack);
    }

    /**
     * A run.
     *
     * @param megabytes of the huge values
     * @param heap MiB
     */
    private record Cell(int megabytes, int heap, int partitions, String format, String compression) {
        String topic() {
            return "huge-" + megabytes + "-" + partitions;
        }

        int huge() {
            return megabytes >= 100 ? 3 : megabytes >= 20 ? 8 : 24;
        }

        int records() {
            return huge() * (SMALL_PER_HUGE + 1);
        }

        String root() {
            return "/" + topic() + "-" + heap + "-" + format + "-" + compression;
        }
    }

    static Stream<Cell> cells() {
        if (!GRID) {
            return Stream.of(
                    new Cell(5, 256, 10, "parquet", "snappy"),
                    new Cell(5, 256, 10, "jsonl", "gzip"),
                    new Cell(20, 256, 1, "parquet", "zstd"));
        }
        List<Cell> cells = new ArrayList<>();
        for (int megabytes : new int[] {5, 20, 100}) {
            for (int partitions : new int[] {1, 10, 200}) {
                for (int heap : new int[] {256, 512, 1024}) {
                    cells.add(new Cell(megabytes, heap, partitions, "parquet", "snappy"));
                    cells.add(new Cell(megabytes, heap, partitions, "jsonl", "none"));
                }
            }
            for (String compression : new String[] {"none", "gzip", "zstd"}) {
                cells.add(new Cell(megabytes, 512, 10, "parquet", compression));
            }
            for (String compression : new String[] {"gzip", "snappy", "zstd"}) {
                cells.add(new Cell(megabytes, 512, 10, "jsonl", compression));
            }
        }
        Pattern only = Pattern.compile(System.getProperty("heap.only", ""));
        return cells.stream().filter(cell -> only.matcher(cell.toString()).find());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void hugeValuesAreStoredOrDeadLettersInASmallHeap(Cell cell) throws Exception {
        produce(cell);
        Path schema = folder.resolve("big.avsc");
        Files.writeString(schema, SCHEMA);
        Run run = run(
                cell.heap(),
                sinks.run(
                        cell.topic(),
                        "--root=" + cell.root(),
                        "--group=" + cell.root().substring(1),
                        "--value-format=json",
                        "--schema=" + schema,
                        "--file-format=" + cell.format(),
                        "--compression=" + cell.compression(),
                        "--roll-age=60s",
                        "--until-end"));

        assertThat(run.log()).doesNotContain("OutOfMemoryError");
        if (run.status() == 2 && run.log().contains("of which a heap of")) {
            int times = cell.format().equals("parquet") ? 5 : 2;
            assertThat(times * cell.megabytes() * MB).isGreaterThan(cell.heap() << 18);
            System.out.printf("Heap: %s refused at the start%n", cell);
            return;
        }
        assertThat(run.status()).as(run.log()).isZero();
        JsonNode audit = sinks.auditOf(cell.root(), cell.topic());
        assertThat(audit.get("clean").booleanValue()).as(audit.toPrettyString()).isTrue();
        long stored = audit.get("records").longValue();
        long letters = audit.get("dead_letters").longValue();
        System.out.printf(
                "Heap: %s %d stored, %d dead letters, at most %d MiB after a collection%n",
                cell, stored, letters, run.mostHeap());
        assertThat(stored + letters).isEqualTo(cell.records());
        assertThat(letters).isIn(0L, (long) cell.huge());
        if (cell.megabytes() * 20 <= cell.heap()) {
            assertThat(letters).isZero();
        }
        assertThat(run.mostHeap()).isLessThan(cell.heap() * 9L / 10);
    }

    /** 2,000 records to a poll are two gigabytes unpacked, from a few megabytes of Kafka. */
    @Test
    void valuesThatWereCompressedWellDoNotFillTheHeap() throws Exception {
        stack.createTopic("compressed", 4);
        Map<String, Object> settings = new HashMap<>(producerSettings());
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 8 * MB);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        byte[] value = " ".repeat(MB - 10).getBytes(StandardCharsets.US_ASCII);
        int count = 600;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>("compressed", i % 4, null, value));
            }
        }
        Run run = run(256, sinks.run("compressed", "--compression=gzip", "--roll-age=60s", "--until-end"));

        assertThat(run.log()).doesNotContain("OutOfMemoryError");
        assertThat(run.status()).as(run.log()).isZero();
        assertThat(sinks.audit("compressed").get("records").intValue()).isEqualTo(count);
    }

    private record Run(int status, String log, long mostHeap) {}

    private Run run(int heap, List<String> arguments) throws Exception {
        Path log = Files.createTempFile(folder, "sink", ".log");
        Path gc = Files.createTempFile(folder, "gc", ".log");
        Process process = TestStack.startProcess(log, List.of("-Xmx" + heap + "m", "-Xlog:gc:file=" + gc), arguments);
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(gc);
        List<String> full = lines.stream()
                .filter(line -> line.contains("Pause Full") && !line.contains("Metadata"))
                .toList();
        return new Run(process.exitValue(), Files.readString(log), most(full.isEmpty() ? lines : full));
    }

    /** What is left after a young collection is garbage in part; only a full one leaves what is in use. */
    private static long most(List<String> collections) {
        long most = 0;
        for (String line : collections) {
            Matcher matcher = AFTER.matcher(line);
            most = matcher.find() ? Math.max(most, Long.parseLong(matcher.group(1))) : most;
        }
        return most;
    }

    private void produce(Cell cell) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            if (admin.listTopics().names().get().contains(cell.topic())) {
                return;
            }
            int most = Math.max(1_048_588, cell.megabytes() * MB + MB / 10);
            new TopicSetup(admin)
                    .ensure(new TopicSpec(
                            cell.topic(),
                            cell.partitions(),
                            1,
                            1,
                            Map.of("max.message.bytes", Integer.toString(most))));
        }
        Random random = new Random(cell.megabytes());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < cell.huge(); i++) {
                for (int j = 0; j <= SMALL_PER_HUGE; j++) {
                    int length = j == SMALL_PER_HUGE / 2 ? cell.megabytes() * MB - 100 : 100;
                    int partition = (i * 7 + j % 3) % cell.partitions();
                    producer.send(new ProducerRecord<>(cell.topic(), partition, null, json(random, j, length)))
                            .get();
                }
            }
        }
    }

    private Map<String, Object> producerSettings() {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                stack.kafka.bootstrapServers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                104 * MB,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                210L * MB);
    }

    private static byte[] json(Random random, int n, int length) {
        byte[] raw = new byte[length / 4 * 3];
        random.nextBytes(raw);
        byte[] body = Base64.getEncoder().encode(raw);
        byte[] head = ("{\"n\":" + n + ",\"body\":\"").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length + 2];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        all[all.length - 2] = '"';
        all[all.length - 1] = '}';
        return all;
    }
}
