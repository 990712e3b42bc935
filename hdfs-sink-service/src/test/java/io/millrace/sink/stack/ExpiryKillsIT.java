package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.sink.cli.SinkMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
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
 * A sink with a table under load while old files expire, all of them killed with SIGKILL at random moments: what expired and what the
 * table holds is together what was produced, and the audit misses nothing. {@code -Dexpiry.kills=50} for a longer run, {@code
 * -Dkills.seed=N} for other moments.
 */
@Tag("thorough")
@ExtendWith(SharedStack.class)
class ExpiryKillsIT {
    private static final int PARTITIONS = 3;
    private static final String SCHEMA = """
            {"type":"record","name":"Counted","fields":[{"name":"n","type":"long"}]}
            """;

    @TempDir
    private Path folder;

    private final Random random = new Random(Long.getLong("kills.seed", 7));
    private int started;

    @Test
    void whatExpiredAndWhatIsLeftIsAllThatWasProduced(TestStack stack) throws Exception {
        int kills = Integer.getInteger("expiry.kills", 6);
        stack.createTopic("expiring", PARTITIONS);
        Files.writeString(folder.resolve("counted.avsc"), SCHEMA);
        AtomicInteger produced = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        Thread load = new Thread(() -> load(stack, produced, enough), "load");
        load.start();
        int finished = 0;
        Process sink = start(stack, sink(stack));
        try {
            awaitTable(stack);
            for (int i = 0; i < kills; i++) {
                Process expiry = start(stack, expire(stack));
                // Every third is let end by itself.
                long patience = i % 3 == 2 ? 120_000 : 500 + random.nextInt(5_000);
                if (expiry.waitFor(patience, TimeUnit.MILLISECONDS)) {
                    finished++;
                }
                if (i % 2 == 0) {
                    sink.destroyForcibly().waitFor();
                }
                expiry.destroyForcibly().waitFor();
                if (i % 2 == 0) {
                    sink = start(stack, sink(stack));
                }
            }
        } finally {
            enough.set(true);
            load.join();
            sink.destroyForcibly().waitFor();
        }
        check(stack, produced.get(), kills, finished);
    }

    private void check(TestStack stack, int produced, int kills, int finished) throws Exception {
        run(sink(stack, "--until-end"));
        String expired = run(expire(stack));
        assertThat(expired).contains("files were deleted.");
        String verified = run(withTable(hdfs(stack, "tables", "--verify")));
        JsonNode audit = new ObjectMapper().readTree(run(hdfs(stack, "audit", "--json")));
        long letGo = audit.get("expired_records").asLong();
        Set<String> places = new HashSet<>();
        long rows = 0;
        try (CloseableIterable<Record> read = IcebergGenerics.read(table(stack)).build()) {
            for (Record row : read) {
                places.add(row.getField("kafka_partition") + " " + row.getField("kafka_offset"));
                rows++;
            }
        }
        System.out.printf(
                "Kills with expiry: %d SIGKILLs, %d runs of expire that ended by themselves, %d records produced, %d"
                        + " expired in %d files, %d rows in the table%n%s",
                kills, finished, produced, letGo, audit.get("expired_files").asLong(), rows, verified);
        assertThat(audit.get("clean").asBoolean()).isTrue();
        assertThat(audit.get("records").asLong()).isEqualTo(produced);
        assertThat(audit.get("expired_files_not_deleted").asLong()).isZero();
        assertThat(letGo).isPositive();
        assertThat(rows).isEqualTo(places.size()).isEqualTo(produced - letGo);
        assertThat(files(stack))
                .isEqualTo(
                        audit.get("files").asLong() - audit.get("expired_files").asLong());
    }

    /** Files that readers of the folders see. */
    private static long files(TestStack stack) throws IOException {
        long files = 0;
        Configuration configuration = new Configuration();
        try (FileSystem hdfs = FileSystem.newInstance(stack.hdfs.uri(), configuration)) {
            RemoteIterator<LocatedFileStatus> all = hdfs.listFiles(new org.apache.hadoop.fs.Path("/expiring"), true);
            while (all.hasNext()) {
                files += all.next().getPath().toString().contains("/_") ? 0 : 1;
            }
        }
        return files;
    }

    @Test
    void filesOfATableThatIsNotGivenAreNotDeleted(TestStack stack) throws Exception {
        stack.createTopic("noted", 1);
        Files.writeString(folder.resolve("counted.avsc"), SCHEMA);
        try (KafkaProducer<String, String> producer = stack.producer()) {
            producer.send(new ProducerRecord<>("noted", "{\"n\":1}")).get();
        }
        List<String> arguments = withTable(
                "noted",
                stack.arguments(
                        "run",
                        "--topics=noted",
                        "--group=noted",
                        "--root=/noted",
                        "--value-format=json",
                        "--file-format=parquet",
                        "--schema=" + folder.resolve("counted.avsc"),
                        "--until-end"));
        run(arguments);
        List<String> without = Sinks.without(
                stack.arguments("expire", "--root=/noted", "--older-than=0", "--allow-young"), "--bootstrap-servers");

        TestStack.Ran refused = TestStack.run(SinkMain.commandLine(new ShutdownSignal()), without);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("table iceberg:test.noted names the files of topic noted")
                .contains("--ignore-tables");

        List<String> compact = Sinks.without(stack.arguments("compact", "--root=/noted"), "--bootstrap-servers");
        TestStack.Ran kept = TestStack.run(SinkMain.commandLine(new ShutdownSignal()), compact);
        assertThat(kept.status()).isEqualTo(1);
        assertThat(kept.err())
                .contains("table iceberg:test.noted names the files of topic noted, which must keep their names");

        List<String> ignoring = new ArrayList<>(without);
        ignoring.add("--ignore-tables");
        List<String> dry = new ArrayList<>(ignoring);
        dry.add("--dry-run");
        assertThat(run(dry)).contains("1 files with 1 records").doesNotContain("deleted");
        assertThat(run(ignoring)).contains("1 files were deleted.");
        assertThat(run(Sinks.without(stack.arguments("audit", "--root=/noted"), "--bootstrap-servers")))
                .contains("Let go since: 1 records in 1 expired files")
                .contains("there now: 0 in 0 files");
    }

