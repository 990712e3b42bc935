package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Outage;
import io.millrace.sink.done.MarkFollower;
import io.millrace.sink.done.Marker;
import io.millrace.sink.observe.MarkMetrics;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Fault;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** Markers of several topics beside each other, and what is said of them. */
class MarkFollowerTest {
    private final Marks marks = new Marks(1);
    private final Health health = new Health();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, Marker> markers = new TreeMap<>();
    private final Map<String, Outage> outages = new HashMap<>();
    private boolean failing;

    private final MarkFollower follower = new MarkFollower(
            () -> markers,
            topic -> outages.computeIfAbsent(
                    topic,
                    name -> new Outage("marks of topic " + name, health, NOPLogger.NOP_LOGGER, Clock.systemUTC())),
            new ShutdownSignal(),
            new MarkMetrics(registry, marks.world.clock, NOPLogger.NOP_LOGGER));

    private double meter(String name) {
        return registry.get("millrace.sink.done." + name)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    private void begin() {
        markers.put("t", marks.marker(new Calls(call -> failing ? Fault.FAIL_BEFORE : Fault.NONE), 1_000));
        marks.produce(0, "05:30:00");
        marks.store();
        follower.look();
    }

    @Test
    void metersSayWhatWasMarkedAndHowFarItIs() {
        begin();
        assertThat(meter("marks")).isEqualTo(1);
        assertThat(meter("behind")).isBetween(3_600.0, 3_700.0);
        assertThat(meter("late.records")).isZero();
        marks.produce(0, "05:40:00");
        marks.store();
        follower.look();
        assertThat(meter("late.records")).isEqualTo(1);
        assertThat(meter("marks")).isEqualTo(1);
        assertThat(health.healthy()).isTrue();
    }

    @Test
    void aFailureIsSaidWithTheTimeUpToWhichFoldersAreDone() {
        begin();
        failing = true;
        marks.world.clock.advance(60_000);
        follower.look();
        assertThat(health.problems().get("marks of topic t"))
                .contains("simulated failure")
                .contains("folders are done up to 2027-01-15T07:00:00Z");
        assertThat(meter("age")).isGreaterThanOrEqualTo(60);
        failing = false;
        follower.look();
        assertThat(health.healthy()).isTrue();
        assertThat(meter("age")).isZero();
    }

    @Test
    void aTopicThatFailsHoldsNoOtherUp() {
        markers.put("a", marks.marker(new Calls(call -> Fault.FAIL_BEFORE), 1_000));
        begin();
        assertThat(marks.marked()).hasSize(1);
        assertThat(health.problems()).containsOnlyKeys("marks of topic a");
    }
}
