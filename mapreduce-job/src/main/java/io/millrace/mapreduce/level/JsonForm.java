package io.millrace.mapreduce.level;

/**
 * One JSON object per line. The level is the value of a level key of the object itself, or of {@code level} within
 * {@code log}; keys of other nested objects and text within strings never count.
 *
 * <p>Known keys: level, severity and their usual variants; {@code level} as a number (Bunyan, Pino, GELF, Monolog);
 * journald's PRIORITY; MongoDB's {@code s}; zap's {@code L}; OpenTelemetry's severityText and severityNumber; Serilog's {@code @l}, whose
 * absence beside {@code @t} means Information. An object without any of them has the level that its message shows (keys
 * message, msg, log, value), read as a line of its own, for that is how collectors and the sink wrap lines.
 */
final class JsonForm implements LineForm {
    private static final int LONG_LINE = 64 * 1024;
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
        "levelstr"
    };
    private static final String[] MESSAGE_KEYS = {"message", "msg", "log", "value", "MESSAGE"};

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        return object(bytes, from, to, match);
    }

    /** Reads the object that starts at from; UNKNOWN if there is no whole object up to to. */
    static int object(byte[] b, int from, int to, LineMatch match) {
        int end = Chars.trimEnd(b, from, to);
        // A line longer than a reader's buffer arrives without its end.
        boolean whole = end - from >= 2 && (b[end - 1] == '}' || end - from >= LONG_LINE);
        if (!whole || b[from] != '{') {
            return UNKNOWN;
        }
        JsonRecord record = match.json();
        record.clear();
        return members(b, from + 1, end, record, false) < 0 ? UNKNOWN : record.result(b, match);
    }

    /** Reads the members after an opening brace; returns the position after the closing one, or -1 if it is not JSON. */
    private static int members(byte[] b, int from, int to, JsonRecord record, boolean inLog) {
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
            if (b[p] == '{' && !inLog && Chars.equalsAt(b, keyFrom, keyTo, "log")) {
                p = members(b, p + 1, to, record, true);
            } else {
                p = JsonScan.valueEnd(b, p, to);
            }
            if (p < 0) {
                return -1;
            }
            if (!record.isDecided()) {
                member(b, keyFrom, keyTo, value, p, record, inLog);
                if (record.isDecided() && !inLog) {
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

    private static void member(byte[] b, int keyFrom, int keyTo, int from, int to, JsonRecord record, boolean inLog) {
        boolean string = b[from] == '"';
        int valueFrom = string ? from + 1 : from;
        int valueTo = string ? to - 1 : to;
        if (inLog) {
            if (Chars.equalsAt(b, keyFrom, keyTo, "level") && string) {
                record.decide(LevelWords.find(b, valueFrom, valueTo), valueFrom, valueTo);
            }
            return;
        }
        if (isNameKey(b, keyFrom, keyTo)) {
            int level = string ? name(b, valueFrom, valueTo) : -1;
            if (level >= 0) {
                record.decide(level, valueFrom, valueTo);
            } else {
                record.propose(LevelWords.number(number(b, valueFrom, valueTo)), valueFrom, valueTo);
            }
        } else if (Chars.equalsAt(b, keyFrom, keyTo, "s")
                && string
                && valueTo > valueFrom
                && valueTo - valueFrom <= 2) {
            record.propose(LevelWords.letter(b[valueFrom]), valueFrom, valueTo);
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
        } else if (string) {
            for (String key : MESSAGE_KEYS) {
                if (Chars.equalsAt(b, keyFrom, keyTo, key)) {
                    record.message(valueFrom, valueTo);
                }
            }
        }
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

    private static boolean isNameKey(byte[] b, int from, int to) {
        if (to - from < 2 || to - from > 13) {
            return false;
        }
        for (String key : NAME_KEYS) {
            if (key.length() == to - from) {
                int i = 0;
                while (i < key.length()
                        && (b[from + i] == key.charAt(i)
                                || (Chars.isLetter(b[from + i]) && (b[from + i] | 0x20) == key.charAt(i)))) {
                    i++;
                }
                if (i == key.length()) {
                    return true;
                }
            }
        }
        return false;
    }
}
