package io.millrace.benchmarks.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.stack.EmbeddedKafka;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends the same records by Kafka's producer-performance tool and by our sources, in turn, a process each. */
@Command(
        name = "SourcesBenchmark",
        mixinStandardHelpOptions = true,
        description = {
            "Compares 'iot' as fast as it goes and 'tail' of a log with Kafka's producer-performance tool, which sends the same"
                    + " records from a payload file: acks=all, idempotent, lz4, batches of 256 KiB, one broker.",
            "Rates are records/s from the first record to the last acknowledgement, start-up left out."
        })
public final class SourcesBenchmark implements Callable<Integer> {
    private static final int PAYLOAD_RECORDS = 100_000;
    private static final Pattern RATE = Pattern.compile("(\\d+) records sent, ([\\d.]+) records/sec");

    @Option(
            names = "--records",
            defaultValue = "15000000",
            description = "Readings that 'iot' and its reference send. Default: ${DEFAULT-VALUE}")
    private long records;

    @Option(
            names = "--log-mebibytes",
            defaultValue = "2048",
            description = "Size of the log that 'tail' reads. Default: ${DEFAULT-VALUE}")
    private long logMebibytes;

    @Option(names = "--rounds", defaultValue = "1", description = "Times that each is run. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--partitions", defaultValue = "3", description = "Of each topic. Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(names = "--heap", defaultValue = "512m", description = "Heap of each process. Default: ${DEFAULT-VALUE}")
    private String heap;

    @Option(names = "--only", description = "Run only what begins with this: iot or tail.")
    private String only = "";

    @Option(names = "--jvm-option", description = "Further option of our processes' JVM, such as a JFR recording.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(names = "--folder", description = "Where the log is kept for the next run. Default: a temporary folder")
    private Path folder;

    @Option(names = "--producer-jar", required = true, description = "The producer's jar; run.sh gives it.")
    private Path producerJar;

    private final List<Rate> rates = new ArrayList<>();
    private Path work;

    /** What one process reached. */
    private record Rate(String name, double perSecond, double cpuMicros) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new SourcesBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        work = Files.createTempDirectory("millrace-benchmark");
        Path kept = folder == null ? work : Files.createDirectories(folder);
        Path log = kept.resolve("app-" + logMebibytes + ".log");
        try {
            LogLines.make(log, logMebibytes << 20);
            for (int round = 1; round <= rounds; round++) {
                if ("iot".startsWith(only)) {
                    onEmptyBroker(this::iot);
                }
                if ("tail".startsWith(only)) {
                    onEmptyBroker(broker -> tail(broker, log));
                }
            }
            summarize();
            return 0;
        } finally {
            Folders.delete(work);
        }
    }

    private interface Scene {
        void play(String bootstrapServers) throws Exception;
    }

    /** Each scene has a broker of its own, so that none pays for what another left behind. */
    private void onEmptyBroker(Scene scene) throws Exception {
        Path data = work.resolve("kafka");

        try (EmbeddedKafka kafka = new EmbeddedKafka(data, 0, Map.of())) {
            kafka.start();
            scene.play(kafka.bootstrapServers());
        }
        Folders.delete(data);
    }

    private void iot(String kafka) throws Exception {
        Path payload = work.resolve("readings.txt");
        makeTopic(kafka, "payload");
        Contender.run(
                jvm(List.of()),
                iotCommand(kafka, "payload", PAYLOAD_RECORDS, work.resolve("p.json")),
                output("payload"));
        long bytes = copyValues(kafka, "payload", payload);
        say("Readings of %.1f bytes", (double) bytes / PAYLOAD_RECORDS);
        makeTopic(kafka, "reference");
        reference("producer-performance, readings", kafka, "reference", records, payload);
        dropTopic(kafka, "reference");
        makeTopic(kafka, "iot");
        source("iot", iotCommand(kafka, "iot", records, work.resolve("iot.json")), work.resolve("iot.json"));
    }

    private void tail(String kafka, Path log) throws Exception {
        Path payload = work.resolve("lines.txt");
        byte[] block = LogLines.block();
        Files.write(payload, block);
        long lines =
                IntStream.range(0, block.length).filter(i -> block[i] == '\n').count()
                        * (Files.size(log) / block.length);
        say("Log of %,d bytes, %,d lines of %.1f bytes", Files.size(log), lines, (double) Files.size(log) / lines - 1);
        makeTopic(kafka, "reference");
        reference("producer-performance, lines", kafka, "reference", lines, payload);
        dropTopic(kafka, "reference");
        makeTopic(kafka, "tail");
        Path report = work.resolve("tail.json");
        double read = source(
                "tail",
                List.of(
                        "-jar",
                        producerJar.toString(),
                        "tail",
                        "--bootstrap-servers=" + kafka,
                        "--topic=tail",
                        "--until-end",
                        "--report=" + report,
                        log.toString()),
                report);
        if (read != lines) {
            throw new IOException("tail sent " + read + " records, must be " + lines);
        }
    }

    private List<String> iotCommand(String kafka, String topic, long count, Path report) {
        return List.of(
                "-jar",
                producerJar.toString(),
                "iot",
                "--bootstrap-servers=" + kafka,
                "--topic=" + topic,
                "--interval=0",
                "--count=" + count,
                "--seed=7",
                "--report=" + report);
    }

    private void reference(String name, String kafka, String topic, long count, Path payload)
            throws IOException, InterruptedException {
        Contender.Run run = Contender.run(
                jvm(List.of()),
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.kafka.tools.ProducerPerformance",
                        "--bootstrap-server=" + kafka,
                        "--topic=" + topic,
                        "--num-records=" + count,
                        "--throughput=-1",
                        "--payload-file=" + payload,
                        "--command-property",
                        "acks=all",
                        "enable.idempotence=true",
                        "compression.type=lz4",
                        "batch.size=" + (256 << 10),
                        "buffer.memory=" + (64 << 20)),
                output("reference"));
        Matcher matcher = RATE.matcher(run.output());
        double perSecond = 0;
        while (matcher.find()) {
            // The last one is of the whole run.
            perSecond = Long.parseLong(matcher.group(1)) == count ? Double.parseDouble(matcher.group(2)) : perSecond;
        }
        if (perSecond == 0) {
            throw new IOException("the reference said nothing of " + count + " records:\n" + run.output());
        }
        note(new Rate(name, perSecond, run.cpu().toNanos() / 1e3 / count));
    }

