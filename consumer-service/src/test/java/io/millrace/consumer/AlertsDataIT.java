package io.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.WeatherReport;
import io.millrace.model.codec.WeatherReportJson;
import io.millrace.model.codec.WeatherReportProtobuf;
import io.millrace.runtime.kafka.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** Real data through the whole service, and data that somebody made to hurt. */
class AlertsDataIT extends AlertsScenario {

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
}
