package io.millrace.launcher;

import io.millrace.launcher.process.Jvm;
import io.millrace.launcher.process.SaidErrors;
import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackDescription;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.StackOwner;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.StackLock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Servers in the background: {@code up} in a process that outlives this one and its terminal. */
final class DetachedServers {
    private static final int HEAP_MEBIBYTES = 1024;
    private static final Duration LOOK_UP = Duration.ofMillis(250);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(3);

    private final Home home;
    private final StackFiles files;
    private final Screen screen;
    private final ShutdownSignal stop;

    DetachedServers(Home home, StackFiles files, Screen screen, ShutdownSignal stop) {
        this.home = home;
        this.files = files;
        this.screen = screen;
        this.stop = stop;
    }

    /**
     * Starts them and waits until they run.
     *
     * @param arguments what the user said, beginning with the command
     * @return the exit status
     */
    int start(List<String> arguments) throws IOException, InterruptedException {
        // The child claims the folder; here, so that a folder that cannot be used makes no process.
        StackLock.claim(files.folder()).close();
        Files.createDirectories(files.logs());
        Path output = files.logs().resolve("up.out");
        List<String> command = new ArrayList<>(outliving());
        command.addAll(Jvm.command(
                HEAP_MEBIBYTES,
                // Unlike what is over soon, this one runs for days: optimizing its code pays.
                "-XX:TieredStopAtLevel=4",
                "-Dmillrace.home=" + home.root(),
                "-cp",
                home.classPath(),
                Launcher.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        screen.line("Starting Kafka, HDFS and the database in the background; data in " + files.folder());
        Process process = builder.start();
        stop.onRequest(process::destroy);
        while (files.running().isEmpty()) {
            if (!process.isAlive()) {
                throw new ServiceException("the servers did not start: " + said(output) + "; see " + output);
            }
            if (stop.await(LOOK_UP)) {
                process.waitFor();
                screen.line("Stopped before the servers ran.");
                return 1;
            }
        }
        StackDescription.print(files.running().orElseThrow(), files, screen);
        screen.line("Running in the background (process " + process.pid() + "); ./millrace down"
                + StackDescription.dataOption(files) + " stops them.");
        return 0;
    }

    /**
     * Stops them and waits for their end.
     *
     * @return the exit status
     */
    int stop() throws InterruptedException {
        StackOwner owner = files.owner().orElse(null);
        ProcessHandle process = owner == null ? null : owner.process().orElse(null);
        if (process == null) {
            screen.line("No servers run over " + files.folder() + ".");
            return 0;
        }
        if (!owner.command().equals("up")) {
            throw new ServiceException("the servers over " + files.folder() + " belong to ./millrace " + owner.command()
                    + " (process " + owner.pid() + "), must be stopped there");
        }
        screen.line("Stopping the servers (process " + owner.pid() + ") ...");
        process.destroy();
        try {
            process.onExit().get(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ServiceException(
                    "the servers (process " + owner.pid() + ") did not end within " + LONGEST_STOP.toSeconds()
                            + " s; see " + files.logs(),
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process cannot fail", e);
        }
        screen.line("Stopped; the data stays in " + files.folder());
        return 0;
    }

    /** In a session of its own where the system has one to give: Ctrl-C and the terminal's end do not reach it. */
    private static List<String> outliving() {
        return Stream.of("setsid", "nohup")
                .filter(DetachedServers::isCommand)
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    private static boolean isCommand(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    private static String said(Path output) {
        List<String> said = SaidErrors.sentences(output, 0);
        return said.isEmpty() ? "it ended without a word" : String.join("; ", said);
    }
}
