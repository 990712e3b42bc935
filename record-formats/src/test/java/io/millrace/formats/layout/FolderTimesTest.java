package io.millrace.formats.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTimesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dt={yyyy-MM-dd}/hour={HH}|dt=2026-11-30/hour=23/f.parquet|2026-12-01T00:00:00Z",
                "{topic}/dt={yyyy-MM-dd}|iot/dt=2026-02-28/a.jsonl|2026-03-01T00:00:00Z",
                "{yyyy}/{MM}|2026/12/x|2027-01-01T00:00:00Z",
                "year={yyyy}|year=2024/x|2025-01-01T00:00:00Z",
                "{yyyyMMdd}|20240229/x|2024-03-01T00:00:00Z",
                "dt={yyyy}{MM}{dd}|dt=20240229/x|2024-03-01T00:00:00Z",
                "{yyyy}/{DDD}|2024/366/x|2025-01-01T00:00:00Z",
                "t={yyyy-MM-dd_HH.mm}|t=2026-11-30_07.59/x|2026-11-30T08:00:00Z",
                "{type}/{yyyy-MM-dd}/{yyyy-MM-dd-HH}|a b/2026-11-30/2026-11-30-07/x|2026-11-30T08:00:00Z",
            })
    void theEndOfTheFoldersTime(String layout, String path, String end) throws Exception {
        assertThat(new FolderTimes(layout, ZoneOffset.UTC).end(path)).contains(Instant.parse(end));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "dt=2026-11-30/x",
                "dt=2026-11-31/hour=00/x",
                "dt=2026-11-30/hour=24/x",
                "dt=today/hour=00/x",
                "dt=2026-11-30/hour=00/more/x",
                "hour=00/dt=2026-11-30/x",
                "Xdt=2026-11-30/hour=00/x"
            })
    void otherFoldersHaveNone(String path) throws Exception {
        assertThat(new FolderTimes("dt={yyyy-MM-dd}/hour={HH}", ZoneOffset.UTC).end(path))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "type={type}",
                "{MM-dd}",
                "hour={HH}",
                "{yyyy-MM}/h={HH}",
                "{yyyy}/{dd}",
                "{yyyy-MM-dd}/m={mm}",
                "{yyyy}/{HH}"
            })
    void aLayoutWithoutAYearOrWithAGapSaysNothingOfAge(String layout) {
        assertThatThrownBy(() -> new FolderTimes(layout, ZoneOffset.UTC))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("must name the year and all units");
    }

    /** No time of a record is after the end of the folder that it is in, in any zone and at any change of clocks. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"})
    void noRecordIsLaterThanTheEndOfItsFolder(String name) throws Exception {
        ZoneId zone = ZoneId.of(name);
        for (String layout :
                new String[] {"{yyyy-MM-dd}/{HH}", "{yyyy}/{MM}/{dd}", "{yyyy-MM-dd-HH-mm}", "{yyyy}/{MM}"}) {
            FolderTemplate template = new FolderTemplate(layout, "t", zone, Map.of(), field -> false);
            FolderTimes times = new FolderTimes(layout, zone);
            Random random = new Random(7);
            long from = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
            for (int i = 0; i < 5_000; i++) {
                // Two years, and every tenth near the clocks' changes of autumn 2026 and spring 2027.
                long millis = i % 10 == 0
                        ? Instant.parse(i % 20 == 0 ? "2026-10-25T00:00:00Z" : "2027-04-03T12:00:00Z")
                                        .toEpochMilli()
                                + random.nextInt(4 * 3_600_000)
                        : from + (long) (random.nextDouble() * 2 * 365 * 86_400_000L);
                FolderTemplate.Folder written = template.folder(0, millis, null, new String[0]);
                Instant end = times.end(written.path() + "/file").orElseThrow();
                assertThat(end.toEpochMilli())
                        .as("%s of %s in %s", written.path(), Instant.ofEpochMilli(millis), zone)
                        .isGreaterThan(millis)
                        .isGreaterThanOrEqualTo(written.end());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dt={yyyy-MM-dd}/hour={HH}|dt=2026-11-30/hour=23/f|dt=2026-11-30/hour=23|2026-11-30T23:00:00Z|2026-12-01T00:00:00Z",
                "{level}/dt={yyyy-MM-dd}/{type}/{f}|a/dt=2026-02-28/b/c/f|a/dt=2026-02-28|2026-02-28T00:00:00Z|2026-03-01T00:00:00Z",
                "{yyyy-MM}|2026-02/f|2026-02|2026-02-01T00:00:00Z|2026-03-01T00:00:00Z",
            })
    void theFolderOfATimeEndsWithTheLastPartThatNamesIt(
            String layout, String path, String folder, String begin, String end) throws Exception {
        FolderTimes times = new FolderTimes(layout, ZoneOffset.UTC);
        assertThat(times.folder(path))
                .contains(new FolderTimes.TimeFolder(folder, Instant.parse(begin), Instant.parse(end)));
        assertThat(times.begin(Instant.parse(end).minusMillis(1))).isEqualTo(Instant.parse(begin));
        assertThat(times.begin(Instant.parse(end))).isEqualTo(Instant.parse(end));
    }

    /** An hour that comes twice is one folder; what ends one folder begins the next. */
    @Test
    void foldersFollowEachOtherWhereClocksAreSet() throws Exception {
        FolderTimes times = new FolderTimes("dt={yyyy-MM-dd}/hour={HH}", ZoneId.of("Europe/Berlin"));
        assertThat(times.folder("dt=2026-10-25/hour=01/f").orElseThrow().end())
                .isEqualTo(times.folder("dt=2026-10-25/hour=02/f").orElseThrow().begin())
                .isEqualTo(Instant.parse("2026-10-25T00:00:00Z"));
        assertThat(times.folder("dt=2026-10-25/hour=02/f").orElseThrow().end())
                .isEqualTo(Instant.parse("2026-10-25T02:00:00Z"));
        assertThat(times.begin(Instant.parse("2026-10-25T01:30:00Z"))).isEqualTo(Instant.parse("2026-10-25T00:00:00Z"));
        assertThat(times.folder("dt=2026-03-29/hour=01/f").orElseThrow().end())
                .isEqualTo(times.folder("dt=2026-03-29/hour=03/f").orElseThrow().begin());
    }

    /** A minute comes twice with others in between, and its folder takes the records of both. */
    @Test
    void aFolderOfATimeThatComesTwiceEndsWithTheSecond() throws Exception {
        FolderTimes minutes = new FolderTimes("{yyyy-MM-dd}/{HH}/{mm}", ZoneId.of("Europe/Berlin"));
        assertThat(minutes.folder("2026-10-25/02/30/f"))
                .contains(new FolderTimes.TimeFolder(
                        "2026-10-25/02/30",
                        Instant.parse("2026-10-25T00:30:00Z"),
                        Instant.parse("2026-10-25T01:31:00Z")));
        FolderTimes hours = new FolderTimes("{yyyy-MM-dd}/{HH}", ZoneId.of("Antarctica/Troll"));
        assertThat(hours.folder("2026-10-25/01/f").orElseThrow().end())
                .isEqualTo(Instant.parse("2026-10-25T02:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "dt={yyyy-MM-dd}/hour={HH}, dt={yyyy-MM-dd}/hour={HH}",
        "dt={yyyy-MM-dd}/hour={HH}/{topic}, dt={yyyy-MM-dd}/hour={HH}",
        "{topic}/{yyyy-MM-dd}-{level}/x/{key}, {topic}/{yyyy-MM-dd}-{level}",
        "{topic}/y={yyyy}/m={MM}/d={dd}/x, {topic}/y={yyyy}/m={MM}/d={dd}"
    })
    void aLayoutUpToItsTime(String layout, String upToTime) throws Exception {
        assertThat(FolderTimes.upToTime(layout)).isEqualTo(upToTime);
    }
}
