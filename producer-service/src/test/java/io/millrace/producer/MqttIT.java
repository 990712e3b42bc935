package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.millrace.testsupport.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Servers.class)
class MqttIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final TestBroker broker = Servers.broker();

    @TempDir
    static Path folder;

    @Test
    void endsWithTheReasonWhenTheBrokerRefusesASubscription() throws Exception {
        FakeMqttBroker.Answer notAuthorized = new FakeMqttBroker.Answer() {
            @Override
            public int code() {
                return 0x87;
            }

            @Override
            public String words() {
                return "the plant is closed";
            }
        };
        try (FakeMqttBroker mqtt = new FakeMqttBroker(true, notAuthorized);
                RunningCommand relay = relay("mqtt-refused", "mqtt://127.0.0.1:" + mqtt.port(), "plant/#")) {
            assertThat(relay.status()).isEqualTo(1);
            assertThat(relay.errors())
                    .contains("the subscription to 'plant/#': NOT_AUTHORIZED, the plant is closed")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void endsWhenABrokerOfMqtt3RefusesASubscription() throws Exception {
        try (FakeMqttBroker mqtt = new FakeMqttBroker(false, () -> 0x80);
                RunningCommand relay =
                        relay("mqtt-refused-3", "mqtt://127.0.0.1:" + mqtt.port(), "plant/#", "--mqtt-version=3.1.1")) {
            assertThat(relay.status()).isEqualTo(1);
            assertThat(relay.errors()).contains("the subscription to 'plant/#': FAILURE");
        }
    }

    @Test
    void stopsWhenAskedToAlthoughTheBrokerDoesNotAnswerASubscription() throws Exception {
        try (FakeMqttBroker mqtt = new FakeMqttBroker(true, () -> FakeMqttBroker.Answer.NONE);
                RunningCommand relay = relay("mqtt-silent", "mqtt://127.0.0.1:" + mqtt.port(), "plant/#")) {
            await().atMost(PATIENCE).until(() -> mqtt.subscriptions() > 0);
            assertThat(relay.stop()).isZero();
            assertThat(relay.errors()).isEmpty();
        }
    }

    @Test
    void tellsWhatIsWrongWithFiltersAddressAndCertificates() throws Exception {
        RunningCommand relay = new RunningCommand(
                "mqtt",
                "--mqtt-url=mqtt://broker",
                "--mqtt-topics=a/#/b,fine/+,$share/group",
                "--mqtt-ca-file=" + folder.resolve("none.pem"),
                "--mqtt-key-file=key.pem");
        assertThat(relay.status()).isEqualTo(2);
        assertThat(relay.errors())
                .contains(
                        "--mqtt-topics: 'a/#/b' is no MQTT topic filter",
                        "--mqtt-topics: '$share/group' is no MQTT topic filter",
                        "need TLS: --mqtt-url must begin with mqtts://",
                        "none.pem' cannot be used: it does not exist",
                        "--mqtt-certificate-file and --mqtt-key-file must be given together")
                .doesNotContain("fine/+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "ssl", "wss", "ws"})
    void connectsWithCertificatesAndOverWebSockets(String scheme) throws Exception {
        TestCertificates certificates = Servers.mqttCertificates();
        String topic = "mqtt-by-" + scheme;
        List<String> options = new ArrayList<>();
        if (!scheme.equals("ws")) {
            options.addAll(List.of(
                    "--mqtt-ca-file=" + certificates.caFile(),
                    "--mqtt-certificate-file=" + certificates.certificateFile(),
                    // In two forms: as OpenSSL writes it and as it wrote it once.
                    "--mqtt-key-file=" + (scheme.equals("ssl") ? certificates.oldKeyFile() : certificates.keyFile())));
        }
        String url = scheme + "://localhost:" + Servers.mqttPort(scheme);
        try (RunningCommand relay = relay(topic, url, topic + "/#", options.toArray(String[]::new))) {
            await().atMost(PATIENCE).until(() -> {
                assertThat(relay.errors()).isEmpty();
                publish(topic, "hello", false);
                return !values(topic).isEmpty();
            });
            assertThat(relay.stop()).isZero();
        }
    }

    @Test
    void keepsUserPropertiesAsHeadersAndMarksRetainedMessages() throws Exception {
        publish("mqtt-properties", "retained", true);
        try (RunningCommand relay =
                relay("mqtt-properties", "mqtt://127.0.0.1:" + Servers.mqttPort(), "mqtt-properties/#")) {
            await().atMost(PATIENCE).until(() -> values("mqtt-properties").contains("retained"));
            publish("mqtt-properties", "fresh", false);
            await().atMost(PATIENCE).until(() -> values("mqtt-properties").contains("fresh"));
            assertThat(relay.stop()).isZero();
        }
        List<ConsumerRecord<byte[], byte[]>> records = broker.committed("mqtt-properties");
        assertThat(records).hasSize(2);
        assertThat(headers(records.get(0))).containsExactly("mqtt.retain=true", "unit=°C", "mqtt.millrace.piece=7");
        assertThat(headers(records.get(1))).containsExactly("unit=°C", "mqtt.millrace.piece=7");
    }

    @Test
    void sharesASubscriptionAmongSourcesOfDifferentNames() throws Exception {
        String url = "mqtt://127.0.0.1:" + Servers.mqttPort();
        try (RunningCommand one = relay("mqtt-shared", url, "$share/group/mqtt-shared/#", "--name=shared-1");
                RunningCommand two = relay("mqtt-shared", url, "$share/group/mqtt-shared/#", "--name=shared-2")) {
            await().atMost(PATIENCE).until(() -> {
                publish("mqtt-shared", "hello", false);
                return !values("mqtt-shared").isEmpty();
            });
            List<String> published =
                    IntStream.range(0, 50).mapToObj(i -> "m" + i).toList();
            for (String payload : published) {
                publish("mqtt-shared", payload, false);
            }
            await().atMost(PATIENCE).until(() -> values("mqtt-shared").containsAll(published));
            assertThat(one.stop()).isZero();
            assertThat(two.stop()).isZero();
            assertThat(values("mqtt-shared").stream().filter(value -> value.startsWith("m")))
                    .containsExactlyInAnyOrderElementsOf(published);
        }
    }

    private RunningCommand relay(String topic, String url, String filter, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "mqtt",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--topic=" + topic,
                "--partitions=1",
                "--mqtt-url=" + url,
                "--mqtt-topics=" + filter));
        command.addAll(List.of(more));
        return new RunningCommand(command.toArray(String[]::new));
    }

    private List<String> values(String topic) {
        try {
            return broker.values(topic);
        } catch (RuntimeException e) {
            // Not made yet.
            return List.of();
        }
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static void publish(String topic, String payload, boolean retained) throws Exception {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier("sensor-of-" + topic)
                .serverHost("127.0.0.1")
                .serverPort(Servers.mqttPort())
                .buildBlocking();
        client.connect();
        client.publishWith()
                .topic(topic + "/1")
                .qos(MqttQos.EXACTLY_ONCE)
                .retain(retained)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .userProperties()
                .add("unit", "°C")
                .add("millrace.piece", "7")
                .applyUserProperties()
                .send();
        client.disconnect();
    }
}
