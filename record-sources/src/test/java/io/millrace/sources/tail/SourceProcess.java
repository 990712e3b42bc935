package io.millrace.sources.tail;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.sources.delivery.CommitRule;
import io.millrace.sources.delivery.DeliveryException;
import io.millrace.sources.delivery.TransactionalPump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A source in a process of its own, in the locale that a test chooses: reads real files, commits into a {@link FileLog}, and
 * prints what it says. Either to the files' ends, or on and on until it is killed.
 */
final class SourceProcess {
    private static final String TO_THE_END = "end";
    private static final String ON_AND_ON = "follow";

    private SourceProcess() {}

    /**
     * Reads to the end. What was printed, a line each: {@code record ...} of this run, {@code says ...}, {@code counted N},
     * or a stack trace.
     */
    static List<String> run(String locale, Path store, String... inputs) throws IOException, InterruptedException {
        long before = FileLog.lines(store).size();
        Process process = started(TO_THE_END, locale, store, List.of(inputs)).start();
        String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        List<String> printed = new ArrayList<>(all.lines()
                .filter(line -> line.matches("(says|counted|Exception|Caused|\\s+at) ?.*"))
                .toList());
        FileLog.lines(store).stream().skip(before).forEach(line -> printed.add("record " + line));
        return printed;
    }

    /** Reads on and on; what it says is in a file beside the store. */
    static Process following(Path store, String input) throws IOException {
        return started(ON_AND_ON, "C.UTF-8", store, List.of(input))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of(store + ".said").toFile()))
                .start();
    }

    /** As {@code kill -9} does. */
    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }

    private static ProcessBuilder started(String mode, String locale, Path store, List<String> inputs) {
        List<String> command = java(SourceProcess.class.getName(), mode, store.toString());
        command.addAll(inputs);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", locale);
        return builder;
    }

    /** How to start Java with the tests' classes. */
    static List<String> java(String... arguments) {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classes));
        command.addAll(List.of(arguments));
        return command;
    }

    public static void main(String[] args) throws Exception {
        InputFiles inputs = new InputFiles(Arrays.asList(args).subList(2, args.length));
        inputs.mistakes().forEach(sentence -> System.out.println("says " + sentence));
        if (!inputs.mistakes().isEmpty()) {
            return;
        }
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (TailSource source = new TailSource(
                        inputs,
                        settings(args[0].equals(TO_THE_END)),
                        LineFormat.TEXT,
                        Clock.systemUTC(),
                        System::nanoTime,
                        new ShutdownSignal()::await)
                .showIn(metrics)) {
            CommitRule rule = new CommitRule(5000, Duration.ofMillis(200));
            TransactionalPump.Waiting waiting = new TransactionalPump.Waiting() {
                @Override
                public void failed(DeliveryException.Unavailable failure) {}

                @Override
                public void healed() {}
            };
            new TransactionalPump(source, new FileLog(Path.of(args[1])), rule, System::nanoTime, waiting)
                    .run(() -> false);
            source.problems().forEach(sentence -> System.out.println("says " + sentence));
            inputs.unreadable().forEach(sentence -> System.out.println("says " + sentence));
        }
        FunctionCounter unreadable = metrics.get("millrace.producer.tail.events")
                .tag("event", "unreadable")
                .functionCounter();
        System.out.println("counted " + (long) unreadable.count());
    }

    /** What it said so far. */
    static String said(Path store) throws IOException {
        return Files.readString(Path.of(store + ".said"));
    }

    private static TailSettings settings(boolean toTheEnd) {
        return new TailSettings(
                Optional.empty(),
                new LongRecords(1_000_000, LongRecords.Treatment.SPLIT),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Optional.empty(),
                toTheEnd,
                false,
                256,
                Duration.ofDays(7));
    }
}
