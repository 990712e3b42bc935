package io.millrace.benchmarks.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs to its end. */
final class Contender {
    private static final long SAMPLE_MILLIS = 50;

    private Contender() {}

    /**
     * What it said and took.
     *
     * @param whole from its start to its end, the JVM's start included
     * @param cpu CPU time of all its threads; what it used in its last 50 ms is missing
     */
    record Run(String output, Duration whole, Duration cpu) {}

    /**
     * Runs it.
     *
     * @throws IOException if it ends with another status than 0
     */
    static Run run(List<String> jvmOptions, List<String> program, Path output)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(program);
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        Duration cpu = Duration.ZERO;
        do {
            cpu = process.info().totalCpuDuration().orElse(cpu);
        } while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS));
        Duration whole = Duration.ofNanos(System.nanoTime() - started);
        Runtime.getRuntime().removeShutdownHook(killer);
        String said = Files.readString(output);
        if (process.exitValue() != 0) {
            throw new IOException("status " + process.exitValue() + " of " + String.join(" ", program) + ":\n" + said);
        }
        return new Run(said, whole, cpu);
    }
}
