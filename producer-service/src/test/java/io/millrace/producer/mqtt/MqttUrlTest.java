package io.millrace.producer.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.SettingsException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttUrlTest {
    @ParameterizedTest
    @CsvSource({
        "mqtt://broker, broker, 1883, false",
        "tcp://10.0.0.1:1884/, 10.0.0.1, 1884, false",
        "mqtts://broker.example, broker.example, 8883, true",
        "ssl://broker:1, broker, 1, true",
        "mqtt://[::1], ::1, 1883, false",
        "mqtts://[2001:db8::1]:8884, 2001:db8::1, 8884, true"
    })
    void readsAddressesOfEveryKind(String url, String host, int port, boolean tls) {
        assertThat(MqttUrl.parse("--mqtt-url", url)).isEqualTo(new MqttUrl(host, port, tls, Optional.empty()));
    }

    @Test
    void readsThePathOfAWebSocket() {
        assertThat(MqttUrl.parse("u", "ws://broker")).isEqualTo(new MqttUrl("broker", 80, false, Optional.of("mqtt")));
        assertThat(MqttUrl.parse("u", "wss://broker:8443/a/b"))
                .isEqualTo(new MqttUrl("broker", 8443, true, Optional.of("a/b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker:1883",
                "http://broker",
                "mqtt://",
                "mqtt://a b",
                "mqtt://broker:99999",
                "mqtt://broker/path",
                "mqtt://::1",
                "wss://broker/mqtt?x=1"
            })
    void refusesWhatIsNoAddress(String url) {
        assertThatThrownBy(() -> MqttUrl.parse("--mqtt-url", url))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("--mqtt-url is '" + url + "', must be SCHEME://HOST:PORT");
    }

    @Test
    void doesNotPrintAPasswordThatStandsInTheAddress() {
        assertThatThrownBy(() -> MqttUrl.parse("--mqtt-url", "mqtt://user:secret@broker"))
                .hasMessageContaining("mqtt://...@broker")
                .hasMessageNotContaining("secret");
    }
}
