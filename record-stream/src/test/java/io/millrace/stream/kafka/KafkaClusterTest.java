package io.millrace.stream.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClusterTest {
    /** That the ports are looked at shows in what the look says of settings that cannot be right. */
    @Test
    void nobodyMakesAClientBeforeThePortsWereLookedAt() {
        KafkaSettings settings = new KafkaSettings("127.0.0.1:1", Map.of("security.protocol", "TLS"));

        assertThatThrownBy(() -> new KafkaCluster(settings))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("security.protocol is 'TLS', must be PLAINTEXT, SSL");
    }

    @Test
    void settingsThatNoClientCanBeMadeWithAreTheSentenceOfEveryService() {
        KafkaSettings settings = new KafkaSettings(
                "127.0.0.1:1",
                Map.of(
                        "security.protocol",
                        "SSL",
                        "ssl.truststore.type",
                        "PKCS12",
                        "ssl.truststore.location",
                        "/no.p12"));

        assertThatThrownBy(() -> new KafkaCluster(settings))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("/no.p12 does not exist");
    }
}
