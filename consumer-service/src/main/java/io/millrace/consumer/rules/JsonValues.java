package io.millrace.consumer.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.cel.common.values.NullValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * JSON as the CEL runtime takes it: objects as maps, arrays as lists, whole numbers as {@code int} where they fit and
 * all others as {@code double}. What is no JSON is null. Of a name that an object has twice the last value counts.
 */
public final class JsonValues {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(500)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonValues() {}

    /** The text's one value, read when it is asked for and kept then. Not thread-safe. */
    public static Supplier<Object> in(String text) {
        return new Supplier<>() {
            private Object value;

            @Override
            public Object get() {
                if (value == null) {
                    value = read(text);
                }
                return value;
            }
        };
    }

    private static Object read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != null) {
                Object value = value(parser);
                if (parser.nextToken() == null) {
                    return value;
                }
            }
        } catch (IOException e) {
            // Text, then.
        }
        return NullValue.NULL_VALUE;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> NullValue.NULL_VALUE;
        };
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static Object whole(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? (Object) parser.getDoubleValue()
                : (Object) parser.getLongValue();
    }
}
