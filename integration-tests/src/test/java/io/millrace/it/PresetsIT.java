package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.launcher.servers.Stacks;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The five presets as {@code ./millrace run} carries them, side by side, until something of each has arrived and a Ctrl-C
 * comes. Then the servers are started again over the same data, and everything that the sources brought into Kafka, or into
 * the database, is held against what an outsider finds at the other end.
 */
@Tag("thorough")
class PresetsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static String printed;
    private static EmbeddedStack stack;
    private static Outsider outsider;

    @BeforeAll
    static void runAllFive() throws Exception {
        Path data = folder.resolve("data");
        Path output = folder.resolve("run.out");
        Process run = Millrace.startInto(
                output,
                "run",
                "iot-json",
                "machine-logs",
                "iot-alerts",
                "weather-alerts",
                "weather-parquet",
                "--data=" + data);
        try {
            await().atMost(Duration.ofSeconds(180)).until(() -> Files.exists(data.resolve("stack.json")));
            try (Outsider live = new Outsider(data)) {
                await().atMost(Duration.ofSeconds(240))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> !run.isAlive() || somethingOfEachArrived(live));
            }
            pressCtrlC(run);
            assertThat(run.waitFor(240, TimeUnit.SECONDS)).isTrue();
            printed = Files.readString(output);
            assertThat(run.exitValue()).as(printed).isZero();
        } finally {
            run.destroyForcibly();
        }
        stack = Stacks.start(StackSettings.in(data).withBrokers(3));
        outsider = new Outsider(data);
    }

    @AfterAll
    static void stop() throws IOException {
        if (outsider != null) {
            outsider.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    /**
     * As a terminal does: the signal goes to the program and to all that it started. Where the tests were started in a way
     * that has all their processes ignore it, the program gets a SIGTERM instead.
     */
    private static void pressCtrlC(Process run) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill"));
        if (ignoresInterrupts()) {
            command.addAll(List.of("-TERM", String.valueOf(run.pid())));
        } else {
            command.addAll(List.of("-INT", String.valueOf(run.pid())));
            run.descendants().forEach(process -> command.add(String.valueOf(process.pid())));
        }
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    /** True if this process ignores SIGINT (bit 1), as a shell's background jobs do; what it starts inherits that. */
    private static boolean ignoresInterrupts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private static boolean somethingOfEachArrived(Outsider live) throws IOException {
        try {
            return live.files("/user/mael/iot").size() >= 3
                    && !live.files("/user/kafka/weather").isEmpty()
                    && !live.query("SELECT 1 FROM weather_db.warning_temperatures")
                            .isEmpty()
                    && !live.query("SELECT 1 FROM alerts WHERE topic = 'iot-sensor-data'")
                            .isEmpty();
        } catch (SQLException notMadeYet) {
            return false;
        }
    }

    @Test
    void iotJsonStoresOneIndentedFilePerMessage() throws Exception {
        List<String> messages = outsider.values("iot_mael");
        assertThat(messages).hasSizeGreaterThanOrEqualTo(3);
        assertThat(outsider.files("/user/mael/iot"))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, messages.size())
                        .mapToObj(n -> "mael_msg_" + n + ".json")
                        .toList());
        for (int n = 1; n <= messages.size(); n++) {
            String text = outsider.text("/user/mael/iot/mael_msg_" + n + ".json");
            assertThat(text).startsWith("{\n  \"device_id\"");
            JsonNode reading = JSON.readTree(text);
            assertThat(reading).isEqualTo(JSON.readTree(messages.get(n - 1)));
            assertThat(reading.path("type").asText()).isEqualTo("temperature");
        }
    }

    @Test
    void machineLogsStoresEachRecordAsALineAndCountsTheirLevels() throws Exception {
        List<String> messages = outsider.values("logs_machine");
        List<String> lines = new ArrayList<>();
        for (String file : outsider.files("/user/kafka/logs")) {
            assertThat(file).matches("logs_machine-[0-2]-\\d{12}-\\d{12}\\.(txt|log)");
            outsider.text("/user/kafka/logs/" + file).lines().forEach(lines::add);
        }
        assertThat(outsider.shape("logs_machine").get(0)).isEqualTo(3);
        assertThat(lines)
                .hasSizeGreaterThan(20)
                // A stack trace keeps its line ends as two characters: one record is one line.
                .containsExactlyInAnyOrderElementsOf(messages.stream()
                        .map(message -> message.replace("\n", "\\n"))
                        .toList());

        Map<String, Long> levels = new TreeMap<>();
        messages.forEach(message -> levels.merge(message.split(" +")[2], 1L, Long::sum));
        List<String> runs = outsider.files("/user/kafka/log-levels");
        assertThat(runs).hasSize(1);
        String result = "/user/kafka/log-levels/" + runs.get(0);
        Map<String, Long> counted = new TreeMap<>();
        for (String part : outsider.files(result)) {
            assertThat(part).startsWith("part-");
            outsider.text(result + "/" + part).lines().forEach(line -> {
                String[] fields = line.split("\t");
                counted.put(fields[0], Long.valueOf(fields[1]));
            });
        }
        assertThat(counted).isEqualTo(levels);
    }

    @Test
    void iotAlertsRaisesOneAlertForEachReadingThatARuleHoldsFor() throws Exception {
        assertThat(outsider.shape("iot-sensor-data")).containsExactly(6, 3, 2);
        assertThat(outsider.shape("iot-alerts").get(1)).isEqualTo(3);
        List<ConsumerRecord<String, String>> readings = outsider.records("iot-sensor-data");
        Map<String, Integer> types = new HashMap<>();
        List<String> expected = new ArrayList<>();
        for (ConsumerRecord<String, String> reading : readings) {
            JsonNode json = JSON.readTree(reading.value());
            String type = json.path("type").asText();
            types.merge(type, 1, Integer::sum);
            assertThat(reading.key()).isEqualTo(json.path("device_id").asText());
            rule(type, json.path("value").asDouble())
                    .forEach(rule -> expected.add(rule + " " + reading.partition() + " " + reading.offset()));
        }
        assertThat(types).containsOnlyKeys("temperature", "humidity", "pressure", "motion", "light");
        assertThat(expected).isNotEmpty();
        assertThat(outsider.query(
                        "SELECT rule, partition_id, record_offset FROM alerts WHERE topic = 'iot-sensor-data'"))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(alertIds("iot-alerts"))
                .containsExactlyInAnyOrderElementsOf(
                        outsider.query("SELECT alert_id FROM alerts WHERE topic = 'iot-sensor-data'"));
    }

    @Test
    void weatherAlertsStoresWhatIsAbove30Degrees() throws Exception {
        List<String> warm = new ArrayList<>();
        for (String report : outsider.values("weather-readings")) {
            JsonNode json = JSON.readTree(report);
            if (json.path("degrees").asDouble() > 30) {
                warm.add(json.path("station_id").asText() + " "
                        + json.path("date").asText().substring(0, 10) + " "
                        + json.path("degrees").asText());
            }
        }
        assertThat(warm).isNotEmpty();
        assertThat(outsider.query("SELECT station_id, CAST(observed_at AS DATE), degrees"
                        + " FROM weather_db.warning_temperatures"))
                .containsExactlyInAnyOrderElementsOf(warm);
        assertThat(alertIds("weather-warnings")).doesNotHaveDuplicates().hasSameSizeAs(warm);
    }

    @Test
    void weatherParquetStoresEachRowOfTheTableOnce() throws Exception {
        List<String> stored = new ArrayList<>();
        Map<String, String> partitionOfStation = new HashMap<>();
        Map<String, Integer> filesOfPartition = new TreeMap<>();
        List<String> files = outsider.files("/user/kafka/weather");
        for (String file : files) {
            assertThat(file).matches("partition-[0-3]-batch-\\d+\\.parquet");
            String partition = file.split("-")[1];
            filesOfPartition.merge(partition, 1, Integer::sum);
            for (Group row : outsider.rows("/user/kafka/weather/" + file)) {
                assertThat(row.getType().toString())
                        .contains(
                                "binary station_id (STRING)", "int64 date (TIMESTAMP(MILLIS,true))", "double degrees");
                String station = row.getString("station_id", 0);
                stored.add(station + " "
                        + Instant.ofEpochMilli(row.getLong("date", 0))
                                .atZone(ZoneOffset.UTC)
                                .toLocalDate()
                        + " " + row.getDouble("degrees", 0));
                assertThat(partitionOfStation.merge(station, partition, (before, now) -> now))
                        .isEqualTo(partition);
            }
        }
        assertThat(partitionOfStation).hasSize(10);
        filesOfPartition.forEach((partition, count) -> IntStream.range(0, count)
                .forEach(batch ->
                        assertThat(files).contains("partition-" + partition + "-batch-" + batch + ".parquet")));
        assertThat(outsider.query("SELECT station_id, date, degrees FROM weather ORDER BY id"))
                .hasSizeGreaterThan(100)
                .startsWith(stored.stream()
                        .filter(row -> row.startsWith("station-1 2000-01-01"))
                        .findFirst()
                        .orElseThrow())
                .containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    void tellsTheUserWhatItDidAndWhereItIs() throws Exception {
        assertThat(printed)
                .contains(
                        "Ctrl-C stops",
                        "Result of machine-logs-job in /user/kafka/log-levels/",
                        "Stopped; the data stays")
                .containsPattern(" +\\d+  warning_temperatures\n")
                .containsPattern("HDFS: \\d+ files")
                .doesNotContain("\tat ", "Exception");
    }

    /** The default rules, once more. */
    private static List<String> rule(String type, double value) {
        return switch (type) {
            case "temperature" -> value > 30 || value < -10 ? List.of("extreme-temperature") : List.of();
            case "humidity" -> value > 80 ? List.of("high-humidity") : List.of();
            case "pressure" -> value < 980 ? List.of("low-pressure") : List.of();
            case "motion" -> value > 0 ? List.of("motion") : List.of();
            case "light" -> value < 50 ? List.of("low-light") : List.of();
            default -> throw new IllegalArgumentException("no such type: " + type);
        };
    }

    private static List<String> alertIds(String topic) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String value : outsider.values(topic)) {
            ids.add(JSON.readTree(value).path("alert_id").asText());
        }
        return ids;
    }
}
