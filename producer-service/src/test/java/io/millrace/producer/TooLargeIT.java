package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records that the topic does not take become dead letters with their place, from every source, and the source goes on. */
@ExtendWith(Servers.class)
class TooLargeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int TWO_MEGABYTES = 2_000_000;

    private final TestBroker broker = Servers.broker();

    @TempDir
    Path folder;

    @Test
    void aLineThatGrewTooLargeAsJson() throws Exception {
        Path file = folder.resolve("in.log");
        // Each character needs two as JSON.
        byte[] quotes = new byte[900_000];
        Arrays.fill(quotes, (byte) '"');
        Files.writeString(file, "first\n" + new String(quotes, StandardCharsets.US_ASCII) + "\nlast\n");
        String[] command = {
            "tail",
            kafka(),
            "--topic=large-json",
            "--dead-letter-topic=large-json-dead",
            "--value-format=json",
            "--kafka-property=compression.type=none",
            "--until-end",
            file.toString()
        };

        assertThat(RunningCommand.run(command)).isZero();
        assertThat(RunningCommand.run(command)).isZero();
        assertThat(broker.values("large-json")).hasSize(2);
        assertThat(broker.values("large-json").get(1)).contains("\"last\"");
        ConsumerRecord<byte[], byte[]> letter = onlyLetter("large-json-dead");
        assertThat(header(letter, "origin")).isEqualTo("file:" + file);
        assertThat(header(letter, "position")).isEqualTo("6");
        assertThat(header(letter, "reason")).contains("must have at most 1048588", "topic large-json");
        assertThat(Integer.parseInt(header(letter, "value-bytes"))).isGreaterThan(1_048_588);
        assertThat(letter.value()).hasSizeBetween(1_000_000, 1_048_588);
    }

    @Test
    void aRowThatIsTooLarge() throws Exception {
        TestDatabase database = Servers.database();
        database.execute("CREATE TABLE large (id INT PRIMARY KEY, content LONGTEXT)");
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO large VALUES (?, ?)")) {
            insert.setInt(1, 1);
            insert.setString(2, noise());
            insert.execute();
            insert.setInt(1, 2);
            insert.setString(2, "next");
            insert.execute();
        }
        String[] command = {
            "jdbc",
            kafka(),
            "--jdbc-url=" + database.url(),
            "--jdbc-user=" + database.user(),
            "--jdbc-password-file=" + database.passwordFile(),
            "--table=large",
            "--topic=large-rows",
            "--dead-letter-topic=large-rows-dead",
            "--until-end"
        };

        assertThat(RunningCommand.run(command)).isZero();
        assertThat(RunningCommand.run(command)).isZero();
        assertThat(broker.values("large-rows")).containsExactly("{\"id\":2,\"content\":\"next\"}");
        ConsumerRecord<byte[], byte[]> letter = onlyLetter("large-rows-dead");
        assertThat(header(letter, "origin")).isEqualTo("table:large");
        assertThat(header(letter, "position")).isEqualTo("1");
        assertThat(letter.key()).isEqualTo("1".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRecordedRowThatIsTooLarge() throws Exception {
        Path input = folder.resolve("in.csv");
        Files.writeString(
                input, "time,station,temp\n2026-01-01T00:00:00Z," + noise() + ",1\n2026-01-02T00:00:00Z,small,2\n");
        Path mapping = folder.resolve("mapping.properties");
        Files.writeString(mapping, """
                input=csv
                time.column=time
                record=weather-report
                station.column=station
                degrees.column=temp
                """);

        assertThat(RunningCommand.run(
                        "replay",
                        kafka(),
                        "--topic=large-replay",
                        "--dead-letter-topic=large-replay-dead",
                        "--input=" + input,
                        "--mapping=" + mapping))
                .isZero();
        assertThat(broker.values("large-replay")).singleElement().asString().contains("small");
        ConsumerRecord<byte[], byte[]> letter = onlyLetter("large-replay-dead");
        assertThat(header(letter, "origin")).isEqualTo("file:" + input);
        assertThat(header(letter, "position")).isEqualTo("1");
    }

    @Test
    void aMessageThatIsTooLargeForATopicWhoseDeadLettersAreSmallerStill() throws Exception {
        topic("large-mqtt-dead", Map.of("max.message.bytes", "20000"));
        try (RunningCommand relay = new RunningCommand(mqtt("large-mqtt"))) {
            publishUntilItArrives("large-mqtt", relay);
            publish("large-mqtt", noise());
            publish("large-mqtt", "last");
            await().atMost(PATIENCE).until(() -> broker.values("large-mqtt").contains("last"));
            await().atMost(PATIENCE)
                    .until(() -> !broker.committed("large-mqtt-dead").isEmpty());
            assertThat(relay.stop()).isZero();
        }
        ConsumerRecord<byte[], byte[]> letter = onlyLetter("large-mqtt-dead");
        assertThat(header(letter, "origin")).isEqualTo("mqtt:large-mqtt/1");
        assertThat(header(letter, "value-bytes")).isEqualTo(String.valueOf(TWO_MEGABYTES));
        assertThat(letter.value()).hasSizeBetween(15_000, 20_000);
    }

    @Test
    void aLineThatOnlyTheBrokerKnowsToBeTooLarge() throws Exception {
        // The broker unpacks what was compressed, and finds it too large then.
        topic("large-unpacked", Map.of("compression.type", "uncompressed"));
        Path file = folder.resolve("in.log");
        Files.writeString(file, "first\n" + "x".repeat(TWO_MEGABYTES) + "\nlast\n");
        String[] command = {
            "tail",
            kafka(),
            "--topic=large-unpacked",
            "--dead-letter-topic=large-unpacked-dead",
            "--max-record-bytes=5000000",
            "--until-end",
            file.toString()
        };

        assertThat(RunningCommand.run(command)).isZero();
        assertThat(broker.values("large-unpacked")).containsExactly("first", "last");
        ConsumerRecord<byte[], byte[]> letter = onlyLetter("large-unpacked-dead");
        assertThat(header(letter, "position")).isEqualTo("6");
        assertThat(header(letter, "value-bytes")).isEqualTo(String.valueOf(TWO_MEGABYTES));
    }

    @Test
    void aMessageThatOnlyTheBrokerKnowsToBeTooLarge() throws Exception {
        topic("large-unpacked-mqtt", Map.of("compression.type", "uncompressed"));
        try (RunningCommand relay = new RunningCommand(mqtt("large-unpacked-mqtt"))) {
            publishUntilItArrives("large-unpacked-mqtt", relay);
            publish("large-unpacked-mqtt", "x".repeat(TWO_MEGABYTES));
            await().atMost(PATIENCE)
                    .until(() -> !broker.committed("large-unpacked-mqtt-dead").isEmpty());
            publish("large-unpacked-mqtt", "last");
            await().atMost(PATIENCE)
                    .until(() -> broker.values("large-unpacked-mqtt").contains("last"));
            assertThat(relay.stop()).isZero();
        }
        assertThat(header(onlyLetter("large-unpacked-mqtt-dead"), "value-bytes"))
                .isEqualTo(String.valueOf(TWO_MEGABYTES));
    }

    @Test
    void butNotALineThatIsSmallEnoughWhenItIsCompressed() throws Exception {
        Path file = folder.resolve("in.log");
        Files.writeString(file, "x".repeat(TWO_MEGABYTES) + "\n");
        assertThat(RunningCommand.run(
                        "tail",
                        kafka(),
                        "--topic=large-packed",
                        "--max-record-bytes=5000000",
                        "--until-end",
                        file.toString()))
                .isZero();
        assertThat(broker.values("large-packed")).singleElement().asString().hasSize(TWO_MEGABYTES);
    }

    private String[] mqtt(String topic) throws Exception {
        return new String[] {
            "mqtt",
            kafka(),
            "--topic=" + topic,
            "--dead-letter-topic=" + topic + "-dead",
            "--max-record-bytes=15000000",
            "--mqtt-url=mqtt://127.0.0.1:" + Servers.mqttPort(),
            "--mqtt-topics=" + topic + "/#"
        };
    }

    private void publishUntilItArrives(String topic, RunningCommand relay) {
        await().atMost(PATIENCE).until(() -> {
            assertThat(relay.isRunning()).isTrue();
            publish(topic, "hello");
            try {
                return broker.values(topic).contains("hello");
            } catch (RuntimeException e) {
                // Not made yet.
                return false;
            }
        });
    }

    private static void publish(String topic, String payload) throws Exception {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier("large-sensor")
                .serverHost("127.0.0.1")
                .serverPort(Servers.mqttPort())
                .buildBlocking();
        client.connect();
        client.publishWith()
                .topic(topic + "/1")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
        client.disconnect();
    }

    private void topic(String name, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    /** Letters that cannot be compressed. */
    private static String noise() {
        byte[] letters = new byte[TWO_MEGABYTES];
        Random random = new Random(7);
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('A' + random.nextInt(26) + 32 * random.nextInt(2));
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private ConsumerRecord<byte[], byte[]> onlyLetter(String topic) {
        List<ConsumerRecord<byte[], byte[]>> letters = broker.committed(topic);
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader("millrace.dead-letter." + name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private String kafka() {
        return "--bootstrap-servers=" + broker.bootstrapServers();
    }
}
