package io.millrace.formats.bytes;

/** Checks UTF-8. */
public final class Utf8 {
    /** The highest bit of each of eight bytes. */
    private static final long HIGH = 0x8080808080808080L;

    private Utf8() {}

    /** True if all of the range is well-formed. */
    public static boolean isValid(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to) {
            if (bytes[p] >= 0) {
                p++;
                while (to - p >= 8 && (Bytes.load(bytes, p) & HIGH) == 0) {
                    p += 8;
                }
            } else {
                int length = sequenceLength(bytes, p, to);
                if (length == 0) {
                    return false;
                }
                p += length;
            }
        }
        return true;
    }

    /** Length of the well-formed sequence of two to four bytes that begins there, or 0. Overlong forms and surrogates are not. */
    public static int sequenceLength(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (end - at < length) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int greatest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > greatest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
