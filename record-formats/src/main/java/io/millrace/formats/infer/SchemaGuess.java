package io.millrace.formats.infer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The Avro schema of JSON objects that were looked at. Not thread-safe. */
public final class SchemaGuess {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Shape root = new Shape();
    private long others;

    /** Looks at one text; what is no JSON object is counted and left out. */
    public void add(String text) {
        try {
            if (isObject(text)) {
                try (JsonParser parser = JSON.createParser(text)) {
                    parser.nextToken();
                    root.add(parser);
                }
            } else {
                others++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text that was read once was not read again", e);
        }
    }

    /** Counts something that is no JSON at all. */
    public void addOther() {
        others++;
    }

    /** Looked at whole before anything of it counts. */
    private static boolean isObject(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** How many objects were looked at. */
    public long objects() {
        return root.objects();
    }

    /** How many texts were no objects. */
    public long others() {
        return others;
    }

    /** Why there is no schema, going on from "topic '...'"; empty if there is one. */
    public Optional<String> refusal() {
        if (root.members() != null) {
            return Optional.of("has objects with more than " + Shape.MOST_FIELDS
                    + " different names, which are taken for data: no record has such fields");
        }
        return root.fields().isEmpty()
                ? Optional.of("has no JSON object with a field among the " + (objects() + others)
                        + " values that were looked at")
                : Optional.empty();
    }

    /**
     * The schema. Fields that were missing or null somewhere may be null, numbers are wide enough for all that were seen, strings that
     * are all times in ISO-8601 are times. What is not certain is said in {@code doc}.
     *
     * @param name of the record, made a name of Avro's
     * @throws IllegalStateException if there is a {@link #refusal}
     */
    public AvroText schema(String name) {
        refusal().ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        return AvroText.of(root, name);
    }
}
