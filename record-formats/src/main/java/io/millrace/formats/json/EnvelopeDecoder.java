package io.millrace.formats.json;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes change events of Debezium in JSON into the columns of their row: bare, or with the schema that Kafka Connect's converter
 * puts before them ({@code {"schema":..., "payload":...}}). The row after the change is decoded where it stands; what nobody asks for
 * is checked and passed over.
 */
public final class EnvelopeDecoder implements ValueDecoder {
    private static final byte[] SCHEMA = ascii("schema");
    private static final byte[] PAYLOAD = ascii("payload");
    private static final byte[] BEFORE = ascii("before");
    private static final byte[] AFTER = ascii("after");
    private static final byte[] OP = ascii("op");
    private static final byte[] SOURCE = ascii("source");
    private static final byte[] TRANSACTION = ascii("transaction");
    private static final byte[] TS_MS = ascii("ts_ms");
    private static final byte[] ID = ascii("id");

    /** What is not there, or null. */
    private static final int NOWHERE = -1;

    private final JsonDecoder rows;
    private final JsonScanner json;
    private final Group columns;
    private final Row row;
    private final Change change;
    private final KnownText schema = new KnownText();

    private int beforeAt;
    private int beforeEnd;
    private int afterAt;
    private int afterEnd;

    /**
     * @param columns of the rows; of none if only their text is asked for
     * @param change takes what events say besides their row
     */
    public EnvelopeDecoder(Group columns, Row row, JsonReading reading, Change change) {
        this.rows = new JsonDecoder(columns, row, reading);
        this.json = rows.scanner();
        this.columns = columns;
        this.row = row;
        this.change = change;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void decode(byte[] bytes, int from, int to) throws BadRecordException {
        change.clear();
        beforeAt = NOWHERE;
        afterAt = NOWHERE;
        json.begin(bytes, from, to);
        int p = json.skipBlanks(from);
        if (json.peek(p) != '{') {
            json.expectEnd(json.value(p));
            throw new BadRecordException("value is no change event of Debezium: it must be a JSON object");
        }
        json.expectEnd(fields(p + 1, true));
        if (change.isAfter(afterAt != NOWHERE)) {
            change.image().set(bytes, afterAt, afterEnd);
        } else {
            decodeBefore(bytes);
        }
    }

    /** The row that a delete deletes, as far as the database's log has it. */
    private void decodeBefore(byte[] bytes) throws BadRecordException {
        if (beforeAt == NOWHERE) {
            columns.addAbsent(row, 0, 0);
            return;
        }
        if (columns.size() > 0) {
            rows.decodePart(beforeAt, true);
        }
        change.image().set(bytes, beforeAt, beforeEnd);
    }

    /** The fields of an object behind its brace: of the event, or of what is around it. */
    private int fields(int at, boolean isOutermost) throws BadRecordException {
        int p = json.skipBlanks(at);
        if (json.peek(p) == '}') {
            return p + 1;
        }
        while (true) {
            int name = json.expect(p, '"');
            p = json.string(name);
            int nameEnd = json.stringEnd;
            p = json.skipBlanks(json.expect(json.skipBlanks(p), ':'));
            p = json.skipBlanks(field(name, nameEnd, p, isOutermost));
            byte b = json.peek(p);
            p++;
            if (b == '}') {
                return p;
            }
            if (b != ',') {
                throw json.unexpected(p - 1, "',' or '}'");
            }
            p = json.skipBlanks(p);
        }
    }

    private int field(int name, int nameEnd, int p, boolean isOutermost) throws BadRecordException {
        if (is(AFTER, name, nameEnd)) {
            return after(p);
        }
        if (is(BEFORE, name, nameEnd)) {
            return before(p);
        }
        if (is(OP, name, nameEnd)) {
            return operation(p);
        }
        if (is(SOURCE, name, nameEnd)) {
            return source(p);
        }
        if (is(TRANSACTION, name, nameEnd)) {
            return transaction(p);
        }
        if (isOutermost && is(SCHEMA, name, nameEnd)) {
            return schema.pass(json, p);
        }
        if (isOutermost && is(PAYLOAD, name, nameEnd) && json.peek(p) == '{') {
            return fields(p + 1, false);
        }
        return json.value(p);
    }

    private boolean is(byte[] wanted, int from, int to) {
        return to - from == wanted.length && Arrays.equals(wanted, 0, wanted.length, json.buf, from, to);
    }

    private int after(int p) throws BadRecordException {
        if (json.peek(p) == 'n') {
            return json.literal(p, "null");
        }
        int end;
        if (json.buf[p] == '{' && columns.size() > 0) {
            checkOnce(afterAt, "after");
            end = rows.decodePart(p, false);
        } else {
            end = object("after", p);
            checkOnce(afterAt, "after");
        }
        afterAt = p;
        afterEnd = end;
        return end;
    }

    private int before(int p) throws BadRecordException {
        if (json.peek(p) == 'n') {
            return json.literal(p, "null");
        }
        int end = object("before", p);
        checkOnce(beforeAt, "before");
        beforeAt = p;
        beforeEnd = end;
        return end;
    }

    private int object(String name, int p) throws BadRecordException {
        int end = json.value(p);
        if (json.buf[p] != '{') {
            throw new BadRecordException("change event must have an object or null as its '" + name + "'");
        }
        return end;
    }

    private static void checkOnce(int at, String name) throws BadRecordException {
        if (at != NOWHERE) {
            throw new BadRecordException("change event has its '" + name + "' twice");
        }
    }

    private int operation(int p) throws BadRecordException {
        boolean isText = json.peek(p) == '"';
        int end = json.value(p);
        if (!isText) {
            throw new BadRecordException("change event must have a string as its 'op'");
        }
        change.operation(json.buf, p + 1, end - 1);
        return end;
    }

    private int source(int p) throws BadRecordException {
        int end = json.value(p);
        if (json.buf[p] == '{') {
            if (change.wanted().source()) {
                change.source(json.buf, p, end);
            }
            if (change.wanted().sourceTime()) {
                time(p);
            }
        }
        return end;
    }

    private void time(int object) throws BadRecordException {
        int at = find(TS_MS, object);
        if (at == NOWHERE || json.buf[at] == 'n') {
            return;
        }
        byte first = json.buf[at];
        boolean isNumber = first == '-' || first >= '0' && first <= '9';
        if (isNumber) {
            json.number(at);
        }
        if (!isNumber || !json.whole || !json.exact) {
            throw new BadRecordException("change event must have milliseconds since 1970 as its 'source.ts_ms'");
        }
        change.sourceMillis(json.negative ? -json.mantissa : json.mantissa);
    }

    private int transaction(int p) throws BadRecordException {
        int end = json.value(p);
        if (json.buf[p] == '{' && change.wanted().transaction()) {
            int at = find(ID, p);
            if (at != NOWHERE && json.buf[at] == '"') {
                json.string(at + 1);
                change.transaction(text(at + 1));
            }
        }
        return end;
    }

    /** Contents of the string that the scanner passed last. */
    private String text(int from) throws BadRecordException {
        byte[] plain = new byte[json.stringEnd - from];
        int length = JsonStrings.unescape(json.buf, from, json.stringEnd, plain, 0);
        if (length < 0) {
            throw new BadRecordException("change event has half of a surrogate pair in its 'transaction.id'");
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    /** Where the value of a field begins in an object that was checked, or {@link #NOWHERE}. */
    private int find(byte[] wanted, int object) throws BadRecordException {
        int p = json.skipBlanks(object + 1);
        while (json.buf[p] == '"') {
            int name = p + 1;
            p = json.string(name);
            int nameEnd = json.stringEnd;
            p = json.skipBlanks(json.expect(json.skipBlanks(p), ':'));
            if (is(wanted, name, nameEnd)) {
                return p;
            }
            p = json.skipBlanks(json.value(p));
            if (json.buf[p] == ',') {
                p = json.skipBlanks(p + 1);
            }
        }
        return NOWHERE;
    }
}
