package io.millrace.formats.model;

import io.millrace.model.LogEvent;
import io.millrace.model.SensorReading;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.Codec;
import io.millrace.model.codec.LogEventJson;
import io.millrace.model.codec.LogEventProtobuf;
import io.millrace.model.codec.SensorReadingJson;
import io.millrace.model.codec.SensorReadingProtobuf;
import io.millrace.model.codec.WeatherReportJson;
import io.millrace.model.codec.WeatherReportProtobuf;
import java.util.List;
import java.util.Map;

/**
 * A type of Millrace's own records, with a codec for each encoding. Codecs have no state: threads share them.
 *
 * @param <T> the record
 */
public final class RecordType<T> {
    public static final RecordType<SensorReading> READING =
            new RecordType<>("reading", new SensorReadingJson(), new SensorReadingProtobuf());
    public static final RecordType<WeatherReport> WEATHER =
            new RecordType<>("weather", new WeatherReportJson(), new WeatherReportProtobuf());
    public static final RecordType<LogEvent> LOG = new RecordType<>("log", new LogEventJson(), new LogEventProtobuf());

    /** All types. */
    public static final List<RecordType<?>> ALL = List.of(READING, WEATHER, LOG);

    private final String name;
    private final Map<Encoding, Codec<T>> codecs;

    private RecordType(String name, Codec<T> json, Codec<T> protobuf) {
        this.name = name;
        this.codecs = Map.of(Encoding.JSON, json, Encoding.PROTOBUF, protobuf);
    }

    /** The codec of this encoding. */
    public Codec<T> codec(Encoding encoding) {
        return codecs.get(encoding);
    }

    @Override
    public String toString() {
        return name;
    }
}
