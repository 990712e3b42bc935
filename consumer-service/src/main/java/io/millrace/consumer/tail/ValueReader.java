package io.millrace.consumer.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.formats.model.Encoding;
import io.millrace.formats.model.RecordFormat;
import io.millrace.formats.model.RecordType;
import io.millrace.model.codec.DecodeException;
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

    private final Understanding format;

    ValueReader(Understanding format) {
        this.format = format;
    }

    ReadableValue read(byte[] value) {
        if (value == null) {
            return new ReadableValue("null", true);
        }
        Optional<ReadableValue> understood = understood(value);
        return understood.orElseGet(
                () -> new ReadableValue("0x" + HexFormat.of().formatHex(value), false));
    }

    private Optional<ReadableValue> understood(byte[] value) {
        if (format.records().isPresent()) {
            return records(value, format.records().get());
        }
        if (format.equals(Understanding.TEXT)) {
            return Optional.of(textWhateverItIs(value));
        }
        return format.equals(Understanding.AUTO) ? text(value).or(() -> anyProtobuf(value)) : Optional.empty();
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
        return RecordType.ALL.stream()
                .map(type -> new RecordFormat<>(type, Encoding.PROTOBUF))
                .flatMap(protobuf -> records(value, protobuf).stream())
                .findFirst();
    }

    private static <T> Optional<ReadableValue> records(byte[] value, RecordFormat<T> records) {
        try {
            byte[] json =
                    records.type().codec(Encoding.JSON).encode(records.codec().decode(value));
            return Optional.of(new ReadableValue(new String(json, StandardCharsets.UTF_8), true));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
