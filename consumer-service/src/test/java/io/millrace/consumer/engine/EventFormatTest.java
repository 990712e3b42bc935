package io.millrace.consumer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.rules.RecordKind;
import io.millrace.formats.model.Encoding;
import io.millrace.formats.model.RecordType;
import io.millrace.model.SensorReading;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.DecodeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFormatTest {
    private static final Instant DAY = Instant.parse("2026-01-02T00:00:00Z");

    private static byte[] reading(Encoding encoding) {
        return RecordType.READING.codec(encoding).encode(new SensorReading("d1", "temperature", 21.5, "C", DAY, false));
    }

    private static byte[] report(Encoding encoding) {
        return RecordType.WEATHER.codec(encoding).encode(new WeatherReport("s1", DAY, -3.5));
    }

    @Test
    void theLabelsAreThoseOfTheOption() {
        assertThat(EventFormat.labels())
                .containsExactly("json", "reading-json", "weather-json", "reading-protobuf", "weather-protobuf");
        assertThat(EventFormat.of("log-json")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"json, JSON", "reading-json, JSON", "reading-protobuf, PROTOBUF"})
    void readingsBecomeEvents(String label, Encoding encoding) throws DecodeException {
        assertThat(EventFormat.of(label).orElseThrow().decode(reading(encoding)))
                .satisfies(event -> {
                    assertThat(event.kind()).isEqualTo(RecordKind.READING);
                    assertThat(event.key()).isEqualTo("d1");
                    assertThat(event.value()).isEqualTo(21.5);
                });
    }

    @ParameterizedTest
    @CsvSource({"json, JSON", "weather-json, JSON", "weather-protobuf, PROTOBUF"})
    void weatherReportsBecomeEvents(String label, Encoding encoding) throws DecodeException {
        assertThat(EventFormat.of(label).orElseThrow().decode(report(encoding))).satisfies(event -> {
            assertThat(event.kind()).isEqualTo(RecordKind.WEATHER);
            assertThat(event.key()).isEqualTo("s1");
            assertThat(event.timeMillis()).isEqualTo(DAY.toEpochMilli());
        });
    }

    @Test
    void recordsOfAnotherTypeAreRefused() {
        assertThatThrownBy(() -> EventFormat.of("reading-json").orElseThrow().decode(report(Encoding.JSON)))
                .isInstanceOf(DecodeException.class);
    }
}
