package io.millrace.stack;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Exit;

/**
 * What becomes of a broker's wish to end the process. A server that cannot go on ends its process; a start that fails on its own
 * thread, for want of a port for example, is no reason for that here, where other servers share the process.
 */
final class KafkaExit {
    /** With less room on its disk than this, a broker cannot begin another part of a log. */
    private static final long FULL = 64L << 20;

    /** The folders of all brokers that this process has started. */
    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();

    /** Where this thread, while it starts a broker, notes that the broker wants to end the process. */
    private static final ThreadLocal<AtomicReference<String>> STARTING = new ThreadLocal<>();

    static {
        Exit.setExitProcedure((status, message) -> {
            if (!notedByStart(status, message)) {
                System.exit(status);
            }
        });
        Exit.setHaltProcedure((status, message) -> {
            if (!notedByStart(status, message)) {
                Runtime.getRuntime().halt(status);
            }
        });
    }

    private KafkaExit() {}

    /** Has brokers with data in this folder ask here. */
    static void watch(Path folder) {
        FOLDERS.add(folder);
    }

    /** From now on a broker that this thread starts only notes its wish: in what is returned. */
    static AtomicReference<String> noteInsteadOfEnding() {
        AtomicReference<String> fault = new AtomicReference<>();
        STARTING.set(fault);
        return fault;
    }

    /** Takes {@link #noteInsteadOfEnding} back. */
    static void endAgain() {
        STARTING.remove();
    }

    /** True if a broker that starts on this thread wished it, which goes on to throw the reason; any other is told the user. */
    private static boolean notedByStart(int status, String message) {
        String wish = "end this process with status " + status + (message == null ? "" : " (" + message + ")");
        AtomicReference<String> fault = STARTING.get();
        if (fault != null) {
            fault.set("it wanted to " + wish);
            return true;
        }
        System.err.println("error: Kafka cannot go on and has to " + wish + "; " + likelyReason(FOLDERS, FULL));
        return false;
    }

    /** What most often ends a broker, if it is so; else where to look. */
    static String likelyReason(Set<Path> folders, long full) {
        return folders.stream()
                .filter(folder -> folder.toFile().getUsableSpace() < full)
                .findFirst()
                .map(folder -> "the disk is full: " + folder + " has "
                        + (folder.toFile().getUsableSpace() >> 20)
                        + " MiB free. Make room and start again; what was stored is not lost")
                .orElseGet(() -> "the reason is in kafka.log, in the folder logs beside "
                        + folders.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
}
