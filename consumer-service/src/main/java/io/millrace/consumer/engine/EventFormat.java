package io.millrace.consumer.engine;

import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.RecordKind;
import io.millrace.formats.FormatAids;
import io.millrace.formats.JsonTexts;
import io.millrace.formats.Values;
import io.millrace.formats.model.Encoding;
import io.millrace.formats.model.RecordFormat;
import io.millrace.formats.model.RecordType;
import io.millrace.formats.value.ValueSettings;
import io.millrace.model.SensorReading;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.Codec;
import io.millrace.model.codec.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How the values of a topic become events: the list of all ways. Has no state, what it makes has. */
public final class EventFormat {
    private static final byte[] STATION = "\"station_id\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEVICE = "\"device_id\"".getBytes(StandardCharsets.US_ASCII);

    /** JSON objects; one with a {@code station_id} and no {@code device_id} is a weather report. */
    public static final EventFormat JSON = new EventFormat("json", readingsAndWeather(), Optional.empty());

    private static final List<EventFormat> ALL = all();

    private final String label;
    private final Decoder decoder;
    /** What values are before they become JSON, which schemas describe; empty if they say all themselves. */
    private final Optional<Values> described;

    /** Makes an event of a value. */
    @FunctionalInterface
    private interface Decoder {
        Event decode(byte[] value) throws DecodeException;
    }

    private EventFormat(String label, Decoder decoder, Optional<Values> described) {
        this.label = label;
        this.decoder = decoder;
        this.described = described;
    }

    private static List<EventFormat> all() {
        List<EventFormat> all = new ArrayList<>();
        all.add(JSON);
        for (RecordFormat<?> format : RecordFormat.ALL) {
            of(format).ifPresent(all::add);
        }
        for (Values kind : List.of(Values.AVRO, Values.PROTOBUF)) {
            all.add(new EventFormat(kind.toString(), JSON.decoder, Optional.of(kind)));
        }
        return List.copyOf(all);
    }

    /** The format of events that are these records; empty if they are none. */
    public static Optional<EventFormat> of(RecordFormat<?> format) {
        return decoder(format.type(), format.encoding())
                .map(decoder -> new EventFormat(format.label(), decoder, Optional.empty()));
    }

    private static Optional<Decoder> decoder(RecordType<?> type, Encoding encoding) {
        if (type == RecordType.READING) {
            return Optional.of(decoder(RecordType.READING.codec(encoding), EventFormat::reading));
        }
        if (type == RecordType.WEATHER) {
            return Optional.of(decoder(RecordType.WEATHER.codec(encoding), EventFormat::weather));
        }
        return Optional.empty();
    }

    private static <T> Decoder decoder(Codec<T> codec, Function<T, Event> event) {
        return value -> event.apply(codec.decode(value));
    }

    private static Decoder readingsAndWeather() {
        Decoder readings = decoder(RecordType.READING.codec(Encoding.JSON), EventFormat::reading);
        Decoder weather = decoder(RecordType.WEATHER.codec(Encoding.JSON), EventFormat::weather);
        return value ->
                contains(value, STATION) && !contains(value, DEVICE) ? weather.decode(value) : readings.decode(value);
    }

    /** The names of all formats as they are written in options. */
    public static List<String> labels() {
        return ALL.stream().map(format -> format.label).toList();
    }

    /** The format with this label. */
    public static Optional<EventFormat> of(String label) {
        return ALL.stream().filter(format -> format.label.equals(label)).findFirst();
    }

    Event decode(byte[] value) throws DecodeException {
        return decoder.decode(value);
    }

    /** Everything that is wrong with what is said of the topic's values, one sentence each; empty if nothing is. */
    public List<String> problems(String topic, ValueSettings settings, FormatAids aids) {
        return described(settings)
                .map(kind -> JsonTexts.problems(kind, settings, topic, aids))
                .orElse(List.of());
    }

    /** JSON needs no description, but what is around it does. */
    private Optional<Values> described(ValueSettings settings) {
        return this == JSON && settings.unwrap().isPresent() ? Optional.of(Values.JSON) : described;
    }

    /**
     * A decoder of the topic's values, which have no {@link #problems}.
     *
     * @param settings what is said of values that schemas describe
     * @param aids who knows their schemas
     */
    public EventDecoder decoder(String topic, ValueSettings settings, FormatAids aids) {
        Optional<Values> kind = described(settings);
        if (kind.isEmpty()) {
            return record -> decode(record.valueBytes());
        }
        JsonTexts texts = new JsonTexts(kind.get(), settings, topic, aids);
        return record -> decode(texts.of(record).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return label;
    }

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
