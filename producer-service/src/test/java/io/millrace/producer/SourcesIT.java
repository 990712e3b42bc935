package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.WeatherReportJson;
import io.millrace.model.codec.WeatherReportProtobuf;
import io.millrace.stack.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Servers.class)
class SourcesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final TestBroker broker = Servers.broker();

    @Test
    void bringsWeatherThroughMariaDbIntoATopicAsProtobufKeyedByStation() throws Exception {
        TestDatabase database = Servers.database();
        String[] toDatabase = {
            "--jdbc-url=" + database.url(),
            "--jdbc-user=" + database.user(),
            "--jdbc-password-file=" + database.passwordFile()
        };
        assertThat(RunningCommand.run(with(toDatabase, "weather", "--target=database", "--count=200", "--interval=0")))
                .isZero();
        // A second run goes on behind the first.
        assertThat(RunningCommand.run(with(toDatabase, "weather", "--target=database", "--count=100", "--interval=0")))
                .isZero();
        String[] jdbc = with(
                toDatabase,
                "jdbc",
                kafka(),
                "--table=weather",
                "--topic=weather",
                "--key-columns=station_id",
                "--value-format=protobuf",
                "--partitions=4",
                "--until-end");
        assertThat(RunningCommand.run(jdbc)).isZero();
        assertThat(RunningCommand.run(jdbc)).isZero();

        List<ConsumerRecord<byte[], byte[]>> records = broker.committed("weather");
        assertThat(records).hasSize(300);
        List<String> seen = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            WeatherReport report = new WeatherReportProtobuf().decode(record.value());
            assertThat(report.stationId()).isEqualTo(new String(record.key(), StandardCharsets.UTF_8));
            seen.add(report.stationId() + report.date());
        }
        assertThat(seen)
                .doesNotHaveDuplicates()
                .contains("station-1" + "2000-01-01T00:00:00Z", "station-10" + "2000-01-30T00:00:00Z");
    }

    @Test
    void findsRowsThatBecomeVisibleLateAndChangesOfRows() throws Exception {
        TestDatabase database = Servers.database();
        database.execute("CREATE TABLE things (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20), price"
                + " DECIMAL(10,2), updated_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE"
                + " CURRENT_TIMESTAMP(3))");
        String[] common = {
            "--jdbc-url=" + database.url(),
            "--jdbc-user=" + database.user(),
            "--jdbc-password-file=" + database.passwordFile(),
            kafka()
        };
        try (Connection slow = database.connect();
                RunningCommand byId = new RunningCommand(
                        with(common, "jdbc", "--table=things", "--topic=things", "--poll-interval=50ms"));
                RunningCommand byChange = new RunningCommand(with(
                        common,
                        "jdbc",
                        "--table=things",
                        "--topic=changes",
                        "--updated-column=updated_at",
                        "--change-lag=200ms",
                        "--poll-interval=50ms"))) {
            slow.setAutoCommit(false);
            slow.createStatement().execute("INSERT INTO things (name, price) VALUES ('late', 1.50)");
            database.execute("INSERT INTO things (name, price) VALUES ('early', 2.25)");
            await().atMost(PATIENCE).until(() -> keys("things").equals(List.of("2")));
            slow.commit();
            await().atMost(PATIENCE).until(() -> keys("things").equals(List.of("2", "1")));
            await().atMost(PATIENCE).until(() -> keys("changes").contains("2"));
            database.execute("UPDATE things SET price = 3 WHERE id = 2");
            await().atMost(PATIENCE)
                    .until(() -> keys("changes").stream().filter("2"::equals).count() == 2);
            assertThat(byId.isRunning() && byChange.isRunning()).isTrue();
        }
        assertThat(broker.values("things").get(1)).startsWith("{\"id\":1,\"name\":\"late\",\"price\":1.50,");
    }

    @ParameterizedTest
    @Tag("thorough")
    @ValueSource(strings = {"mysql", "postgresql"})
    void waitsForADatabaseThatRestartsAndShowsItInItsHealth(String kind) throws Exception {
        TestDatabase database = kind.equals("mysql") ? Servers.database() : Servers.postgreSql();
        String table = "rows_of_" + kind;
        database.execute(
                "CREATE TABLE " + table + " (id INT PRIMARY KEY, n INT)",
                "INSERT INTO " + table + " VALUES (1, 1), (2, 2)");
        int port = FreePorts.any();
        try (RunningCommand jdbc = new RunningCommand(database.arguments(
                "jdbc", kafka(), "--table=" + table, "--poll-interval=50ms", "--http-port=" + port))) {
            await().atMost(PATIENCE).until(() -> keys(table).size() == 2);
            assertThat(health(port)).isEqualTo("200 {\"status\":\"up\"}");
            database.kill();
            await().atMost(PATIENCE).until(() -> health(port).startsWith("503"));
            assertThat(health(port)).contains("\"status\":\"down\"", "database jdbc:" + kind + "://127.0.0.1:");
            database.restart();
            database.execute("INSERT INTO " + table + " VALUES (3, 3)");
            await().atMost(PATIENCE).until(() -> keys(table).size() == 3);
            await().atMost(PATIENCE).until(() -> health(port).equals("200 {\"status\":\"up\"}"));
            assertThat(jdbc.stop()).isZero();
        }
    }

    @Test
    void waitsForABrokerWhoseNameIsNotKnownYet() throws Exception {
        int port = FreePorts.any();
        try (RunningCommand iot =
                new RunningCommand("iot", "--bootstrap-servers=no-such-host.invalid:9092", "--http-port=" + port)) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> health(port).startsWith("503"));
            assertThat(health(port)).contains("Kafka at no-such-host.invalid:9092", "No resolvable bootstrap urls");
            assertThat(iot.isRunning()).isTrue();
            assertThat(iot.stop()).isZero();
            assertThat(iot.errors()).isEmpty();
        }
    }

    private static String health(int port) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void relaysMessagesOfSensorsOfAnyMqttVersionAndThoseOfTheTimeWhenItWasAway(String version) throws Exception {
        int port = Servers.mqttPort();
        String topic = "mqtt-" + version;
        String plant = "plant-" + version;
        String[] command = {
            "mqtt",
            kafka(),
            "--topic=" + topic,
            "--mqtt-url=mqtt://127.0.0.1:" + port,
            "--mqtt-topics=" + plant + "/#",
            "--mqtt-version=" + version
        };
        try (RunningCommand relay = new RunningCommand(command)) {
            // A source that is connected need not have subscribed yet: publish until something arrives.
            await().atMost(PATIENCE).until(() -> {
                assertThat(relay.isRunning()).isTrue();
                publish(port, plant, List.of("hello"));
                return !keys(topic).isEmpty();
            });
            assertThat(relay.stop()).isZero();
        }
        int before = keys(topic).size();
        List<String> missed = IntStream.range(0, 50).mapToObj(i -> "m" + i).toList();
        publish(port, plant, missed.subList(0, 25));
        publishByMqtt3(port, plant, missed.subList(25, 50));
        try (RunningCommand relay = new RunningCommand(command)) {
            await().atMost(PATIENCE).until(() -> keys(topic).size() >= before + 50);
            assertThat(relay.stop()).isZero();
        }
        assertThat(broker.values(topic).stream().filter(value -> value.startsWith("m")))
                .containsExactlyElementsOf(missed);
        assertThat(keys(topic)).containsOnly(plant + "/1/temperature");
    }

    @Test
    void theOlderOfTwoMqttSourcesWithOneNameStopsAndNoMessageIsLost() throws Exception {
        int port = Servers.mqttPort();
        String[] command = {
            "mqtt", kafka(), "--topic=taken-over", "--mqtt-url=mqtt://127.0.0.1:" + port, "--mqtt-topics=contested/#"
        };
        List<String> published = new ArrayList<>();
        try (RunningCommand older = new RunningCommand(command)) {
            await().atMost(PATIENCE).until(() -> {
                assertThat(older.isRunning()).isTrue();
                publish(port, "contested", List.of("hello"));
                return !keys("taken-over").isEmpty();
            });
            // It takes a session back that is taken from it in its first three seconds.
            await().pollDelay(Duration.ofSeconds(4)).until(older::isRunning);
            try (RunningCommand newer = new RunningCommand(command)) {
                // Messages are on their way at the moment of the change, and after it.
                do {
                    List<String> more = IntStream.range(0, 100)
                            .mapToObj(i -> "m" + (published.size() + i))
                            .toList();
                    publish(port, "contested", more);
                    published.addAll(more);
                } while (older.isRunning() && published.size() < 100_000);
                assertThat(older.status()).isEqualTo(1);
                assertThat(older.errors()).contains("took the session over; this instance stops", "--name");
                publish(port, "contested", List.of("last"));
                published.add("last");
                await().atMost(PATIENCE).until(() -> broker.values("taken-over").containsAll(published));
                assertThat(newer.stop()).isZero();
            }
        }
    }

    @Test
    void replaysRecordedWeatherWithAMappingOnly() throws Exception {
        assertThat(RunningCommand.run(
                        "replay",
                        kafka(),
                        "--topic=nyc",
                        "--input=" + SharedFiles.find("weather/nyc-hourly-2013.csv"),
                        "--mapping=" + SharedFiles.mapping("nyc-weather.properties")))
                .isZero();

        long above30 = 0;
        long exactly30 = 0;
        List<String> values = broker.values("nyc");
        for (String value : values) {
            double degrees = new WeatherReportJson()
                    .decode(value.getBytes(StandardCharsets.UTF_8))
                    .degrees();
            above30 += degrees > 30 ? 1 : 0;
            exactly30 += degrees == 30 ? 1 : 0;
        }
        // 26,115 rows, one of them without a temperature; the rest is in the data's facts.json.
        assertThat(values).hasSize(26_114);
        assertThat(above30).isEqualTo(597);
        assertThat(exactly30).isEqualTo(112);
    }

    @Test
    void replaysSeveralMeasurementsPerRowAndGoesOnWhereItWasStopped() throws Exception {
        Path input = SharedFiles.find("iot/occupancy-datatraining.txt");
        List<String> command = List.of(
                "replay",
                kafka(),
                "--topic=office",
                "--input=" + input,
                "--mapping=" + SharedFiles.mapping("office-room.properties"),
                "--commit-records=3000");
        try (RunningCommand first = new RunningCommand(
                with(command.toArray(String[]::new), "replay", "--speed=100000").clone())) {
            await().atMost(PATIENCE).until(() -> !keys("office").isEmpty());
            assertThat(first.stop()).isZero();
        }
        assertThat(keys("office").size()).isLessThan(8_143 * 5);
        assertThat(RunningCommand.run(command.toArray(String[]::new))).isZero();

        List<String> values = broker.values("office");
        assertThat(values).hasSize(8_143 * 5);
        assertThat(values.stream().filter(value -> value.contains("\"type\":\"motion\",\"value\":1.0")))
                .hasSize(1729);
        assertThat(values.stream().filter(value -> value.contains("\"type\":\"light\",\"value\":0.0")))
                .hasSize(5160);
    }

    private static String[] with(String[] common, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        for (String argument : common) {
            if (!argument.equals(more[0])) {
                all.add(argument);
            }
        }
        return all.toArray(String[]::new);
    }

    private String kafka() {
        return "--bootstrap-servers=" + broker.bootstrapServers();
    }

    private List<String> keys(String topic) {
        try {
            return broker.committed(topic).stream()
                    .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                    .toList();
        } catch (RuntimeException e) {
            // Not made yet.
            return List.of();
        }
    }

    private static void publish(int port, String plant, List<String> payloads) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier("sensor")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
        client.connect();
        for (String payload : payloads) {
            client.publishWith()
                    .topic(plant + "/1/temperature")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload.getBytes(StandardCharsets.UTF_8))
                    .send();
        }
        client.disconnect();
    }

    private static void publishByMqtt3(int port, String plant, List<String> payloads) {
        Mqtt3BlockingClient client = Mqtt3Client.builder()
                .identifier("old-sensor")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
        client.connect();
        for (String payload : payloads) {
            client.publishWith()
                    .topic(plant + "/1/temperature")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload.getBytes(StandardCharsets.UTF_8))
                    .send();
        }
        client.disconnect();
    }
}
