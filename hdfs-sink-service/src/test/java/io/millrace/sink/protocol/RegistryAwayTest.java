package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimFormat;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.write.BadRecords;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A format that cannot say now what a record means: an outage, and never a bad record. */
class RegistryAwayTest {
    private static SimWorld world(SimSettings settings, BooleanSupplier registry) {
        SimWorld world = new SimWorld(settings.withFormat(() -> new SimFormat(Long.MAX_VALUE, registry)));
        world.kafka.createTopic("t", 2, "id-1");
        for (int i = 0; i < 40; i++) {
            world.kafka.produce(i % 2 == 0 ? Scenario.ZERO : Scenario.ONE, i % 7 == 3 ? "unknown" : "f=" + i % 3);
        }
        return world;
    }

    @ParameterizedTest
    @EnumSource(BadRecords.class)
    void itIsWaitedForWhateverIsDoneWithBadRecords(BadRecords badRecords) {
        boolean[] answers = {false};
        SimWorld world = world(SimSettings.small().withBadRecords(badRecords), () -> answers[0]);
        SimSink sink = world.sink(Faults.NONE, Optional.of(world.kafka.ends()));
        sink.takeAll();
        sink.start();
        for (int i = 0; i < 20; i++) {
            sink.step();
        }
        for (int i = 0; i < 200; i++) {
            sink.step();
            assertThat(sink.health.healthy())
                    .as("a takeover is no end of the outage")
                    .isFalse();
        }
        assertThat(sink.finished()).isFalse();
        assertThat(sink.health.problems()).containsValue("the registry does not answer");

        answers[0] = true;
        for (int i = 0; i < 2_000 && !sink.finished(); i++) {
            sink.step();
        }
        assertThat(sink.finished()).isTrue();
        assertThat(sink.stop()).isTrue();

        Exactness.check(world, "the registry came back");
        assertThat(world.kafka.deadLetters()).isEmpty();
        assertThat(sink.health.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void nothingIsLostOrStoredTwiceWheneverItGoesAway(int after) {
        int[] asked = {0};
        SimWorld world = world(SimSettings.small().withCaps(1, 50), () -> asked[0]++ < after || asked[0] > after + 4);
        world.storeEverything();

        Exactness.check(world, "the registry is away after " + after + " times");
        assertThat(world.kafka.deadLetters()).isEmpty();
        assertThat(asked[0]).isGreaterThan(after + 4);
    }

    /** They wait as they were decoded: once they are read, the registry may go away for ever. */
    @Test
    void rowsThatWaitDoNotNeedItAgain() {
        int[] asked = {0};
        SimWorld world = world(SimSettings.small().withCaps(1, 50), () -> {
            asked[0]++;
            return true;
        });
        world.storeEverything();

        Exactness.check(world, "rows that waited");
        long unknown = world.kafka.records().stream()
                .filter(record -> record.text().equals("unknown"))
                .count();
        assertThat(asked[0]).isEqualTo((int) unknown);
    }
}
