package io.millrace.mapreduce.level;

/**
 * Steps over JSON without building anything. Made for lines that programs wrote: it tells where values end and does not
 * prove that a text is JSON.
 */
public final class JsonScan {
    private static final int MAX_DEPTH = 512;

    private JsonScan() {}

    /**
     * Finds a member of the object in from..to by its key.
     *
     * @param keys keys in order of preference, in ASCII
     * @param found where the value's first byte and the byte after its last go; quotes of strings excluded
     * @return whether one of the keys was found
     */
    public static boolean member(byte[] b, int from, int to, String[] keys, int[] found) {
        int best = keys.length;
        int p = skipSpace(b, from, to);
        if (p >= to || b[p] != '{') {
            return false;
        }
        p = skipSpace(b, p + 1, to);
        while (p < to && b[p] == '"') {
            int keyTo = stringEnd(b, p + 1, to);
            int value = keyTo < 0 ? to : skipSpace(b, keyTo + 1, to);
            if (value >= to || b[value] != ':') {
                break;
            }
            value = skipSpace(b, value + 1, to);
            int end = value < to ? valueEnd(b, value, to) : -1;
            if (end < 0) {
                break;
            }
            for (int i = 0; i < best; i++) {
                if (Chars.equalsAt(b, p + 1, keyTo, keys[i])) {
                    best = i;
                    boolean string = b[value] == '"';
                    found[0] = string ? value + 1 : value;
                    found[1] = string ? end - 1 : end;
                }
            }
            p = skipSpace(b, end, to);
            if (p >= to || b[p] != ',') {
                break;
            }
            p = skipSpace(b, p + 1, to);
        }
        return best < keys.length;
    }

    /** The position of the quote that ends the string whose first byte is at from, or -1. */
    static int stringEnd(byte[] b, int from, int to) {
        int p = from;
        while (p < to) {
            int c = b[p];
            if (c == '"') {
                return p;
            }
            p += c == '\\' ? 2 : 1;
        }
        return -1;
    }

    /** The end of any value, by counting brackets instead of recursion: nesting must not cost stack. */
    static int valueEnd(byte[] b, int from, int to) {
        int p = from;
        int depth = 0;
        while (p < to) {
            int c = b[p];
            if (c == '"') {
                int end = stringEnd(b, p + 1, to);
                if (end < 0) {
                    return -1;
                }
                p = end + 1;
            } else if (c == '{' || c == '[') {
                if (++depth > MAX_DEPTH) {
                    return -1;
                }
                p++;
                continue;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return p == from ? -1 : p;
                }
                depth--;
                p++;
            } else if (depth == 0 && (c == ',' || Chars.isBlank(c))) {
                return p;
            } else {
                p++;
                if (depth == 0 && p < to && b[p] != ',' && b[p] != '}' && !Chars.isBlank(b[p])) {
                    continue;
                }
            }
            if (depth == 0) {
                return p;
            }
        }
        return -1;
    }

    static int skipSpace(byte[] b, int from, int to) {
        int p = from;
        while (p < to && (Chars.isBlank(b[p]) || b[p] == '\r')) {
            p++;
        }
        return p;
    }
}
