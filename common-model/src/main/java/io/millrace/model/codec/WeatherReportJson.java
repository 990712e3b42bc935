package io.millrace.model.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.millrace.model.WeatherReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** WeatherReport as a JSON object with snake_case names and ISO-8601 times in UTC. Unknown fields are ignored. */
public final class WeatherReportJson implements Codec<WeatherReport> {
    @Override
    public byte[] encode(WeatherReport value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(192);
        try (JsonGenerator json = JsonFields.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("station_id", value.stationId());
            json.writeStringField("date", Timestamps.format(value.date()));
            json.writeNumberField("degrees", value.degrees());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory refused bytes", e);
        }
        return out.toByteArray();
    }

    @Override
    public WeatherReport decode(byte[] bytes) throws DecodeException {
        Fields fields = new Fields();
        JsonFields.read(bytes, fields);
        return fields.record();
    }

    /** What has been read of one object. */
    private static final class Fields implements JsonFields.Handler {
        private String stationId;
        private Instant date;
        private Double degrees;

        @Override
        public boolean field(String name, JsonParser parser) throws IOException, DecodeException {
            switch (name) {
                case "station_id" -> stationId = JsonFields.text(name, parser);
                case "date" -> date = Timestamps.parse(JsonFields.text(name, parser));
                case "degrees" -> degrees = JsonFields.number(name, parser);
                default -> {
                    return false;
                }
            }
            return true;
        }

        WeatherReport record() throws DecodeException {
            Required.field("station_id", stationId);
            Required.field("date", date);
            Required.field("degrees", degrees);
            try {
                return new WeatherReport(stationId, date, degrees);
            } catch (IllegalArgumentException e) {
                throw new DecodeException(e.getMessage());
            }
        }
    }
}
