package io.millrace.producer.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes records of what a request holds. */
final class RequestBody {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int CHUNK = 16 * 1024;
    /** What a body of OTLP takes besides itself while it is read: as a tree, as messages, as records. */
    private static final int COPIES = 6;

    private final HttpSettings settings;
    private final OtlpLogs otlp;

    RequestBody(HttpSettings settings, Clock clock) {
        this.settings = settings;
        this.otlp = new OtlpLogs(clock);
    }

    /** A line each. */
    List<byte[]> lines(HttpExchange exchange, Room.Share share) throws RefusedException, IOException {
        List<byte[]> lines = unpacked(exchange, body -> BodyLines.read(body, settings.maxRequestBytes(), share));
        if (settings.json()) {
            requireJson(lines);
        }
        return lines;
    }

    /** Log records of the OpenTelemetry protocol. */
    List<byte[]> logs(HttpExchange exchange, Room.Share share) throws RefusedException, IOException {
        String type = contentType(exchange);
        if (!type.equals(OtlpAnswer.PROTOBUF) && !type.equals(OtlpAnswer.JSON)) {
            throw new RefusedException(
                    415, "Content-Type is '" + type + "', must be " + OtlpAnswer.PROTOBUF + " or " + OtlpAnswer.JSON);
        }
        byte[] body = unpacked(exchange, in -> whole(in, share));
        List<byte[]> records = otlp.records(
                body,
                type.equals(OtlpAnswer.JSON),
                exchange.getRemoteAddress().getAddress().getHostAddress());
        share.giveBack();
        long kept = Room.REQUEST_BYTES;
        for (byte[] record : records) {
            kept += record.length + Room.LINE_BYTES;
        }
        if (!share.take(kept)) {
            throw new RefusedException(503, "too much waits for Kafka; nothing was stored");
        }
        return records;
    }

    /** The media type in small letters, without parameters; empty if there is none. */
    static String contentType(HttpExchange exchange) {
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        return type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private byte[] whole(InputStream in, Room.Share share) throws IOException, RefusedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            if (body.size() + n > settings.maxRequestBytes()) {
                throw new RefusedException(
                        413,
                        "the body has more than " + settings.maxRequestBytes() + " bytes, must have at most so many");
            }
            if (!share.take((long) n * COPIES)) {
                throw new RefusedException(503, "too much waits for Kafka; nothing was stored");
            }
            body.write(chunk, 0, n);
        }
        return body.toByteArray();
    }

    /** Something to do with a body. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(InputStream body) throws IOException, RefusedException;
    }

    private static <T> T unpacked(HttpExchange exchange, Reading<T> reading) throws RefusedException, IOException {
        String packed = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                .orElse("identity");
        if (!packed.equalsIgnoreCase("gzip") && !packed.equalsIgnoreCase("identity")) {
            throw new RefusedException(415, "Content-Encoding is '" + packed + "', must be gzip or identity");
        }
        InputStream in = exchange.getRequestBody();
        if (packed.equalsIgnoreCase("identity")) {
            return reading.of(in);
        }
        try {
            return reading.of(BodyLines.unpacked(in));
        } catch (IOException e) {
            // The library's exceptions do not tell damage from a broken connection; there, nobody hears the answer.
            throw new RefusedException(
                    400,
                    "the body is not gzip from its first byte to its last: " + e.getMessage() + "; nothing was stored");
        }
    }

    private static void requireJson(List<byte[]> lines) throws RefusedException {
        for (int i = 0; i < lines.size(); i++) {
            try (JsonParser parser = JSON.createParser(lines.get(i))) {
                if (parser.nextToken() == null) {
                    throw new RefusedException(400, "line " + (i + 1) + " is blank, must be JSON; nothing was stored");
                }
                parser.skipChildren();
                if (parser.nextToken() != null) {
                    throw new RefusedException(
                            400, "line " + (i + 1) + " holds more than one JSON value; nothing was stored");
                }
            } catch (IOException e) {
                String reason =
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                throw new RefusedException(400, "line " + (i + 1) + " is not JSON; nothing was stored: " + reason);
            }
        }
    }
}
