package io.millrace.producer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A command in a process of its own, so that it can be killed as {@code kill -9} does. */
final class KilledProcess implements AutoCloseable {
    private final Process process;

    private KilledProcess(Process process) {
        this.process = process;
    }

    /** Starts the command with a heap of so many MiB; closing it kills it. */
    static KilledProcess started(int heapMiB, Path log, List<String> arguments) throws IOException {
        return new KilledProcess(start(heapMiB, log, arguments));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Starts the command and kills it, so many times: every fourth at a random moment of its start, the others at a random
     * moment after it began to deliver.
     *
     * @return how many of the processes were killed while they delivered
     */
    static int killAtRandomMoments(int times, long seed, Path log, List<String> arguments) throws Exception {
        Random random = new Random(seed);
        int delivering = 0;
        for (int i = 0; i < times; i++) {
            long before = Files.exists(log) ? Files.size(log) : 0;
            Process process = start(192, log, arguments);
            if (i % 4 != 0) {
                await().atMost(Duration.ofSeconds(120))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> reads(log, before) || !process.isAlive());
            }
            if (process.waitFor(random.nextInt(500), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the command ended by itself: " + Files.readString(log));
            }
            delivering += reads(log, before) ? 1 : 0;
            process.destroyForcibly().waitFor();
        }
        return delivering;
    }

    /** Starts the command and kills it once the condition holds. */
    static void killWhen(BooleanSupplier condition, Path log, List<String> arguments) throws Exception {
        Process process = start(192, log, arguments);
        try {
            await().atMost(Duration.ofSeconds(120)).until(() -> condition.getAsBoolean() || !process.isAlive());
            if (!process.isAlive()) {
                throw new AssertionError("the command ended by itself: " + Files.readString(log));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean reads(Path log, long from) throws IOException {
        byte[] bytes = Files.readAllBytes(log);
        return new String(bytes, (int) from, bytes.length - (int) from, StandardCharsets.UTF_8)
                .contains("Reading on: source=");
    }

    /** Runs the command to its end; returns its exit status. */
    static int run(Path log, List<String> arguments) throws Exception {
        return run(192, 120, log, arguments);
    }

    /** As {@link #run(Path, List)}, with a heap of so many MiB and so many seconds of patience. */
    static int run(int heapMiB, int patienceSeconds, Path log, List<String> arguments) throws Exception {
        Process process = start(heapMiB, log, arguments);
        if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "the command did not end within " + patienceSeconds + " s: " + Files.readString(log));
        }
        return process.exitValue();
    }

    private static Process start(int heapMiB, Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx" + heapMiB + "m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ProducerService.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
