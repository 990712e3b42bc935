package io.millrace.launcher.preset;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.StackAddresses;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.StackOwner;
import io.millrace.runtime.ShutdownSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The servers of {@code ./millrace up}, which runs beside this process. Not thread-safe. */
final class JoinedServers {
    private static final Duration LOOK_UP = Duration.ofMillis(500);

    private final StackFiles files;
    private final Screen screen;
    private final ShutdownSignal stop;

    JoinedServers(StackFiles files, Screen screen, ShutdownSignal stop) {
        this.files = files;
        this.screen = screen;
        this.stop = stop;
    }

    /** True if {@code up} runs over the folder, or starts or stops there. */
    static boolean run(Path folder) {
        return new StackFiles(folder)
                .owner()
                .map(StackOwner::command)
                .filter("up"::equals)
                .isPresent();
    }

    /** Where they are, waiting for servers that start; empty if {@code up} does not run over the folder, or a stop is asked for. */
    Optional<StackAddresses> await() throws InterruptedException {
        while (run(files.folder())) {
            Optional<StackAddresses> running = files.running();
            if (running.isPresent()) {
                return running;
            }
            screen.status("Waiting for the servers of ./millrace up, which start or stop ...");
            if (stop.await(LOOK_UP)) {
                break;
            }
        }
        return Optional.empty();
    }
}
