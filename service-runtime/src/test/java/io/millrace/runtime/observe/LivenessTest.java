package io.millrace.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private final Health health = new Health();
    private final AtomicLong now = new AtomicLong();
    private final List<String> ends = new ArrayList<>();
    private final Liveness liveness = new Liveness(health, now::get, ends::add);

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
        liveness.check();
    }

    @Test
    void aThreadThatBeatsIsHealthyForEver() {
        try (liveness) {
            Liveness.Pulse pulse = liveness.watch("thread a", Duration.ofSeconds(60));
            for (int i = 0; i < 100; i++) {
                pass(29);
                pulse.beat();
            }
            assertThat(health.healthy()).isTrue();
            assertThat(ends).isEmpty();
        }
    }

    @Test
    void aThreadThatStandsStillIsUnhealthyFirstAndEndsTheProcessThen() {
        try (liveness) {
            liveness.watch("thread a", Duration.ofSeconds(60));
            liveness.watch("thread b", Duration.ofSeconds(600));
            pass(31);
            assertThat(health.problems())
                    .containsExactly(java.util.Map.entry(
                            "thread a", "has made no progress for 31 s; the process ends after 60 s"));
            assertThat(liveness.problems()).containsOnlyKeys("thread a");
            assertThat(ends).isEmpty();
            pass(30);
            assertThat(ends).containsExactly("thread a has made no progress for 61 s");
        }
    }

    @Test
    void aThreadThatGoesOnIsHealthyAgain() {
        try (liveness) {
            Liveness.Pulse pulse = liveness.watch("thread a", Duration.ofSeconds(60));
            pass(31);
            assertThat(health.healthy()).isFalse();
            pulse.beat();
            pass(1);
            assertThat(health.healthy()).isTrue();
            assertThat(liveness.problems()).isEmpty();
        }
    }

    @Test
    void aThreadThatHasEndedIsNotMissed() {
        try (liveness) {
            Liveness.Pulse pulse = liveness.watch("thread a", Duration.ofSeconds(60));
            pass(31);
            pulse.stop();
            pass(600);
            assertThat(health.healthy()).isTrue();
            assertThat(ends).isEmpty();
        }
    }

    @Test
    void aProcessThatWasPausedIsNotEndedOnWaking() {
        try (liveness) {
            liveness.watch("thread a", Duration.ofSeconds(60));
            now.addAndGet(Duration.ofHours(1).toNanos());
            liveness.wake(Duration.ofHours(1));
            assertThat(ends).isEmpty();
            assertThat(health.healthy()).isTrue();
            now.addAndGet(Duration.ofSeconds(61).toNanos());
            liveness.wake(Duration.ofSeconds(1));
            assertThat(ends).containsExactly("thread a has made no progress for 61 s");
        }
    }
}
