package io.millrace.producer.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.SensorReading;
import io.millrace.model.SensorType;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.SensorReadingJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

    @ParameterizedTest
    @EnumSource(SensorType.class)
    void readingsAreTheJsonOfTheirCodec(SensorType type) throws Exception {
        SensorReadingJson codec = new SensorReadingJson();
        // Odd intervals, so that seconds, milliseconds and the sign of values all vary.
        for (String reading : readings(type, 0.3, 500, 7_001)) {
            SensorReading decoded = codec.decode(reading.getBytes(StandardCharsets.UTF_8));
            // As trees: 85.00 and 85.0 are one number.
            assertThat(JSON.readTree(codec.encode(decoded))).isEqualTo(JSON.readTree(reading));
            assertThat(decoded.type()).isEqualTo(type.word());
            assertThat(decoded.unit()).isEqualTo(type.unit());
        }
    }

    @Test
    void temperaturesFollowTheDayAndStayNearThoseOfARoom() throws Exception {
        List<SensorReading> day = decoded(readings(SensorType.TEMPERATURE, 0, 1440, 60_000));
        assertThat(day).noneMatch(SensorReading::anomaly).allMatch(r -> r.value() > 15 && r.value() < 28);
        assertThat(mean(day.subList(14 * 60, 16 * 60)))
                .as("afternoon against the hours before dawn")
                .isGreaterThan(mean(day.subList(2 * 60, 4 * 60)) + 2);
    }

    @Test
    void anomaliesAreTooHighTooLowOrStuckAndAsManyAsAskedFor() throws Exception {
        List<SensorReading> all = decoded(readings(SensorType.TEMPERATURE, 0.05, 20_000, 1000));
        List<SensorReading> anomalies =
                all.stream().filter(SensorReading::anomaly).toList();
        assertThat(anomalies).hasSizeBetween(850, 1150);
        assertThat(anomalies.stream().filter(r -> r.value() == 85.0).count()).isBetween(250L, 420L);
        assertThat(anomalies.stream()
                        .filter(r -> r.value() >= 38 && r.value() < 60)
                        .count())
                .isBetween(250L, 420L);
        assertThat(anomalies.stream().filter(r -> r.value() <= -5).count()).isBetween(250L, 420L);
    }

    @Test
    void devicesTakeTheTypesInTurnAndAreTheirRecordsKeys() throws Exception {
        List<String> keys = new ArrayList<>();
        new IotSimulation(new IotSettings(3, List.of(SensorType.LIGHT, SensorType.MOTION), 0, 1))
                .round(MIDNIGHT, (key, value) -> keys.add(new String(key, StandardCharsets.UTF_8)));
        assertThat(keys).containsExactly("light-1", "motion-2", "light-3");
    }

    @Test
    void logsHaveTheirLevelsInProportionAndStackTracesInTheSameRecord() {
        List<String> records = new ArrayList<>();
        LogSimulation logs = new LogSimulation(5, 100, 1);
        for (int i = 0; i < 100; i++) {
            logs.round(MIDNIGHT + i, (key, value) -> records.add(new String(value, StandardCharsets.UTF_8)));
        }
        Map<String, Integer> levels = new HashMap<>();
        records.forEach(record -> levels.merge(record.split(" +")[2], 1, Integer::sum));
        assertThat(levels).containsOnlyKeys("DEBUG", "INFO", "WARN", "ERROR");
        assertThat(levels.get("DEBUG")).isBetween(1050, 1350);
        assertThat(levels.get("WARN")).isBetween(800, 1000);
        assertThat(levels.get("ERROR")).isBetween(330, 470);
        long traces =
                records.stream().filter(record -> record.contains("\n\tat ")).count();
        assertThat((double) traces / levels.get("ERROR")).isBetween(0.58, 0.75);
        assertThat(records.get(0)).startsWith("2026-03-01 00:00:00,000 ");
    }

    @Test
    void stationsReportOnceADayAndAreWarmInSummer() {
        WeatherStations stations = new WeatherStations(10, 3);
        List<WeatherReport> winter =
                stations.day(Instant.parse("2000-01-15T00:00:00Z").toEpochMilli());
        List<WeatherReport> summer =
                stations.day(Instant.parse("2000-07-15T00:00:00Z").toEpochMilli());
        assertThat(winter).hasSize(10).allMatch(report -> report.date().equals(Instant.parse("2000-01-15T00:00:00Z")));
        for (int i = 0; i < 10; i++) {
            assertThat(summer.get(i).degrees()).isGreaterThan(winter.get(i).degrees());
        }
        assertThat(summer).anyMatch(report -> report.degrees() > 30);
    }

    private static List<String> readings(SensorType type, double anomalies, int count, long stepMillis) {
        IotSimulation simulation = new IotSimulation(new IotSettings(1, List.of(type), anomalies, 11));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            simulation.round(
                    MIDNIGHT + i * stepMillis, (key, value) -> values.add(new String(value, StandardCharsets.UTF_8)));
        }
        return values;
    }

    private static List<SensorReading> decoded(List<String> readings) throws Exception {
        List<SensorReading> decoded = new ArrayList<>();
        for (String reading : readings) {
            decoded.add(new SensorReadingJson().decode(reading.getBytes(StandardCharsets.UTF_8)));
        }
        return decoded;
    }

    private static double mean(List<SensorReading> readings) {
        return readings.stream().mapToDouble(SensorReading::value).average().orElseThrow();
    }
}
