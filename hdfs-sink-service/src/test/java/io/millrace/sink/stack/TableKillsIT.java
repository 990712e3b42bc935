package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.sink.cli.SinkMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sinks that keep a table up to date and processes that do nothing else, all for the same table at once, killed with SIGKILL
 * at random moments under load. Iceberg's own reader finds every record once. {@code -Dtable.kills=500} for a longer run,
 * {@code -Dkills.seed=N} for other moments.
 */
@Tag("thorough")
@ExtendWith(SharedStack.class)
class TableKillsIT {
    private static final int PARTITIONS = 3;
    private static final String SCHEMA = """
            {"type":"record","name":"Counted","fields":[{"name":"n","type":"long"},
             {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}
            """;

    @TempDir
    private Path folder;

    private final Random random = new Random(Long.getLong("kills.seed", 7));
    private int started;

    @Test
    void everyRecordIsInTheTableOnceWhateverIsKilled(TestStack stack) throws Exception {
        int kills = Integer.getInteger("table.kills", 8);
        stack.createTopic("counted", PARTITIONS);
        Files.writeString(folder.resolve("counted.avsc"), SCHEMA);
        AtomicInteger produced = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        Thread load = new Thread(() -> load(stack, produced, enough), "load");
        load.start();
        List<Process> processes = new ArrayList<>();
        int ended = 0;
        try {
            for (int i = 0; i < 3; i++) {
                processes.add(start(stack, i));
            }
            for (int i = 0; i < kills; i++) {
                int victim = random.nextInt(processes.size());
                awaitAtWork(stack, produced.get() / 2);
                if (processes.get(victim).waitFor(random.nextInt(800), TimeUnit.MILLISECONDS)) {
                    ended++;
                }
                processes.get(victim).destroyForcibly().waitFor();
                processes.set(victim, start(stack, victim));
            }
        } finally {
            enough.set(true);
            load.join();
            for (Process process : processes) {
                process.destroyForcibly().waitFor();
            }
        }
        check(stack, produced.get(), kills, ended);
    }

    /** Each kill is to meet processes that have got on since the last one. */
    private void awaitAtWork(TestStack stack, int rows) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() ->
                        Long.parseLong(table(stack).currentSnapshot().summary().get("total-records")) >= rows);
    }

    private void check(TestStack stack, int produced, int kills, int ended) throws Exception {
        TestStack.Ran last = TestStack.run(SinkMain.commandLine(new ShutdownSignal()), sink(stack, "--until-end"));
        assertThat(last.status()).as(last.err()).isZero();
        List<String> verify = tables(stack, "--verify");
        TestStack.Ran verified = TestStack.run(SinkMain.commandLine(new ShutdownSignal()), verify);
        assertThat(verified.status()).as(verified.out() + verified.err()).isZero();

        Table table = table(stack);
        List<Long> numbers = new ArrayList<>();
        Set<String> places = new HashSet<>();
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
            for (Record row : rows) {
                numbers.add((Long) row.getField("n"));
                places.add(row.getField("kafka_partition") + " " + row.getField("kafka_offset"));
            }
        }
        int snapshots = 0;
        for (Snapshot snapshot : table.snapshots()) {
            assertThat(snapshot.summary()).containsKey("millrace.cursor");
            snapshots++;
        }
        System.out.printf(
                "Kills with a table: %d SIGKILLs, %d ends by fencing, %d records produced, %d rows, %d places, %d"
                        + " snapshots%n%s",
                kills, ended, produced, numbers.size(), places.size(), snapshots, verified.out());
        assertThat(numbers).hasSize(produced);
        assertThat(new TreeSet<>(numbers))
                .isEqualTo(new TreeSet<>(
                        IntStream.range(0, produced).mapToObj(Long::valueOf).toList()));
        assertThat(places).hasSize(produced);
        assertThat(snapshots).isGreaterThan(1);
    }

    private static Table table(TestStack stack) {
        Configuration configuration = new Configuration();
        configuration.set("fs.defaultFS", stack.hdfs.uri().toString());
        return new HadoopCatalog(configuration, stack.hdfs.uri() + "/lake")
                .loadTable(TableIdentifier.of("test", "counted"));
    }

    private static void load(TestStack stack, AtomicInteger produced, AtomicBoolean enough) {
        try (KafkaProducer<String, String> producer = stack.producer()) {
            while (!enough.get()) {
                for (int i = 0; i < 30; i++) {
                    int number = produced.getAndIncrement();
                    String value = "{\"n\":" + number + ",\"at\":" + (1_767_225_600_000L + number) + "}";
                    producer.send(new ProducerRecord<>("counted", number % PARTITIONS, null, value));
                }
                producer.flush();
                await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            }
        }
    }

    /** Two sinks, and one that only looks after the table. */
    private Process start(TestStack stack, int place) throws IOException {
        Path log = folder.resolve("process-" + started++ + ".log");
        return TestStack.startProcess(log, List.of(), place == 2 ? tables(stack, "--follow") : sink(stack));
    }

    private List<String> sink(TestStack stack, String... more) {
        List<String> arguments = withTable(stack.arguments(
                "run",
                "--topics=counted",
                "--group=counted",
                "--root=/counted",
                "--value-format=json",
                "--file-format=parquet",
                "--schema=" + folder.resolve("counted.avsc"),
                "--metadata-columns=partition,offset",
                "--roll-age=200ms",
                "--on-bad-record=stop",
                "--kafka-property=session.timeout.ms=1000",
                "--kafka-property=heartbeat.interval.ms=200"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static List<String> tables(TestStack stack, String what) {
        return withTable(Sinks.without(stack.arguments("tables", "--root=/counted", what), "--bootstrap-servers"));
    }

    private static List<String> withTable(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--table=iceberg:test.counted");
        all.add("--table-interval=300ms");
        all.add("--table-partition-by=hour(at)");
        Map.of("type", "hadoop", "warehouse", "/lake")
                .forEach((name, value) -> all.add("--catalog-property=" + name + "=" + value));
        return all;
    }
}
