package io.millrace.benchmarks.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.Folders;
import io.millrace.stack.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends the same records by Kafka's producer-performance tool and by our sources, in turn, a process each. */
@Command(
        name = "SourcesBenchmark",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares 'iot' as fast as it goes and 'tail' of a log with Kafka's producer-performance tool, which sends the same"
                    + " records from a payload file: acks=all, idempotent, lz4, batches of 256 KiB, one broker in this JVM.",
            "Each round runs both, the tool first in odd rounds and second in even ones, after one run of the tool that does not"
                    + " count. Two rates are told: by the clock of each (the tool's begins when its producer is made, a source's"
                    + " when its topics are there), and by the whole process, the JVM's start included. Afterwards the topic is"
                    + " read and its records are counted."
        })
public final class SourcesBenchmark implements Callable<Integer> {
    /** So many that it makes the sample's last records at full speed, with the times that such records have. */
    private static final int SAMPLE_RECORDS = 2_000_000;

    private static final int WARM_UP_SHARE = 4;
    private static final Pattern SENT = Pattern.compile("(\\d+) records sent, ([\\d.]+) records/sec");

    @Option(
            names = "--records",
            defaultValue = "15000000",
            description = "Readings that 'iot' and its reference send. Default: ${DEFAULT-VALUE}")
    private long records;

    @Option(
            names = "--payload-records",
            defaultValue = "10000",
            description =
                    "Different readings in the payload file, of which the tool sends one at random each time. The fewer"
                            + " they are the better they compress. Default: ${DEFAULT-VALUE}")
    private int payloadRecords;

    @Option(
            names = "--log-mebibytes",
            defaultValue = "2048",
            description = "Size of the log that 'tail' reads. Default: ${DEFAULT-VALUE}")
    private long logMebibytes;

    @Option(names = "--rounds", defaultValue = "3", description = "Times that each is run. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--partitions", defaultValue = "3", description = "Of each topic. Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(names = "--heap", defaultValue = "512m", description = "Heap of each process. Default: ${DEFAULT-VALUE}")
    private String heap;

    @Option(names = "--only", defaultValue = "", description = "Run only this: iot or tail. Default: both")
    private String only;

    @Option(names = "--jvm-option", description = "Further option of our processes' JVM, such as a JFR recording.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(names = "--source-option", description = "Further option of our sources.")
    private List<String> sourceOptions = new ArrayList<>();

    @Option(names = "--folder", description = "Where the log is kept for the next run. Default: a temporary folder")
    private Path folder;

    @Option(names = "--producer-jar", required = true, description = "The producer's jar; run.sh gives it.")
    private Path producerJar;

    private Path work;
    private String kafka;
    private Topics topics;

    /** What a process says of itself. */
    private interface OwnClock {
        double seconds(Contender.Run run) throws IOException;
    }

    /** A source, by its command line for each round, and what the tool sends in its place. */
    private record Match(String source, IntFunction<List<String>> command, Path payload, long count) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new SourcesBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        work = Files.createTempDirectory("millrace-benchmark");
        try (EmbeddedKafka broker = new EmbeddedKafka(work.resolve("kafka"), 0, Map.of())) {
            broker.start();
            kafka = broker.bootstrapServers();
            topics = new Topics(kafka);
            if (only.isEmpty() || only.equals("iot")) {
                play(iot());
            }
            if (only.isEmpty() || only.equals("tail")) {
                play(tail());
            }
            return 0;
        } finally {
            Folders.delete(work);
        }
    }

    private Match iot() throws Exception {
        // What the tool sends is what 'iot' makes.
        Path payload = work.resolve("readings.txt");
        topics.make("sample", partitions);
        Contender.run(List.of("-Xmx" + heap), iotCommand("sample", SAMPLE_RECORDS), work.resolve("sample.out"));
        topics.copyLastValues("sample", (double) payloadRecords / SAMPLE_RECORDS, payload);
        topics.drop("sample");
        say(
                "%,d readings of %.1f bytes; 'iot' adds a key to each",
                records, (double) Files.size(payload) / payloadRecords - 1);
        return new Match("iot", round -> iotCommand("iot", records), payload, records);
    }

    private Match tail() throws Exception {
        Path log = (folder == null ? work : Files.createDirectories(folder)).resolve("app-" + logMebibytes + ".log");
        LogLines.make(log, logMebibytes << 20);
        byte[] block = LogLines.block();
        Path payload = work.resolve("lines.txt");
        Files.write(payload, block);
        long linesOfBlock =
                IntStream.range(0, block.length).filter(i -> block[i] == '\n').count();
        long lines = linesOfBlock * (Files.size(log) / block.length);
        say("log of %,d bytes, %,d lines of %.1f bytes", Files.size(log), lines, (double) Files.size(log) / lines - 1);
        // Each round a source of its own: one that has been run is at the log's end.
        return new Match(
                "tail",
                round -> sourceCommand("tail", "--topic=tail", "--name=tail-" + round, "--until-end", log.toString()),
                payload,
                lines);
    }

    private void play(Match match) throws Exception {
        reference("warm-up", match.payload(), Math.max(1, match.count() / WARM_UP_SHARE));
        List<Result> sources = new ArrayList<>();
        List<Result> references = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            if (round % 2 == 1) {
                references.add(reference("producer-performance", match.payload(), match.count()));
            }
            sources.add(source(match, round));
            if (round % 2 == 0) {
                references.add(reference("producer-performance", match.payload(), match.count()));
            }
        }
        say(
                "%s / producer-performance, medians of %d rounds: %.2f by their own clocks, %.2f by whole processes",
                match.source(),
                rounds,
                median(sources, Result::perSecond) / median(references, Result::perSecond),
                median(sources, Result::perWholeSecond) / median(references, Result::perWholeSecond));
    }

