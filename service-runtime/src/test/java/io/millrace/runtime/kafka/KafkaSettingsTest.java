package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    @Test
    void theUsersSettingsWinOverDefaultsAndReachOnlyTheClientsThatKnowThem() {
        KafkaSettings settings = new KafkaSettings("a:1", Map.of("linger.ms", "7", "max.poll.records", "9"));
        assertThat(settings.producer(Map.of("linger.ms", 50), Map.of("acks", "all")))
                .containsEntry("linger.ms", "7")
                .containsEntry("acks", "all")
                .containsEntry("bootstrap.servers", "a:1")
                .doesNotContainKey("max.poll.records");
        assertThat(settings.consumer(Map.of(), Map.of())).containsEntry("max.poll.records", "9");
    }

    @Test
    void aSettingThatAGuaranteeHangsOnCannotBeChanged() {
        KafkaSettings settings = new KafkaSettings("a:1", Map.of("acks", "0"));
        assertThatThrownBy(() -> settings.producer(Map.of(), Map.of("acks", "all")))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "Kafka property acks is '0', must be 'all' here because the delivery guarantee hangs on it");
    }

    @Test
    void anUnknownSettingIsRefusedAndSecretsAreNotPrinted() {
        assertThatThrownBy(() -> new KafkaSettings("a:1", Map.of("lingerms", "1")))
                .hasMessageContaining("Kafka property 'lingerms' is unknown");
        assertThat(new KafkaSettings("a:1", Map.of("ssl.key.password", "hush", "sasl.jaas.config", "hush")).toString())
                .doesNotContain("hush")
                .contains("ssl.key.password=***");
    }
}
