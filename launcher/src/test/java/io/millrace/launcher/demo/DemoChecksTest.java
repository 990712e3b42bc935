package io.millrace.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoChecksTest {
    @TempDir
    Path folder;

    private final Found found = new Found();
    private List<Path> inputs = List.of();

    @Test
    void whatAgreesHasNoFailures() throws Exception {
        DemoResult result = check();
        assertThat(result.failures()).isEmpty();
        assertThat(result.levels().lines()).isEqualTo(3);
    }

    @Test
    void aLineThatIsMissingOrThereTwiceIsNoticedThoughTheNumbersAgree() throws Exception {
        found.lines = new ArrayList<>(List.of("a", "a", "a"));
        assertThat(check().failures())
                .containsExactly(
                        "logs_machine: records lost is 1, must be 0",
                        "logs_machine: records duplicated is 1, must be 0");
    }

    @Test
    void aLineThatKafkaNeverHadIsNoticedByTheInputFiles() throws Exception {
        inputs = List.of(Files.writeString(folder.resolve("in.log"), "a\r\nb\na\nlast"));
        assertThat(check().failures()).containsExactly("lines of the input files that are not in HDFS is 1, must be 0");
        found.topics.put("logs_machine", List.of("a", "b", "a", "last"));
        found.lines = List.of("a", "b", "a", "last");
        assertThat(check().failures()).containsExactly("logs_machine: records in Kafka is 4, must be 3");
    }

    @Test
    void aReadingIsKnownByItsPlaceInKafka() throws Exception {
        found.readings = List.of(new Findings.Place(0, 0), new Findings.Place(0, 0));
        assertThat(check().failures())
                .containsExactly(
                        "iot-sensor-data: records lost is 1, must be 0",
                        "iot-sensor-data: records duplicated is 1, must be 0");
        found.readings = List.of(new Findings.Place(0, 0), new Findings.Place(3, 1));
        assertThat(check().failures()).hasSize(2);
        found.readings = List.of(new Findings.Place(0, 1));
        assertThat(check().failures())
                .containsExactly(
                        "iot-sensor-data: records stored is 1, must be 2",
                        "iot-sensor-data: records lost is 1, must be 0");
    }

    @Test
    void alertsMustBeInTheDatabaseAndInTheirTopicAsOftenAsTheyWereRaised() throws Exception {
        found.rules = List.of(new DemoResult.Rule("motion", 2));
        found.topics.put("iot-alerts", List.of());
        assertThat(check().failures())
                .containsExactly(
                        "alerts in the database is 2, must be 1", "alerts in topic iot-alerts is 0, must be 1");
    }

    @Test
    void aDeadLetterIsAFailure() throws Exception {
        found.topics.put("millrace-dead-letters", List.of("refused"));
        assertThat(check().failures()).containsExactly("records in the dead-letter topic is 1, must be 0");
    }

    private DemoResult check() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Map<String, JsonNode> reports = Map.of(
                DemoPlan.LOGS, json.readTree("{\"records\":{\"logs_machine\":3}}"),
                DemoPlan.READINGS, json.readTree("{\"records\":{\"iot-sensor-data\":2}}"),
                DemoPlan.ALERTS, json.readTree("{\"alerts_raised\":1}"));
        DemoPlan plan = DemoPlan.read(DemoPlanTest.presets(), inputs, 2);
        return new DemoChecks(plan, found, reports).run();
    }

    /** Three lines of which two are alike, two readings, one alert. */
    private static final class Found implements Findings {
        private final Map<String, List<String>> topics = new HashMap<>(Map.of(
                "logs_machine", List.of("a", "b", "a"),
                "iot-sensor-data", List.of("r", "r"),
                "iot-alerts", List.of("alert"),
                "millrace-dead-letters", List.of()));
        private List<String> lines = List.of("b", "a", "a");
        private List<Place> readings = List.of(new Place(0, 1), new Place(0, 0));
        private List<DemoResult.Rule> rules = List.of(new DemoResult.Rule("motion", 1));

        @Override
        public void records(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
            List<String> values = topics.get(topic);
            for (int offset = 0; offset < values.size(); offset++) {
                reader.accept(new ConsumerRecord<>(topic, 0, offset, null, bytes(values.get(offset))));
            }
        }

        @Override
        public void storedLines(Consumer<byte[]> reader) throws IOException {
            lines.forEach(line -> reader.accept(bytes(line)));
        }

        @Override
        public void storedReadings(Consumer<Place> reader) {
            readings.forEach(reader);
        }

        @Override
        public Map<String, Long> levels() {
            return Map.of("INFO", 3L);
        }

        @Override
        public List<DemoResult.Rule> alerts() {
            return rules;
        }

        @Override
        public List<DemoResult.StoredFile> files() {
            return List.of();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
