package io.millrace.producer.replay;

import io.millrace.model.SensorReading;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.Codec;
import io.millrace.model.codec.SensorReadingJson;
import io.millrace.model.codec.SensorReadingProtobuf;
import io.millrace.model.codec.WeatherReportJson;
import io.millrace.model.codec.WeatherReportProtobuf;

/**
 * The values' format.
 *
 * @param weather for weather reports
 * @param sensor for sensor readings
 */
public record RecordCodecs(Codec<WeatherReport> weather, Codec<SensorReading> sensor) {
    /** JSON objects. */
    public static RecordCodecs json() {
        return new RecordCodecs(new WeatherReportJson(), new SensorReadingJson());
    }

    /** Protobuf messages. */
    public static RecordCodecs protobuf() {
        return new RecordCodecs(new WeatherReportProtobuf(), new SensorReadingProtobuf());
    }
}
