package io.millrace.formats.json;

import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the schema that Kafka Connect's JSON converter puts before a value. For one thread. */
public final class EmbeddedSchema {
    private static final byte[] SCHEMA = "schema".getBytes(StandardCharsets.US_ASCII);

    private final JsonScanner json = new JsonScanner();
    private final KnownText known = new KnownText();
    private int from;
    private int to;

    /**
     * Finds the schema of the value in this range; the value behind it is not looked at.
     *
     * @return true if there is one, an object; {@link #from} and {@link #to} say where then
     * @throws BadRecordException if the value is no JSON as far as it is looked at
     */
    public boolean find(byte[] bytes, int valueFrom, int valueTo) throws BadRecordException {
        json.begin(bytes, valueFrom, valueTo);
        int p = json.skipBlanks(valueFrom);
        if (json.peek(p) != '{') {
            return false;
        }
        p = json.skipBlanks(p + 1);
        while (json.peek(p) == '"') {
            int name = p + 1;
            p = json.string(name);
            boolean isSchema = Arrays.equals(bytes, name, json.stringEnd, SCHEMA, 0, SCHEMA.length);
            p = json.skipBlanks(json.expect(json.skipBlanks(p), ':'));
            if (isSchema && json.peek(p) == '{') {
                from = p;
                to = known.pass(json, p);
                return true;
            }
            p = json.skipBlanks(json.value(p));
            if (json.peek(p) == ',') {
                p = json.skipBlanks(p + 1);
            }
        }
        return false;
    }

    /** Where the schema begins that was found last. */
    public int from() {
        return from;
    }

    /** Where it ends. */
    public int to() {
        return to;
    }
}
