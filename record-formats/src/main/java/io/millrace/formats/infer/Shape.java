package io.millrace.formats.infer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was seen at one place of many JSON texts. */
final class Shape {
    /** Objects with more names than this are maps, whose names are data. */
    static final int MOST_FIELDS = 500;

    private final Map<String, Shape> fields = new LinkedHashMap<>();
    private final Numbers numbers = new Numbers();
    private final Texts texts = new Texts();
    private Shape items;
    private Shape members;
    private long seen;
    private long nulls;
    private long booleans;
    private long objects;
    private long lists;

    /** Adds the value at whose first token the parser stands; it stands at the last one then. */
    void add(JsonParser parser) throws IOException {
        seen++;
        switch (parser.currentToken()) {
            case START_OBJECT -> addObject(parser);
            case START_ARRAY -> addList(parser);
            case VALUE_STRING -> texts.add(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numbers.add(parser);
            case VALUE_TRUE, VALUE_FALSE -> booleans++;
            default -> nulls++;
        }
    }

    private void addObject(JsonParser parser) throws IOException {
        objects++;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            member(name).add(parser);
        }
        if (fields.size() > MOST_FIELDS) {
            members = new Shape();
            fields.values().forEach(members::merge);
            fields.clear();
        }
    }

    private Shape member(String name) {
        return members != null ? members : fields.computeIfAbsent(name, any -> new Shape());
    }

    private void addList(JsonParser parser) throws IOException {
        lists++;
        if (items == null) {
            items = new Shape();
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(parser);
        }
    }

    private void merge(Shape other) {
        seen += other.seen;
        nulls += other.nulls;
        booleans += other.booleans;
        objects += other.objects;
        lists += other.lists;
        numbers.merge(other.numbers);
        texts.merge(other.texts);
        items = merged(items, other.items);
        members = merged(members, other.members);
        other.fields.forEach((name, shape) -> member(name).merge(shape));
    }

    private static Shape merged(Shape one, Shape other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        one.merge(other);
        return one;
    }

    /** How often each kind of value was seen, the most frequent of them wins; null where nothing but nulls was. */
    Kind kind() {
        Kind most = null;
        for (Kind kind : Kind.values()) {
            most = count(kind) > (most == null ? 0 : count(most)) ? kind : most;
        }
        return most;
    }

    long count(Kind kind) {
        return switch (kind) {
            case OBJECT -> members == null ? objects : 0;
            case MAP -> members == null ? 0 : objects;
            case LIST -> lists;
            case TEXT -> texts.count();
            case NUMBER -> numbers.count();
            case BOOLEAN -> booleans;
        };
    }

    /** True if it was missing or null in one of so many objects. */
    boolean isOptional(long parents) {
        return nulls > 0 || seen < parents;
    }

    long seen() {
        return seen;
    }

    long objects() {
        return objects;
    }

    /** Of an object, in the order in which they were first seen. */
    Map<String, Shape> fields() {
        return fields;
    }

    Shape items() {
        return items;
    }

    /** Of a map. */
    Shape members() {
        return members;
    }

    Numbers numbers() {
        return numbers;
    }

    Texts texts() {
        return texts;
    }
}
