package io.millrace.runtime.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.observe.Health;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RetryTest {
    private final Health health = new Health();
    private final ShutdownSignal stop = new ShutdownSignal();
    private final Outage outage =
            new Outage("the server", health, LoggerFactory.getLogger(RetryTest.class), Clock.systemUTC());
    private final Retry retry = new Retry(new Backoff(Duration.ofNanos(1), Duration.ofNanos(2)), stop);

    @Test
    void aFailingCallIsRepeatedUntilItGoesWellAndHealthFollows() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        assertThat(retry.call(outage, e -> true, () -> {
                    if (calls.incrementAndGet() < 4) {
                        throw new IOException("away");
                    }
                    assertThat(health.problems()).containsEntry("the server", "away");
                    return "done";
                }))
                .contains("done");
        assertThat(calls).hasValue(4);
        assertThat(health.healthy()).isTrue();
    }

    @Test
    void aServiceThatHasNotReachedWhatItNeedsYetIsUnhealthy() throws Exception {
        outage.pending();
        assertThat(health.problems()).containsEntry("the server", "not reached yet");
        retry.call(outage, e -> true, () -> "done");
        assertThat(health.healthy()).isTrue();
    }

    @Test
    void aFailureThatNoTryCanMendIsThrownAtOnce() {
        assertThatThrownBy(() -> retry.call(outage, e -> e instanceof IOException, () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
    }

    @Test
    void aStopEndsTheWaiting() throws Exception {
        assertThat(retry.call(outage, e -> true, () -> {
                    stop.request();
                    throw new IOException("away");
                }))
                .isEmpty();
    }

    @Test
    void pausesDoubleUpToTheLimitAndNeverGoBelowTheHalf() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
        Random random = new Random(1);
        for (int attempt = 1; attempt < 200; attempt++) {
            long full = Math.min(5000, 100L << Math.min(attempt - 1, 20));
            assertThat(backoff.pause(attempt, random).toMillis()).isBetween(full / 2, full);
        }
    }
}
