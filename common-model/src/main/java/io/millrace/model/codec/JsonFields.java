package io.millrace.model.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Walks over one JSON object's fields with the strictness that all codecs share. */
final class JsonFields {
    /** One factory for all: it is thread-safe and caches field names. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            // Two values for one field: nobody can know which one the writer meant.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    /** Takes one field; the parser stands on the field's value and must be left on its last token. */
    interface Handler {
        /** False if the field is unknown; it is skipped then. */
        boolean field(String name, JsonParser parser) throws IOException, DecodeException;
    }

    private JsonFields() {}

    /**
     * Hands every field of the one object that the bytes hold to the handler.
     *
     * @throws DecodeException if the bytes are not UTF-8, not JSON, not an object or not one only
     */
    static void read(byte[] bytes, Handler handler) throws DecodeException {
        // Jackson would take UTF-16 and UTF-32 too, and lets some invalid sequences through in skipped fields.
        requireUtf8(bytes);
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new DecodeException("value is empty, must be a JSON object");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new DecodeException("value is a JSON " + describe(first) + ", must be an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (!handler.field(name, parser)) {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new DecodeException("value goes on after its JSON object, must be one object only");
            }
        } catch (JsonProcessingException e) {
            throw new DecodeException("value is not valid JSON: " + Excerpts.of(e.getOriginalMessage()));
        } catch (CharConversionException e) {
            throw new DecodeException("value is not valid UTF-8: " + Excerpts.of(e.getMessage()));
        } catch (IOException e) {
            throw new DecodeException("value cannot be read: " + Excerpts.of(String.valueOf(e.getMessage())));
        }
    }

    static String text(String name, JsonParser parser) throws IOException, DecodeException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(name, parser, "a string");
        }
        return parser.getText();
    }

    static double number(String name, JsonParser parser) throws IOException, DecodeException {
        if (!parser.currentToken().isNumeric()) {
            throw wrongType(name, parser, "a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new DecodeException(name + " is " + Excerpts.of(parser.getText()) + ", must fit a double");
        }
        return value;
    }

    static boolean bool(String name, JsonParser parser) throws DecodeException {
        if (!parser.currentToken().isBoolean()) {
            throw wrongType(name, parser, "true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static DecodeException wrongType(String name, JsonParser parser, String rule) {
        return new DecodeException(name + " is a JSON " + describe(parser.currentToken()) + ", must be " + rule);
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL -> "null";
            default -> "fragment";
        };
    }

    private static void requireUtf8(byte[] bytes) throws DecodeException {
        for (byte b : bytes) {
            if (b < 0) {
                try {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                } catch (CharacterCodingException e) {
                    throw new DecodeException("value is not valid UTF-8");
                }
                return;
            }
        }
    }
}
