package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.Test;

class KafkaFailuresTest {
    @Test
    void whatTheBrokersMayMendIsRetriableThroughEveryWrapper() {
        assertThat(KafkaFailures.passes(new ExecutionException(new NotLeaderOrFollowerException("x"))))
                .isTrue();
        assertThat(KafkaFailures.passes(new TimeoutException())).isTrue();
        assertThat(KafkaFailures.passes(new ExecutionException(new AuthenticationException("x"))))
                .isFalse();
        assertThat(KafkaFailures.passes(new KafkaException("x"))).isFalse();
    }

    @Test
    void aTransactionTimeThatTheBrokersDoNotAllowStaysAndIsSaidWithTheSettings() {
        Throwable failure = new KafkaException(new InvalidTxnTimeoutException("The transaction timeout is larger."));
        assertThat(KafkaFailures.stays(failure)).isTrue();
        assertThat(KafkaFailures.sentence(failure))
                .isEqualTo("refuses this client's transaction.timeout.ms: The transaction timeout is larger;"
                        + " raise the brokers' transaction.max.timeout.ms");
    }

    @Test
    void aNameThatDnsDoesNotKnowYetIsRetriable() {
        Throwable failure =
                catchThrowable(() -> Admin.create(Map.of("bootstrap.servers", "no-such-broker.invalid:9092"))
                        .close());
        assertThat(failure).isNotNull();
        assertThat(KafkaFailures.passes(failure)).isTrue();
    }
}
