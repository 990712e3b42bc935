package io.millrace.runtime.cli;

import io.millrace.runtime.ShutdownSignal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Ends a service process that can neither work nor stop in order: when memory has run out, when a thread ended that
 * nobody waits for, when nothing moves any more. What was not committed is read again by the next start, so ending at once
 * loses nothing, while going on could.
 */
public final class LastResort {
    private static volatile boolean installed;

    private LastResort() {}

    /** From now on this process ends with status 1 when a thread ends by a throwable that nobody caught. */
    static void install(ShutdownSignal stop) {
        installed = true;
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endIfUnsafe(failure);
            if (failure instanceof Exception && stop.isRequested()) {
                // Clients that are being closed may throw at threads of their own; the stop goes on without those.
                LoggerFactory.getLogger(LastResort.class).debug("Thread {} ended", thread.getName(), failure);
                return;
            }
            LoggerFactory.getLogger(LastResort.class).error("Thread {} ended unexpectedly", thread.getName(), failure);
            end("thread " + thread.getName() + " ended unexpectedly: " + failure);
        });
    }

    /**
     * Ends the process if the JVM itself is no longer to be trusted: no memory, or an internal error. A stack that was too
     * deep is unwound by then and ends no more than its thread. Does nothing within somebody else's process.
     */
    public static void endIfUnsafe(Throwable failure) {
        if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
            end(
                    failure instanceof OutOfMemoryError
                            ? "out of memory (" + failure.getMessage() + "): give the process more with -Xmx"
                            : "the JVM failed: " + failure);
        }
    }

    /** Ends the process with status 1, whatever its threads do. Does nothing within somebody else's process. */
    public static void end(String reason) {
        if (!installed) {
            return;
        }
        try {
            // Straight to the descriptor: loggers and streams may hold locks of threads that hang.
            byte[] line = ("error: " + reason + "\n").getBytes(StandardCharsets.UTF_8);
            new FileOutputStream(FileDescriptor.err).write(line);
        } catch (IOException | OutOfMemoryError nothingLeft) {
            // The status must say it all then.
            Runtime.getRuntime().halt(ExitStatus.FAILURE);
        }
        Runtime.getRuntime().halt(ExitStatus.FAILURE);
    }
}
