package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
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
    void aNameThatDnsDoesNotKnowYetIsRetriable() {
        Throwable failure =
                catchThrowable(() -> Admin.create(Map.of("bootstrap.servers", "no-such-broker.invalid:9092"))
                        .close());
        assertThat(failure).isNotNull();
        assertThat(KafkaFailures.passes(failure)).isTrue();
    }
}
