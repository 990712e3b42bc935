package io.millrace.consumer.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.model.codec.Codec;
import io.millrace.model.codec.DecodeException;
import io.millrace.model.codec.LogEventJson;
import io.millrace.model.codec.LogEventProtobuf;
import io.millrace.model.codec.SensorReadingJson;
import io.millrace.model.codec.SensorReadingProtobuf;
import io.millrace.model.codec.WeatherReportJson;
import io.millrace.model.codec.WeatherReportProtobuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Makes values readable. Never fails: what it cannot understand it shows as bytes. */
final class ValueReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(500).build())
            .build();

    private final ValueFormat format;

    ValueReader(ValueFormat format) {
        this.format = format;
    }

    ReadableValue read(byte[] value) {
        if (value == null) {
            return new ReadableValue("null", true);
        }
        Optional<ReadableValue> understood = switch (format) {
            case AUTO -> text(value).or(() -> anyProtobuf(value));
            case TEXT -> Optional.of(textWhateverItIs(value));
            case READING_PROTOBUF -> protobuf(value, new SensorReadingProtobuf(), new SensorReadingJson());
            case WEATHER_PROTOBUF -> protobuf(value, new WeatherReportProtobuf(), new WeatherReportJson());
            case LOG_PROTOBUF -> protobuf(value, new LogEventProtobuf(), new LogEventJson());
            case HEX -> Optional.empty();
        };
        return understood.orElseGet(
                () -> new ReadableValue("0x" + HexFormat.of().formatHex(value), false));
    }

    private static Optional<ReadableValue> text(byte[] value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            boolean binary =
                    text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r');
            return binary ? Optional.empty() : Optional.of(new ReadableValue(text, isJson(text)));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static ReadableValue textWhateverItIs(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        return new ReadableValue(text, isJson(text));
    }

    /** True for one whole JSON object or array; a number or a quoted word is more likely to be meant as text. */
    private static boolean isJson(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(stripped)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<ReadableValue> anyProtobuf(byte[] value) {
        return protobuf(value, new SensorReadingProtobuf(), new SensorReadingJson())
                .or(() -> protobuf(value, new WeatherReportProtobuf(), new WeatherReportJson()))
                .or(() -> protobuf(value, new LogEventProtobuf(), new LogEventJson()));
    }

    private static <T> Optional<ReadableValue> protobuf(byte[] value, Codec<T> from, Codec<T> to) {
        try {
            return Optional.of(
                    new ReadableValue(new String(to.encode(from.decode(value)), StandardCharsets.UTF_8), true));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
