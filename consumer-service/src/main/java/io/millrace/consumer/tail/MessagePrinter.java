package io.millrace.consumer.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.model.codec.Timestamps;
import io.millrace.runtime.VisibleText;
import io.millrace.runtime.kafka.DeadLetter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** How one message looks: a line for people, with or without colours, or a JSON object for pipes. */
enum MessagePrinter {
    /** A line without colours. */
    PLAIN {
        @Override
        String line(ConsumerRecord<byte[], byte[]> message, String key, ReadableValue value) {
            return "%s %s-%d @%d %s %s%s"
                    .formatted(
                            time(message),
                            message.topic(),
                            message.partition(),
                            message.offset(),
                            key.isEmpty() ? "-" : oneLine(key),
                            oneLine(value.text()),
                            refusal(message) + problem(value));
        }
    },
    /** A line with colours. */
    COLOURED {
        @Override
        String line(ConsumerRecord<byte[], byte[]> message, String key, ReadableValue value) {
            return GREY
                    + time(message)
                    + RESET
                    + " "
                    + BLUE
                    + message.topic()
                    + "-"
                    + message.partition()
                    + RESET
                    + " @"
                    + message.offset()
                    + " "
                    + YELLOW
                    + (key.isEmpty() ? "-" : oneLine(key))
                    + RESET
                    + " "
                    + oneLine(value.text())
                    + red(refusal(message) + problem(value));
        }
    },
    /** One JSON object on one line. */
    JSON {
        @Override
        String line(ConsumerRecord<byte[], byte[]> message, String key, ReadableValue value) {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = FACTORY.createGenerator(text)) {
                json.writeStartObject();
                json.writeStringField("topic", message.topic());
                json.writeNumberField("partition", message.partition());
                json.writeNumberField("offset", message.offset());
                json.writeStringField("timestamp", time(message));
                if (message.key() == null) {
                    json.writeNullField("key");
                } else {
                    json.writeStringField("key", key);
                }
                json.writeObjectFieldStart("headers");
                for (Header header : message.headers()) {
                    json.writeStringField(
                            header.key(),
                            new ValueReader(Understanding.AUTO)
                                    .read(header.value())
                                    .text());
                }
                json.writeEndObject();
                json.writeFieldName("value");
                if (value.json()) {
                    json.writeRawValue(value.text().strip().replace("\r", "").replace('\n', ' '));
                } else {
                    json.writeString(value.text());
                }
                if (!value.problem().isEmpty()) {
                    json.writeStringField("problem", value.problem());
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException("memory refused text", e);
            }
            return text.toString();
        }
    };

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String GREY = "\u001B[90m";
    private static final String BLUE = "\u001B[34m";
    private static final String YELLOW = "\u001B[33m";
    private static final String RED = "\u001B[31m";
    private static final String RESET = "\u001B[0m";

    abstract String line(ConsumerRecord<byte[], byte[]> message, String key, ReadableValue value);

    private static String time(ConsumerRecord<byte[], byte[]> message) {
        return message.timestamp() < 0 ? "-" : Timestamps.format(Instant.ofEpochMilli(message.timestamp()));
    }

    /** Why this message is a dead letter; nothing of any other. */
    private static String refusal(ConsumerRecord<byte[], byte[]> message) {
        Header reason = message.headers().lastHeader(DeadLetter.REASON);
        return reason == null || reason.value() == null
                ? ""
                : " (refused: "
                        + oneLine(new ValueReader(Understanding.TEXT)
                                .read(reason.value())
                                .text())
                        + ")";
    }

    private static String problem(ReadableValue value) {
        return value.problem().isEmpty() ? "" : " (" + oneLine(value.problem()) + ")";
    }

    private static String red(String text) {
        return text.isEmpty() ? "" : RED + text + RESET;
    }

    /** A message must not be able to draw on the terminal, nor take more than its line. */
    private static String oneLine(String text) {
        return VisibleText.of(text).replace("\r", "").replace('\n', ' ');
    }
}
