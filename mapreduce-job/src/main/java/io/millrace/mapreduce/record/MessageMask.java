package io.millrace.mapreduce.record;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes one text out of messages that differ only in numbers and ids: numbers, hexadecimal words, UUIDs, addresses and
 * the digits within names become {@code #}.
 */
public final class MessageMask {
    /** Longest masked message in bytes; the rest of a message does not tell messages apart. */
    public static final int LONGEST = 240;

    /** An ellipsis: the message goes on. */
    private static final byte[] CUT = "…".getBytes(StandardCharsets.UTF_8);

    private static final int LEAST_HEX = 4;
    /** Ids of this many bits have letters only now and then; a word of eight letters but a to f is not known. */
    private static final List<Integer> HEX_LETTERS = List.of(8, 16, 24, 32, 40, 64);

    private static final int LEAST_DIFFERENT = 3;

    /** Kinds of the bytes of which words are; 0 for all others. */
    private static final int DIGIT = 1;

    private static final int HEX = 2;
    private static final int LETTER = 4;
    private static final byte[] KINDS = new byte[256];

    static {
        for (int c = 0; c < 128; c++) {
            KINDS[c] = (byte) (isDigit(c) ? DIGIT : isHex(c) ? HEX : isWord(c) ? LETTER : 0);
        }
    }

    private MessageMask() {}

    /** Masks the message in from..to and writes it to target, from position at on; returns the position after it. */
    public static int mask(byte[] b, int from, int to, byte[] target, int at) {
        int out = at;
        // One more than fits: that there is one more is how it shows that the message goes on.
        int limit = Math.min(at + LONGEST + 1, target.length);
        int p = from;
        while (p < to && out < limit) {
            int c = b[p];
            if (KINDS[c & 0xFF] != 0) {
                int end = p;
                int kinds = 0;
                for (int kind = KINDS[c & 0xFF]; kind != 0; kind = end < to ? KINDS[b[end] & 0xFF] : 0) {
                    kinds |= kind;
                    end++;
                }
                if ((kinds & (DIGIT | LETTER)) == LETTER) {
                    // No digit, and a letter that no number has: most words.
                    int copied = Math.min(end - p, limit - out);
                    System.arraycopy(b, p, target, out, copied);
                    out += copied;
                } else {
                    boolean colon = (kinds & LETTER) == 0 && end < to && b[end] == ':';
                    int address = colon ? addressEnd(b, from, p, to) : -1;
                    end = address > 0 ? address : end;
                    out = address > 0 ? number(target, at, out, limit) : word(b, p, end, kinds, target, at, out, limit);
                }
                p = end;
            } else {
                byte shown = c >= 0 && c < ' ' ? (byte) ' ' : (byte) c;
                boolean twice = shown == ' ' && (out == at || target[out - 1] == ' ');
                if (!twice) {
                    target[out++] = shown;
                }
                p++;
            }
        }
        while (p < to && isBlank(b[p])) {
            p++;
        }
        int whole = withoutBlanks(target, at, out);
        if (p == to && whole <= at + LONGEST) {
            return whole;
        }
        // A masked message cut within a character of several bytes would not be text.
        int room = Math.max(at, Math.min(out, Math.min(at + LONGEST, target.length) - CUT.length));
        int end = withoutBlanks(target, at, room < out ? characterStart(target, at, room) : out);
        System.arraycopy(CUT, 0, target, end, CUT.length);
        return end + CUT.length;
    }

    private static int withoutBlanks(byte[] target, int from, int to) {
        int end = to;
        while (end > from && target[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    /** Also controls, which are no text. */
    private static boolean isBlank(int c) {
        return c >= 0 && c <= ' ';
    }

    /** The place to cut at, at most {@code to}, so that no character is cut that goes on after it; there is a byte at {@code to}. */
    public static int characterStart(byte[] b, int from, int to) {
        int p = to;
        while (p > from && (b[p] & 0xC0) == 0x80) {
            p--;
        }
        return p;
    }

    private static int word(byte[] b, int from, int end, int kinds, byte[] target, int at, int start, int limit) {
        int out = start;
        boolean digit = (kinds & DIGIT) != 0;
        boolean hex = (kinds & LETTER) == 0;
        if (hex && !digit && HEX_LETTERS.contains(end - from) && different(b, from, end) >= LEAST_DIFFERENT) {
            return number(target, at, out, limit);
        }
        boolean prefixed = end - from > 2 && b[from] == '0' && (b[from + 1] | 0x20) == 'x';
        if (digit && (prefixed || (hex && (end - from >= LEAST_HEX || kinds == DIGIT)))) {
            return number(target, at, out, limit);
        }
        if (hex && !digit && end - from == 4 && out > at + 1 && target[out - 1] == '-' && target[out - 2] == '#') {
            return number(target, at, out, limit); // a group of a UUID that happens to hold no digit
        }
        for (int p = from; p < end && out < limit; ) {
            if (isDigit(b[p])) {
                while (p < end && isDigit(b[p])) {
                    p++;
                }
                target[out++] = '#';
            } else {
                target[out++] = b[p++];
            }
        }
        return out;
    }

    /** Writes a #, or lets the one before it stand for this number too: addresses, dates and UUIDs are one each. */
    private static int number(byte[] target, int at, int start, int limit) {
        int out = start;
        if (out > at + 1 && target[out - 2] == '#' && isJoin(target[out - 1])) {
            return out - 1;
        }
        boolean signed = out > at && (target[out - 1] == '-' || target[out - 1] == '+');
        if (signed && (out == at + 1 || !isWord(target[out - 2]))) {
            out--;
        }
        if (out < limit) {
            target[out++] = '#';
        }
        return out;
    }

    private static boolean isJoin(int c) {
        return c == '.' || c == ':' || c == '-' || c == '/' || c == ',';
    }

    /** The end of an address of IPv6 or of a network card that starts at p, or -1: groups of hexadecimal digits and colons. */
    private static int addressEnd(byte[] b, int from, int p, int to) {
        if (p > from && (isWord(b[p - 1]) || b[p - 1] == ':' || b[p - 1] == '-' || b[p - 1] == '.')) {
            return -1;
        }
        int colons = 0;
        int group = 0;
        boolean gap = false;
        boolean pairs = true;
        boolean digit = false;
        int q = p;
        while (q < to && (isHex(b[q]) || b[q] == ':')) {
            if (b[q] == ':') {
                gap |= group == 0 && colons > 0;
                pairs &= group == 2;
                colons++;
                group = 0;
            } else if (++group > 4) {
                return -1;
            }
            digit |= isDigit(b[q]);
            q++;
        }
        if (q < to && isWord(b[q])) {
            return -1;
        }
        boolean card = colons == 5 && pairs && group == 2;
        boolean whole = colons == 7 && group > 0;
        return card || whole || (gap && digit && colons <= 7) ? q : -1;
    }

    private static int different(byte[] b, int from, int to) {
        int seen = 0;
        for (int p = from; p < to; p++) {
            seen |= 1 << (b[p] & 0x1F);
        }
        return Integer.bitCount(seen);
    }

    private static boolean isWord(int c) {
        return isDigit(c) || ((c & ~0x20) >= 'A' && (c & ~0x20) <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(int c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }
}
