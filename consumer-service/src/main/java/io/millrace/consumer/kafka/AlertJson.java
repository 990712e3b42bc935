package io.millrace.consumer.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.consumer.engine.Alert;
import io.millrace.model.codec.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** An alert as it is published: one JSON object. */
final class AlertJson {

    private static final JsonFactory JSON = new JsonFactory();

    private AlertJson() {}

    static byte[] encode(Alert alert) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("alert_id", alert.id().toString());
            json.writeStringField("rule", alert.rule());
            json.writeStringField("severity", alert.severity().label());
            json.writeStringField("message", alert.message());
            json.writeStringField("kind", alert.kind().label());
            json.writeStringField("device_id", alert.key());
            json.writeStringField("type", alert.type());
            json.writeNumberField("value", alert.value());
            json.writeStringField("unit", alert.unit());
            json.writeStringField("timestamp", Timestamps.format(Instant.ofEpochMilli(alert.eventTimeMillis())));
            json.writeStringField("topic", alert.partition().topic());
            json.writeNumberField("partition", alert.partition().partition());
            json.writeNumberField("offset", alert.offset());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }
}
