package io.millrace.formats.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of time folders against java.time, minute by minute around every change of clocks. */
class TimePatternTest {
    private static final long MINUTE = 60_000;
    private static final Map<ChronoUnit, DateTimeFormatter> PATTERNS = Map.of(
            ChronoUnit.MINUTES, DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm"),
            ChronoUnit.HOURS, DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH"),
            ChronoUnit.DAYS, DateTimeFormatter.ofPattern("uuuu-MM-dd"),
            ChronoUnit.MONTHS, DateTimeFormatter.ofPattern("uuuu-MM"),
            ChronoUnit.YEARS, DateTimeFormatter.ofPattern("uuuu"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Australia/Lord_Howe",
                "America/St_Johns",
                "Asia/Gaza",
                "Pacific/Apia",
                "Africa/Casablanca",
                "Asia/Pyongyang",
                "Antarctica/Troll",
                "America/Sao_Paulo",
                "Europe/Berlin"
            })
    void aFolderLastsExactlyAsLongAsItsTextStaysTheSame(String name) {
        ZoneId zone = ZoneId.of(name);
        ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.parse("1970-01-01T00:00:00Z"));
        int checked = 0;
        while (change != null && change.getInstant().isBefore(Instant.parse("2027-01-01T00:00:00Z"))) {
            // Half a minute off: nothing happens exactly at the times that are asked for.
            for (long minute = -150; minute <= 150; minute += 7) {
                check(zone, change.getInstant().toEpochMilli() + minute * MINUTE + 30_000);
                check(zone, change.getInstant().toEpochMilli() + minute * MINUTE);
                checked += 2;
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        assertThat(checked).isPositive();
    }

    private static void check(ZoneId zone, long millis) {
        ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(zone);
        PATTERNS.forEach((unit, pattern) -> {
            String text = pattern.format(time);
            TimePattern.Range range = TimePattern.around(time, unit);
            String what = zone + " " + unit + " at " + time;
            assertThat(millis).as(what).isBetween(range.start(), range.end() - 1);
            assertThat(text(pattern, zone, range.end())).as("end of " + what).isNotEqualTo(text);
            assertThat(text(pattern, zone, range.start() - 1))
                    .as("start of " + what)
                    .isNotEqualTo(text);
            for (long at = Math.max(range.start(), millis - 200 * MINUTE);
                    at < Math.min(range.end(), millis + 200 * MINUTE);
                    at += 5 * MINUTE) {
                assertThat(text(pattern, zone, at)).as("within " + what).isEqualTo(text);
            }
            assertThat(text(pattern, zone, range.start()))
                    .as("start of " + what)
                    .isEqualTo(text);
            assertThat(text(pattern, zone, range.end() - 1))
                    .as("end of " + what)
                    .isEqualTo(text);
        });
    }

    private static String text(DateTimeFormatter pattern, ZoneId zone, long millis) {
        return pattern.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone));
    }
}
