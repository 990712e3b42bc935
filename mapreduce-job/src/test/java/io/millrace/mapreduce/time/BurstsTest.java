package io.millrace.mapreduce.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BurstsTest {
    private final Bursts bursts = new Bursts();

    private void minute(int number, String level, long records) {
        bursts.add(LocalDateTime.of(2024, 5, 1, 0, 0).plusMinutes(number).toString(), level, records);
    }

    @Test
    void a_minute_far_above_the_median_of_those_before_is_a_burst() {
        for (int i = 0; i < 100; i++) {
            minute(i, "ERROR", i == 70 ? 60 : 3 + i % 3);
            minute(i, "INFO", 1000 + i % 7);
        }
        assertThat(bursts.all()).singleElement().satisfies(burst -> {
            assertThat(burst.minute()).isEqualTo("2024-05-01T01:10");
            assertThat(burst.level()).isEqualTo("ERROR");
            assertThat(burst.records()).isEqualTo(60);
            assertThat(burst.usual()).isEqualTo(4);
            assertThat(burst.limit()).isEqualTo(14.0);
        });
    }

    @Test
    void a_level_that_was_never_there_has_a_past_of_nought() {
        for (int i = 0; i < 30; i++) {
            minute(i, "INFO", 100);
            if (i == 20) {
                minute(i, "FATAL", 12);
            }
            if (i == 25) {
                minute(i, "ALERT", 9);
            }
        }
        assertThat(bursts.all()).extracting(Bursts.Burst::level).containsExactly("FATAL");
    }

    @Test
    void a_rise_that_stays_is_a_burst_only_until_it_is_usual() {
        for (int i = 0; i < 240; i++) {
            minute(i, "WARN", i < 100 ? 10 : 100);
        }
        List<Bursts.Burst> found = bursts.all();
        assertThat(found).hasSizeBetween(25, 31);
        assertThat(found.get(0).minute()).isEqualTo("2024-05-01T01:40");
    }

    @Test
    void chance_and_a_pause_of_the_log_are_no_bursts() {
        Random random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            if (i % 1440 < 600) {
                continue; // every night the log rests
            }
            int records = 0;
            for (int n = 0; n < 200; n++) {
                records += random.nextInt(10) == 0 ? 1 : 0;
            }
            minute(i, "INFO", records);
        }
        assertThat(bursts.all()).isEmpty();
    }

    @Test
    void a_log_of_another_year_is_no_past() {
        for (int i = 0; i < 30; i++) {
            minute(i, "ERROR", 1);
        }
        for (int i = 0; i < 9; i++) {
            minute(525_600 + i, "ERROR", 1000);
        }
        bursts.add("--02-29T10:00", "ERROR", 1);
        assertThat(bursts.all()).isEmpty();
    }

    @Test
    void nothing_is_judged_before_ten_minutes_are_known() {
        minute(0, "INFO", 1);
        minute(1, "INFO", 100_000);
        assertThat(bursts.all()).isEmpty();
    }
}
