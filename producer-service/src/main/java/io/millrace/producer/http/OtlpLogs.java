package io.millrace.producer.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The records of a request of the OpenTelemetry protocol (OTLP) for logs. Each becomes a log event as JSON
 * ({@link io.millrace.model.LogEvent}) with further fields: {@code severity_number}, {@code event_name}, {@code body} where it
 * is no text, {@code attributes}, {@code resource}, {@code scope}, {@code trace_id} and {@code span_id}.
 */
final class OtlpLogs {
    /** Nothing may stand behind the request: it would be answered as stored, and is not. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int NUMBERS_PER_LEVEL = 4;
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    private final Clock clock;

    OtlpLogs(Clock clock) {
        this.clock = clock;
    }

    /**
     * The records of a body.
     *
     * @param isJson true for the protocol's JSON, false for protobuf
     * @param client where it came from, for records that name no host
     * @throws RefusedException if it is neither
     */
    List<byte[]> records(byte[] body, boolean isJson, String client) throws RefusedException {
        try {
            ExportLogsServiceRequest request = isJson ? fromJson(body) : ExportLogsServiceRequest.parseFrom(body);
            List<byte[]> records = new ArrayList<>();
            for (ResourceLogs ofResource : request.getResourceLogsList()) {
                for (ScopeLogs ofScope : ofResource.getScopeLogsList()) {
                    for (LogRecord one : ofScope.getLogRecordsList()) {
                        records.add(
                                event(ofResource.getResource().getAttributesList(), ofScope.getScope(), one, client));
                    }
                }
            }
            return records;
        } catch (IOException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new RefusedException(400, "the body is no OTLP request for logs; nothing was stored: " + reason);
        }
    }

    /** The protocol writes ids in hexadecimal digits, protobuf's JSON bytes in Base64. */
    private static ExportLogsServiceRequest fromJson(byte[] body) throws IOException {
        JsonNode request = JSON.readTree(body);
        for (JsonNode record : request.findValues("logRecords")) {
            for (JsonNode one : record) {
                if (one instanceof ObjectNode object) {
                    binary(object, "traceId");
                    binary(object, "spanId");
                }
            }
        }
        ExportLogsServiceRequest.Builder built = ExportLogsServiceRequest.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(request.toString(), built);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException(e.getMessage(), e);
        }
        return built.build();
    }

    private static void binary(ObjectNode record, String name) {
        if (record.get(name) != null && record.get(name).isTextual()) {
            byte[] id = HexFormat.of().parseHex(record.get(name).textValue());
            record.put(name, Base64.getEncoder().encodeToString(id));
        }
    }

    private byte[] event(List<KeyValue> resource, InstrumentationScope scope, LogRecord log, String client)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("timestamp", time(log).toString());
            String level = level(log);
            if (!level.isEmpty()) {
                json.writeStringField("level", level);
            }
            if (!scope.getName().isEmpty()) {
                json.writeStringField("logger", scope.getName());
            }
            json.writeStringField("message", message(log.getBody()));
            json.writeStringField("source", text(resource, "service.name").orElse("otlp"));
            json.writeStringField("host", text(resource, "host.name").orElse(client));
            if (log.getSeverityNumberValue() != 0) {
                json.writeNumberField("severity_number", log.getSeverityNumberValue());
            }
            if (!log.getEventName().isEmpty()) {
                json.writeStringField("event_name", log.getEventName());
            }
            if (log.hasBody() && !log.getBody().hasStringValue()) {
                json.writeFieldName("body");
                write(json, log.getBody());
            }
            write(json, "attributes", log.getAttributesList());
            write(json, "resource", resource);
            write(json, "scope", scope.getAttributesList());
            write(json, "trace_id", log.getTraceId());
            write(json, "span_id", log.getSpanId());
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** When it happened, or was seen, or now. */
    private Instant time(LogRecord log) {
        long nanos = log.getTimeUnixNano() == 0 ? log.getObservedTimeUnixNano() : log.getTimeUnixNano();
        // Unsigned: beyond the year 2262 it would be negative.
        return nanos == 0
                ? clock.instant()
                : Instant.ofEpochSecond(
                        Long.divideUnsigned(nanos, NANOS_PER_SECOND), Long.remainderUnsigned(nanos, NANOS_PER_SECOND));
    }

    private static String level(LogRecord log) {
        int number = log.getSeverityNumberValue();
        if (!log.getSeverityText().isEmpty()
                || number < SeverityNumber.SEVERITY_NUMBER_TRACE_VALUE
                || number > SeverityNumber.SEVERITY_NUMBER_FATAL4_VALUE) {
            return log.getSeverityText();
        }
        return LEVELS.get((number - 1) / NUMBERS_PER_LEVEL);
    }

    /** The text, or what is no text as JSON. */
    private static String message(AnyValue body) throws IOException {
        if (body.hasStringValue() || body.getValueCase() == AnyValue.ValueCase.VALUE_NOT_SET) {
            return body.getStringValue();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, body);
        }
        return text.toString();
    }

    private static Optional<String> text(List<KeyValue> attributes, String name) {
        return attributes.stream()
                .filter(one -> one.getKey().equals(name))
                .map(one -> one.getValue().getStringValue())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static void write(JsonGenerator json, String name, ByteString id) throws IOException {
        if (!id.isEmpty()) {
            json.writeStringField(name, HexFormat.of().formatHex(id.toByteArray()));
        }
    }

    private static void write(JsonGenerator json, String name, List<KeyValue> fields) throws IOException {
        if (!fields.isEmpty()) {
            json.writeFieldName(name);
            write(json, fields);
        }
    }

    private static void write(JsonGenerator json, List<KeyValue> fields) throws IOException {
        json.writeStartObject();
        for (KeyValue field : fields) {
            json.writeFieldName(field.getKey());
            write(json, field.getValue());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, AnyValue value) throws IOException {
        switch (value.getValueCase()) {
            case STRING_VALUE -> json.writeString(value.getStringValue());
            case BOOL_VALUE -> json.writeBoolean(value.getBoolValue());
            case INT_VALUE -> json.writeNumber(value.getIntValue());
            case DOUBLE_VALUE -> json.writeNumber(value.getDoubleValue());
            case BYTES_VALUE -> json.writeBinary(value.getBytesValue().toByteArray());
            case KVLIST_VALUE -> write(json, value.getKvlistValue().getValuesList());
            case ARRAY_VALUE -> {
                json.writeStartArray();
                for (AnyValue element : value.getArrayValue().getValuesList()) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            default -> json.writeNull();
        }
    }
}
