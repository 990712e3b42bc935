package io.millrace.benchmarks.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, watched until it ends. */
final class MeasuredProcess {
    private static final long SAMPLE_MILLIS = 20;
    /** Of every Linux that Java runs on, whatever the kernel's own tick is. */
    private static final long TICKS_PER_SECOND = 100;

    private MeasuredProcess() {}

    /**
     * What a process took.
     *
     * @param cpu CPU time of all its threads, from start to end. Linux adds it up when the process has ended, to 10 ms;
     *     elsewhere it is the last sample's, at most 20 ms before the end
     * @param peakBytes most memory resident at once, 0 where the system does not tell
     * @param wall from start to end
     * @param others CPU time of this process meanwhile, which runs the servers
     */
    record Cost(int status, Duration cpu, long peakBytes, Duration wall, Duration others) {}

    /** Runs Java with these options, what to start and its arguments; the output goes to the file. */
    static Cost run(List<String> jvmOptions, List<String> program, List<String> arguments, Path output)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(program);
        command.addAll(arguments);
        Duration others = own();
        OptionalLong before = endedChildrenTicks();
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
        OptionalLong after = endedChildrenTicks();
        if (before.isPresent() && after.isPresent()) {
            cpu = Duration.ofMillis((after.getAsLong() - before.getAsLong()) * 1000 / TICKS_PER_SECOND);
        }
        return new Cost(process.exitValue(), cpu, peak, wall, own().minus(others));
    }

    private static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** CPU time of all child processes of this one that have ended, user and system, in ticks; Linux only. */
    private static OptionalLong endedChildrenTicks() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            // After the program's name, which may hold anything, begins the third field; these are the 16th and 17th.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return OptionalLong.of(Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
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
