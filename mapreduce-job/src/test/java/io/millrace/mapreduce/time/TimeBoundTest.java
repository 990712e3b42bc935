package io.millrace.mapreduce.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeBoundTest {
    private static final Instant NOW = Instant.parse("2024-05-03T12:00:00.900Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2024-05-01T10:30:05+02:00, 2024-05-01T08:30:05Z",
        "2024-05-01T10:30:05+0530, 2024-05-01T05:00:05Z",
        "2024-05-01T10:30-03, 2024-05-01T13:30:00Z",
        "2024-05-01T10:30Z, 2024-05-01T10:30:00Z",
        "2024-05-01 10:30:05 +02:00, 2024-05-01T08:30:05Z",
        "2024-05-01T10:30:05, 2024-05-01T08:30:05Z",
        "2024-05-01 10:30, 2024-05-01T08:30:00Z",
        "2024-05-01T10, 2024-05-01T08:00:00Z",
        "2024-05-01, 2024-04-30T22:00:00Z",
        "2024-01-01, 2023-12-31T23:00:00Z",
        "2h, 2024-05-03T10:00:00Z",
        "30m, 2024-05-03T11:30:00Z",
        "7d, 2024-04-26T12:00:00Z",
        "0, 2024-05-03T12:00:00Z",
    })
    void a_bound_is_a_time_with_or_without_offset_a_date_or_a_length_before_now(String text, Instant expected) {
        assertThat(Instant.ofEpochSecond(TimeBound.parse("--since", text, BERLIN, NOW)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2024-13-01",
                "2024-02-30T10:00",
                "2024-05-01T25:00",
                "2024-05-01T10:00:00.5Z",
                "10:00",
                "2 weeks",
                "-2h",
                "2024-05-01T10:00 CEST",
                "999999999999999d"
            })
    void anything_else_is_refused_with_the_value_and_the_rule(String text) {
        assertThatThrownBy(() -> TimeBound.parse("--until", text, BERLIN, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--until is '" + text + "', must be a time such as 2024-05-01T10:30");
    }

    @Test
    void a_window_holds_its_first_second_and_not_its_end() {
        TimeWindow window = new TimeWindow(100, 200, ZoneId.of("UTC"), 0);
        assertThat(window.holds(99)).isFalse();
        assertThat(window.holds(100)).isTrue();
        assertThat(window.holds(199)).isTrue();
        assertThat(window.holds(200)).isFalse();
        assertThatThrownBy(() -> new TimeWindow(200, 200, ZoneId.of("UTC"), 0))
                .hasMessage("--since is 1970-01-01T00:03:20Z, must be before --until, which is 1970-01-01T00:03:20Z");
    }

    @Test
    void a_time_without_a_year_is_inside_if_any_year_puts_it_there() {
        assertThat(june(TimeBound.parse("", "2023-06-01", BERLIN, NOW), TimeBound.parse("", "2023-07-01", BERLIN, NOW)))
                .isTrue();
        assertThat(june(TimeBound.parse("", "2023-07-01", BERLIN, NOW), TimeBound.parse("", "2024-06-01", BERLIN, NOW)))
                .isFalse();
        assertThat(june(TimeBound.parse("", "2h", BERLIN, NOW), TimeWindow.OPEN_END))
                .as("June has not come yet in May")
                .isFalse();
        assertThat(june(TimeBound.parse("", "365d", BERLIN, NOW), TimeWindow.OPEN_END))
                .isTrue();
        assertThat(june(TimeWindow.OPEN_START, TimeBound.parse("", "2024-05-01", BERLIN, NOW)))
                .isTrue();
        TimeWindow leap = new TimeWindow(
                TimeBound.parse("", "2024-02-29", BERLIN, NOW),
                TimeBound.parse("", "2024-03-01", BERLIN, NOW),
                BERLIN,
                NOW.getEpochSecond());
        assertThat(leap.holdsInAnyYear(2, 29, 0)).isTrue();
        assertThat(leap.holdsInAnyYear(2, 30, 0)).isFalse();
    }

    private static boolean june(long since, long until) {
        return new TimeWindow(since, until, BERLIN, NOW.getEpochSecond()).holdsInAnyYear(6, 14, 36_000);
    }

    @Test
    void the_wall_clocks_of_a_zone_are_told_in_utc_across_both_changes_of_a_year() {
        LocalZone zone = new LocalZone(BERLIN);
        assertThat(utc(zone, "2024-03-31T01:59:59Z")).isEqualTo("2024-03-31T00:59:59Z");
        assertThat(utc(zone, "2024-03-31T02:30:00Z"))
                .as("a time that does not exist, as a bound has it")
                .isEqualTo("2024-03-31T01:30:00Z")
                .isEqualTo(Instant.ofEpochSecond(TimeBound.parse("", "2024-03-31T02:30", BERLIN, NOW))
                        .toString());
        assertThat(utc(zone, "2024-03-31T03:00:00Z")).isEqualTo("2024-03-31T01:00:00Z");
        assertThat(utc(zone, "2024-10-27T02:30:00Z")).isEqualTo("2024-10-27T00:30:00Z");
        assertThat(utc(zone, "2024-10-27T03:00:00Z")).isEqualTo("2024-10-27T02:00:00Z");
        LocalZone lordHowe = new LocalZone(ZoneId.of("Australia/Lord_Howe"));
        assertThat(utc(lordHowe, "2024-10-06T02:10:00Z")).isEqualTo("2024-10-05T15:40:00Z");
        assertThat(utc(lordHowe, "2024-10-06T02:40:00Z")).isEqualTo("2024-10-05T15:40:00Z");
        assertThatThrownBy(() -> LocalZone.parse("Berlin"))
                .hasMessageStartingWith("--time-zone is 'Berlin', must be UTC");
    }

    private static String utc(LocalZone zone, String wall) {
        return Instant.ofEpochSecond(zone.toUtc(Instant.parse(wall).getEpochSecond()))
                .toString();
    }
}
