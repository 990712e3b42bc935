package io.millrace.formats.infer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes shapes as an Avro schema. */
public final class AvroText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern NOT_OF_NAMES = Pattern.compile("[^A-Za-z0-9_]");

    private final StringWriter text = new StringWriter();
    private final List<String> remarks = new ArrayList<>();
    private final Set<String> records = new HashSet<>();
    private final JsonGenerator json;

    private AvroText() throws IOException {
        json = new JsonFactory()
                .createGenerator(text)
                .setPrettyPrinter(
                        new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));
    }

    static AvroText of(Shape root, String name) {
        try {
            AvroText made = new AvroText();
            made.record(root, name, "");
            made.json.close();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused text", e);
        }
    }

    /** The schema, indented. */
    public String text() {
        return text.toString();
    }

    /** What is not certain, a sentence for each field. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    private void record(Shape shape, String name, String path) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "record");
        json.writeStringField("name", unused(name));
        json.writeArrayFieldStart("fields");
        for (Map.Entry<String, Shape> field : shape.fields().entrySet()) {
            String place = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (!NAME.matcher(field.getKey()).matches()) {
                remarks.add("field '" + place + "' has a name that no Avro field can have, and is left out");
            } else {
                field(field.getKey(), field.getValue(), shape.objects(), place);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void field(String name, Shape shape, long parents, String path) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        String remark = remark(shape);
        if (!remark.isEmpty()) {
            json.writeStringField("doc", remark);
            remarks.add("field '" + path + "': " + remark);
        }
        json.writeFieldName("type");
        boolean optional = shape.isOptional(parents);
        typeOrNull(shape, optional, path);
        if (optional) {
            json.writeNullField("default");
        }
        json.writeEndObject();
    }

    private void typeOrNull(Shape shape, boolean optional, String path) throws IOException {
        if (!optional) {
            type(shape, path);
            return;
        }
        json.writeStartArray();
        json.writeString("null");
        type(shape, path);
        json.writeEndArray();
    }

    private void type(Shape shape, String path) throws IOException {
        Kind kind = shape.kind();
        if (kind == null) {
            json.writeString("string");
            return;
        }
        switch (kind) {
            case BOOLEAN -> json.writeString("boolean");
            case NUMBER -> json.writeString(shape.numbers().areLong() ? "long" : "double");
            case TEXT -> text(shape.texts());
            case LIST -> list(shape, path);
            case MAP -> map(shape.members(), path);
            case OBJECT -> object(shape, path);
        }
    }

    private void text(Texts texts) throws IOException {
        if (texts.areDates()) {
            logical("int", "date");
        } else if (texts.areTimes()) {
            logical("long", texts.isFinerThanMillis() ? "timestamp-micros" : "timestamp-millis");
        } else {
            json.writeString("string");
        }
    }

    private void logical(String type, String meaning) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField("logicalType", meaning);
        json.writeEndObject();
    }

    private void list(Shape list, String path) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "array");
        json.writeFieldName("items");
        Shape items = list.items();
        typeOrNull(items, items.isOptional(0) || items.kind() == null, path + "[]");
        json.writeEndObject();
    }

    private void map(Shape members, String path) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "map");
        json.writeFieldName("values");
        typeOrNull(members, members.isOptional(0) || members.kind() == null, path + ".*");
        json.writeEndObject();
    }

    private void object(Shape shape, String path) throws IOException {
        if (shape.fields().keySet().stream().anyMatch(name -> NAME.matcher(name).matches())) {
            record(shape, path, path);
        } else {
            // A record without fields is no type; what is in there later goes into a map.
            json.writeStartObject();
            json.writeStringField("type", "map");
            json.writeStringField("values", "string");
            json.writeEndObject();
        }
    }

    /** Each record of a schema has a name of its own. */
    private String unused(String name) {
        String possible = NOT_OF_NAMES.matcher(name).replaceAll("_");
        possible = NAME.matcher(possible).matches() ? possible : "_" + possible;
        String unused = possible;
        for (int i = 2; !records.add(unused); i++) {
            unused = possible + "_" + i;
        }
        return unused;
    }

    private static String remark(Shape shape) {
        Kind kind = shape.kind();
        if (kind == null) {
            return "only null was seen";
        }
        List<String> parts = new ArrayList<>();
        for (Kind other : Kind.values()) {
            if (other != kind && shape.count(other) > 0) {
                parts.add(shape.count(other) + " of " + shape.seen() + " values are " + other.plural() + ", not "
                        + kind.plural() + ", and will be bad records");
            }
        }
        switch (kind) {
            case NUMBER -> parts.add(shape.numbers().remark());
            case TEXT -> parts.add(shape.texts().remark());
            case MAP -> parts.add("has more than " + Shape.MOST_FIELDS + " names, which are taken for data");
            case OBJECT -> parts.add(shape.fields().isEmpty() ? "only objects without fields were seen" : "");
            case LIST -> parts.add(shape.items().kind() == null ? "no item but null was seen" : "");
            case BOOLEAN -> {
                // Nothing is uncertain.
            }
        }
        parts.removeIf(String::isEmpty);
        return String.join("; ", parts);
    }
}
