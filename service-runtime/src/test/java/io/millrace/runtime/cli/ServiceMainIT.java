package io.millrace.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.ShutdownSignal;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ServiceMainIT {
    @Test
    void sigtermEndsTheServiceInOrderWithStatusZero() throws Exception {
        Process process = start(Map.of());
        awaitLine(process, "running");
        process.toHandle().destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output(process)).isEqualTo("closed in order\n");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void aStopThatHangsIsEndedAfterTheTimeout() throws Exception {
        Process process = start(Map.of(ServiceMain.STOP_TIMEOUT_VARIABLE, "1"), "--hang");
        awaitLine(process, "running");
        process.toHandle().destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.FAILURE);
    }

    @Test
    void aShutdownHookThatHangsIsEndedAfterTheTimeout() throws Exception {
        Process process = start(Map.of(ServiceMain.STOP_TIMEOUT_VARIABLE, "1"), "--hang-in-hook");
        awaitLine(process, "running");
        process.toHandle().destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output(process)).isEqualTo("closed in order\n");
        assertThat(process.exitValue()).isEqualTo(ExitStatus.FAILURE);
    }

    @Test
    void theServiceStopsWhenItsLauncherDiedBeforeItCouldWatchIt() throws Exception {
        Process launcher = new ProcessBuilder("true").start();
        launcher.waitFor();
        Process process = start(Map.of(ServiceMain.STOP_WITH_VARIABLE, String.valueOf(launcher.pid())));
        awaitLine(process, "running");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void theServiceStopsWhenItsLauncherDies() throws Exception {
        Process launcher = new ProcessBuilder("sleep", "600").start();
        Process process = start(Map.of(ServiceMain.STOP_WITH_VARIABLE, String.valueOf(launcher.pid())));
        awaitLine(process, "running");
        launcher.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void aServiceThatWasLaunchedLeavesCtrlCToItsLauncher() throws Exception {
        Process process = start(Map.of(
                ServiceMain.STOP_WITH_VARIABLE,
                String.valueOf(ProcessHandle.current().pid())));
        awaitLine(process, "running");
        // As a terminal does: to everybody; then the launcher stops it in its turn.
        assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        process.toHandle().destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output(process)).isEqualTo("closed in order\n");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void aThreadThatEndsByItselfEndsTheProcess() throws Exception {
        Process process = start(Map.of(), "--fail-beside");
        awaitLine(process, "running");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.FAILURE);
    }

    @Test
    void aThreadWithoutMemoryEndsTheProcessThoughItsErrorIsCaught() throws Exception {
        Process process = start(Map.of(), "--out-of-memory");
        awaitLine(process, "running");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.FAILURE);
    }

    @Test
    void aVariableThatIsMeantForTheServiceAndMisspeltIsAWrongSetting() throws Exception {
        Process process = start(Map.of(MeantVariables.VARIABLE, "NO_SUCH_SETTING"));
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.USAGE);
    }

    private static Process start(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void awaitLine(Process process, String line) throws Exception {
        // One byte at a time: what follows must stay in the pipe for the test.
        StringBuilder read = new StringBuilder();
        for (int b = process.getInputStream().read();
                b >= 0 && b != '\n';
                b = process.getInputStream().read()) {
            read.append((char) b);
        }
        assertThat(read.toString()).isEqualTo(line);
    }

    private static String output(Process process) throws Exception {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder all = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                all.append(line).append('\n');
            }
            return all.toString();
        }
    }

    private static void hang() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A service that waits for its stop. */
    @Command(name = "waiting")
    static final class Waiting implements Callable<Integer> {
        @Option(names = "--hang")
        boolean hang;

        @Option(names = "--hang-in-hook")
        boolean hangInHook;

        @Option(names = "--fail-beside")
        boolean failBeside;

        @Option(names = "--out-of-memory")
        boolean outOfMemory;

        private final ShutdownSignal stop;

        Waiting(ShutdownSignal stop) {
            this.stop = stop;
        }

        public static void main(String[] args) {
            ServiceMain.run(stop -> new CommandLine(new Waiting(stop)), args);
        }

        @Override
        public Integer call() throws InterruptedException {
            if (hangInHook) {
                Runtime.getRuntime().addShutdownHook(new Thread(ServiceMainIT::hang));
            }
            System.out.println("running");
            if (failBeside) {
                new Thread(() -> {
                            throw new IllegalStateException("nobody waits for this thread");
                        })
                        .start();
            }
            if (outOfMemory) {
                try {
                    Object tooMuch = new long[Integer.MAX_VALUE];
                    System.out.println(tooMuch);
                } catch (OutOfMemoryError e) {
                    LastResort.endIfUnsafe(e);
                }
            }
            stop.await();
            if (hang) {
                Thread.currentThread().join();
            }
            System.out.println("closed in order");
            return 0;
        }
    }
}
