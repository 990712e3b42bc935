package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * One JSON object per line. The level is the value of a level key of the object itself, or within the members that
 * {@link #NESTING_KEYS} names; keys of other nested objects and text within strings never count.
 *
 * <p>Known keys: level, severity and their usual variants; {@code level} as a number of Bunyan, Pino and Monolog, and below 8 of
 * programs that other keys tell, for each counts its own way (GELF, Nextcloud); journald's PRIORITY; MongoDB's {@code s}; zap's
 * {@code L}; OpenTelemetry's severityText and severityNumber; Serilog's {@code @l}, whose absence beside {@code @t} means
 * Information. Words under {@code status}, {@code priority}, {@code label} and {@code tags} are anything, and count only beside
 * keys of the programs that keep their level there. An object without any of them has the level that its message shows (keys
 * message, msg, log, value), read as a line of its own, for that is how collectors and the sink wrap lines; the messages of a file's head
 * tell together what is a level there, as the lines of a text do.
 */
final class JsonForm implements LineForm {
    private static final int LONG_LINE = 64 * 1024;
    private static final int MOST_NESTED = 4;
    private static final String[] NAME_KEYS = {
        "level",
        "severity",
        "level_name",
        "levelname",
        "lvl",
        "loglevel",
        "log_level",
        "log.level",
        "severitytext",
        "severity_text",
        "@l",
        "levelstr",
        "@level",
        "error_severity"
    };
    /** The keys for a level by their length: most keys are compared with none of them. */
    private static final byte[][][] BY_LENGTH = byLength();

    private static final String[] MESSAGE_KEYS = {"message", "msg", "log", "value", "MESSAGE"};
    /** Members that hold the level deeper: ECS, log4js, loguru, Logstash's first format, OpenTelemetry's lines. */
    private static final String[] NESTING_KEYS = {
        "log", "level", "record", "@fields", "resourceLogs", "scopeLogs", "logRecords"
    };

    /** How a message is read if nothing is known of the others in its file. */
    static final LineForm ANY_MESSAGE =
            (bytes, from, to, match) -> LineFormat.anyForm().level(bytes, from, to, match);

    private final LineForm wrapped;

    JsonForm() {
        this(ANY_MESSAGE);
    }

    /**
     * @param wrapped how the messages of objects are read that tell their level by nothing else
     */
    JsonForm(LineForm wrapped) {
        this.wrapped = wrapped;
    }

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        return object(bytes, from, to, match);
    }

    /**
     * Reads the object that starts at from; UNKNOWN if there is no whole object up to to. A line of a list of objects counts as
     * the object in it: {@code [{...},} to {@code {...}]}.
     */
    int object(byte[] b, int from, int to, LineMatch match) {
        int end = Chars.trimEnd(b, from, to);
        boolean listed = false;
        while (end > from && (b[end - 1] == ',' || b[end - 1] == ']')) {
            listed = true;
            end = Chars.trimEnd(b, from, end - 1);
        }
        int start = b[from] == '[' && from + 1 < end ? Chars.skipBlanks(b, from + 1, end) : from;
        // A line longer than a reader's buffer arrives without its end.
        boolean whole = end - start >= 2 && (b[end - 1] == '}' || (!listed && end - start >= LONG_LINE));
        if (!whole || b[start] != '{') {
            return UNKNOWN;
        }
        JsonRecord record = match.json();
        record.clear();
        return members(b, start + 1, end, record, 0) < 0 ? UNKNOWN : record.result(b, match, wrapped);
    }

    /**
     * Reads the members after an opening brace; returns the position after the closing one, or -1 if it is not JSON.
     *
     * @param depth how deep the object is nested, 0 for the record itself
     */
    private static int members(byte[] b, int from, int to, JsonRecord record, int depth) {
        int p = JsonScan.skipSpace(b, from, to);
        if (p < to && b[p] == '}') {
            return p + 1;
        }
        while (p < to) {
            if (b[p] != '"') {
                return -1;
            }
            int keyFrom = p + 1;
            int keyTo = JsonScan.stringEnd(b, keyFrom, to);
            if (keyTo < 0) {
                return -1;
            }
            p = JsonScan.skipSpace(b, keyTo + 1, to);
            if (p >= to || b[p] != ':') {
                return -1;
            }
            p = JsonScan.skipSpace(b, p + 1, to);
            if (p >= to) {
                return -1;
            }
            int value = p;
            boolean nests =
                    (b[p] == '{' || b[p] == '[') && depth < MOST_NESTED && isOneOf(NESTING_KEYS, b, keyFrom, keyTo);
            p = nests ? nested(b, p, to, record, depth + 1) : JsonScan.valueEnd(b, p, to);
            if (p < 0) {
                return -1;
            }
            if (!record.isDecided()) {
                if (depth > 0) {
                    within(b, keyFrom, keyTo, value, p, record);
                } else {
                    member(b, keyFrom, keyTo, value, p, record);
                }
                if (record.isDecided() && depth == 0) {
                    return p; // the rest of the object can tell nothing more
                }
            }
            p = JsonScan.skipSpace(b, p, to);
            if (p < to && b[p] == '}') {
                return p + 1;
            }
            if (p >= to || b[p] != ',') {
                return -1;
            }
            p = JsonScan.skipSpace(b, p + 1, to);
        }
        return -1;
    }

    /** Reads an object or the first object of a list; returns the position after it. */
    private static int nested(byte[] b, int from, int to, JsonRecord record, int depth) {
        int end = JsonScan.valueEnd(b, from, to);
        int object = b[from] == '[' ? JsonScan.skipSpace(b, from + 1, to) : from;
        if (end > 0 && object < end && b[object] == '{') {
            members(b, object + 1, end, record, depth);
        }
        return end;
    }

    /** A member of a nested object: only words count there, and numbers beside no word are nobody's scale. */
    private static void within(byte[] b, int keyFrom, int keyTo, int from, int to, JsonRecord record) {
        if (b[from] == '"' && (isNameKey(b, keyFrom, keyTo) || Chars.equalsAt(b, keyFrom, keyTo, "name"))) {
            record.decide(LevelWords.find(b, from + 1, to - 1), from + 1, to - 1);
        }
    }

    private static void member(byte[] b, int keyFrom, int keyTo, int from, int to, JsonRecord record) {
        boolean string = b[from] == '"';
        int valueFrom = string ? from + 1 : from;
        int valueTo = string ? to - 1 : to;
        if (isNameKey(b, keyFrom, keyTo)) {
            record.sign(b, keyFrom, keyTo);
            int level = string ? name(b, valueFrom, valueTo) : -1;
            if (level >= 0) {
                record.decide(level, valueFrom, valueTo);
            } else {
                record.number(number(b, valueFrom, valueTo), valueFrom, valueTo);
            }
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "s")
                && string
                && valueTo > valueFrom
                && valueTo - valueFrom <= 2) {
            record.propose(LevelWords.letter(b[valueFrom]), valueFrom, valueTo);
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "s") && !string) {
            int level = LevelWords.find(Vocabulary.COCKROACH, b, valueFrom, valueTo);
            record.hint(JsonRecord.Sign.COCKROACH, level, valueFrom, valueTo);
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "L") && string) {
            record.propose(LevelWords.find(b, valueFrom, valueTo), valueFrom, valueTo);
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "PRIORITY")) {
            long number = number(b, valueFrom, valueTo);
            record.propose(number >= 0 && number <= 7 ? LevelWords.severity((int) number) : -1, valueFrom, valueTo);
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "severityNumber")
                || Chars.equalsAt(b, keyFrom, keyTo, "severity_number")) {
            record.propose(LevelWords.openTelemetry(number(b, valueFrom, valueTo)), valueFrom, valueTo);
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "@t")) {
            record.serilog();
        } else {
            record.sign(b, keyFrom, keyTo);
            if (string) {
                word(b, keyFrom, keyTo, valueFrom, valueTo, record);
            } else if (b[from] == '[' && Chars.equalsAt(b, keyFrom, keyTo, "tags")) {
                firstTag(b, from + 1, to, record);
            }
        }
    }

    private static void word(byte[] b, int keyFrom, int keyTo, int from, int to, JsonRecord record) {
        if (isOneOf(MESSAGE_KEYS, b, keyFrom, keyTo)) {
            record.message(from, to);
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "status")) {
            record.hint(JsonRecord.Sign.SERVICE, LevelWords.find(b, from, to), from, to);
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "priority")) {
            record.hint(JsonRecord.Sign.MESSAGE, LevelWords.find(b, from, to), from, to);
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "label")) {
            record.hint(JsonRecord.Sign.MYSQL, LevelWords.find(b, from, to), from, to);
        }
    }

    private static void firstTag(byte[] b, int from, int to, JsonRecord record) {
        int p = JsonScan.skipSpace(b, from, to);
        int end = p < to && b[p] == '"' ? JsonScan.stringEnd(b, p + 1, to) : -1;
        if (end > 0) {
            record.hint(JsonRecord.Sign.KIBANA, LevelWords.find(b, p + 1, end), p + 1, end);
        }
    }

    private static boolean isOneOf(String[] keys, byte[] b, int from, int to) {
        for (String key : keys) {
            if (Chars.equalsAt(b, from, to, key)) {
                return true;
            }
        }
        return false;
    }

    private static int name(byte[] b, int from, int to) {
        int start = Chars.skipBlanks(b, from, to);
        int end = Chars.trimEnd(b, start, to);
        return end - start == 1 ? LevelWords.letter(b[start]) : LevelWords.findStepped(b, start, end);
    }

    private static long number(byte[] b, int from, int to) {
        if (to - from > 6 || Chars.skipDigits(b, from, to) != to || from == to) {
            return -1;
        }
        long number = 0;
        for (int p = from; p < to; p++) {
            number = number * 10 + b[p] - '0';
        }
        return number;
    }

    private static byte[][][] byLength() {
        byte[][][] keys = new byte[15][][];
        for (int length = 0; length < keys.length; length++) {
            int wanted = length;
            keys[length] = Stream.of(NAME_KEYS)
                    .filter(key -> key.length() == wanted)
                    .map(key -> key.getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);
        }
        return keys;
    }

    private static boolean isNameKey(byte[] b, int from, int to) {
        if (to - from >= BY_LENGTH.length) {
            return false;
        }
        for (byte[] key : BY_LENGTH[to - from]) {
            int i = 0;
            while (i < key.length
                    && (b[from + i] == key[i] || (b[from + i] | 0x20) == key[i] && Chars.isLetter(b[from + i]))) {
                i++;
            }
            if (i == key.length) {
                return true;
            }
        }
        return false;
    }
}
