package io.millrace.runtime.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.observe.Health;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {
    private final Health health = new Health();
    private final Outage outage =
            new Outage("the server", health, LoggerFactory.getLogger(OutageTest.class), Clock.systemUTC());

    @Test
    void showsNothingBelowAnExceptionThatExplainsItself() {
        IOException driver = new IOException("cannot reach db?password=hunter2");
        outage.failed(new IllegalStateException("outer", new Finished("it does not answer", driver)));
        assertThat(health.problems()).containsEntry("the server", "it does not answer");
    }

    @Test
    void showsTheDeepestCauseOfOthers() {
        outage.failed(new IOException("outer", new IOException("refused")));
        assertThat(health.problems()).containsEntry("the server", "refused");
    }

    private static final class Finished extends Exception implements Explained {
        private static final long serialVersionUID = 1L;

        Finished(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
