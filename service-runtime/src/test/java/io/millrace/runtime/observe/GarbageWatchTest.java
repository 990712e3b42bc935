package io.millrace.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GarbageWatchTest {
    private final Health health = new Health();
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong collecting = new AtomicLong();
    private final List<String> ends = new ArrayList<>();
    private final GarbageWatch watch = new GarbageWatch(health, now::get, collecting::get, ends::add);

    private void pass(int seconds, int millisOfEachInCollections) {
        for (int i = 0; i < seconds; i++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            collecting.addAndGet(millisOfEachInCollections);
            watch.run();
        }
    }

    @Test
    void usualCollectionsAreNoConcern() {
        pass(600, 300);
        assertThat(health.healthy()).isTrue();
        assertThat(ends).isEmpty();
    }

    @Test
    void aLongCollectionOnceInAWhileIsNoConcern() {
        for (int i = 0; i < 10; i++) {
            pass(10, 1_000);
            pass(60, 0);
        }
        assertThat(health.healthy()).isTrue();
        assertThat(ends).isEmpty();
    }

    @Test
    void halfOfTheTimeIsUnhealthyUntilItIsOver() {
        pass(61, 600);
        assertThat(health.problems().get("memory")).startsWith("garbage collection takes 60 % of the time");
        assertThat(ends).isEmpty();
        pass(60, 0);
        assertThat(health.healthy()).isTrue();
    }

    @Test
    void aProcessThatDoesNothingElseIsEnded() {
        pass(61, 980);
        assertThat(ends).hasSize(1).first().asString().contains("98 %").contains("-Xmx");
    }
}
