package io.millrace.benchmarks.mapreduce;

import io.millrace.benchmarks.Folders;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs all contenders in turn, several rounds, and prints the medians with and without start-up, and what they are to
 * each other.
 *
 * <p>Usage: {@code LevelsBenchmark FOLDER JOB_JAR ROUNDS}. FOLDER keeps the generated files and the HDFS between runs.
 */
public final class LevelsBenchmark {
    private static final int FILES = 16;
    private static final long BYTES_EACH = 128L << 20;
    private static final int SMALL_FILES = 10;
    private static final long SMALL_BYTES_EACH = 1_000_000;
    /** Jars of the other benchmarks: a Hadoop installation has them not, and log4j's core alone costs half a second. */
    private static final List<String> NOT_HADOOP = List.of(
            "/kafka",
            "/scala",
            "/log4j-",
            "/logback",
            "/lz4",
            "/h2-",
            "/hivemq",
            "/mariadb",
            "-service",
            "embedded-stack",
            "test-support");

    private static final List<String> IN_THE_JAR =
            List.of("picocli", "aircompressor", "parquet", "t-digest", "jts-core", "mapreduce-job");

    private static final String READ = "plain HDFS read, 1 thread";
    private static final String READ_BY_TWO = "plain HDFS read, 2 threads";
    private static final String FROM_HDFS = "levels from HDFS, 2 slots";
    private static final String TEXTBOOK = "textbook MapReduce from HDFS, 2 slots";
    private static final String RIPGREP = "ripgrep, local files, 2 threads";
    private static final String FROM_DISK = "levels from local files, 2 slots";
    private static final String READ_BLOCKS = "plain HDFS read, 1 thread, local blocks";
    private static final String FROM_BLOCKS = "levels from HDFS, 2 slots, local blocks";
    private static final String TEXTBOOK_BLOCKS = "textbook MR from HDFS, 2 slots, local blocks";

    /** Lets the client read blocks of a DataNode on the same machine as files, without Hadoop's native library. */
    private static final String LOCAL_BLOCKS = """
            <?xml version="1.0"?>
            <configuration>
              <property><name>dfs.client.read.shortcircuit</name><value>true</value></property>
              <property><name>dfs.client.use.legacy.blockreader.local</name><value>true</value></property>
            </configuration>
            """;

    private final Path folder;
    private final Path jar;
    private final Path empty;
    private final Path small;
    private final Path localBlocks;
    private final Path outputFolder;
    private int outputs;

    private LevelsBenchmark(Path folder, Path jar) throws IOException {
        this.folder = folder;
        this.jar = jar;
        this.empty = Files.createDirectories(folder.resolve("tiny"));
        this.small = folder.resolve("small");
        this.outputFolder = folder.resolve("outputs");
        this.localBlocks = Files.createDirectories(folder.resolve("local-blocks"));
    }

    /** One contender: how it is started on the whole input, and on a tiny one to learn its start-up. */
    private record Contender(String name, List<String> whole, List<String> tiny) {}

    /** Makes the input, starts HDFS, measures and prints. */
    public static void main(String[] args) throws Exception {
        LevelsBenchmark benchmark = new LevelsBenchmark(Path.of(args[0]), Path.of(args[1]));
        benchmark.run(Integer.parseInt(args[2]));
    }

