package io.millrace.stream.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Outage;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class OutageBoardTest {
    private static final PartitionId ZERO = new PartitionId("t", 0);
    private static final PartitionId ONE = new PartitionId("t", 1);

    private final Health health = new Health();
    private final Outage store = new Outage("the store", health, NOPLogger.NOP_LOGGER, Clock.systemUTC());
    private final OutageBoard board = new OutageBoard(store);

    @Test
    void anOutageIsOverWithTheLastPartitionThatGoesOn() {
        board.down(ZERO, new IOException("away"));
        board.down(ONE, new IOException("away"));
        board.up(ZERO);
        assertThat(health.healthy()).isFalse();
        board.up(ONE);

        assertThat(health.healthy()).isTrue();
    }

    @Test
    void ofPartitionsThatHaveGoneNobodyKnowsWhetherTheyWouldWait() {
        board.down(ZERO, new IOException("away"));
        board.left(ZERO);

        assertThat(health.healthy()).isTrue();
    }

    @Test
    void whatTheLandingItselfWaitsForIsNotOverWithItsPartitions() {
        board.away(new IOException("away"));
        board.down(ZERO, new IOException("away"));
        board.left(ZERO);
        assertThat(health.healthy()).isFalse();
        board.down(ONE, new IOException("away"));
        board.answered();
        assertThat(health.healthy()).isTrue();
    }
}
