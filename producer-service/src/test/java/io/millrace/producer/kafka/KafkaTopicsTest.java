package io.millrace.producer.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Outage;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class KafkaTopicsTest {
    /** That the ports are looked at shows in what the look says of settings that cannot be right. */
    @Test
    void noSourceMakesAClientBeforeThePortsWereLookedAt() {
        KafkaSettings settings = new KafkaSettings("127.0.0.1:1", Map.of("security.protocol", "TLS"));
        Outage outage = new Outage("Kafka", new Health(), NOPLogger.NOP_LOGGER, Clock.systemUTC());

        assertThatThrownBy(() -> new KafkaTopics(settings, outage, new ShutdownSignal()))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("security.protocol is 'TLS', must be PLAINTEXT, SSL");
    }
}
