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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sink processes of one group under load, killed with SIGKILL at random moments while partitions move between them. Two
 * work while a third one, the last one's successor, is starting: whoever starts takes partitions from the others.
 * {@code -Dkills=500} for a longer run, {@code -Dkills.seed=N} for other moments.
 */
@ExtendWith(SharedStack.class)
class RealKillsIT {
    private static final int PARTITIONS = 6;
    private static final int SINKS = 3;

    @TempDir
    private Path folder;

    private final Map<Process, Path> logs = new HashMap<>();
    /** With fewer kills no partition need move from a sink that lives on. */
    private static final int ENOUGH_TO_MOVE = 6;

    private final Random random = new Random(Long.getLong("kills.seed", 7));
    private int started;
    private long takenOver;
    private long givenBack;

    @Test
    void everyRecordIsStoredOnceWhateverIsKilled(TestStack stack) throws Exception {
        int kills = Integer.getInteger("kills", Boolean.getBoolean("thorough") ? 30 : 3);
        stack.createTopic("numbers", PARTITIONS);
        AtomicInteger produced = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        Thread load = new Thread(() -> load(stack, produced, enough), "load");
        load.start();
        List<Process> sinks = new ArrayList<>();
        int done = 0;
        int ended = 0;
        try {
            for (int i = 0; i < SINKS; i++) {
                sinks.add(start(stack));
            }
            while (done < kills) {
                if (done % 10 == 5) {
                    // Once in a while peace, until all three work: then some have given partitions back alive.
                    await().atMost(Duration.ofSeconds(60))
                            .pollInterval(Duration.ofMillis(20))
                            .until(() -> working(sinks).size() == SINKS);
                }
                int victim = chooseVictim(sinks);
                Process process = sinks.get(victim);
                if (process.waitFor(random.nextInt(500), TimeUnit.MILLISECONDS)) {
                    // It found itself fenced: that is how a former owner has to end.
                    assertThat(Files.readString(logs.get(process))).contains("only one sink may write a partition");
                    ended++;
                } else {
                    process.destroyForcibly().waitFor();
                    done++;
                }
                forget(process);
                sinks.set(victim, start(stack));
            }
        } finally {
            enough.set(true);
            load.join();
            for (Process sink : sinks) {
                sink.destroyForcibly().waitFor();
            }
        }
        for (Process sink : sinks) {
            // Those that lived to the end are the ones that gave partitions back.
            forget(sink);
        }
        finish(stack, produced.get(), done, ended);
    }

    /** Most kills shall meet a sink that has taken partitions over; every fifth one that may still be starting. */
    private int chooseVictim(List<Process> sinks) {
        if (random.nextInt(5) == 0) {
            return random.nextInt(SINKS);
        }
        List<Integer> working = await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> working(sinks), some -> !some.isEmpty());
        return working.get(random.nextInt(working.size()));
    }

    private List<Integer> working(List<Process> sinks) throws IOException {
        List<Integer> working = new ArrayList<>();
        for (int i = 0; i < SINKS; i++) {
            Process sink = sinks.get(i);
            if (!sink.isAlive() || Files.readString(logs.get(sink)).contains("Partition taken over")) {
                working.add(i);
            }
        }
        return working;
    }

    private void forget(Process sink) throws IOException {
        List<String> log = Files.readAllLines(logs.get(sink));
        takenOver += log.stream()
                .filter(line -> line.contains("Partition taken over"))
                .count();
        givenBack += log.stream()
                .filter(line -> line.contains("Partitions given back"))
                .count();
        Files.delete(logs.remove(sink));
    }

    private void finish(TestStack stack, int produced, int kills, int ended) throws Exception {
        TestStack.Ran last = TestStack.run(SinkMain.commandLine(new ShutdownSignal()), arguments(stack, "--until-end"));
        assertThat(last.status()).as(last.err()).isZero();
        TestStack.Ran audit = TestStack.run(
                SinkMain.commandLine(new ShutdownSignal()),
                stack.arguments("audit", "--root=/numbers", "--require-complete"));
        assertThat(audit.status()).as(audit.out() + audit.err()).isZero();
        List<Integer> stored = stack.numbers("/numbers");
        System.out.printf(
                "Real kills: %d SIGKILLs, %d ends by fencing, %d partitions taken over, %d times partitions given back"
                        + " alive, %d records produced, %d stored%n%s",
                kills, ended, takenOver, givenBack, produced, stored.size(), audit.out());
        assertThat(stored).isEqualTo(IntStream.range(0, produced).boxed().toList());
        assertThat(produced).isGreaterThan(kills * 10);
        // The kills met sinks at work, and partitions moved between living ones too.
        assertThat(takenOver).isGreaterThan(kills);
        assertThat(givenBack).isGreaterThanOrEqualTo(kills < ENOUGH_TO_MOVE ? 0 : 1);
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
        Path log = folder.resolve("sink-" + started++ + ".log");
        Process process = TestStack.startProcess(log, List.of(), arguments(stack));
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
                "--kafka-property=session.timeout.ms=1000",
                "--kafka-property=heartbeat.interval.ms=200"));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