    @Test
    void aFileThatSomebodyTookIsAcknowledgedOnceAndForAll(TestStack stack) throws Exception {
        stack.createTopic("acknowledged", 1);
        try (KafkaProducer<String, String> producer = stack.producer()) {
            producer.send(new ProducerRecord<>("acknowledged", "{\"n\":1}")).get();
        }
        run(stack.arguments(
                "run", "--topics=acknowledged", "--group=acknowledged", "--root=/acknowledged", "--until-end"));
        Configuration configuration = new Configuration();
        try (FileSystem hdfs = FileSystem.newInstance(stack.hdfs.uri(), configuration)) {
            RemoteIterator<LocatedFileStatus> all =
                    hdfs.listFiles(new org.apache.hadoop.fs.Path("/acknowledged"), true);
            while (all.hasNext()) {
                LocatedFileStatus file = all.next();
                if (!file.getPath().toString().contains("/_")) {
                    hdfs.delete(file.getPath(), false);
                }
            }
        }
        List<String> audit = Sinks.without(stack.arguments("audit", "--root=/acknowledged"), "--bootstrap-servers");
        TestStack.Ran missed = TestStack.run(SinkMain.commandLine(new ShutdownSignal()), audit);
        assertThat(missed.status()).isEqualTo(1);
        assertThat(missed.out()).contains("missing_file");

        List<String> acknowledge = new ArrayList<>(audit);
        acknowledge.addAll(List.of("--acknowledge", "moved to the archive", "--signed-by", "anna"));
        assertThat(run(acknowledge))
                .contains("1 missing files with 1 records are acknowledged now.")
                .contains("by anna: moved to the archive")
                .contains("Nothing is missing, doubled or altered.");
        assertThat(run(audit)).contains("1 in 1 files that were taken away");
    }

    private void awaitTable(TestStack stack) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> table(stack).currentSnapshot() != null);
    }

    private static Table table(TestStack stack) {
        Configuration configuration = new Configuration();
        configuration.set("fs.defaultFS", stack.hdfs.uri().toString());
        return new HadoopCatalog(configuration, stack.hdfs.uri() + "/lake")
                .loadTable(TableIdentifier.of("test", "expiring"));
    }

    private static void load(TestStack stack, AtomicInteger produced, AtomicBoolean enough) {
        try (KafkaProducer<String, String> producer = stack.producer()) {
            while (!enough.get()) {
                for (int i = 0; i < 30; i++) {
                    int number = produced.getAndIncrement();
                    producer.send(
                            new ProducerRecord<>("expiring", number % PARTITIONS, null, "{\"n\":" + number + "}"));
                }
                producer.flush();
                await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            }
        }
    }

    private Process start(TestStack stack, List<String> arguments) throws IOException {
        return TestStack.startProcess(folder.resolve("process-" + started++ + ".log"), List.of(), arguments);
    }

    /** What it printed; it must end well. */
    private static String run(List<String> arguments) {
        TestStack.Ran ran = TestStack.run(SinkMain.commandLine(new ShutdownSignal()), arguments);
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        return ran.out();
    }

    private List<String> sink(TestStack stack, String... more) {
        List<String> arguments = withTable(stack.arguments(
                "run",
                "--topics=expiring",
                "--group=expiring",
                "--root=/expiring",
                "--value-format=json",
                "--file-format=parquet",
                "--schema=" + folder.resolve("counted.avsc"),
                "--metadata-columns=partition,offset",
                "--layout=at={yyyy-MM-dd-HH-mm}",
                "--roll-age=200ms",
                "--on-bad-record=stop",
                "--kafka-property=session.timeout.ms=1000",
                "--kafka-property=heartbeat.interval.ms=200"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static List<String> expire(TestStack stack) {
        return withTable(hdfs(stack, "expire", "--older-than=2s", "--allow-young"));
    }

    private static List<String> hdfs(TestStack stack, String command, String... options) {
        List<String> arguments = Sinks.without(stack.arguments(command, "--root=/expiring"), "--bootstrap-servers");
        arguments.addAll(List.of(options));
        return arguments;
    }

    private static List<String> withTable(List<String> arguments) {
        return withTable("expiring", arguments);
    }

    private static List<String> withTable(String name, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--table=iceberg:test." + name);
        all.add("--table-interval=300ms");
        all.add("--catalog-property=type=hadoop");
        all.add("--catalog-property=warehouse=/lake");
        return all;
    }
}
