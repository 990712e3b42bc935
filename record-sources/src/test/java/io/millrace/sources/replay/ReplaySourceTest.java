package io.millrace.sources.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.model.Encoding;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySourceTest {
    private static final String WEATHER = """
            record=weather-report
            time.column=when
            time.format=yyyy-MM-dd HH:mm
            time.zone=Europe/Berlin
            station.column=where
            degrees.column=temp
            degrees.convert=fahrenheit-to-celsius
            missing=NA
            """;

    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();
    private long nanos;
    private long waited;

    @Test
    void convertsUnitsAndZonesAndPassesOverWhatIsMissing() throws Exception {
        play(WEATHER, 0, """
                when,where,temp
                2026-07-01 12:00,JFK,86
                2026-07-01 13:00,JFK,NA
                2026-07-01 14:00,LGA,32
                2026-07-01 15:00,LGA,52.7
                """);
        assertThat(log.lines())
                .containsExactly(
                        "{\"station_id\":\"JFK\",\"date\":\"2026-07-01T10:00:00.000Z\",\"degrees\":30.0}",
                        "{\"station_id\":\"LGA\",\"date\":\"2026-07-01T12:00:00.000Z\",\"degrees\":0.0}",
                        "{\"station_id\":\"LGA\",\"date\":\"2026-07-01T13:00:00.000Z\",\"degrees\":11.5}");
        assertThat(log.refusals()).isEmpty();
    }

    @Test
    void aColumnThatTheHeaderDoesNotHaveIsAnErrorAndNotADeadLetterForEachRow() {
        assertThatThrownBy(() -> play(WEATHER.replace("column=temp", "column=tempf"), 0, """
                        when,where,temp
                        2026-07-01 12:00,JFK,86
                        """))
                .isInstanceOf(SettingsException.class)
                .hasMessageMatching("degrees.column is 'tempf', must be a column of '.*': when, where, temp");
        assertThat(log.refusals()).isEmpty();
    }

    @Test
    void refusesARowThatMakesNoSenseWithItsNumberAndGoesOn() throws Exception {
        play(WEATHER, 0, """
                when,where,temp
                2026-07-01 12:00,JFK,warm
                yesterday,JFK,50
                2026-07-01 14:00,JFK,50
                """);
        assertThat(log.lines()).hasSize(1);
        assertThat(log.refusals()).hasSize(2);
        assertThat(log.refusals().get(0).position()).isEqualTo(1);
        assertThat(log.refusals().get(0).reason()).contains("temp", "warm");
        assertThat(log.refusals().get(1).reason()).contains("when", "yesterday");
    }

    @Test
    void makesSeveralReadingsOfARowAndReadsJsonLines() throws Exception {
        play("""
                input=jsonl
                record=sensor-reading
                time.column=t
                device.name=room
                reading.temperature.column=c
                reading.temperature.unit=°C
                reading.light.column=l
                reading.light.unit=lux
                """, 0, """
                {"t":"2026-01-01T00:00:00Z","c":21.5,"l":3}
                {"t":"2026-01-01T00:01:00Z","c":21.0,"l":null}
                """);
        assertThat(log.lines()).hasSize(3).allSatisfy(line -> assertThat(line).contains("\"device_id\":\"room\""));
        assertThat(log.lines())
                .anySatisfy(
                        line -> assertThat(line)
                                .contains(
                                        "\"type\":\"light\",\"value\":3.0,\"unit\":\"lux\",\"timestamp\":\"2026-01-01T00:00:00.000Z\""));
    }

    @Test
    void goesOnBehindWhatWasPlayedAndNoticesAnotherFile() throws Exception {
        String head = "when,where,temp\n";
        play(WEATHER, 0, head + "2026-07-01 12:00,JFK,50\n");
        play(WEATHER, 0, head + "2026-07-01 12:00,JFK,50\n2026-07-01 13:00,JFK,59\n");
        assertThat(log.lines()).hasSize(2);
        assertThatThrownBy(() -> play(WEATHER, 0, head))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 0 rows, must have the 2 that were played before");
    }

    @Test
    void saysThatAllRowsWerePlayedBefore() throws Exception {
        String rows = "when,where,temp\n2026-07-01 12:00,JFK,50\n";
        play(WEATHER, 0, rows);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream usual = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            play(WEATHER, 0, rows);
        } finally {
            System.setErr(usual);
        }
        assertThat(log.lines()).hasSize(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("Nothing was left to play: all rows were played before; with another --name they are again");
    }

    @Test
    void keepsTheRowsOwnPaceManyTimesFaster() throws Exception {
        play(WEATHER, 3600, """
                when,where,temp
                2026-07-01 12:00,JFK,50
                2026-07-01 13:00,JFK,50
                2026-07-01 15:00,JFK,50
                """);
        assertThat(log.lines()).hasSize(3);
        // Three recorded hours at an hour per second.
        assertThat(waited).isEqualTo(3_000_000_000L);
    }

    @Test
    void tellsAllThatIsWrongWithAMapping() {
        assertThatThrownBy(() -> play("record=snow\ncsv.separator=tab\ntime.zone=Mars\nstation.nam=x\n", 0, ""))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.problems())
                                .contains(
                                        "mapping's record is 'snow', must be one of weather-report, sensor-reading",
                                        "csv.separator is 'tab', must be one character",
                                        "time.zone is 'Mars', must be a time zone such as UTC or Europe/Berlin",
                                        "mapping has no 'time.column', must have it",
                                        "mapping must have either station.column or station.name",
                                        "mapping has no 'degrees.column', must have it",
                                        "mapping key 'station.nam' is unknown"));
    }

    private void play(String mapping, double speed, String content) throws Exception {
        Path mappingFile = Files.writeString(folder.resolve("mapping.properties"), mapping);
        Path file = Files.writeString(folder.resolve("recorded"), content);
        try (ReplaySource source = new ReplaySource(file, mappingFile, Encoding.JSON, speed, () -> nanos, atMost -> {
            nanos += atMost.toNanos();
            waited += atMost.toNanos();
        })) {
            source.restore(log.takeOver());
            Outcome outcome;
            do {
                outcome = source.read(log.outlet());
                log.commit(source.changedPositions());
            } while (outcome != Outcome.ENDED);
        }
    }
}
