package io.millrace.runtime.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.observe.Health;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class OutageTest {
    private final Health health = new Health();
    private final Said log = new Said();
    private final Outage outage = new Outage("the server", health, log, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

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

    @Test
    void aServerThatAnswersIsNotSaidToBeAway() {
        Answer refusal = new Answer("topic nosuch does not exist", new IOException("UnknownTopicOrPartition"));
        outage.failed(refusal);
        outage.failed(refusal);
        assertThat(health.problems()).containsEntry("the server", "topic nosuch does not exist");
        outage.failed(new IOException("Connection refused"));
        outage.failed(refusal);
        outage.healed();
        assertThat(log.said)
                .containsExactly(
                        "the server: topic nosuch does not exist; waiting for that to change",
                        "the server is not available, waiting for it: Connection refused",
                        "the server: topic nosuch does not exist; waiting for that to change",
                        "the server: it has changed after 0 s and 4 tries");
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotSaidToBeThereAgain() {
        outage.failed(new IOException("Connection refused"));
        outage.forgotten();
        assertThat(outage.ongoing()).isFalse();
        assertThat(health.problems()).isEmpty();
        assertThat(log.said).containsExactly("the server is not available, waiting for it: Connection refused");
    }

    /** What users read: lines of level INFO and above. */
    private static final class Said extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        private final transient List<String> said = new ArrayList<>();

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
            said.add(MessageFormatter.basicArrayFormat(pattern, arguments));
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }

    private static final class Answer extends Exception implements Answered {
        private static final long serialVersionUID = 1L;

        Answer(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final class Finished extends Exception implements Explained {
        private static final long serialVersionUID = 1L;

        Finished(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
