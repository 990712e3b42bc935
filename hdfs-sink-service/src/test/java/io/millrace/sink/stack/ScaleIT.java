package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What grows with the number of folders, files and partitions, and what must not. {@code -Dscale.hours=2000},
 * {@code -Dscale.files=100000} and {@code -Dscale.topics=200} for the sizes that the documentation gives figures of.
 */
@ExtendWith(SharedStack.class)
@Tag("thorough")
class ScaleIT {
    private static final int PARTITIONS = 8;
    /** Records of a partition come in order of event time but for this many hours. */
    private static final int LATENESS = 3;

    private static final int RECORDS_PER_HOUR = 10;
    private static final long START = 1_767_225_600_000L;
    private static final long HOUR = 3_600_000;
    private static final Duration MOST = Duration.ofMinutes(30);

    @TempDir
    private Path folder;

    private final TestStack stack;
    private final Sinks sinks;

    ScaleIT(TestStack stack) {
        this.stack = stack;
        this.sinks = new Sinks(stack);
    }

    /** The formula of docs/sink.md: folders + (late folders + 1) x commits for each partition. */
    @Test
    void hourlyFoldersAreCaughtUpInASmallHeapWithFewFiles() throws Exception {
        int hours = Integer.getInteger("scale.hours", 60);
        stack.createTopic("hours", PARTITIONS);
        produceHours(hours);
        Path log = folder.resolve("hours.log");
        Path gc = folder.resolve("hours-gc.log");
        long started = System.nanoTime();
        Process sink = TestStack.startProcess(
                log,
                List.of("-Xmx512m", "-Xlog:gc:file=" + gc),
                sinks.run(
                        "hours",
                        "--value-format=json",
                        "--file-format=parquet",
                        "--compression=snappy",
                        "--schema=sensor-reading",
                        "--event-time-field=timestamp",
                        "--layout=dt={yyyy-MM-dd}/hour={HH}",
                        "--roll-age=60s",
                        "--until-end"));
        assertThat(sink.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        long millis = (System.nanoTime() - started) / 1_000_000;
        assertThat(sink.exitValue()).as(Files.readString(log)).isZero();
        JsonNode audit = sinks.audit("hours");
        assertThat(audit.get("clean").booleanValue()).as(audit.toPrettyString()).isTrue();
        int records = hours * RECORDS_PER_HOUR * PARTITIONS;
        assertThat(audit.get("records").intValue()).isEqualTo(records);
        long commits = commits();
        int files = stack.files("/hours").size();
        long most = (long) hours * PARTITIONS + (LATENESS + 1) * commits;
        System.out.printf(
                "Scale: %d records in %d hourly folders x %d partitions, %d files (at least %d, at most %d by the formula),"
                        + " %d commits, %d ms in a heap of 512 MiB, heap after the last collections: %s%n",
                records,
                hours,
                PARTITIONS,
                files,
                hours * PARTITIONS,
                most,
                commits,
                millis,
                Files.readAllLines(gc).stream()
                        .filter(line -> line.contains("Pause"))
                        .map(line -> line.replaceAll(".*?(\\d+M->\\d+M\\(\\d+M\\)).*", "$1"))
                        .skip(Math.max(
                                0,
                                Files.readAllLines(gc).stream()
                                                .filter(line -> line.contains("Pause"))
                                                .count()
                                        - 3))
                        .toList());
        assertThat((long) files).isBetween((long) hours * PARTITIONS, most);
    }

    /** Commit records of batches, from the log lines that every finished run leaves in the commit log. */
    private long commits() throws Exception {
        long records = 0;
        try (var files = stack.hdfs.newClient()) {
            for (var status :
                    files.globStatus(new org.apache.hadoop.fs.Path("/hours/_millrace/hours/*/log/*/*.json"))) {
                records += status.isFile() ? 1 : 0;
            }
            assertThat(files.globStatus(new org.apache.hadoop.fs.Path("/hours/_millrace/hours/*/archive/*")))
                    .isNullOrEmpty();
        }
        // Each partition's log begins with the claim.
        return records - PARTITIONS;
    }

    private void produceHours(int hours) {
        Random random = new Random(3);
        try (KafkaProducer<String, String> producer = stack.producer()) {
            for (int i = 0; i < hours * RECORDS_PER_HOUR; i++) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    // Within the range, so that there are as many folders as hours, the last ones late at most.
                    int hour = Math.max(
                            0, i / RECORDS_PER_HOUR - (i % RECORDS_PER_HOUR == 0 ? 0 : random.nextInt(LATENESS + 1)));
                    long time = START + hour * HOUR + random.nextInt(3_600_000);
                    String value = "{\"device_id\":\"device-" + random.nextInt(200)
                            + "\",\"type\":\"temperature\",\"value\":" + random.nextInt(4_000) / 100.0
                            + ",\"unit\":\"C\",\"timestamp\":\"" + java.time.Instant.ofEpochMilli(time)
                            + "\",\"anomaly\":false}";
                    producer.send(new ProducerRecord<>("hours", partition, null, value));
                }
            }
        }
    }

    /** One process, 512 MiB, all settings as they come: whoever has 200 topics has not tuned anything yet. */
    @Test
    void partitionsOfManyTopicsAreTakenOverAndStoredByOneProcessWithUsualSettings() throws Exception {
        int topics = Integer.getInteger("scale.topics", 20);
        int perPartition = 10;
        int partitions = 12;
        List<String> names = IntStream.range(0, topics)
                .mapToObj(i -> "many-%03d".formatted(i))
                .toList();
        for (String name : names) {
            stack.createTopic(name, partitions);
        }
        try (KafkaProducer<String, String> producer = stack.producer()) {
            for (int i = 0; i < perPartition * partitions; i++) {
                for (String name : names) {
                    producer.send(new ProducerRecord<>(name, i % partitions, null, name + ":" + i));
                }
            }
        }
        Usual first = usual(names, "first");
        // The next one reads in the logs that nothing is left to store, and need not take all partitions over for that.
        Usual second = usual(names, "second");
        List<String> expected = names.stream()
                .flatMap(name -> IntStream.range(0, perPartition * partitions).mapToObj(i -> name + ":" + i))
                .sorted()
                .toList();
        assertThat(stack.lines("/many").stream().sorted().toList()).isEqualTo(expected);
        TestStack.Ran audit = Sinks.command(stack.arguments("audit", "--root=/many", "--require-complete"));
        assertThat(audit.status()).as(audit.out() + audit.err()).isZero();
        System.out.printf(
                "Scale: %d partitions of %d topics, %d records taken over and stored by one process of 512 MiB with usual"
                        + " settings in %d files: %d ms, a second start %d ms; claims %d and %d; most heap after a collection %d and"
                        + " %d MiB%n",
                topics * partitions,
                topics,
                expected.size(),
                stack.files("/many").size(),
                first.millis,
                second.millis,
                first.takeovers,
                second.takeovers,
                first.mostHeap,
                second.mostHeap);
        assertThat(first.takeovers).isEqualTo((long) topics * partitions);
    }

    private record Usual(long millis, long takeovers, long mostHeap) {}

    private Usual usual(List<String> topics, String run) throws Exception {
        Path log = folder.resolve(run + ".log");
        Path gc = folder.resolve(run + "-gc.log");
        long started = System.nanoTime();
        Process sink = TestStack.startProcess(
                log,
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=4", "-Xlog:gc:file=" + gc),
                stack.arguments(
                        "run",
                        "--topics=" + String.join(",", topics),
                        "--group=many",
                        "--root=/many",
                        "--value-format=text",
                        "--file-format=text",
                        "--until-end"));
        assertThat(sink.waitFor(MOST.toSeconds(), TimeUnit.SECONDS))
                .as(Files.readString(log))
                .isTrue();
        long millis = (System.nanoTime() - started) / 1_000_000;
        assertThat(sink.exitValue()).as(Files.readString(log)).isZero();
        long takeovers = Files.readAllLines(log).stream()
                .filter(line -> line.contains("Partition taken over"))
                .count();
        long mostHeap = Files.readAllLines(gc).stream()
                .filter(line -> line.contains("Pause"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*->(\\d+)M\\(.*", "$1")))
                .max()
                .orElse(0);
        return new Usual(millis, takeovers, mostHeap);
    }

    /** What a start costs does not depend on how many files are there already. */
    @Test
    void aStartAsksTheNameNodeAsOftenWhateverIsStored() throws Exception {
        int files = Integer.getInteger("scale.files", 400);
        stack.createTopic("starts", PARTITIONS);
        store(0, files / 10);
        long few = callsOfAStart();
        store(files / 10, files - files / 10);
        assertThat(stack.files("/starts")).hasSize(files);
        long many = callsOfAStart();
        System.out.printf(
                "Start: %d calls of the NameNode with %d files of %d partitions in place, %d calls with %d files, %d ms"
                        + " from the assignment to the last partition taken over%n",
                few, files / 10, PARTITIONS, many, files, millisOfAStart());
        assertThat(many).isEqualTo(few);
    }

    /** A file per record, many to a commit, as a sink leaves them. */
    private void store(int from, int count) throws Exception {
        stack.produce("starts", PARTITIONS, from, count);
        TestStack.Ran ran = Sinks.command(sinks.run(
                "starts",
                "--file-format=json",
                "--durability=replicated",
                "--roll-age=60s",
                "--max-batch-files=100",
                "--threads=4",
                "--until-end"));
        assertThat(ran.status()).as(ran.err()).isZero();
    }

    /** Nothing is new: a claim for each partition is all that the run does. */
    private long callsOfAStart() {
        long before = NameNodeCalls.count();
        TestStack.Ran ran = Sinks.command(sinks.run("starts", "--only-partitions=0,1,2,3,4,5,6,7", "--until-end"));
        assertThat(ran.status()).as(ran.err()).isZero();
        return NameNodeCalls.count() - before;
    }

    private long millisOfAStart() throws Exception {
        Path log = folder.resolve("starts.log");
        Process sink = TestStack.startProcess(log, List.of(), sinks.run("starts", "--until-end"));
        assertThat(sink.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(log);
        LocalTime assigned = time(lines, "Partitions assigned");
        LocalTime takenOver = time(lines, "Partition taken over");
        return Duration.between(assigned, takenOver)
                .plusDays(assigned.isAfter(takenOver) ? 1 : 0)
                .toMillis();
    }

    /** When the last of such lines was written. */
    private static LocalTime time(List<String> lines, String text) {
        return lines.stream()
                .filter(line -> line.contains(text))
                .reduce((first, last) -> last)
                .map(line -> LocalTime.parse(line.substring(0, 12)))
                .orElseThrow();
    }
}
