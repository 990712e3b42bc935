package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadRecordsTest {
    private static final String GOOD =
            "{\"device_id\":\"d\",\"type\":\"t\",\"value\":1,\"unit\":\"u\",\"timestamp\":\"2026-03-01T12:00:00.000Z\",\"anomaly\":false}";

    private final TopicFormat format =
            Settings.of(Values.JSON, FileKind.PARQUET).schema("sensor-reading").format();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"value\":1 | \"value\":NaN | value is not JSON: 'N' at byte 36, must be a value",
                "\"value\":1 | \"value\":1e999 | field 'value' is a number too great for a double",
                "\"value\":1 | \"value\":\"1\" | field 'value' must be a number",
                "\"value\":1 | \"value\":null | field 'value' is null, which its schema does not allow",
                "\"value\":1 | \"value\":{} | field 'value' must be a number",
                "\"value\":1 | \"value\":01 | value is not JSON that can be stored: a number with a leading zero at byte 36",
                "\"value\":1, | `` | field 'value' is missing",
                "\"value\":1 | \"value\":1,\"value\":1 | field 'value' is there twice",
                "\"value\":1 | \"value\":1,\"v\\u0061lue\":1 | field 'value' is there twice",
                "\"d\" | \"\\ud800\" | field 'device_id' has half of a surrogate pair",
                "\"d\" | 5 | field 'device_id' must be a string",
                "false | \"no\" | field 'anomaly' must be true or false",
                "false | falsy | value is not JSON: 'f' at byte 98, must be a value",
                "2026-03-01T12:00:00.000Z | yesterday | field 'timestamp' must be an ISO-8601 time with an offset, such as 2026-03-01T12:00:00.000Z, or a date",
                "2026-03-01T12:00:00.000Z | 2026-02-30T12:00:00.000Z | field 'timestamp' must be an ISO-8601 time with an offset, such as 2026-03-01T12:00:00.000Z, or a date",
                "2026-03-01T12:00:00.000Z | 2026-03-01T12:00:00.000 | field 'timestamp' must be an ISO-8601 time with an offset, such as 2026-03-01T12:00:00.000Z, or a date",
                "\"2026-03-01T12:00:00.000Z\" | 1.5 | field 'timestamp' must be a whole number from -2^63 to 2^63-1",
                "\"2026-03-01T12:00:00.000Z\" | 1e30 | field 'timestamp' must be a whole number from -2^63 to 2^63-1",
                "\"2026-03-01T12:00:00.000Z\" | 1e999999999 | field 'timestamp' is a number of more than 1000 digits",
            })
    void everyMisfitHasAReasonAndTheNextRecordIsUnharmed(String from, String to, String reason) throws Exception {
        assertThat(GOOD).contains(from);
        assertThatThrownBy(() -> format.route(TestRecord.of(GOOD.replace(from, to))))
                .isInstanceOf(BadRecordException.class)
                .hasMessage(reason);
        assertThat(Written.rows(format, TestRecord.of(GOOD)).get(0).toString()).contains("device_id: d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | value is not JSON: it is empty",
                "[] | value must be a JSON object",
                "5 | value must be a JSON object",
                "{ | value is not JSON: it ends in the middle",
                "{} x | value is not JSON: 'x' at byte 3, must be the end of the value",
                "hello | value is not JSON: 'h' at byte 0, must be a value",
            })
    void valuesThatAreNoObjectsHaveAReason(String value, String reason) {
        if (value.equals("{} x")) {
            TopicFormat open = Settings.of(Values.JSON, FileKind.JSONL).format();
            assertThatThrownBy(() -> open.route(TestRecord.of(value))).hasMessage(reason);
        } else {
            assertThatThrownBy(() -> format.route(TestRecord.of(value))).hasMessage(reason);
        }
    }

    @Test
    void invalidUtf8IsABadRecord() {
        byte[] bytes = GOOD.replace("\"d\"", "\"d~\"").getBytes(StandardCharsets.UTF_8);
        bytes[GOOD.indexOf("\"d\"") + 2] = (byte) 0xff;

        assertThatThrownBy(() -> format.route(TestRecord.of(bytes)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("a string that is not UTF-8 at byte");
    }

    @Test
    void aHundredThousandBracketsAreRefusedWithoutExhaustingTheStack() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        for (String value :
                new String[] {deep, "{\"x\":" + deep + "}", "{\"device_id\":" + deep, "{\"a\":".repeat(100_000)}) {
            assertThatThrownBy(() -> format.route(TestRecord.of(value)))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("more than 1000 levels of nesting");
        }
    }

    @Test
    void cutsAnywhereInARecordAreBadRecords() {
        byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> format.route(TestRecord.of(cut))).isInstanceOf(BadRecordException.class);
        }
    }

    @Test
    void unknownFieldsAndAnyOrderAndBlanksAreFine() throws Exception {
        String value =
                " {\n \"x\" : [1, {\"value\": 2}], \"anomaly\" : true , \"timestamp\" : 1767225600000, \"unit\":\"\",\"type\":\"t\","
                        + " \"device_id\" : \"a\\tb\", \"value\" : -1.5E+1 } ";

        var row = Written.rows(format, TestRecord.of(value)).get(0);

        assertThat(row.getString("device_id", 0)).isEqualTo("a\tb");
        assertThat(row.getDouble("value", 0)).isEqualTo(-15.0);
        assertThat(row.getLong("timestamp", 0)).isEqualTo(1_767_225_600_000L);
        assertThat(row.getBoolean("anomaly", 0)).isTrue();
        assertThat(row.getString("unit", 0)).isEmpty();
    }

    @Test
    void creatingTheReasonFillsInNoStackTrace() {
        assertThat(new BadRecordException("x").getStackTrace()).isEmpty();
    }
}
