package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small files become large ones on a real HDFS while a sink works and a reader counts, all of them killed with SIGKILL at random
 * moments but the reader. {@code -Dcompaction.kills=50} for a longer run, {@code -Dkills.seed=N} for other moments, {@code
 * -Dcompaction.day=60} for the small files of a day.
 */
@Tag("thorough")
@ExtendWith(SharedStack.class)
class CompactionKillsIT {
    private static final int PARTITIONS = 3;

    @TempDir
    private Path folder;

    private final Random random = new Random(Long.getLong("kills.seed", 7));
    private int started;

    @Test
    void aReaderThatCountsInALoopNeverCountsWrong(TestStack stack) throws Exception {
        int kills = Integer.getInteger("compaction.kills", 2);
        Sinks sinks = new Sinks(stack);
        stack.createTopic("compacting", PARTITIONS);
        AtomicInteger produced = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        Thread load = new Thread(() -> load(stack, produced, enough), "load");
        Reader reader = new Reader(stack, "/compacting");
        Process sink = start(sink(sinks));
        load.start();
        try {
            sinks.awaitStored("compacting", 200);
            reader.start();
            kill(stack, kills, true, sinks, sink);
        } finally {
            enough.set(true);
            load.join();
        }
        run(sink(sinks, "--until-end"));
        int all = produced.get();
        // Nobody writes any more: from now on there is one right number.
        reader.expect(all);
        long before = stack.files("/compacting").size();
        kill(stack, kills, false, sinks, null);
        String printed = run(compact(stack, "/compacting"));
        reader.finish();
        JsonNode audit = sinks.audit("compacting");
        System.out.printf(
                "Kills with compaction: %d SIGKILLs, %d records in %d files before the last of them, %d files after, of which"
                        + " %d are large; %d right counts of a reader, %d times told that a file is gone%n%s",
                2 * kills,
                all,
                before,
                stack.files("/compacting").size(),
                audit.get("large_files").asLong(),
                reader.counts,
                reader.told,
                printed);
        assertThat(audit.get("clean").asBoolean()).as(audit.toPrettyString()).isTrue();
        assertThat(audit.get("records").asLong()).isEqualTo(all);
        assertThat(audit.get("large_files").asLong()).isPositive();
        assertThat(stack.files("/compacting").size())
                .isEqualTo(audit.get("files").asLong()
                        - audit.get("compacted_files").asLong()
                        + audit.get("large_files").asLong())
                .isLessThan((int) before);
        assertThat(reader.wrong).isEmpty();
        assertThat(reader.counts).isPositive();
        assertThat(numbers(reader.read()))
                .isEqualTo(IntStream.range(0, all).boxed().toList());
        // Expiry knows where the records of large files are.
        String expired = run(Sinks.without(
                stack.arguments("expire", "--root=/compacting", "--older-than=0s", "--allow-young"),
                "--bootstrap-servers"));
        assertThat(expired).contains("files were deleted.");
        assertThat(stack.files("/compacting")).isEmpty();
        assertThat(sinks.audit("compacting").get("clean").asBoolean()).isTrue();
    }

    @Test
    void whatCannotBeDoneIsSaidInOneSentence(TestStack stack) {
        TestStack.Ran away = Sinks.command(compact(stack, "/not-there"));
        assertThat(away.status()).isEqualTo(1);
        assertThat(away.err()).contains("/not-there', must be an existing folder");
        TestStack.Ran wrong = Sinks.command(compact(stack, "viewfs://cluster/data", "--target-size=big"));
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("--root is 'viewfs://cluster/data', must be given by its HDFS")
                .contains("--target-size is 'big'");
    }

    /** Every third compaction ends by itself. */
    private void kill(TestStack stack, int kills, boolean withSink, Sinks sinks, Process first) throws Exception {
        Process sink = first;
        try {
            for (int i = 0; i < kills; i++) {
                Process compaction = start(compact(stack, "/compacting"));
                compaction.waitFor(i % 3 == 2 ? 60_000 : 1_000 + random.nextInt(2_500), TimeUnit.MILLISECONDS);
                if (withSink && i % 2 == 0) {
                    sink.destroyForcibly().waitFor();
                }
                compaction.destroyForcibly().waitFor();
                if (withSink && i % 2 == 0) {
                    sink = start(sink(sinks));
                }
            }
        } finally {
            if (sink != null) {
                sink.destroyForcibly().waitFor();
            }
        }
    }

    /** Counts lines again and again, in the order of the files' names, as a job that is started anew when a file is gone. */
    private static final class Reader {
        private final TestStack stack;
        private final String root;
        private final AtomicBoolean enough = new AtomicBoolean();
        private final AtomicInteger expected = new AtomicInteger(-1);
        private final List<String> wrong = new ArrayList<>();
        private final Thread thread = new Thread(this::loop, "reader");
        private long counts;
        private long told;

        Reader(TestStack stack, String root) {
            this.stack = stack;
            this.root = root;
        }

        void start() {
            thread.start();
        }

        void expect(int lines) {
            expected.set(lines);
        }

        void finish() throws InterruptedException {
            enough.set(true);
            thread.join();
        }