    private void run(int rounds) throws Exception {
        Path logs = folder.resolve("logs");
        LogFiles.make(logs, FILES, BYTES_EACH);
        LogFiles.make(small, SMALL_FILES, SMALL_BYTES_EACH);
        Files.writeString(empty.resolve("a.log"), "2026-11-01 10:00:00,001 INFO  [main] a.B: x\n");
        removeOutputs();
        Files.writeString(localBlocks.resolve("hdfs-site.xml"), LOCAL_BLOCKS);
        long bytes;
        try (Stream<Path> files = Files.list(logs)) {
            bytes = files.mapToLong(file -> file.toFile().length()).sum();
        }
        Process server = new ProcessBuilder(java(HdfsServer.class.getName(), folder.resolve("dfs"), logs, small))
                .redirectError(folder.resolve("hdfs.txt").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String ready = out.readLine();
            if (ready == null || !ready.startsWith("ready ")) {
                throw new IOException("HDFS did not start; see " + folder.resolve("hdfs.txt"));
            }
            if (rounds > 0) {
                String hdfs = ready.split(" ")[1];
                warm(hdfs, logs);
                measure(contenders(hdfs, logs), bytes, rounds);
                measureSmall(smallOnes(hdfs), rounds);
            }
        } finally {
            server.getOutputStream().close();
            if (!server.waitFor(30, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    /** Results of the run before, which the jobs would not write over. */
    private void removeOutputs() throws IOException {
        if (Files.exists(outputFolder)) {
            Folders.delete(outputFolder);
        }
        Files.createDirectories(outputFolder);
    }

    /** Brings all files into the page cache and the server up to speed: neither is what the contenders differ in. */
    private void warm(String hdfs, Path logs) throws Exception {
        seconds(ripgrep(logs));
        seconds(plainRead(hdfs + "/logs", 2));
    }

    private List<Contender> contenders(String hdfs, Path logs) {
        List<Contender> all = new ArrayList<>();
        all.add(new Contender(READ, plainRead(hdfs + "/logs", 1), plainRead(hdfs + "/tiny", 1)));
        all.add(new Contender(READ_BY_TWO, plainRead(hdfs + "/logs", 2), plainRead(hdfs + "/tiny", 2)));
        all.add(new Contender(FROM_HDFS, job(hdfs + "/logs"), job(hdfs + "/tiny")));
        all.add(new Contender(TEXTBOOK, textbook(hdfs + "/logs"), textbook(hdfs + "/tiny")));
        all.add(new Contender(RIPGREP, ripgrep(logs), ripgrep(empty)));
        all.add(new Contender(FROM_DISK, job(logs.toString()), job(empty.toString())));
        all.add(new Contender(
                READ_BLOCKS, fromBlocks(plainRead(hdfs + "/logs", 1)), fromBlocks(plainRead(hdfs + "/tiny", 1))));
        all.add(new Contender(FROM_BLOCKS, fromBlocks(job(hdfs + "/logs")), fromBlocks(job(hdfs + "/tiny"))));
        all.add(new Contender(
                TEXTBOOK_BLOCKS, fromBlocks(textbook(hdfs + "/logs")), fromBlocks(textbook(hdfs + "/tiny"))));
        return all;
    }

    /** What is small enough that the start is most of it. */
    private Map<String, List<String>> smallOnes(String hdfs) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("levels, 10 MB folder on HDFS", job(hdfs + "/small"));
        all.put("levels, 10 MB folder on the local disk", job(small.toString()));
        all.put("textbook MapReduce, 10 MB folder on HDFS", textbook(hdfs + "/small"));
        return all;
    }

    private void measureSmall(Map<String, List<String>> commands, int rounds) throws Exception {
        for (Map.Entry<String, List<String>> command : commands.entrySet()) {
            double[] seconds = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                seconds[round] = seconds(command.getValue());
            }
            System.out.printf(Locale.ROOT, "%-40s %8.2f%n", command.getKey(), median(seconds));
        }
    }

    private void measure(List<Contender> contenders, long bytes, int rounds) throws Exception {
        Map<String, double[]> whole = new LinkedHashMap<>();
        Map<String, double[]> tiny = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                tiny.computeIfAbsent(contender.name(), name -> new double[rounds])[round] = seconds(contender.tiny());
                whole.computeIfAbsent(contender.name(), name -> new double[rounds])[round] = seconds(contender.whole());
            }
        }
        System.out.printf(Locale.ROOT, "%d bytes in %d files, medians of %d rounds%n", bytes, FILES, rounds);
        Map<String, Double> walls = new LinkedHashMap<>();
        Map<String, Double> works = new LinkedHashMap<>();
        System.out.printf("%-44s %8s %9s %8s %15s%n", "", "wall s", "startup s", "GB/s", "GB/s no startup");
        for (Contender contender : contenders) {
            double all = median(whole.get(contender.name()));
            double start = median(tiny.get(contender.name()));
            walls.put(contender.name(), all);
            works.put(contender.name(), Math.max(0.001, all - start));
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %8.2f %9.2f %8.3f %15.3f%n",
                    contender.name(),
                    all,
                    start,
                    bytes / 1e9 / all,
                    bytes / 1e9 / works.get(contender.name()));
        }
        ratio("textbook / levels from HDFS, wall", walls.get(TEXTBOOK), walls.get(FROM_HDFS));
        ratio("textbook / plain read in 2 threads, wall", walls.get(TEXTBOOK), walls.get(READ_BY_TWO));
        ratio("plain read / levels from HDFS, no startup", works.get(READ), works.get(FROM_HDFS));
        ratio("ripgrep / levels from local files, no startup", works.get(RIPGREP), works.get(FROM_DISK));
        ratio("textbook / levels, both local blocks, wall", walls.get(TEXTBOOK_BLOCKS), walls.get(FROM_BLOCKS));
        ratio("textbook / levels, only it local blocks, wall", walls.get(TEXTBOOK), walls.get(FROM_BLOCKS));
        ratio("plain read / levels, both local blocks", works.get(READ_BLOCKS), works.get(FROM_BLOCKS));
        ratio("plain read / levels, only it local blocks", works.get(READ), works.get(FROM_BLOCKS));
    }

    private static void ratio(String name, double baseline, double seconds) {
        System.out.printf(Locale.ROOT, "%-46s %6.2f%n", name, baseline / seconds);
    }

    /** Runs a command to its end; several times if it is this short that one run would measure the clock. */
    private double seconds(List<String> command) throws IOException, InterruptedException {
        List<String> fresh = command.stream()
                .map(part -> part.equals("OUTPUT")
                        ? outputFolder.resolve("out-" + outputs++).toUri().toString()
                        : part)
                .toList();
        long started = System.nanoTime();
        Process process = new ProcessBuilder(fresh)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("last.txt").toFile())
                .start();
        int status = process.waitFor();
        double seconds = (System.nanoTime() - started) / 1e9;
        if (status != 0) {
            // Without its class path, which fills pages.
            List<String> end = fresh.subList(Math.max(0, fresh.size() - 5), fresh.size());
            throw new IOException(
                    "... " + end + " ended with status " + status + "; see " + folder.resolve("last.txt"));
        }
        return seconds;
    }

    private List<String> job(String input) {
        return java(
                "org.apache.hadoop.util.RunJar",
                jar,
                "levels",
                "-Dmapreduce.local.map.tasks.maximum=2",
                input,
                "OUTPUT");
    }

    private static List<String> plainRead(String input, int threads) {
        return java(PlainRead.class.getName(), input, threads);
    }

    private List<String> textbook(String input) {
        return java(TextbookLevelCount.class.getName(), input, "OUTPUT");
    }

    /** The same counting question for ripgrep: lines whose third token is a level, counted per file. */
    private static List<String> ripgrep(Path input) {
        return List.of(
                "rg",
                "--no-ignore",
                "-j",
                "2",
                "-c",
                "^[0-9-]{10} [0-9:,]{12} (INFO|WARN|ERROR|DEBUG) ",
                input.toString());
    }

    private static List<String> java(String main, Object... args) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-cp"));
        boolean jobOnly = main.endsWith("RunJar");
        command.add(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> NOT_HADOOP.stream().noneMatch(entry::contains))
                .filter(entry -> !jobOnly || IN_THE_JAR.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(main);
        Arrays.stream(args).map(Object::toString).forEach(command::add);
        return command;
    }

    /** The same command with the settings for local blocks. */
    private List<String> fromBlocks(List<String> java) {
        List<String> command = new ArrayList<>(java);
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, localBlocks + File.pathSeparator + command.get(classPath));
        return command;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
