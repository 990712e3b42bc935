package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void valuesMayLieElsewhereAndMustBeThere(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secrets.properties"), "store=hush\n");
        String there = "${file:" + file + ":store}";
        KafkaSettings settings = new KafkaSettings("a:1", Map.of("ssl.truststore.password", there));
        assertThat(settings.admin())
                .containsEntry("ssl.truststore.password", there)
                .containsEntry("config.providers", "directory,env,file")
                .containsEntry(
                        "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        assertThat(new KafkaSettings("a:1", Map.of()).admin()).doesNotContainKey("config.providers");
        for (String absent : List.of(
                "${file:" + file + ":other}",
                "${file:" + folder + "/none:store}",
                "${directory:" + folder + ":none}",
                "${env:MILLRACE_NO_SUCH_VARIABLE}")) {
            assertThatThrownBy(() ->
                            new KafkaSettings("a:1", Map.of("sasl.jaas.config", "x password=\"" + absent + "\";")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("Kafka property sasl.jaas.config says where to find its value, " + absent
                            + ", but there is none");
        }
    }

    @Test
    void whoNamesHisOwnProvidersIsLeftToThem() {
        Map<String, String> own = Map.of(
                "config.providers",
                "vault",
                "config.providers.vault.class",
                "com.acme.Vault",
                "client.id",
                "${vault:a:b}");
        assertThat(new KafkaSettings("a:1", own).admin()).containsAllEntriesOf(own);
    }
}
