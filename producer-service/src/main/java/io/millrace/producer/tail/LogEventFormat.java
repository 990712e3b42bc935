package io.millrace.producer.tail;

import io.millrace.model.LogEvent;
import io.millrace.model.codec.LogEventJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/** Wraps each record of a log in a {@link LogEvent} as JSON, with the file and the host it came from. */
public final class LogEventFormat implements TailSource.LineFormat {
    private final LogEventJson json = new LogEventJson();
    private final String host;
    private final Clock clock;

    public LogEventFormat(String host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public byte[] value(byte[] line, String path) {
        // Bytes that are not UTF-8 become replacement characters here; the text format keeps them.
        String message = new String(line, StandardCharsets.UTF_8);
        return json.encode(new LogEvent(clock.instant(), Optional.empty(), Optional.empty(), message, path, host));
    }
}