        private void loop() {
            int least = 0;
            while (!enough.get()) {
                int right = expected.get();
                try {
                    List<String> lines = read();
                    int distinct = new HashSet<>(lines).size();
                    if (distinct != lines.size() || distinct < least || right >= 0 && distinct != right) {
                        wrong.add(lines.size() + " lines, " + distinct + " distinct, after " + least + ", expected "
                                + right);
                    }
                    least = distinct;
                    counts++;
                } catch (FileNotFoundException gone) {
                    told++;
                } catch (IOException e) {
                    wrong.add(e.toString());
                }
            }
        }

        List<String> read() throws IOException {
            List<String> lines = new ArrayList<>();
            try (FileSystem client = stack.hdfs.newClient()) {
                List<org.apache.hadoop.fs.Path> paths = new ArrayList<>();
                for (FileStatus status : client.listStatus(new org.apache.hadoop.fs.Path(root))) {
                    if (status.isFile()) {
                        paths.add(status.getPath());
                    }
                }
                paths.sort(null);
                for (org.apache.hadoop.fs.Path path : paths) {
                    try (InputStream in = client.open(path)) {
                        new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .forEach(lines::add);
                    }
                }
            }
            return lines;
        }
    }

    private static List<Integer> numbers(List<String> lines) {
        return lines.stream()
                .map(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1)))
                .sorted()
                .toList();
    }

    private static void load(TestStack stack, AtomicInteger produced, AtomicBoolean enough) {
        try (KafkaProducer<String, String> producer = stack.producer()) {
            while (!enough.get()) {
                for (int i = 0; i < 30; i++) {
                    int number = produced.getAndIncrement();
                    producer.send(new ProducerRecord<>("compacting", number % PARTITIONS, null, "n:" + number));
                }
                producer.flush();
                await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            }
        }
    }

    /** Eight partitions, 24 folders of an hour, so many files in each of both. */
    @Test
    void theSmallFilesOfADay(TestStack stack) throws Exception {
        int files = Integer.getInteger("compaction.day", 0);
        Assumptions.assumeTrue(files > 0, "needs -Dcompaction.day=60, takes minutes");
        int partitions = 8;
        int records = 20;
        Sinks sinks = new Sinks(stack);
        stack.createTopic("day", partitions);
        long begin = Instant.parse("2026-11-28T00:00:00Z").toEpochMilli();
        // All hours side by side: a commit has a full file of each of them, so that there are as many files with fewer
        // commits.
        try (KafkaProducer<String, String> producer = stack.producer()) {
            for (int i = 0; i < 24 * files * records; i++) {
                long time = begin + i % 24 * 3_600_000L + i / 24;
                for (int partition = 0; partition < partitions; partition++) {
                    producer.send(new ProducerRecord<>(
                            "day",
                            partition,
                            time,
                            null,
                            "a line of a log of sixty bytes, of which this is number:" + i));
                }
            }
        }
        run(sinks.run(
                "day",
                "--layout=dt={yyyy-MM-dd}/hour={HH}",
                "--roll-records=" + records,
                "--roll-age=60s",
                "--compression=gzip",
                "--threads=4",
                "--until-end"));
        List<String> small = stack.files("/day");
        long calls = NameNodeCalls.count();
        long nanos = System.nanoTime();
        String printed = run(compact(stack, "/day", "--target-size=256MiB"));
        long millis = (System.nanoTime() - nanos) / 1_000_000;
        calls = NameNodeCalls.count() - calls;
        JsonNode audit = sinks.audit("day");
        long again = NameNodeCalls.count();
        run(compact(stack, "/day", "--target-size=256MiB"));
        System.out.printf(
                "The small files of a day: %d files before, %d after, %d ms, %d calls of the NameNode, another run %d calls%n%s",
                small.size(), stack.files("/day").size(), millis, calls, NameNodeCalls.count() - again, printed);
        assertThat(audit.get("clean").asBoolean()).as(audit.toPrettyString()).isTrue();
        assertThat(audit.get("records").asLong()).isEqualTo(24L * files * records * partitions);
    }

    private Process start(List<String> arguments) {
        return TestStack.startProcess(folder.resolve("process-" + started++ + ".log"), List.of(), arguments);
    }

    /** What it printed; it must end well. */
    private static String run(List<String> arguments) {
        TestStack.Ran ran = Sinks.command(arguments);
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        return ran.out();
    }

    private static List<String> sink(Sinks sinks, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--compression=gzip",
                "--roll-records=100",
                "--on-bad-record=stop",
                "--kafka-property=session.timeout.ms=1000",
                "--kafka-property=heartbeat.interval.ms=200"));
        options.addAll(List.of(more));
        return sinks.run("compacting", options.toArray(String[]::new));
    }

    private static List<String> compact(TestStack stack, String root, String... more) {
        List<String> arguments = Sinks.without(
                stack.arguments("compact", "--root=" + root, "--older-than=0s", "--allow-young"),
                "--bootstrap-servers");
        if (more.length == 0) {
            arguments.add("--target-size=8KiB");
        }
        arguments.addAll(List.of(more));
        return arguments;
    }
}
