package io.millrace.producer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.LogEvent;
import io.millrace.model.codec.LogEventJson;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpLogsTest {
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final String SPAN = "eee19b7ec3c1b174";

    private final OtlpLogs logs = new OtlpLogs(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    @Test
    void makesTheSameRecordOfBothForms() throws Exception {
        LogRecord.Builder record = LogRecord.newBuilder()
                .setTimeUnixNano(1_544_712_660_300_000_000L)
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO2)
                .setBody(text("Example log record"))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("n")
                        .setValue(AnyValue.newBuilder().setIntValue(7)))
                .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(TRACE)))
                .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex(SPAN)));
        byte[] protobuf = request(record).toByteArray();
        byte[] json = ("""
                {"resourceLogs": [{
                  "resource": {"attributes": [
                    {"key": "service.name", "value": {"stringValue": "shop"}},
                    {"key": "host.name", "value": {"stringValue": "box"}}]},
                  "scopeLogs": [{
                    "scope": {"name": "a.b.C"},
                    "logRecords": [{
                      "timeUnixNano": "1544712660300000000",
                      "severityNumber": 10,
                      "body": {"stringValue": "Example log record"},
                      "attributes": [{"key": "n", "value": {"intValue": "7"}}],
                      "traceId": "%s",
                      "spanId": "%s",
                      "unknown": 1}]}]}]}
                """.formatted(TRACE.toUpperCase(java.util.Locale.ROOT), SPAN)).getBytes(StandardCharsets.UTF_8);
        String expected = "{\"timestamp\":\"2018-12-13T14:51:00.300Z\",\"level\":\"INFO\",\"logger\":\"a.b.C\","
                + "\"message\":\"Example log record\",\"source\":\"shop\",\"host\":\"box\",\"severity_number\":10,"
                + "\"attributes\":{\"n\":7},\"resource\":{\"service.name\":\"shop\",\"host.name\":\"box\"},"
                + "\"trace_id\":\"" + TRACE + "\",\"span_id\":\"" + SPAN + "\"}";
        assertThat(strings(logs.records(protobuf, false, "10.0.0.1"))).containsExactly(expected);
        assertThat(strings(logs.records(json, true, "10.0.0.1"))).containsExactly(expected);
    }

    @Test
    void makesLogEventsThatTheOtherServicesRead() throws Exception {
        LogRecord.Builder record = LogRecord.newBuilder()
                .setSeverityText("Notice")
                .setBody(AnyValue.newBuilder()
                        .setKvlistValue(KeyValueList.newBuilder()
                                .addValues(KeyValue.newBuilder().setKey("a").setValue(text("b")))));
        byte[] value =
                logs.records(request(record).toByteArray(), false, "10.0.0.1").get(0);
        LogEvent event = new LogEventJson().decode(value);
        assertThat(event.timestamp()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(event.level()).contains("Notice");
        assertThat(event.message()).isEqualTo("{\"a\":\"b\"}");
        assertThat(event.host()).isEqualTo("box");
        assertThat(new String(value, StandardCharsets.UTF_8)).contains("\"body\":{\"a\":\"b\"}");
    }

    @Test
    void takesTheClientForTheHostWhereNoneIsNamed() throws Exception {
        byte[] bare = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{}]}]}]}".getBytes(StandardCharsets.UTF_8);
        assertThat(strings(logs.records(bare, true, "10.0.0.1")))
                .containsExactly("{\"timestamp\":\"2026-01-02T03:04:05Z\",\"message\":\"\",\"source\":\"otlp\","
                        + "\"host\":\"10.0.0.1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{} {}",
                "{\"resourceLogs\":7}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\"xyz\"}]}]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"soon\"}]}]}]}"
            })
    void refusesWhatIsNoRequest(String body) {
        assertThatThrownBy(() -> logs.records(body.getBytes(StandardCharsets.UTF_8), true, ""))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(400))
                .hasMessageStartingWith("the body is no OTLP request for logs; nothing was stored: ");
    }

    @Test
    void refusesOneThatIsNestedWithoutEnd() {
        String deep = String.join("", Collections.nCopies(5_000, "{\"arrayValue\":{\"values\":["))
                + String.join("", Collections.nCopies(5_000, "]}}"));
        byte[] body = ("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":" + deep + "}]}]}]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> logs.records(body, true, "")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> logs.records(new byte[] {1, 2, 3}, false, "")).isInstanceOf(RefusedException.class);
    }

    private static ExportLogsServiceRequest request(LogRecord.Builder record) {
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(KeyValue.newBuilder()
                                        .setKey("service.name")
                                        .setValue(text("shop")))
                                .addAttributes(KeyValue.newBuilder()
                                        .setKey("host.name")
                                        .setValue(text("box"))))
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .setScope(InstrumentationScope.newBuilder().setName("a.b.C"))
                                .addLogRecords(record)))
                .build();
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    private static List<String> strings(List<byte[]> records) {
        return records.stream()
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
    }
}
