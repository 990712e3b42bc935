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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
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
    void aDeadLetterThatItsTopicDoesNotTakeIsCutAndTheOthersGoOn() throws Exception {
        cluster.makeTopic("large", 1);
        cluster.admin()
                .createTopics(
                        List.of(new NewTopic("large-dead", 1, (short) 1).configs(Map.of("max.message.bytes", "50000"))))
                .all()
                .get();
        // By chance, so that compression cannot make it fit.
        byte[] noise = new byte[200_000];
        new Random(5).nextBytes(noise);
        try (RunningService service = alerts("large", "--topics=large")) {
            cluster.producer().send(new ProducerRecord<>("large", 0, new byte[] {1}, noise));
            cluster.send("large", 0, "d", reading("d", 31, 1));
            cluster.producer().flush();
            awaitCommitted("large", "large", 2);

            // What was asked for at the start does not hold for ever.
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "large-dead");
            cluster.admin()
                    .incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "20000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            cluster.producer().send(new ProducerRecord<>("large", 0, new byte[] {2}, noise));
            cluster.send("large", 0, "d", reading("d", 31, 2));
            cluster.producer().flush();
            awaitCommitted("large", "large", 4);
            assertThat(service.stop()).isZero();
        }

        List<ConsumerRecord<byte[], byte[]>> letters = cluster.readAll("large-dead");
        assertThat(letters).extracting(letter -> letter.key()[0]).containsExactly((byte) 1, (byte) 2);
        assertThat(letters.get(0).value()).hasSizeBetween(45_000, 50_000);
        assertThat(letters.get(1).value()).hasSizeBetween(15_000, 20_000);
        List<ConsumerRecord<byte[], byte[]>> sources = cluster.readAll("large");
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            assertThat(noise).startsWith(letter.value());
            assertThat(header(letter, DeadLetter.VALUE_BYTES)).isEqualTo("200000");
            // The place that it names holds all of it.
            int offset = Integer.parseInt(header(letter, DeadLetter.OFFSET));
            assertThat(sources.get(offset).value()).isEqualTo(noise);
        }
        assertThat(cluster.readAll("large-alerts")).hasSize(2);
    }

    @Test
    void topicsThatItMakesHaveTheCopiesThatWereAskedFor() throws Exception {
        cluster.makeTopic("made", 1);
        assertThat(alerts("made", "--topics=made", "--until-end", "--min-insync-replicas=1", "--partitions=2")
                        .awaitStatus())
                .isZero();
        for (String name : List.of("made-alerts", "made-dead")) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
            ConfigEntry entry = cluster.admin()
                    .describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .get(topic)
                    .get("min.insync.replicas");
            // Set on the topic itself: the broker's own default may be anything.
            assertThat(entry.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
            assertThat(entry.value()).isEqualTo("1");
        }
        assertThat(alerts("made", "--topics=made", "--min-insync-replicas=2").awaitStatus())
                .isEqualTo(2);
    }

    /**
     * Every reading is an alert of one rule or the other, so a reading that was lost or judged twice over a change of rules
     * shows. In a process of its own, because the signal goes to a process.
     */
    @Test
    void rulesThatChangeUnderLoadLoseNoReadingAndBadOnesChangeNothing() throws Exception {
        cluster.makeTopic("reload", 2);
        Path rules = folder.resolve("reload.yaml");
        Path log = folder.resolve("reload.log");
        Files.writeString(rules, rule("first", 0));
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                int number = sent.getAndIncrement();
                cluster.send("reload", number % 2, "d", reading("d", 35, number % 3600));
                LockSupport.parkNanos(1_000_000);
            }
            cluster.producer().flush();
        });
        List<String> arguments = new ArrayList<>(List.of("alerts", "--topics=reload", "--rules=" + rules));
        arguments.addAll(List.of(names("reload")));
        arguments.addAll(List.of(RunningService.servers(cluster)));
        try (ServiceProcess service = ServiceProcess.start(log, arguments)) {
            await().atMost(SOON).until(() -> rulesOf("reload").equals(Set.of("first")));

            // The same file again: only the signal can be the reason to load it.
            service.signal("HUP");
            await().atMost(SOON).until(() -> lines(log, "Rules loaded again") == 1);

            replace(rules, rule("second", 0));
            service.signal("HUP");
            await().atMost(SOON).until(() -> rulesOf("reload").equals(Set.of("first", "second")));

            replace(rules, "rules:\n  - name: broken\n    condition: reading.valu > 1.0\n");
            await().atMost(SOON).until(() -> lines(log, "the old ones stay in force") == 1);
            assertThat(Files.readString(log)).contains("reload.yaml:3:24: 'condition': unknown field 'reading.valu'");
            long before = alertsOf("reload");
            await().atMost(SOON).until(() -> alertsOf("reload") > before);
            assertThat(rulesOf("reload")).isEqualTo(Set.of("first", "second"));

            // Without a signal: the change itself is noticed.
            replace(rules, rule("third", 0));
            await().atMost(SOON).until(() -> rulesOf("reload").equals(Set.of("first", "second", "third")));

            enough.set(true);
            load.get(60, TimeUnit.SECONDS);
            awaitCommitted("reload", "reload", sent.get());
            assertThat(service.stop()).isZero();
        } finally {
            enough.set(true);
        }
        assertThat(alertsOf("reload")).isEqualTo(sent.get());
        assertThat(column("SELECT COUNT(*) FROM (SELECT DISTINCT partition_id, record_offset FROM alerts"
                        + " WHERE consumer_group = 'reload') AS places"))
                .containsExactly(Integer.toString(sent.get()));
        // Rules change between two readings, not back and forth.
        for (int partition = 0; partition < 2; partition++) {
            List<String> inOrder = column("SELECT rule FROM alerts WHERE consumer_group = 'reload' AND partition_id = "
                    + partition + " ORDER BY record_offset");
            assertThat(inOrder).isSortedAccordingTo(Comparator.naturalOrder());
        }
    }

    @Test
    void metricsMoveWithWhatHappensAndHealthTellsWhatIsAway() throws Exception {
        cluster.makeTopic("seen", 2);
        Path rules = folder.resolve("seen.yaml");
        Files.writeString(rules, """
                rules:
                  - {name: hot, condition: reading.value > 30}
                  - {name: fails, condition: "10 / int(reading.value) > 100"}
                  - {name: window, window: 10s, lateness: 0s, condition: window.count > 100}
                """);
        int port = Scrape.freePort();
        try (RunningService service = alerts("seen", "--topics=seen", "--rules=" + rules, "--http-port=" + port)) {
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> Scrape.get(port, "/health").statusCode() == 200
                            && Scrape.metrics(port).value("millrace_lag", "topic=\"seen\"", "partition=\"1\"") == 0);
            Scrape first = Scrape.metrics(port);
            for (String name : List.of(
                    "millrace_records_consumed_total",
                    "millrace_records_dead_lettered_total",
                    "millrace_records_missed_total",
                    "millrace_outbox_published_total",
                    "millrace_rules_reload_failures_total",
                    "millrace_evaluation_seconds_count",
                    "millrace_store_seconds_count",
                    "millrace_alert_latency_seconds_count")) {
                assertThat(first.value(name)).as(name).isZero();
            }
            // There before the first alert, so that the first one shows as a step.
            assertThat(first.value("millrace_alerts_total", "rule=\"hot\"")).isZero();
            assertThat(first.value("millrace_rule_errors_total", "rule=\"fails\""))
                    .isZero();
            assertThat(first.value("millrace_window_late_total", "rule=\"window\""))
                    .isZero();

            cluster.send("seen", 0, "d", reading("d", 31, 100));
            cluster.send("seen", 0, "d", reading("d", 32, 5));
            cluster.send("seen", 0, "d", reading("d", 0, 101));
            cluster.send("seen", 1, "d", "no reading");
            cluster.producer().flush();
            await().atMost(SOON).until(() -> Scrape.metrics(port).value("millrace_outbox_published_total") == 3);
            Scrape second = Scrape.metrics(port);
            assertThat(second.value("millrace_records_consumed_total")).isEqualTo(4);
            assertThat(second.value("millrace_records_dead_lettered_total")).isEqualTo(1);
            assertThat(second.value("millrace_alerts_total", "rule=\"hot\"")).isEqualTo(2);
            assertThat(second.value("millrace_rule_errors_total", "rule=\"fails\""))
                    .isEqualTo(1);
            assertThat(second.value("millrace_window_late_total", "rule=\"window\""))
                    .isEqualTo(1);
            assertThat(second.value("millrace_alert_latency_seconds_count")).isEqualTo(2);
            // Two alerts, both within the minute that the histogram reaches to.
            assertThat(second.value("millrace_alert_latency_seconds_bucket", "le=\"+Inf\""))
                    .isEqualTo(2);
            assertThat(second.value("millrace_store_seconds", "quantile=\"0.99\""))
                    .isPositive();
            assertThat(second.value("millrace_evaluation_seconds_count")).isPositive();
            assertThat(second.value("millrace_store_seconds_sum")).isPositive();

            cluster.database().stop();
            try {
                for (int i = 0; i < 6; i++) {
                    cluster.send("seen", i % 2, "d", reading("d", 33, 110 + i));
                }
                cluster.producer().flush();
                await().atMost(SOON).until(() -> Scrape.get(port, "/health").statusCode() == 503);
                assertThat(Scrape.get(port, "/health").body()).contains("\"the database\"");
                assertThat(Scrape.get(port, "/live").statusCode()).isEqualTo(200);
                // Nothing is stored, so everything is still to come, whatever has been read.
                await().atMost(SOON)
                        .until(() -> Scrape.metrics(port).value("millrace_lag", "partition=\"0\"") == 3
                                && Scrape.metrics(port).value("millrace_lag", "partition=\"1\"") == 3);
            } finally {
                cluster.database().start();
            }
            await().atMost(SOON)
                    .until(() -> Scrape.get(port, "/health").statusCode() == 200
                            && Scrape.metrics(port).value("millrace_lag", "partition=\"0\"") == 0
                            && Scrape.metrics(port).value("millrace_alerts_total", "rule=\"hot\"") == 8);
            assertThat(service.stop()).isZero();
        }
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
    void aServiceThatStartsBeforeItsServersWaitsForThem() throws Exception {
        cluster.makeTopic("early", 1);
        cluster.send("early", 0, "d", reading("d", 31, 1));
        cluster.producer().flush();
        int port = Scrape.freePort();
        cluster.database().stop();
        cluster.kafka().stop();
        RunningService service;
        try {
            try {
                service = alerts("early", "--topics=early", "--http-port=" + port);
                await().atMost(SOON)
                        .ignoreExceptions()
                        .until(() -> Scrape.get(port, "/health").body().contains("Kafka at "));
            } finally {
                cluster.kafka().start();
            }
            await().atMost(SOON)
                    .until(() -> Scrape.get(port, "/health").body().contains("\"problems\":{\"the database\""));
        } finally {
            cluster.database().start();
        }
        try (service) {
            awaitCommitted("early", "early", 1);
            assertThat(Scrape.get(port, "/health").statusCode()).isEqualTo(200);
        }
        assertThat(alertsOf("early")).isEqualTo(1);
    }

    private static RunningService alerts(String group, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(names(group)));
        return RunningService.alerts(cluster, arguments.toArray(String[]::new));
    }

    private static String[] names(String group) {
        return new String[] {
            "--group=" + group, "--alerts-topic=" + group + "-alerts", "--dead-letter-topic=" + group + "-dead"
        };
    }

    private static long lines(Path log, String text) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        }
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
