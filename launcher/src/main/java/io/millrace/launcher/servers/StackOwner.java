package io.millrace.launcher.servers;

import java.time.Instant;
import java.util.Optional;

/**
 * The process that runs the servers over a data folder.
 *
 * @param command the launcher's command that it was started with: {@code up}, {@code run}, ...
 * @param pid its number
 * @param started when it started, milliseconds since 1970; tells it from a later process of the same number; 0 if the system does
 *     not say
 */
public record StackOwner(String command, long pid, long started) {
    /** This process. */
    static StackOwner self(String command) {
        return new StackOwner(command, ProcessHandle.current().pid(), startOf(ProcessHandle.current()));
    }

    /** The process, if it still runs. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> started == 0 || startOf(process) == started);
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
