package io.millrace.console.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events to one page. Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * <p>Whoever writes learns by an exception that nobody listens any more. Not thread-safe.
 */
final class EventStream {
    private final OutputStream out;
    private final ObjectMapper json;

    EventStream(OutputStream out, ObjectMapper json) {
        this.out = out;
        this.json = json;
    }

    /** Sends one; JSON has no line ends of its own. */
    void send(String event, Object data) throws IOException {
        out.write(("event: " + event + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        out.write(json.writeValueAsBytes(data));
        out.write("\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Sends nothing, to see whether anybody listens. */
    void beat() throws IOException {
        out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
