package io.millrace.formats.json;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.Utf8;
import io.millrace.record.BadRecordException;

/**
 * Steps over the parts of one JSON text. Every method takes the index where a part begins and
 * returns the index after it; what was found in between is in the fields until the next call.
 */
final class JsonScanner {
    /** Jackson's limit too: real data never comes near, and whoever reads the file next may recurse. */
    static final int MOST_NESTING = 1000;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long BLANKS = ONES * ' ';
    private static final long QUOTES = ONES * '"';
    private static final long SLASHES = ONES * '\\';

    private final boolean[] inObject = new boolean[MOST_NESTING];
    byte[] buf;
    int start;
    int end;

    /** Last string: where its contents end. */
    int stringEnd;
    /** Last string: whether it has escapes. */
    boolean stringEscaped;

    /** Last number: its digits without the point, if they are at most 18. */
    long mantissa;
    /** Last number: power of ten to multiply the mantissa with. */
    int exponent;
    /** Last number: whether mantissa and exponent are all of it. */
    boolean exact;
    /** Last number: whether it has neither fraction nor exponent. */
    boolean whole;
    /** Last number: whether a minus sign precedes it. */
    boolean negative;

    void begin(byte[] bytes, int from, int to) {
        buf = bytes;
        start = from;
        end = to;
    }

    int skipBlanks(int at) {
        int p = at;
        while (p < end) {
            byte b = buf[p];
            if (b > ' ' || b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                break;
            }
            p++;
        }
        return p;
    }

    /** The byte there. */
    byte peek(int p) throws BadRecordException {
        if (p >= end) {
            throw endsEarly();
        }
        return buf[p];
    }

    int expect(int p, char wanted) throws BadRecordException {
        if (peek(p) != wanted) {
            throw unexpected(p, "'" + wanted + "'");
        }
        return p + 1;
    }

    /** Checks that nothing but blanks follows. */
    void expectEnd(int at) throws BadRecordException {
        int p = skipBlanks(at);
        if (p < end) {
            throw unexpected(p, "the end of the value");
        }
    }

    int literal(int at, String word) throws BadRecordException {
        int length = word.length();
        if (end - at < length) {
            throw unexpected(at, "a value");
        }
        for (int i = 1; i < length; i++) {
            if (buf[at + i] != word.charAt(i)) {
                throw unexpected(at, "a value");
            }
        }
        return at + length;
    }

    /**
     * Steps over a string whose opening quote was just passed. Looks at eight bytes at a time for one that is not plain:
     * a quote, a backslash, a control character or part of a character beyond ASCII.
     */
    int string(int at) throws BadRecordException {
        byte[] bytes = buf;
        int limit = end;
        boolean escaped = false;
        int p = at;
        while (true) {
            while (limit - p >= 8) {
                long word = Bytes.load(bytes, p);
                long quote = word ^ QUOTES;
                long slash = word ^ SLASHES;
                long hits = ((quote - ONES) & ~quote | (slash - ONES) & ~slash | (word - BLANKS) & ~word | word) & HIGH;
                if (hits != 0) {
                    p += Long.numberOfTrailingZeros(hits) >>> 3;
                    break;
                }
                p += 8;
            }
            if (p >= limit) {
                throw endsEarly();
            }
            byte b = bytes[p];
            if (b == '"') {
                stringEnd = p;
                stringEscaped = escaped;
                return p + 1;
            }
            if (b == '\\') {
                escaped = true;
                p = escape(p + 1);
            } else if (b >= ' ') {
                p++;
            } else if (b < 0) {
                p = multiByte(p);
            } else {
                throw bad("an unescaped control character in a string", p);
            }
        }
    }

