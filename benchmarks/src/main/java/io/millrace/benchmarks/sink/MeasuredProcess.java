package io.millrace.benchmarks.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, watched until it ends. */
final class MeasuredProcess {
    private static final long SAMPLE_MILLIS = 20;

    private MeasuredProcess() {}

    /**
     * What a process took.
     *
     * @param cpu CPU time of all its threads, from start to end; what it used after the last sample, at most 20 ms before
     *     its end, is missing
     * @param peakBytes most memory resident at once, 0 where the system does not tell
     * @param wall from start to end
     */
    record Cost(int status, Duration cpu, long peakBytes, Duration wall) {}

    /** Runs Java with these options, what to start and its arguments; the output goes to the file. */
    static Cost run(List<String> jvmOptions, List<String> program, List<String> arguments, Path output)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(program);
        command.addAll(arguments);
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        Duration cpu = Duration.ZERO;
        long peak = 0;
        do {
            cpu = process.info().totalCpuDuration().orElse(cpu);
            peak = Math.max(peak, peak(process.pid()));
        } while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS));
        Duration wall = Duration.ofNanos(System.nanoTime() - started);
        Runtime.getRuntime().removeShutdownHook(killer);
        return new Cost(process.exitValue(), cpu, peak, wall);
    }

    /** Linux keeps the peak itself. */
    private static long peak(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException e) {
            // Another system, or the process has just ended.
        }
        return 0;
    }
}