    /** Returns how many records it sent. */
    private double source(String name, List<String> command, Path report) throws IOException, InterruptedException {
        Contender.Run run = Contender.run(jvm(jvmOptions), command, output(name));
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        long sent = json.path("records").path(name).asLong();
        note(new Rate(
                name, sent / json.path("delivery_seconds").asDouble(), run.cpu().toNanos() / 1e3 / sent));
        return sent;
    }

    private void note(Rate rate) {
        rates.add(rate);
        say("%-32s %,12.0f records/s  %.2f CPU µs per record", rate.name(), rate.perSecond(), rate.cpuMicros());
    }

    private void summarize() {
        if ("iot".startsWith(only)) {
            say(
                    "iot / producer-performance with readings:  %.2f",
                    best("iot") / best("producer-performance, readings"));
        }
        if ("tail".startsWith(only)) {
            say("tail / producer-performance with lines:    %.2f", best("tail") / best("producer-performance, lines"));
        }
        if (only.isEmpty()) {
            say(
                    "tail / producer-performance with readings: %.2f",
                    best("tail") / best("producer-performance, readings"));
        }
    }

    /** The best of all rounds: what slows a run down on a shared machine is never the contender's merit. */
    private double best(String name) {
        return rates.stream()
                .filter(rate -> rate.name().equals(name))
                .mapToDouble(Rate::perSecond)
                .max()
                .orElseThrow();
    }

    private List<String> jvm(List<String> further) {
        List<String> options = new ArrayList<>(List.of("-Xmx" + heap));
        options.addAll(further);
        return options;
    }

    private Path output(String name) {
        return work.resolve(name + ".out");
    }

    private void makeTopic(String kafka, String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void dropTopic(String kafka, String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    /** Copies a topic's values into a file, a line each; returns their bytes. */
    private static long copyValues(String kafka, String topic, Path file) throws IOException {
        long bytes = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                OutputStream out = Files.newOutputStream(file)) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    out.write(record.value());
                    out.write('\n');
                    bytes += record.value().length;
                }
            }
        }
        return bytes;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
