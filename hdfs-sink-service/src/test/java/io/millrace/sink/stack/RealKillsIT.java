package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.sink.cli.SinkMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two sink processes of one group under load, killed with SIGKILL at random moments while partitions move between them.
 * {@code -Dkills=30} or {@code -Dkills=500} for a longer run, {@code -Dkills.seed=N} for other moments.
 */
class RealKillsIT {
    private static final int PARTITIONS = 6;

    @TempDir
    private Path folder;

    private final Map<Process, Path> logs = new HashMap<>();
    private final Random random = new Random(Long.getLong("kills.seed", 7));

    @Test
    void everyRecordIsStoredOnceWhateverIsKilled() throws Exception {
        int kills = Integer.getInteger("kills", 8);
        try (TestStack stack = new TestStack(folder, 1)) {
            stack.createTopic("numbers", PARTITIONS);
            AtomicInteger produced = new AtomicInteger();
            AtomicBoolean enough = new AtomicBoolean();
            Thread load = new Thread(() -> load(stack, produced, enough), "load");
            load.start();
            List<Process> sinks = new ArrayList<>();
            int done = 0;
            int ended = 0;
            try {
                sinks.add(start(stack));
                sinks.add(start(stack));
                while (done < kills) {
                    int victim = random.nextInt(2);
                    Process process = sinks.get(victim);
                    awaitWork(process);
                    if (process.waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS)) {
                        // It found itself fenced: that is how a former owner has to end.
                        ended++;
                    } else {
                        process.destroyForcibly().waitFor();
                        done++;
                    }
                    sinks.set(victim, start(stack));
                }
            } finally {
                enough.set(true);
                load.join();
                for (Process sink : sinks) {
                    sink.destroyForcibly().waitFor();
                }
            }
            finish(stack, produced.get(), done, ended);
        }
    }

    /** Most kills shall meet a sink that has taken partitions over; every fifth one that is still starting. */
    private void awaitWork(Process process) {
        if (random.nextInt(5) > 0) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !process.isAlive()
                            || Files.readString(logs.get(process)).contains("Partition taken over"));
        }
    }

    private void finish(TestStack stack, int produced, int kills, int ended) throws Exception {
        TestStack.Ran last = TestStack.run(SinkMain.commandLine(new ShutdownSignal()), arguments(stack, "--until-end"));
        assertThat(last.status()).as(last.err()).isZero();
        TestStack.Ran audit = TestStack.run(
                SinkMain.commandLine(new ShutdownSignal()),
                stack.arguments("audit", "--root=/numbers", "--require-complete"));
        assertThat(audit.status()).as(audit.out() + audit.err()).isZero();
        List<Integer> stored = stack.lines("/numbers").stream()
                .map(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1)))
                .sorted()
                .toList();
        System.out.printf(
                "Real kills: %d SIGKILLs, %d ends by fencing, %d records produced, %d stored%n%s",
                kills, ended, produced, stored.size(), audit.out());
        assertThat(stored).isEqualTo(IntStream.range(0, produced).boxed().toList());
        assertThat(produced).isGreaterThan(kills * 100);
    }

    private static void load(TestStack stack, AtomicInteger produced, AtomicBoolean enough) {
        try (KafkaProducer<String, String> producer = stack.producer()) {
            while (!enough.get()) {
                for (int i = 0; i < 50; i++) {
                    int number = produced.getAndIncrement();
                    producer.send(new ProducerRecord<>("numbers", number % PARTITIONS, null, "n:" + number));
                }
                producer.flush();
                await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            }
        }
    }

    private Process start(TestStack stack) {
        Path log = folder.resolve("sink-" + logs.size() + ".log");
        Process process = TestStack.startProcess(log, arguments(stack));
        logs.put(process, log);
        return process;
    }

    private static List<String> arguments(TestStack stack, String... more) {
        List<String> arguments = new ArrayList<>(stack.arguments(
                "run",
                "--topics=numbers",
                "--root=/numbers",
                "--value-format=text",
                "--file-format=text",
                "--layout=p={partition}",
                "--roll-records=400",
                "--roll-age=200ms",
                "--on-bad-record=stop",
                // A killed member must be missed within seconds, or nothing would move.
                "--kafka-property=session.timeout.ms=1500",
                "--kafka-property=heartbeat.interval.ms=300"));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
