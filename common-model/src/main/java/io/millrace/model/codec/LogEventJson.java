package io.millrace.model.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.model.LogEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** LogEvent as a JSON object with snake_case names and ISO-8601 times in UTC. Unknown fields are ignored. {@code level} and {@code logger} may be missing or null. */
public final class LogEventJson implements Codec<LogEvent> {
    @Override
    public byte[] encode(LogEvent value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(192);
        try (JsonGenerator json = JsonFields.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("timestamp", Timestamps.format(value.timestamp()));
            if (value.level().isPresent()) {
                json.writeStringField("level", value.level().get());
            }
            if (value.logger().isPresent()) {
                json.writeStringField("logger", value.logger().get());
            }
            json.writeStringField("message", value.message());
            json.writeStringField("source", value.source());
            json.writeStringField("host", value.host());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory refused bytes", e);
        }
        return out.toByteArray();
    }

    @Override
    public LogEvent decode(byte[] bytes) throws DecodeException {
        Fields fields = new Fields();
        JsonFields.read(bytes, fields);
        return fields.record();
    }

    /** What has been read of one object. */
    private static final class Fields implements JsonFields.Handler {
        private Instant timestamp;
        private String level;
        private String logger;
        private String message;
        private String source;
        private String host;

        @Override
        public boolean field(String name, JsonParser parser) throws IOException, DecodeException {
            switch (name) {
                case "timestamp" -> timestamp = Timestamps.parse(JsonFields.text(name, parser));
                case "level" ->
                    level = parser.currentToken() == JsonToken.VALUE_NULL ? null : JsonFields.text(name, parser);
                case "logger" ->
                    logger = parser.currentToken() == JsonToken.VALUE_NULL ? null : JsonFields.text(name, parser);
                case "message" -> message = JsonFields.text(name, parser);
                case "source" -> source = JsonFields.text(name, parser);
                case "host" -> host = JsonFields.text(name, parser);
                default -> {
                    return false;
                }
            }
            return true;
        }

        LogEvent record() throws DecodeException {
            Required.field("timestamp", timestamp);
            Required.field("message", message);
            Required.field("source", source);
            Required.field("host", host);
            try {
                return new LogEvent(
                        timestamp, Optional.ofNullable(level), Optional.ofNullable(logger), message, source, host);
            } catch (IllegalArgumentException e) {
                throw new DecodeException(e.getMessage());
            }
        }
    }
}
