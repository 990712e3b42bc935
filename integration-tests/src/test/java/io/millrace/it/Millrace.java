package io.millrace.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the launcher as the script does, and keeps what it prints. */
final class Millrace {
    /** How a run ended. */
    record Run(int status, String output) {}

    private Millrace() {}

    /** Starts it; the caller ends it. */
    static Process start(Path workFolder, String... arguments) throws IOException {
        return start(Files.createTempFile(workFolder, "millrace", ".out"), Map.of(), List.of(arguments));
    }

    /** Starts it with its output in this file; the caller ends it. */
    static Process startInto(Path output, String... arguments) throws IOException {
        return start(output, Map.of(), List.of(arguments));
    }

    /** Runs it to its end; fails after four minutes. */
    static Run run(Path workFolder, String... arguments) throws IOException, InterruptedException {
        return run(workFolder, Map.of(), arguments);
    }

    /** As {@link #run(Path, String...)}, with variables besides those of this process. */
    static Run run(Path workFolder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(workFolder, "millrace", ".out");
        Process process = start(output, environment, List.of(arguments));
        try {
            if (!process.waitFor(4, TimeUnit.MINUTES)) {
                throw new AssertionError("no end after four minutes: " + Files.readString(output));
            }
            return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(Path output, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dmillrace.home=" + Checkout.root(),
                "-cp",
                Checkout.launcherClassPath(),
                "io.millrace.launcher.Launcher"));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // A test run that is killed leaves no servers behind.
        builder.environment()
                .put(
                        "MILLRACE_STOP_WITH_PROCESS",
                        String.valueOf(ProcessHandle.current().pid()));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