    private Result reference(String name, Path payload, long count) throws Exception {
        List<String> command = List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.kafka.tools.ProducerPerformance",
                "--bootstrap-server=" + kafka,
                "--topic=reference",
                "--num-records=" + count,
                "--throughput=-1",
                "--payload-file=" + payload,
                "--command-property",
                "acks=all",
                "enable.idempotence=true",
                "compression.type=lz4",
                "batch.size=" + (256 << 10),
                "buffer.memory=" + (64 << 20));
        return send(name, "reference", count, List.of(), command, run -> {
            Matcher matcher = SENT.matcher(run.output());
            while (matcher.find()) {
                // Lines before the last one are of five seconds each.
                if (Long.parseLong(matcher.group(1)) == count) {
                    return count / Double.parseDouble(matcher.group(2));
                }
            }
            throw new IOException("the reference said nothing of " + count + " records:\n" + run.output());
        });
    }

    private Result source(Match match, int round) throws Exception {
        List<String> command = match.command().apply(round);
        return send(match.source(), match.source(), match.count(), jvmOptions, command, run -> {
            JsonNode json = new ObjectMapper().readTree(report().toFile());
            return json.path("delivery_seconds").asDouble();
        });
    }

    private Result send(
            String name, String topic, long count, List<String> furtherJvmOptions, List<String> command, OwnClock clock)
            throws Exception {
        topics.make(topic, partitions);
        List<String> options = new ArrayList<>(List.of("-Xmx" + heap));
        options.addAll(furtherJvmOptions);
        Contender.Run run = Contender.run(options, command, work.resolve(name + ".out"));
        long found = topics.countCommitted(topic);
        if (found != count) {
            throw new IOException(name + " left " + found + " records in its topic, must be " + count);
        }
        Result result = new Result(name, found, run.whole(), clock.seconds(run), run.cpu(), topics.storedBytes(topic));
        topics.drop(topic);
        say(
                "%-21s %,11.0f records/s, whole process %,11.0f  %.2f CPU µs and %.1f stored bytes per record",
                name,
                result.perSecond(),
                result.perWholeSecond(),
                result.cpuMicrosPerRecord(),
                result.storedBytesPerRecord());
        return result;
    }

    private List<String> iotCommand(String topic, long count) {
        return sourceCommand("iot", "--topic=" + topic, "--interval=0", "--count=" + count, "--seed=7");
    }

    private List<String> sourceCommand(String source, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "-jar",
                producerJar.toString(),
                source,
                "--bootstrap-servers=" + kafka,
                "--partitions=" + partitions,
                "--report=" + report()));
        command.addAll(sourceOptions);
        command.addAll(List.of(options));
        return command;
    }

    private Path report() {
        return work.resolve("report.json");
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> what) {
        double[] sorted = results.stream().mapToDouble(what).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
