package io.millrace.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.alerts.ShownAlert;
import io.millrace.console.kafka.ClusterState;
import io.millrace.console.landed.RootState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveViewTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ClusterState CLUSTER = new ClusterState(
            List.of(new ClusterState.Broker(1, "h:1", true)),
            List.of(new ClusterState.Topic("t", 3, false, 10, 12, 0)),
            List.of(new ClusterState.Group("g", "Stable", 1, List.of(new ClusterState.Place("t", 1, 9, 12, 3)))));

    private final AtomicInteger looks = new AtomicInteger();

    private LiveView view(LiveSources.ClusterLook kafka, LiveSources.LandedLook landed) {
        return new LiveView(
                new LiveSources(kafka, "h:1", List::of, Optional.of(landed), Optional.of(new Alerts())),
                Clock.systemUTC());
    }

    private ClusterState cluster() {
        looks.incrementAndGet();
        return CLUSTER;
    }

    @Test
    void whoWatchesSeesAllOfIt() throws Exception {
        try (LiveView view = view(this::cluster, new Landed(false));
                LiveView.Watcher watcher = view.watch()) {
            Live live = watcher.whole(LONG);
            assertThat(live.kafka().up()).isTrue();
            assertThat(live.topics()).extracting(Live.Topic::name).containsExactly("t");
            assertThat(live.groups()).extracting(Live.Group::lag).containsExactly(3L);
            assertThat(live.roots()).extracting(RootState::root).containsExactly("/r");
            assertThat(live.alerts().total()).isEqualTo(1);
            assertThat(view.lastHour("lag:g/t")).isNotEmpty();
        }
    }

    @Test
    void nobodyLooksWhileNobodyWatches() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        try (LiveView view = view(
                () -> {
                    first.countDown();
                    return cluster();
                },
                new Landed(false))) {
            assertThat(looks).hasValue(0);
            assertThat(first.getCount()).isOne();
            view.watch().close();
            // Whoever left may come back at once: it goes on for a while.
            first.await();
        }
    }

    @Test
    void whatIsNewerComesOnce() throws Exception {
        try (LiveView view = view(this::cluster, new Landed(false));
                LiveView.Watcher watcher = view.watch()) {
            long number = watcher.newer(-1, LONG).orElseThrow().number();
            long next = watcher.newer(number, LONG).orElseThrow().number();
            assertThat(next).isGreaterThan(number);
            assertThat(watcher.newer(Long.MAX_VALUE, Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void aServerThatIsAwayHidesNoOther() throws Exception {
        try (LiveView view = view(
                        () -> {
                            throw new IOException("Kafka at h:1 does not answer: it is away");
                        },
                        new Landed(true));
                LiveView.Watcher watcher = view.watch()) {
            Live live = watcher.whole(LONG);
            assertThat(live.kafka().up()).isFalse();
            assertThat(live.kafka().problem()).isEqualTo("Kafka at h:1 does not answer: it is away");
            assertThat(live.hdfs().problem()).isEqualTo("HDFS does not answer: no route");
            assertThat(live.database().up()).isTrue();
        }
    }

    @Test
    void aServerThatHangsHoldsUpNoOther() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (LiveView view = view(
                        () -> {
                            never.await();
                            return CLUSTER;
                        },
                        new Landed(false));
                LiveView.Watcher watcher = view.watch()) {
            long number = -1;
            Live live;
            do {
                LiveView.Numbered newer = watcher.newer(number, LONG).orElseThrow();
                number = newer.number();
                live = newer.live();
            } while (live.roots().isEmpty() || live.alerts() == null);
            assertThat(live.kafka().up()).isFalse();
        }
    }

    @Test
    void aFaultInALookDoesNotEndTheLooking() throws Exception {
        AtomicInteger times = new AtomicInteger();
        try (LiveView view = view(
                        () -> {
                            if (times.getAndIncrement() == 0) {
                                throw new IllegalStateException("a fault");
                            }
                            return CLUSTER;
                        },
                        new Landed(false));
                LiveView.Watcher watcher = view.watch()) {
            assertThat(watcher.whole(LONG).topics()).isNotEmpty();
        }
    }

    private record Landed(boolean away) implements LiveSources.LandedLook {
        @Override
        public List<RootState> look() throws IOException {
            if (away) {
                throw new IOException("no route");
            }
            return List.of(new RootState("/r", List.of("t"), 1, 2, 3, 4L, null));
        }

        @Override
        public String address() {
            return "hdfs://h:1";
        }

        @Override
        public String web() {
            return null;
        }
    }

    private static final class Alerts implements LiveSources.AlertsLook {
        @Override
        public OptionalLong count() {
            return OptionalLong.of(1);
        }

        @Override
        public List<ShownAlert> newest(int most) {
            return List.of(new ShownAlert(1, 2, 3, "info", "r", "d", "m", "t", 0, 5));
        }

        @Override
        public String address() {
            return "jdbc:h2:mem:x";
        }
    }
}
