package io.millrace.benchmarks.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.stack.EmbeddedHdfs;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stores one topic twice, by the tutorial loop and by the sink, and compares what it took. */
@Command(
        name = "SinkBenchmark",
        mixinStandardHelpOptions = true,
        description = "Stores a topic of JSON readings as snappy Parquet on the embedded HDFS: the loop that tutorials"
                + " write, then the sink, a process each. Row counts are read from the footers.")
public final class SinkBenchmark implements Callable<Integer> {
    private static final String TOPIC = "readings";
    private static final String THREADS = "--threads=";

    @Option(names = "--records", defaultValue = "5000000", description = "Readings. Default: ${DEFAULT-VALUE}")
    private long records;

    @Option(
            names = "--devices",
            defaultValue = "200",
            description = "Devices that the readings are of, at random. Default: ${DEFAULT-VALUE}")
    private int devices;

    @Option(
            names = "--partitions",
            defaultValue = "6",
            description = "Partitions that the readings are in, by turns. Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(
            names = "--other-sink-jar",
            description = "Another build of the sink, run after each run of the first, variants too, for comparison.")
    private Path otherSinkJar;

    @Option(names = "--threads", defaultValue = "2", description = "Threads of the sink. Default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(names = "--rounds", defaultValue = "1", description = "Times that each is run. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--heap", defaultValue = "512m", description = "Heap of each process. Default: ${DEFAULT-VALUE}")
    private String heap;

    @Option(names = "--jvm-option", description = "Further option of both processes' JVM, such as -XX:+UseParallelGC.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(names = "--sink-jvm-option", description = "Further option of the sink's JVM, such as a JFR recording.")
    private List<String> sinkJvmOptions = new ArrayList<>();

    @Option(names = "--skip-baseline", description = "Run the sink only.")
    private boolean skipBaseline;

    @Option(names = "--sink-option", description = "Further option of the sink, such as --durability=replicated.")
    private List<String> sinkOptions = new ArrayList<>();

    @Option(names = "--limit", description = "Also measure how fast the topic can be read at all.")
    private boolean limit;

    @Option(
            names = "--limit-files",
            paramLabel = "FILES",
            description = "Also measure what so many files of 20 KB cost with Hadoop's client alone.")
    private int limitFiles;

    @Option(names = "--logs", description = "Existing folder in which the processes' output is kept.")
    private Path logs;

    @Option(
            names = "--variant",
            paramLabel = "OPTIONS",
            description = "Run the sink also with these options, those of the JVM first, with blanks between them, for"
                    + " instance \"-XX:+UseSerialGC --threads=3\"; repeatable.")
    private List<String> variants = new ArrayList<>();

    @Option(names = "--sink-jar", required = true, description = "The sink's jar; run.sh gives it.")
    private Path sinkJar;

    private long valueBytes;

    public static void main(String[] args) {
        System.exit(new CommandLine(new SinkBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("millrace-benchmark");
        try (EmbeddedStack stack = EmbeddedStack.start(StackSettings.in(folder.resolve("stack")))) {
            say("Loading %,d readings into %d partitions, lz4 ...", records, partitions);
            valueBytes = new TopicLoader(records, devices, partitions)
                    .load(stack.kafka().bootstrapServers(), TOPIC);
            say("%,.1f bytes per reading", (double) valueBytes / records);
            if (limit) {
                drain(stack, folder);
            }
            if (limitFiles > 0) {
                filesOnly(stack, folder);
            }
            boolean complete = true;
            for (int round = 1; round <= rounds; round++) {
                complete &= round(stack, folder, round);
            }
            return complete ? 0 : 1;
        } finally {
            keepLogs(folder);
            delete(folder);
        }
    }

    /** True if all have stored all. */
    private boolean round(EmbeddedStack stack, Path folder, int round) throws IOException, InterruptedException {
        Result loop = skipBaseline ? null : tutorialLoop(stack, folder, round);
        Result sink = sink(stack, folder, Integer.toString(round), List.of(), sinkJar);
        boolean complete = sink.isComplete() && (loop == null || loop.isComplete());
        if (loop != null) {
            compare("to the loop", sink, loop);
        }
        Result otherSink = otherSinkJar == null ? null : sink(stack, folder, round + "-other", List.of(), otherSinkJar);
        if (otherSink != null) {
            complete &= otherSink.isComplete();
            compare("to the other", sink, otherSink);
        }
        for (int i = 0; i < variants.size(); i++) {
            say("%s:", variants.get(i));
            List<String> options = List.of(variants.get(i).trim().split(" +"));
            Result variant = sink(stack, folder, round + "-" + i, options, sinkJar);
            complete &= variant.isComplete();
            compare("to the sink", variant, sink);
            if (otherSink != null) {
                Result other = sink(stack, folder, round + "-" + i + "-other", options, otherSinkJar);
                complete &= other.isComplete();
                compare("other to other", other, otherSink);
                compare("to the other", variant, other);
            }
        }
        return complete;
    }

    private static void compare(String what, Result one, Result other) {
        say(
                "%-16s  %.3f times the records/s, %.3f times the CPU seconds",
                what, one.rate() / other.rate(), one.cpuSeconds() / other.cpuSeconds());
    }

    private final class Result {
        private final MeasuredProcess.Cost cost;
        private final Landed landed;
        private final double seconds;

        Result(String name, MeasuredProcess.Cost cost, Landed landed, long millis) {
            this.cost = cost;
            this.landed = landed;
            this.seconds = millis / 1000.0;
            say(
                    "%-16s  %,9.0f records/s  %6.1f MB/s  %6.2f s (process %.2f s)  %6.2f CPU s  %,9.0f records per CPU s  peak"
                            + " %d MiB  servers %.1f CPU s  %d files of %.1f to %.1f MB  %,d rows %s",
                    name,
                    rate(),
                    valueBytes / seconds / 1e6,
                    seconds,
                    cost.wall().toMillis() / 1000.0,
                    cpuSeconds(),
                    records / cpuSeconds(),
                    cost.peakBytes() >> 20,
                    cost.others().toMillis() / 1000.0,
                    landed.files(),
                    landed.least() / 1e6,
                    landed.greatest() / 1e6,
                    landed.rows(),
                    isComplete() ? "(all)" : "(NOT " + records + ", status " + cost.status() + ")");
        }

        boolean isComplete() {
            return cost.status() == 0 && landed.rows() == records;
        }

        double rate() {
            return records / seconds;
        }

        double cpuSeconds() {
            return cost.cpu().toMillis() / 1000.0;
        }
    }

    private Result tutorialLoop(EmbeddedStack stack, Path folder, int round) throws IOException, InterruptedException {
        EmbeddedHdfs hdfs = stack.hdfs();
        String target = "/tutorial-" + round;
        Path output = folder.resolve("tutorial-" + round + ".log");
        MeasuredProcess.Cost cost = MeasuredProcess.run(
                jvm(List.of()),
                List.of("-cp", System.getProperty("java.class.path"), TutorialLoop.class.getName()),
                List.of(stack.kafka().bootstrapServers(), TOPIC, hdfs.uri().toString(), target, Long.toString(records)),
                output);
        return new Result("tutorial loop", cost, landed(hdfs, target), printedMillis(output));
    }

    private void drain(EmbeddedStack stack, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("drain.log");
        MeasuredProcess.Cost cost = MeasuredProcess.run(
                jvm(List.of()),
                List.of("-cp", System.getProperty("java.class.path"), Drain.class.getName()),
                List.of(stack.kafka().bootstrapServers(), TOPIC, Long.toString(records)),
                output);
        say(
                "only reading      %,9.0f records/s, %.2f CPU s",
                records * 1000.0 / printedMillis(output), cost.cpu().toMillis() / 1000.0);
    }

    private void filesOnly(EmbeddedStack stack, Path folder) throws IOException, InterruptedException {
        EmbeddedHdfs hdfs = stack.hdfs();
        Path output = folder.resolve("files-only.log");
        List<String> arguments =
                new ArrayList<>(List.of(hdfs.uri().toString(), "/files-only", Integer.toString(limitFiles), "20000"));
        hdfs.clientSettings().forEach((name, value) -> arguments.add(name + "=" + value));
        MeasuredProcess.Cost cost = MeasuredProcess.run(
                jvm(List.of()),
                List.of("-cp", System.getProperty("java.class.path"), FilesOnly.class.getName()),
                arguments,
                output);
        say(
                "only files        %,9.0f files/s, %.2f CPU s, servers %.1f CPU s",
                limitFiles * 1000.0 / printedMillis(output),
                cost.cpu().toMillis() / 1000.0,
                cost.others().toMillis() / 1000.0);
    }

    private static long printedMillis(Path output) throws IOException {
        String text = Files.readString(output);
        int at = text.lastIndexOf("milliseconds ");
        if (at < 0) {
            throw new IOException("the process failed:\n" + text);
        }
        return Long.parseLong(text.substring(at + "milliseconds ".length()).trim());
    }

    private Result sink(EmbeddedStack stack, Path folder, String round, List<String> variant, Path jar)
            throws IOException, InterruptedException {
        List<String> ofJvm = new ArrayList<>(sinkJvmOptions);
        variant.stream().filter(option -> !option.startsWith("--")).forEach(ofJvm::add);
        EmbeddedHdfs hdfs = stack.hdfs();
        String target = "/sink-" + round;
        Path output = folder.resolve("sink-" + round + ".log");
        Path report = folder.resolve("sink-" + round + ".json");
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--bootstrap-servers=" + stack.kafka().bootstrapServers(),
                "--topics=" + TOPIC,
                "--only-partitions="
                        + IntStream.range(0, partitions)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(",")),
                "--value-format=json",
                "--file-format=parquet",
                "--compression=snappy",
                "--schema=sensor-reading",
                "--root=" + hdfs.uri() + target,
                "--threads=" + threads(variant),
                "--until-end",
                "--report=" + report));
        hdfs.clientSettings().forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        arguments.addAll(sinkOptions);
        variant.stream()
                .filter(option -> option.startsWith("--") && !option.startsWith(THREADS))
                .forEach(arguments::add);
        MeasuredProcess.Cost cost = MeasuredProcess.run(jvm(ofJvm), List.of("-jar", jar.toString()), arguments, output);
        if (!Files.exists(report)) {
            throw new IOException("the sink failed:\n" + Files.readString(output));
        }
        long millis = new ObjectMapper()
                .readTree(report.toFile())
                .path("storing_milliseconds")
                .asLong();
        return new Result("millrace sink", cost, landed(hdfs, target), millis);
    }

    private String threads(List<String> variant) {
        return variant.stream()
                .filter(option -> option.startsWith(THREADS))
                .map(option -> option.substring(THREADS.length()))
                .findFirst()
                .orElse(Integer.toString(threads));
    }

    private List<String> jvm(List<String> further) {
        List<String> options = new ArrayList<>(List.of("-Xmx" + heap));
        options.addAll(jvmOptions);
        options.addAll(further);
        return options;
    }

    private static Landed landed(EmbeddedHdfs hdfs, String target) throws IOException {
        try (FileSystem fileSystem = hdfs.newClient()) {
            return Landed.in(fileSystem, new org.apache.hadoop.fs.Path(target), hdfs.clientConfiguration());
        }
    }

    private void keepLogs(Path folder) throws IOException {
        if (logs == null) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file :
                    all.filter(path -> path.toString().endsWith(".log")).toList()) {
                Files.copy(file, logs.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
