package io.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.WeatherReport;
import io.millrace.model.codec.WeatherReportJson;
import io.millrace.model.codec.WeatherReportProtobuf;
import io.millrace.runtime.kafka.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole service against a real broker and a real database. Each test has topics and a group of its own. */
@ExtendWith(Servers.class)
class AlertsIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = Servers.cluster();
    }

    @Test
    void alertsAreStoredPublishedAndReportedAlike() throws Exception {
        cluster.makeTopic("first", 3);
        for (int i = 0; i < 300; i++) {
            cluster.send("first", i % 3, "dev-" + i % 7, reading("dev-" + i % 7, 20 + i % 20, i));
        }
        cluster.producer().flush();
        Path report = folder.resolve("first.json");

        try (RunningService service = alerts("first", "--topics=first", "--report=" + report)) {
            awaitCommitted("first", "first", 300);
            assertThat(service.stop()).isZero();
        }

        long expected = 300 / 20 * 9;
        assertThat(alertsOf("first")).isEqualTo(expected);
        assertThat(cluster.readAll("first-alerts")).hasSize((int) expected);
        assertThat(Files.readString(report)).contains("\"records_consumed\" : 300", "\"alerts_raised\" : " + expected);
        assertThat(column("SELECT COUNT(*) FROM consumer_outbox WHERE consumer_group = 'first'"))
                .containsExactly("0");
    }

    @Test
    void aRunUntilTheEndTakesWhatIsThereOnceAndTheNextRunGoesOn() throws Exception {
        cluster.makeTopic("bounded", 2);
        for (int i = 0; i < 10; i++) {
            cluster.send("bounded", i % 2, "d", reading("d", 31, i));
        }
        cluster.producer().flush();
        assertThat(alerts("bounded", "--topics=bounded", "--until-end").awaitStatus())
                .isZero();
        assertThat(alertsOf("bounded")).isEqualTo(10);

        cluster.send("bounded", 0, "d", reading("d", 31, 11));
        cluster.producer().flush();
        assertThat(alerts("bounded", "--topics=bounded", "--until-end").awaitStatus())
                .isZero();
        assertThat(alertsOf("bounded")).isEqualTo(11);
        assertThat(cluster.readAll("bounded-alerts")).hasSize(11);
    }

    @Test
    void aYearOfRealWeatherHas597HoursAbove30DegreesAnd112OfExactly30() throws Exception {
        Path csv = SharedData.path("weather/nyc-hourly-2013.csv");
        cluster.makeTopic("weather", 4);
        cluster.makeTopic("weather-pb", 1);
        WeatherReportJson json = new WeatherReportJson();
        WeatherReportProtobuf protobuf = new WeatherReportProtobuf();
        int sent = 0;
        int missing = 0;
        try (Stream<String> lines = Files.lines(csv)) {
            for (String line : (Iterable<String>) lines.skip(1)::iterator) {
                String[] fields = line.split(",");
                if (fields[5].equals("NA")) {
                    missing++;
                } else {
                    double degrees = (Double.parseDouble(fields[5]) - 32) * 5 / 9;
                    WeatherReport report = new WeatherReport(fields[0], Instant.parse(fields[14]), degrees);
                    int partition = Math.floorMod(fields[0].hashCode(), 4);
                    byte[] key = fields[0].getBytes(StandardCharsets.UTF_8);
                    cluster.producer().send(new ProducerRecord<>("weather", partition, key, json.encode(report)));
                    cluster.producer().send(new ProducerRecord<>("weather-pb", 0, key, protobuf.encode(report)));
                    sent++;
                }
            }
        }
        cluster.producer().flush();

        int status = alerts("weather", "--topics=weather,weather-pb:weather-protobuf", "--until-end")
                .awaitStatus();

        assertThat(status).isZero();
        assertThat(missing).isEqualTo(1);
        assertThat(sent).isEqualTo(26_114);
        for (String topic : List.of("weather", "weather-pb")) {
            assertThat(column(
                            "SELECT COUNT(*) FROM alerts WHERE consumer_group = 'weather' AND topic = '" + topic + "'"))
                    .containsExactly("597");
        }
        assertThat(column("SELECT COUNT(*) FROM warning_temperatures WHERE degrees > 30 AND degrees < 45"))
                .containsExactly("1194");
        assertThat(column("SELECT SUM(records) FROM consumer_progress WHERE consumer_group = 'weather'"))
                .containsExactly("52228");
    }

    @Test
    void aRoomThatIsNeverAbove30DegreesRaisesNothing() throws Exception {
        Path text = SharedData.path("iot/occupancy-datatraining.txt");
        cluster.makeTopic("room", 1);
        try (Stream<String> lines = Files.lines(text)) {
            lines.skip(1).forEach(line -> {
                String[] fields = line.split(",");
                String time = fields[1].replace("\"", "").replace(' ', 'T') + "Z";
                cluster.send("room", 0, "room", """
                        {"device_id":"room","type":"temperature","value":%s,"unit":"°C","timestamp":"%s"}""".formatted(fields[2], time));
            });
        }
        cluster.producer().flush();

        assertThat(alerts("room", "--topics=room", "--until-end").awaitStatus()).isZero();

        assertThat(column("SELECT SUM(records) FROM consumer_progress WHERE consumer_group = 'room'"))
                .containsExactly("8143");
        assertThat(alertsOf("room")).isZero();
        assertThat(cluster.readAll("room-dead")).isEmpty();
    }

    @Test
    void everyFileOfTheJsonSuiteIsDeadLetteredWithAReasonAndNoneDisappears() throws Exception {
        Path suite = SharedData.path("json-suite/test_parsing");
        cluster.makeTopic("suite", 1);
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(suite)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                names.add(file.getFileName().toString());
                cluster.producer()
                        .send(new ProducerRecord<>(
                                "suite",
                                0,
                                file.getFileName().toString().getBytes(StandardCharsets.UTF_8),
                                Files.readAllBytes(file)));
            }
        }
        cluster.send("suite", 0, "good", reading("after the bad ones", 31, 1));
        cluster.producer().flush();

        assertThat(alerts("suite", "--topics=suite", "--until-end").awaitStatus())
                .isZero();

        List<ConsumerRecord<byte[], byte[]>> letters = cluster.readAll("suite-dead");
        assertThat(names).hasSize(318);
        // No file of the suite has a device's fields, so every one of them must be refused, for whatever reason.
        assertThat(letters.stream()
                        .map(letter -> new String(letter.key(), StandardCharsets.UTF_8))
                        .toList())
                .containsExactlyElementsOf(names);
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            Path file = suite.resolve(new String(letter.key(), StandardCharsets.UTF_8));
            assertThat(letter.value()).isEqualTo(Files.readAllBytes(file));
            assertThat(header(letter, DeadLetter.REASON)).isNotBlank();
            assertThat(header(letter, DeadLetter.TOPIC)).isEqualTo("suite");
        }
        assertThat(column("SELECT device_id FROM alerts WHERE consumer_group = 'suite'"))
                .containsExactly("after the bad ones");
    }

    @Test
    void namesThatLookLikeSqlAreDataAndOversizedOnesAreDeadLettered() throws Exception {
        cluster.makeTopic("names", 1);
        String attack = "x'); DROP TABLE alerts; --";
        cluster.send("names", 0, "a", reading(attack, 31, 1));
        cluster.send("names", 0, "b", reading("n".repeat(256), 31, 2));
        cluster.send("names", 0, "c", reading("n".repeat(500_000), 31, 3));
        cluster.send("names", 0, "d", reading("n".repeat(255), 31, 4));
        cluster.producer().flush();

        assertThat(alerts("names", "--topics=names", "--until-end").awaitStatus())
                .isZero();

        assertThat(column("SELECT device_id FROM alerts WHERE consumer_group = 'names' ORDER BY id"))
                .containsExactly(attack, "n".repeat(255));
        assertThat(cluster.readAll("names-dead"))
                .extracting(letter -> header(letter, DeadLetter.REASON))
                .containsExactly(
                        "name of the device or station has 256 characters, must have at most 255",
                        "name of the device or station has 500000 characters, must have at most 255");
    }

    @Test
    void changedRulesApplyWithoutLosingARecordAndBadOnesChangeNothing() throws Exception {
        cluster.makeTopic("reload", 1);
        Path rules = folder.resolve("reload.yaml");
        Files.writeString(rules, rule("old", 30));
        try (RunningService service = alerts("reload", "--topics=reload", "--rules=" + rules)) {
            cluster.send("reload", 0, "d", reading("d", 35, 1));
            await().atMost(SOON).until(() -> rulesOf("reload").equals(Set.of("old")));

            replace(rules, "rules:\n  - name: broken\n    condition: reading.valu > 1.0\n");
            replace(rules, rule("new", 34));
            await().atMost(SOON).until(() -> {
                cluster.send("reload", 0, "d", reading("d", 35, 2));
                return rulesOf("reload").equals(Set.of("old", "new"));
            });
            assertThat(service.isRunning()).isTrue();
        }
        long sent = cluster.readAll("reload").size();
        assertThat(column("SELECT SUM(records) FROM consumer_progress WHERE consumer_group = 'reload'"))
                .containsExactly(Long.toString(sent));
        assertThat(alertsOf("reload")).isEqualTo(sent);
    }

    @Test
    void aDatabaseAndABrokerThatGoAwayAreWaitedForAndNothingIsLostOrDoubled() throws Exception {
        cluster.makeTopic("outage", 2);
        try (RunningService service = alerts("outage", "--topics=outage", "--http-port=0")) {
            cluster.send("outage", 0, "d", reading("d", 31, 1));
            awaitCommitted("outage", "outage", 1);

            cluster.database().stop();
            try {
                for (int i = 0; i < 20; i++) {
                    cluster.send("outage", i % 2, "d", reading("d", 31, i));
                }
                cluster.producer().flush();
                cluster.kafka().stop();
                cluster.kafka().start();
            } finally {
                cluster.database().start();
            }
            cluster.send("outage", 1, "d", reading("d", 31, 30));
            cluster.producer().flush();
            awaitCommitted("outage", "outage", 22);
            assertThat(service.stop()).isZero();
        }

        assertThat(alertsOf("outage")).isEqualTo(22);
        assertThat(cluster.readAll("outage-alerts")).hasSize(22);
    }

    @Test
    void aServiceThatStartsBeforeItsDatabaseWaitsForIt() throws Exception {
        cluster.makeTopic("early", 1);
        cluster.send("early", 0, "d", reading("d", 31, 1));
        cluster.producer().flush();
        cluster.database().stop();
        RunningService service;
        try {
            service = alerts("early", "--topics=early");
            await().atMost(SOON)
                    .until(() -> cluster.admin().listTopics().names().get().contains("early-dead"));
        } finally {
            cluster.database().start();
        }
        try (service) {
            awaitCommitted("early", "early", 1);
        }
        assertThat(alertsOf("early")).isEqualTo(1);
    }

    private static RunningService alerts(String group, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "--group=" + group, "--alerts-topic=" + group + "-alerts", "--dead-letter-topic=" + group + "-dead"));
        return RunningService.alerts(cluster, arguments.toArray(String[]::new));
    }

    private static void awaitCommitted(String group, String topic, long offsets) {
        await().atMost(SOON).until(() -> cluster.committed(group, topic) == offsets);
    }

    private static void replace(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text);
        Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static String rule(String name, int limit) {
        return "rules:\n  - name: " + name + "\n    condition: reading.value > " + limit + "\n";
    }

    private static String reading(String device, double value, int second) {
        return """
                {"device_id":"%s","type":"temperature","value":%s,"unit":"°C","timestamp":"2026-03-01T12:%02d:%02dZ"}""".formatted(device, value, second / 60, second % 60);
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static long alertsOf(String group) throws SQLException {
        return Long.parseLong(column("SELECT COUNT(*) FROM alerts WHERE consumer_group = '" + group + "'")
                .get(0));
    }

    private static Set<String> rulesOf(String group) throws SQLException {
        return column("SELECT DISTINCT rule FROM alerts WHERE consumer_group = '" + group + "'").stream()
                .collect(Collectors.toSet());
    }

    private static List<String> column(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = cluster.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        } catch (SQLException e) {
            // The service has not made its tables yet.
            if (e.getErrorCode() == 42102) {
                return values;
            }
            throw e;
        }
        return values;
    }
}
