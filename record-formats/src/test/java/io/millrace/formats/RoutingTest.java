package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static String reading(String time) {
        return "{\"device_id\":\"a/b\",\"type\":\"t\",\"value\":1,\"unit\":\"u\",\"timestamp\":\"" + time
                + "\",\"anomaly\":false}";
    }

    @Test
    void theKafkaTimestampIsTheEventTimeUnlessAFieldIs() throws Exception {
        TopicFormat byKafka =
                Settings.of(Values.TEXT, FileKind.TEXT).layout("{yyyy-MM-dd}").format();
        TopicFormat byField = Settings.of(Values.JSON, FileKind.PARQUET)
                .schema("sensor-reading")
                .layout("dt={yyyy-MM-dd}/hour={HH}/{device_id}")
                .eventTime("timestamp", "UTC")
                .format();

        assertThat(byKafka.route(TestRecord.of("x"))).isEqualTo("2026-01-01");
        assertThat(byField.route(TestRecord.of(reading("2026-03-01T12:59:59.999Z"))))
                .isEqualTo("dt=2026-03-01/hour=12/a%2Fb");
        assertThat(Instant.ofEpochMilli(byField.boundaryMillis())).isEqualTo("2026-03-01T13:00:00Z");
    }

    @Test
    void jsonWithoutASchemaCanBeRoutedByItsFields() throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.JSONL)
                .layout("{site}/n={n}/{yyyy}")
                .eventTime("when", "UTC")
                .format();

        assertThat(format.route(TestRecord.of("{\"when\":\"2020-05-05\",\"n\":1.50,\"site\":\"x\"}")))
                .isEqualTo("x/n=1.50/2020");
        assertThat(format.route(TestRecord.of("{\"when\":1588636800000,\"n\":true,\"site\":null}")))
                .isEqualTo("%5F_HIVE_DEFAULT_PARTITION__/n=true/2020");
        assertThatThrownBy(() -> format.route(TestRecord.of("{\"n\":1}")))
                .hasMessage("event time 'when' is null or missing");
        assertThatThrownBy(() -> format.route(TestRecord.of("{\"when\":[]}")))
                .hasMessage("field 'when' must be a string, a number or a boolean");
        assertThatThrownBy(() -> format.route(TestRecord.of("{\"when\":\"soon\"}")))
                .hasMessageStartingWith("event time 'when' must be");
        assertThatThrownBy(() -> format.route(TestRecord.of("{\"when\":99999999999999999}")))
                .hasMessage(
                        "event time 'when' is 99999999999999999, which as millis is not within the years 2000 to 2099:"
                                + " --timestamp-unit must say what such numbers are");
    }

    @Test
    void ofAThousandFoldersAtRandomHardlyOneIsNamedAnew() throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.JSONL)
                .layout("device={device}")
                .format();
        Map<String, String> names = new HashMap<>();
        Random random = new Random(31);
        int anew = 0;
        for (int i = 0; i < 20_000; i++) {
            String device = String.format("device-%03d", random.nextInt(1_000));
            String name = format.route(TestRecord.of("{\"device\":\"" + device + "\"}"));
            assertThat(name).isEqualTo("device=" + device);
            String before = names.put(device, name);
            anew += before == null || before == name ? 0 : 1;
        }
        assertThat(anew).isLessThan(500);
    }

    @Test
    void valuesThatAreMissingEmptyOrShiftedFromOneFieldToTheNextAreDifferentFolders() throws Exception {
        TopicFormat format =
                Settings.of(Values.JSON, FileKind.JSONL).layout("{a}/{b}/{key}").format();
        String[] values = {"null", "\"x\"", "\"xx\"", "1", "\"1x\""};
        byte[][] keys = {null, "x".getBytes(StandardCharsets.UTF_8), "xx".getBytes(StandardCharsets.UTF_8)};
        for (int round = 0; round < 2; round++) {
            Set<String> names = new HashSet<>();
            for (String a : values) {
                for (String b : values) {
                    for (byte[] key : keys) {
                        TestRecord record = TestRecord.of("{\"a\":" + a + ",\"b\":" + b + "}");
                        names.add(format.route(key == null ? record : record.withKey(key)));
                    }
                }
            }
            assertThat(names).hasSize(values.length * values.length * keys.length);
        }
    }

    @Test
    void aFolderThatRepeatsIsTheSameString() throws Exception {
        TopicFormat format = Settings.of(Values.TEXT, FileKind.TEXT)
                .layout("p={partition}/{yyyy-MM-dd}")
                .format();
        String first = format.route(TestRecord.of("x").at(1, 1_000));

        assertThat(format.route(TestRecord.of("x").at(1, 2_000))).isSameAs(first);
        assertThat(format.route(TestRecord.of("x").at(2, 2_000))).isEqualTo("p=2/1970-01-01");
        assertThat(format.route(TestRecord.of("x").at(1, 1_000))).isSameAs(first);
    }

    @Test
    void aMissingKafkaTimestampIsABadRecordOnlyWhereItIsNeeded() throws Exception {
        TestRecord without = TestRecord.of("x").at(0, -1);
        TopicFormat dated =
                Settings.of(Values.TEXT, FileKind.TEXT).layout("{yyyy}").format();

        assertThatThrownBy(() -> dated.route(without))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("record has no Kafka timestamp, which the layout needs");
        assertThat(Settings.of(Values.TEXT, FileKind.TEXT).format().route(without))
                .isEmpty();
    }

    @Test
    void theKeyCanBeAFolderIfItIsText() throws Exception {
        TopicFormat format =
                Settings.of(Values.TEXT, FileKind.TEXT).layout("k={key}").format();

        assertThat(format.route(TestRecord.of("x").withKey(new byte[] {'a'}))).isEqualTo("k=a");
        assertThat(format.route(TestRecord.of("x"))).isEqualTo("k=__HIVE_DEFAULT_PARTITION__");
        assertThatThrownBy(() -> format.route(TestRecord.of("x").withKey(new byte[] {-1})))
                .hasMessage("key is not UTF-8 text");
    }
}
