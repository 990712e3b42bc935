package io.millrace.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One record of a log: a line, or a line and the lines that belong to it (a stack trace).
 *
 * @param timestamp when the event was written if the source knows it, else when it was read; millisecond precision
 * @param level level as the source gave it; empty if only the message tells
 * @param logger logger or component; empty if the source does not know it
 * @param message the whole record as text, without its last line end
 * @param source where it was read: a path or a name
 * @param host host on which it was read
 */
public record LogEvent(
        Instant timestamp,
        Optional<String> level,
        Optional<String> logger,
        String message,
        String source,
        String host) {
    public LogEvent {
        timestamp = Fields.toMillis(timestamp, "timestamp");
        requireNonNull(level, "level");
        requireNonNull(logger, "logger");
        requireNonNull(message, "message");
        requireNonNull(source, "source");
        requireNonNull(host, "host");
    }
}
