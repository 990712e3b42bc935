package io.millrace.model.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.millrace.model.SensorReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** SensorReading as a JSON object with snake_case names and ISO-8601 times in UTC. Unknown fields are ignored. A missing {@code anomaly} means false. */
public final class SensorReadingJson implements Codec<SensorReading> {
    @Override
    public byte[] encode(SensorReading value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(192);
        try (JsonGenerator json = JsonFields.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("device_id", value.deviceId());
            json.writeStringField("type", value.type());
            json.writeNumberField("value", value.value());
            json.writeStringField("unit", value.unit());
            json.writeStringField("timestamp", Timestamps.format(value.timestamp()));
            json.writeBooleanField("anomaly", value.anomaly());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory refused bytes", e);
        }
        return out.toByteArray();
    }

    @Override
    public SensorReading decode(byte[] bytes) throws DecodeException {
        Fields fields = new Fields();
        JsonFields.read(bytes, fields);
        return fields.record();
    }

    /** What has been read of one object. */
    private static final class Fields implements JsonFields.Handler {
        private String deviceId;
        private String type;
        private Double value;
        private String unit;
        private Instant timestamp;
        private boolean anomaly;

        @Override
        public boolean field(String name, JsonParser parser) throws IOException, DecodeException {
            switch (name) {
                case "device_id" -> deviceId = JsonFields.text(name, parser);
                case "type" -> type = JsonFields.text(name, parser);
                case "value" -> value = JsonFields.number(name, parser);
                case "unit" -> unit = JsonFields.text(name, parser);
                case "timestamp" -> timestamp = Timestamps.parse(JsonFields.text(name, parser));
                case "anomaly" -> anomaly = JsonFields.bool(name, parser);
                default -> {
                    return false;
                }
            }
            return true;
        }

        SensorReading record() throws DecodeException {
            Required.field("device_id", deviceId);
            Required.field("type", type);
            Required.field("value", value);
            Required.field("unit", unit);
            Required.field("timestamp", timestamp);
            try {
                return new SensorReading(deviceId, type, value, unit, timestamp, anomaly);
            } catch (IllegalArgumentException e) {
                throw new DecodeException(e.getMessage());
            }
        }
    }
}
