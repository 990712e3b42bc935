package io.millrace.producer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.observe.Health;
import io.millrace.runtime.observe.Liveness;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchedTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> ends = new ArrayList<>();

    @Test
    void takesAskingWhetherToStopForProgressUntilItIsClosed() {
        try (Liveness liveness = new Liveness(new Health(), now::get, ends::add)) {
            try (Watched watched = new Watched(liveness, "mqtt-1", () -> true)) {
                now.addAndGet(Watched.STALLED.toNanos() - 1);
                assertThat(liveness.problems()).containsOnlyKeys("source mqtt-1");
                assertThat(watched.isToStop()).isTrue();
                assertThat(liveness.problems()).isEmpty();
                now.addAndGet(Watched.STALLED.toNanos() - 1);
            }
            assertThat(liveness.problems()).isEmpty();
        }
    }
}
