package io.millrace.producer.syslog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.producer.syslog.SyslogMessage.Element;
import io.millrace.producer.syslog.SyslogMessage.Header;
import io.millrace.producer.syslog.SyslogMessage.Parameter;
import io.millrace.sources.delivery.OutRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes records of messages. As text, the value is the message as it came. As JSON it is a log event
 * ({@link io.millrace.model.LogEvent}) with what else the message says. The key is the host that the message names, or else
 * the sender's address: what one host writes stays in order.
 */
public final class SyslogRecords {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final boolean json;
    private final SyslogParser parser;

    /**
     * @param json false for text
     * @param zone of times that name none
     */
    public SyslogRecords(boolean json, ZoneId zone) {
        this.json = json;
        this.parser = new SyslogParser(zone);
    }

    /** The record of a message; of one that is refused, the bytes as they came. */
    OutRecord record(Received received) {
        String origin = "syslog:" + received.remote();
        if (received.refusal().isPresent()) {
            return OutRecord.keyed(bytes(received.remote()), received.message()).at(origin, 0);
        }
        String text = new String(received.message(), StandardCharsets.UTF_8);
        SyslogMessage message = parser.parse(text, received.arrival());
        String host = message.header().host().orElse(received.remote());
        byte[] value = json ? event(received, message, text) : received.message();
        return OutRecord.keyed(bytes(host), value).at(origin, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] event(Received received, SyslogMessage message, String whole) {
        Header header = message.header();
        Instant arrival = received.arrival();
        ByteArrayOutputStream out = new ByteArrayOutputStream(received.message().length + 400);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("timestamp", header.time().orElse(arrival).toString());
            if (message.hasPriority()) {
                json.writeStringField("level", message.level());
            }
            write(json, "logger", header.app());
            json.writeStringField("message", message.text());
            json.writeStringField("source", "syslog");
            json.writeStringField("host", header.host().orElse(received.remote()));
            json.writeStringField("format", message.form().text());
            if (message.hasPriority()) {
                json.writeNumberField("priority", message.priority());
                json.writeStringField("facility", message.facility());
                json.writeStringField("severity", message.severity());
            }
            write(json, "app", header.app());
            write(json, "procid", header.process());
            write(json, "msgid", header.id());
            write(json, message.data());
            json.writeStringField("remote_address", received.remote());
            json.writeStringField("received", arrival.toString());
            if (whole.indexOf('\uFFFD') >= 0) {
                // Perhaps not UTF-8: text would lose what it was.
                json.writeBinaryField("raw", received.message());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    /** An object for each element; a name that an element has several times has a list. */
    private static void write(JsonGenerator json, List<Element> data) throws IOException {
        if (data.isEmpty()) {
            return;
        }
        Map<String, Map<String, List<String>>> merged = new LinkedHashMap<>();
        for (Element element : data) {
            Map<String, List<String>> values = merged.computeIfAbsent(element.id(), id -> new LinkedHashMap<>());
            for (Parameter parameter : element.parameters()) {
                values.merge(parameter.name(), List.of(parameter.value()), SyslogRecords::joined);
            }
        }
        json.writeObjectFieldStart("structured_data");
        for (Map.Entry<String, Map<String, List<String>>> element : merged.entrySet()) {
            json.writeObjectFieldStart(element.getKey());
            for (Map.Entry<String, List<String>> parameter : element.getValue().entrySet()) {
                json.writeFieldName(parameter.getKey());
                if (parameter.getValue().size() == 1) {
                    json.writeString(parameter.getValue().get(0));
                } else {
                    writeAll(json, parameter.getValue());
                }
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static List<String> joined(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static void writeAll(JsonGenerator json, List<String> values) throws IOException {
        json.writeStartArray();
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
