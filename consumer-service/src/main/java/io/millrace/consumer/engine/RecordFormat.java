package io.millrace.consumer.engine;

import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.RecordKind;
import io.millrace.model.SensorReading;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.Codec;
import io.millrace.model.codec.DecodeException;
import io.millrace.model.codec.SensorReadingJson;
import io.millrace.model.codec.SensorReadingProtobuf;
import io.millrace.model.codec.WeatherReportJson;
import io.millrace.model.codec.WeatherReportProtobuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What the values of a topic are, and how they become events. */
public enum RecordFormat {
    /** JSON objects; one with a {@code station_id} and no {@code device_id} is a weather report. */
    JSON("json") {
        @Override
        Event decode(byte[] value) throws DecodeException {
            return contains(value, STATION) && !contains(value, DEVICE)
                    ? WEATHER_JSON.decode(value)
                    : READING_JSON.decode(value);
        }
    },
    /** Sensor readings as JSON. */
    READING_JSON("reading-json") {
        @Override
        Event decode(byte[] value) throws DecodeException {
            return reading(READINGS_AS_JSON.decode(value));
        }
    },
    /** Weather reports as JSON. */
    WEATHER_JSON("weather-json") {
        @Override
        Event decode(byte[] value) throws DecodeException {
            return weather(WEATHER_AS_JSON.decode(value));
        }
    },
    /** Sensor readings as Protobuf. */
    READING_PROTOBUF("reading-protobuf") {
        @Override
        Event decode(byte[] value) throws DecodeException {
            return reading(READINGS_AS_PROTOBUF.decode(value));
        }
    },
    /** Weather reports as Protobuf. */
    WEATHER_PROTOBUF("weather-protobuf") {
        @Override
        Event decode(byte[] value) throws DecodeException {
            return weather(WEATHER_AS_PROTOBUF.decode(value));
        }
    };

    private static final Codec<SensorReading> READINGS_AS_JSON = new SensorReadingJson();
    private static final Codec<WeatherReport> WEATHER_AS_JSON = new WeatherReportJson();
    private static final Codec<SensorReading> READINGS_AS_PROTOBUF = new SensorReadingProtobuf();
    private static final Codec<WeatherReport> WEATHER_AS_PROTOBUF = new WeatherReportProtobuf();
    private static final byte[] STATION = "\"station_id\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEVICE = "\"device_id\"".getBytes(StandardCharsets.US_ASCII);

    private final String label;

    RecordFormat(String label) {
        this.label = label;
    }

    /** The name as it is written in options. */
    public String label() {
        return label;
    }

    /** The format with this label. */
    public static Optional<RecordFormat> of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst();
    }

    abstract Event decode(byte[] value) throws DecodeException;

    private static Event reading(SensorReading reading) {
        return new Event(
                RecordKind.READING,
                reading.deviceId(),
                reading.type(),
                reading.value(),
                reading.unit(),
                reading.timestamp().toEpochMilli(),
                reading.anomaly());
    }

    private static Event weather(WeatherReport report) {
        return new Event(
                RecordKind.WEATHER,
                report.stationId(),
                "",
                report.degrees(),
                "",
                report.date().toEpochMilli(),
                false);
    }

    private static boolean contains(byte[] text, byte[] part) {
        int last = text.length - part.length;
        for (int at = 0; at <= last; at++) {
            int i = 0;
            while (i < part.length && text[at + i] == part[i]) {
                i++;
            }
            if (i == part.length) {
                return true;
            }
        }
        return false;
    }
}
