package io.millrace.consumer.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.model.Encoding;
import io.millrace.formats.model.RecordType;
import io.millrace.model.LogEvent;
import io.millrace.model.WeatherReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueReaderTest {
    private static final Instant DAY = Instant.parse("2026-01-02T00:00:00Z");
    private static final WeatherReport REPORT = new WeatherReport("S1", DAY, -3.5);

    private static ReadableValue read(String label, byte[] value) {
        return new ValueReader(Understanding.of(label).orElseThrow()).read(value);
    }

    private static byte[] report(Encoding encoding) {
        return RecordType.WEATHER.codec(encoding).encode(REPORT);
    }

    @Test
    void theLabelsAreThoseOfTheOption() {
        assertThat(Understanding.labels())
                .containsExactly(
                        "auto",
                        "text",
                        "reading-json",
                        "weather-json",
                        "log-json",
                        "reading-protobuf",
                        "weather-protobuf",
                        "log-protobuf",
                        "hex");
    }

    @ParameterizedTest
    @CsvSource({"auto, JSON", "text, JSON", "weather-json, JSON", "auto, PROTOBUF", "weather-protobuf, PROTOBUF"})
    void recordsAreShownAsJson(String label, Encoding encoding) {
        assertThat(read(label, report(encoding)))
                .isEqualTo(new ReadableValue(new String(report(Encoding.JSON), StandardCharsets.UTF_8), true));
    }

    @ParameterizedTest
    @CsvSource({"hex, JSON", "reading-json, JSON", "weather-json, PROTOBUF", "weather-protobuf, JSON"})
    void whatIsNotUnderstoodIsShownAsBytes(String label, Encoding encoding) {
        assertThat(read(label, report(encoding)).text()).matches("0x[0-9a-f]+");
    }

    @Test
    void logEventsAreRecordsToo() {
        byte[] event = RecordType.LOG
                .codec(Encoding.PROTOBUF)
                .encode(new LogEvent(DAY, Optional.empty(), Optional.empty(), "message", "file", "host"));
        assertThat(read("log-protobuf", event).text()).startsWith("{").contains("\"message\"");
    }
}
