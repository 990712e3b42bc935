package io.millrace.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.record.PartitionId;
import org.junit.jupiter.api.Test;

class PartitionLagsTest {
    private static final PartitionId ZERO = new PartitionId("t", 0);
    private static final PartitionId ONE = new PartitionId("t", 1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PartitionLags lags = new PartitionLags(registry);

    private double lag(String partition) {
        return registry.get("millrace.lag").tag("partition", partition).gauge().value();
    }

    @Test
    void aPartitionIsBehindByWhatIsNotStoredYet() {
        lags.reached(ZERO, 40);
        lags.reached(ONE, 0);
        lags.end(ZERO, 100);
        lags.end(ONE, 7);
        assertThat(lag("0")).isEqualTo(60);
        assertThat(lag("1")).isEqualTo(7);

        lags.reached(ZERO, 100);
        lags.end(ZERO, 100);
        assertThat(lag("0")).isZero();
    }

    /** The end may have been asked before what is behind it was stored. */
    @Test
    void noLagIsLessThanNone() {
        lags.reached(ZERO, 40);
        lags.end(ZERO, 30);

        assertThat(lag("0")).isZero();
    }

    @Test
    void whatWasLetGoHasNoLag() {
        lags.reached(ZERO, 40);
        lags.forget(ZERO);
        lags.end(ZERO, 100);

        assertThat(lags.partitions()).isEmpty();
        assertThat(registry.getMeters()).isEmpty();
    }
}
