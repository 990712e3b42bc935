package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.cli.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks of folders that are done, and those who wait for them, with real servers. */
@ExtendWith(SharedStack.class)
class DoneMarksIT {
    private static final String LAYOUT = "--layout=dt={yyyy-MM-dd}/hour={HH}";
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("'dt='uuuu-MM-dd/'hour='HH").withZone(ZoneOffset.UTC);

    private final TestStack stack;
    private final Sinks sinks;
    /** The first of the hours that records are of; the last one ended an hour ago. */
    private final Instant first = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(4, ChronoUnit.HOURS);

    DoneMarksIT(TestStack stack) {
        this.stack = stack;
        this.sinks = new Sinks(stack);
    }

    /** A record of a moment in minutes after the first hour's beginning. */
    private void produce(String topic, int partition, long minutes, int number) {
        try (KafkaProducer<String, String> producer = stack.producer()) {
            producer.send(new ProducerRecord<>(
                    topic,
                    partition,
                    first.plus(minutes, ChronoUnit.MINUTES).toEpochMilli(),
                    null,
                    topic + ":" + number));
            producer.flush();
        }
    }

    private String folder(String topic, int hour) {
        return "/" + topic + "/" + FOLDER.format(first.plus(hour, ChronoUnit.HOURS));
    }

    private boolean exists(String path) {
        try (FileSystem client = stack.hdfs.newClient()) {
            return client.exists(new Path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> withoutKafka(String... arguments) {
        return Sinks.without(stack.arguments(arguments), "--bootstrap-servers");
    }

    private TestStack.Ran waitFor(String topic, Instant time, String... more) {
        List<String> arguments = withoutKafka(
                "wait-for", "--root=/" + topic, "--topic=" + topic, "--time=" + time, "--poll-interval=200ms");
        arguments.addAll(List.of(more));
        return Sinks.command(arguments);
    }

    /** The value of the only meter of this name; NaN if there is none. */
    private static double meter(int port, String name) {
        return Sinks.page(port, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void foldersGetTheirMarksAndWhoWaitsForThemGoesOnAndLateRecordsAreCounted() throws Exception {
        String topic = "done";
        // One of them never has a record.
        stack.createTopic(topic, 3);
        for (int i = 0; i < 10; i++) {
            produce(topic, i % 2, 5 + i * 15, i);
        }
        int port = freePort();
        Sinks.Running sink = new Sinks.Running(sinks.run(
                topic, LAYOUT, "--done-marks", "--lateness=1m", "--done-interval=200ms", "--http-port=" + port));
        try {
            sinks.awaitStored(topic, 10);
            assertThat(waitFor(topic, first.plus(3, ChronoUnit.HOURS), "--timeout=90s"))
                    .satisfies(ran -> assertThat(ran.status()).as(ran.err()).isZero())
                    .satisfies(ran -> assertThat(ran.out()).contains("Done: folders of topic done up to "));
            for (int hour = 0; hour < 3; hour++) {
                assertThat(exists(folder(topic, hour) + "/_SUCCESS")).isTrue();
            }
            TestStack.Ran tomorrow = waitFor(topic, first.plus(2, ChronoUnit.DAYS), "--timeout=300ms");
            assertThat(tomorrow.status()).isEqualTo(ExitStatus.TIMEOUT);
            assertThat(tomorrow.out()).contains("Not done within 300ms", "is the furthest behind");

            produce(topic, 0, 10, 10);
            await().atMost(Sinks.PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> meter(port, "millrace_sink_done_late_records_total"), value -> value == 1);
            assertThat(meter(port, "millrace_sink_done_marks_total")).isEqualTo(3);
            assertThat(meter(port, "millrace_sink_done_behind_seconds")).isBetween(0.0, 2 * 3_600.0);
            assertThat(meter(port, "millrace_sink_done_age_seconds")).isNotNegative();
            Sinks.awaitHealthy(port);
        } finally {
            assertThat(sink.stop().status()).isZero();
        }
        sinks.assertExact(topic, 11);

        TestStack.Ran expired = Sinks.command(
                withoutKafka("expire", "--root=/" + topic, "--topics=" + topic, "--older-than=2h", LAYOUT));
        assertThat(expired.status()).as(expired.err() + expired.out()).isZero();
        assertThat(exists(folder(topic, 0))).isFalse();
        assertThat(exists(folder(topic, 1))).isFalse();
        assertThat(exists(folder(topic, 2) + "/_SUCCESS")).isTrue();
        assertThat(sinks.audit(topic).get("clean").booleanValue()).isTrue();
    }

    @Test
    void aRunToTheEndMarksWhatItStored() throws Exception {
        String topic = "done-to-the-end";
        stack.createTopic(topic, 2);
        produce(topic, 0, 5, 0);
        assertThat(Sinks.command(sinks.run(topic, LAYOUT, "--done-marks", "--done-mark-name=_DONE", "--until-end"))
                        .status())
                .isZero();
        assertThat(exists(folder(topic, 0) + "/_DONE")).isTrue();
        assertThat(waitFor(topic, first.plus(1, ChronoUnit.HOURS), "--timeout=0")
                        .status())
                .isZero();
    }

    @Test
    void whoWaitsForWhatIsNotThereIsToldSo() throws Exception {
        assertThat(waitFor("nowhere", first).err()).contains("--root is 'hdfs://", "must be an existing folder");
        String topic = "done-unmarked";
        stack.createTopic(topic, 1);
        produce(topic, 0, 5, 0);
        assertThat(Sinks.command(sinks.run(topic, LAYOUT, "--until-end")).status())
                .isZero();
        TestStack.Ran unmarked = waitFor(topic, first, "--timeout=0");
        assertThat(unmarked.status()).isEqualTo(ExitStatus.TIMEOUT);
        assertThat(unmarked.out()).contains("run it with --done-marks");
        List<String> other =
                withoutKafka("wait-for", "--root=/" + topic, "--topic=other", "--time=" + first, "--timeout=0");
        assertThat(Sinks.command(other))
                .satisfies(ran -> assertThat(ran.status()).isEqualTo(ExitStatus.FAILURE))
                .satisfies(ran -> assertThat(ran.err()).contains("must be one of [" + topic + "]"));
    }
}