    private int escape(int p) throws BadRecordException {
        switch (peek(p)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return p + 1;
            }
            case 'u' -> {
                for (int i = 1; i <= 4; i++) {
                    if (Character.digit(peek(p + i), 16) < 0) {
                        throw bad("an escape without four hexadecimal digits", p);
                    }
                }
                return p + 5;
            }
            default -> throw bad("an unknown escape in a string", p);
        }
    }

    private int multiByte(int p) throws BadRecordException {
        int length = Utf8.sequenceLength(buf, p, end);
        if (length == 0) {
            throw bad("a string that is not UTF-8", p);
        }
        return p + length;
    }

    /** Steps over a number, whose first character was not looked at yet. */
    int number(int at) throws BadRecordException {
        byte[] bytes = buf;
        int limit = end;
        int p = at;
        boolean minus = bytes[p] == '-';
        if (minus) {
            p++;
        }
        // Overflows where there are more digits than a long holds; nobody looks at it then.
        long digits = 0;
        int first = p;
        int digit;
        while (p < limit && (digit = bytes[p] - '0') >= 0 && digit <= 9) {
            digits = digits * 10 + digit;
            p++;
        }
        int count = p - first;
        if (count == 0) {
            throw p < limit ? unexpected(p, "a digit") : endsEarly();
        }
        if (count > 1 && bytes[first] == '0') {
            throw bad("a number with a leading zero", first);
        }
        boolean integer = true;
        int scale = 0;
        if (p < limit && bytes[p] == '.') {
            integer = false;
            int point = ++p;
            while (p < limit && (digit = bytes[p] - '0') >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                p++;
            }
            scale = point - p;
            if (scale == 0) {
                throw p < limit ? unexpected(p, "a digit") : endsEarly();
            }
            count -= scale;
        }
        exponent = scale;
        if (p < limit && (bytes[p] | 0x20) == 'e') {
            integer = false;
            p = power(p + 1, scale);
        }
        negative = minus;
        whole = integer;
        mantissa = digits;
        exact = count <= 18;
        return p;
    }

    private int power(int at, int scale) throws BadRecordException {
        int p = at;
        byte sign = peek(p);
        if (sign == '-' || sign == '+') {
            p++;
        }
        int value = 0;
        int first = p;
        while (p < end && buf[p] >= '0' && buf[p] <= '9') {
            value = Math.min(100_000, value * 10 + buf[p] - '0');
            p++;
        }
        if (p == first) {
            throw p < end ? unexpected(p, "a digit") : endsEarly();
        }
        exponent = scale + (sign == '-' ? -value : value);
        return p;
    }

    /** Steps over any value, checking all of it. */
    int value(int at) throws BadRecordException {
        int depth = 0;
        int p = at;
        while (true) {
            p = skipBlanks(p);
            byte b = peek(p);
            boolean complete = true;
            if (b == '{' || b == '[') {
                if (depth == MOST_NESTING) {
                    throw bad("more than " + MOST_NESTING + " levels of nesting", p);
                }
                inObject[depth++] = b == '{';
                p = skipBlanks(p + 1);
                if (peek(p) != (b == '{' ? '}' : ']')) {
                    complete = false;
                    if (b == '{') {
                        p = name(p);
                    }
                }
            } else {
                p = scalar(p, b);
            }
            if (complete) {
                p = close(p, depth);
                if (closedDepth == 0) {
                    return p;
                }
                depth = closedDepth;
            }
        }
    }

    private int closedDepth;

    /** After a value: closes what ends here, and steps over the comma (and name) before the next value. */
    private int close(int at, int depthBefore) throws BadRecordException {
        int depth = depthBefore;
        int p = at;
        while (depth > 0) {
            p = skipBlanks(p);
            byte b = peek(p);
            boolean object = inObject[depth - 1];
            if (b == ',') {
                p = skipBlanks(p + 1);
                if (object) {
                    p = name(p);
                }
                break;
            }
            if (b != (object ? '}' : ']')) {
                throw unexpected(p, object ? "',' or '}'" : "',' or ']'");
            }
            p++;
            depth--;
        }
        closedDepth = depth;
        return p;
    }

    private int name(int at) throws BadRecordException {
        int p = string(expect(at, '"'));
        return expect(skipBlanks(p), ':');
    }

    private int scalar(int p, byte b) throws BadRecordException {
        switch (b) {
            case '"' -> {
                return string(p + 1);
            }
            case 't' -> {
                return literal(p, "true");
            }
            case 'f' -> {
                return literal(p, "false");
            }
            case 'n' -> {
                return literal(p, "null");
            }
            default -> {
                if (b == '-' || b >= '0' && b <= '9') {
                    return number(p);
                }
                throw unexpected(p, "a value");
            }
        }
    }

    BadRecordException endsEarly() {
        return new BadRecordException(
                end == start ? "value is not JSON: it is empty" : "value is not JSON: it ends in the middle");
    }

    BadRecordException unexpected(int p, String wanted) {
        if (p >= end) {
            return endsEarly();
        }
        int b = buf[p] & 0xff;
        String found = b > ' ' && b < 0x7f ? "'" + (char) b + "'" : String.format("byte 0x%02x", b);
        return new BadRecordException(
                "value is not JSON: " + found + " at byte " + (p - start) + ", must be " + wanted);
    }

    BadRecordException bad(String what, int p) {
        return new BadRecordException("value is not JSON that can be stored: " + what + " at byte " + (p - start));
    }
}
