package io.millrace.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.LogEvent;
import io.millrace.model.SensorReading;
import io.millrace.model.SharedData;
import io.millrace.model.WeatherReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCodecsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final SensorReading READING = new SensorReading("sensor-1", "temperature", 21.5, "°C", NOON, true);

    @Test
    void aReadingIsWrittenInSnakeCaseWithMillisecondsInUtc() {
        assertThat(new String(new SensorReadingJson().encode(READING), StandardCharsets.UTF_8))
                .isEqualTo("{\"device_id\":\"sensor-1\",\"type\":\"temperature\",\"value\":21.5,\"unit\":\"°C\","
                        + "\"timestamp\":\"2026-03-01T12:00:00.250Z\",\"anomaly\":true}");
    }

    @Test
    void everyRecordSurvivesTheTripThroughEachCodec() throws DecodeException {
        WeatherReport report = new WeatherReport("station-7", NOON, -3.25);
        LogEvent full = new LogEvent(NOON, Optional.of("WARN"), Optional.of("a.B"), "x\ny\t\"q\" é", "/var/log/a", "h");
        LogEvent bare = new LogEvent(NOON, Optional.empty(), Optional.empty(), "", "s", "");
        assertThat(new SensorReadingJson().decode(new SensorReadingJson().encode(READING)))
                .isEqualTo(READING);
        assertThat(new SensorReadingProtobuf().decode(new SensorReadingProtobuf().encode(READING)))
                .isEqualTo(READING);
        assertThat(new WeatherReportJson().decode(new WeatherReportJson().encode(report)))
                .isEqualTo(report);
        assertThat(new WeatherReportProtobuf().decode(new WeatherReportProtobuf().encode(report)))
                .isEqualTo(report);
        for (LogEvent event : List.of(full, bare)) {
            assertThat(new LogEventJson().decode(new LogEventJson().encode(event)))
                    .isEqualTo(event);
            assertThat(new LogEventProtobuf().decode(new LogEventProtobuf().encode(event)))
                    .isEqualTo(event);
        }
    }

    @Test
    void aDateAloneMeansItsMidnightInUtc() throws DecodeException {
        assertThat(new WeatherReportJson()
                        .decode("{\"station_id\":\"s\",\"date\":\"2000-01-01\",\"degrees\":1}"
                                .getBytes(StandardCharsets.UTF_8))
                        .date())
                .isEqualTo("2000-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|value is empty, must be a JSON object",
                "[]|value is a JSON array, must be an object",
                "{}|device_id is missing, must be given",
                "{\"value\":\"1\"}|value is a JSON string, must be a number",
                "{\"value\":1e999}|value is 1e999, must fit a double",
                "{\"value\":null}|value is a JSON null, must be a number",
                "{\"device_id\":\"a\",\"device_id\":\"b\"}|value is not valid JSON: Duplicate field 'device_id'",
                "{} {}|value goes on after its JSON object, must be one object only",
                "{\"timestamp\":\"yesterday\"}|timestamp is 'yesterday', must be ISO-8601 with an offset, such as 2026-03-01T12:00:00.000Z, or a date",
                "{\"device_id\":\" \",\"type\":\"t\",\"value\":1,\"unit\":\"\",\"timestamp\":\"2026-03-01\"}|device_id is blank, must be a name",
            })
    void whatIsNoReadingIsRefusedInOneSentence(String json, String sentence) {
        assertThatThrownBy(() -> new SensorReadingJson().decode(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DecodeException.class)
                .hasMessage(sentence);
    }

    @Test
    void noFileOfTheJsonSuiteDoesMoreThanBeRefused() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.path("json-suite/test_parsing"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(318);
            for (Path file : all) {
                byte[] bytes = Files.readAllBytes(file);
                for (Codec<?> codec : List.of(new SensorReadingJson(), new WeatherReportJson(), new LogEventJson())) {
                    assertThatThrownBy(() -> codec.decode(bytes))
                            .as(file.getFileName().toString())
                            .isInstanceOf(DecodeException.class);
                }
            }
        }
    }

    @Test
    void protobufGarbageIsRefusedInOneSentence() {
        assertThatThrownBy(() -> new WeatherReportProtobuf().decode(new byte[] {1, 2, 3}))
                .isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> new WeatherReportProtobuf().decode(new byte[0]))
                .isInstanceOf(DecodeException.class)
                .hasMessage("station_id is blank, must be a name");
    }
}
