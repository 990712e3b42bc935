package io.millrace.consumer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.RecordKind;
import io.millrace.formats.FormatAids;
import io.millrace.formats.model.Encoding;
import io.millrace.formats.model.RecordType;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.FrameSettings;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.Unwrap;
import io.millrace.formats.value.ValueSettings;
import io.millrace.model.SensorReading;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.DecodeException;
import io.millrace.record.BadRecordException;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
                .containsExactly(
                        "json",
                        "reading-json",
                        "weather-json",
                        "reading-protobuf",
                        "weather-protobuf",
                        "avro",
                        "protobuf");
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

    @Test
    void valuesThatASchemaDescribesAreToldByTheirFields() throws Exception {
        ValueSettings reading = new ValueSettings(
                Optional.of("sensor-reading"),
                Optional.empty(),
                Optional.empty(),
                JsonReading.USUAL,
                FrameSettings.of(FrameKind.NONE));
        EventFormat format = EventFormat.of("avro").orElseThrow();
        assertThat(format.problems("t", reading, FormatAids.none())).isEmpty();
        EventDecoder decoder = format.decoder("t", reading, FormatAids.none());
        byte[] value = {2, 'd', 2, 't', 0, 0, 0, 0, 0, 0, (byte) 0xF0, 0x3F, 2, 'C', 8, 1};
        assertThat(decoder.decode(record(value))).isEqualTo(new Event(RecordKind.READING, "d", "t", 1.0, "C", 4, true));
        assertThatThrownBy(() -> decoder.decode(record(new byte[] {9, 9}))).isInstanceOf(BadRecordException.class);
        assertThat(EventFormat.of("protobuf").orElseThrow().problems("t", ValueSettings.NONE, FormatAids.none()))
                .isNotEmpty();
    }

    @Test
    void rowsInChangeEventsBecomeEvents() throws Exception {
        ValueSettings unwrapped = ValueSettings.NONE.unwrapped(Unwrap.DEBEZIUM);
        assertThat(EventFormat.JSON.problems("t", unwrapped, FormatAids.none())).isEmpty();
        EventDecoder decoder = EventFormat.JSON.decoder("t", unwrapped, FormatAids.none());
        String row = new String(reading(Encoding.JSON), StandardCharsets.UTF_8);
        String event = "{\"before\":null,\"after\":" + row + ",\"op\":\"c\"}";
        assertThat(decoder.decode(record(event.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(EventFormat.JSON.decode(reading(Encoding.JSON)));
        assertThatThrownBy(() -> decoder.decode(record(reading(Encoding.JSON))))
                .hasMessage("value is no change event of Debezium: it has no 'op'");
        assertThat(EventFormat.of("protobuf").orElseThrow().problems("t", unwrapped, FormatAids.none()))
                .contains("--unwrap debezium does not go with --value-format protobuf, only with json or avro");
    }

    private static HeldRecord record(byte[] value) {
        return new HeldRecord(new PartitionId("t", 0), 0, 0, null, value, List.of());
    }
}
