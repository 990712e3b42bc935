package io.millrace.producer.tail;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.producer.delivery.MemoryLog;
import io.millrace.producer.delivery.PositionedSource.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A source in a process of its own, in the locale that a test chooses: reads files to their ends, keeps its positions in a
 * file, and prints the records and what it says.
 */
final class SourceProcess {
    private SourceProcess() {}

    /** What it printed, a line each: {@code record ...}, {@code says ...}, {@code counted N}, or a stack trace. */
    static List<String> run(String locale, Path positions, String... inputs) throws IOException, InterruptedException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classes,
                SourceProcess.class.getName(),
                positions.toString()));
        command.addAll(Arrays.asList(inputs));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the source does not end: " + printed);
        }
        return printed.lines()
                .filter(line -> line.matches("(record|says|counted|Exception|Caused|\\s+at) ?.*"))
                .toList();
    }

    public static void main(String[] args) throws Exception {
        Path kept = Path.of(args[0]);
        MemoryLog log = new MemoryLog();
        if (Files.exists(kept)) {
            Files.readAllLines(kept)
                    .forEach(line -> log.positions()
                            .put(
                                    line.substring(0, line.indexOf(' ')),
                                    Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1))));
        }
        InputFiles inputs = new InputFiles(Arrays.asList(args).subList(1, args.length));
        inputs.mistakes().forEach(sentence -> System.out.println("says " + sentence));
        if (!inputs.mistakes().isEmpty()) {
            return;
        }
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (TailSource source = new TailSource(
                        inputs,
                        settings(),
                        TailSource.LineFormat.TEXT,
                        Clock.systemUTC(),
                        System::nanoTime,
                        atMost -> {})
                .showIn(metrics)) {
            source.restore(log.takeOver());
            while (source.read(log.outlet()) != Outcome.ENDED) {
                log.commit(source.changedPositions());
            }
            log.commit(source.changedPositions());
            source.problems().forEach(sentence -> System.out.println("says " + sentence));
            inputs.unreadable().forEach(sentence -> System.out.println("says " + sentence));
        }
        FunctionCounter unreadable =
                metrics.get("millrace.tail.events").tag("event", "unreadable").functionCounter();
        System.out.println("counted " + (long) unreadable.count());
        log.lines().forEach(line -> System.out.println("record " + line));
        keep(kept, log.positions());
    }

    private static void keep(Path kept, Map<String, byte[]> positions) {
        List<String> lines = new ArrayList<>();
        positions.forEach(
                (id, bytes) -> lines.add(id + " " + Base64.getEncoder().encodeToString(bytes)));
        try {
            Files.write(kept, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TailSettings settings() {
        return new TailSettings(
                Optional.empty(),
                new LongRecords(1_000_000, LongRecords.Treatment.SPLIT),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.empty(),
                true,
                false,
                256,
                Duration.ofDays(7));
    }
}
