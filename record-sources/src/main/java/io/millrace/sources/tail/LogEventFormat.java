package io.millrace.sources.tail;

import io.millrace.model.LogEvent;
import io.millrace.model.codec.LogEventJson;
import io.millrace.sources.delivery.OutHeader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Wraps each record of a log in a {@link LogEvent} as JSON, with the file and the host it came from. */
public final class LogEventFormat implements LineFormat {
    private final LogEventJson json = new LogEventJson();
    private final String host;
    private final Clock clock;

    public LogEventFormat(String host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public byte[] value(byte[] line, String path, List<OutHeader> headers) {
        // Bytes that are not UTF-8 become replacement characters here; the text format keeps them.
        String message = new String(line, StandardCharsets.UTF_8);
        return json.encode(new LogEvent(time(headers), Optional.empty(), Optional.empty(), message, path, host));
    }

    /** When a container wrote it; for other files the time of reading. */
    private Instant time(List<OutHeader> headers) {
        for (OutHeader header : headers) {
            if (header.name().equals(ContainerJoiner.TIME)) {
                try {
                    return OffsetDateTime.parse(new String(header.value(), StandardCharsets.UTF_8))
                            .toInstant();
                } catch (DateTimeParseException e) {
                    // Not the runtime's usual way to write it.
                    return clock.instant();
                }
            }
        }
        return clock.instant();
    }
}
