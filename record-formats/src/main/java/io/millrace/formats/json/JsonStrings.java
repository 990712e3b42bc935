package io.millrace.formats.json;

/** Undoes the escapes of strings that a scanner has passed. */
final class JsonStrings {
    private JsonStrings() {}

    /**
     * Writes the contents of a string as UTF-8; never longer than with escapes.
     *
     * @return the length written, or -1 if half of a surrogate pair stands alone, which UTF-8 cannot say
     */
    static int unescape(byte[] bytes, int from, int to, byte[] out, int outStart) {
        int o = outStart;
        int p = from;
        while (p < to) {
            byte b = bytes[p++];
            if (b != '\\') {
                out[o++] = b;
                continue;
            }
            byte kind = bytes[p++];
            if (kind != 'u') {
                out[o++] = simple(kind);
                continue;
            }
            int code = hex(bytes, p);
            p += 4;
            if (Character.isHighSurrogate((char) code)
                    && to - p >= 6
                    && bytes[p] == '\\'
                    && bytes[p + 1] == 'u'
                    && Character.isLowSurrogate((char) hex(bytes, p + 2))) {
                code = Character.toCodePoint((char) code, (char) hex(bytes, p + 2));
                p += 6;
            } else if (Character.isSurrogate((char) code)) {
                return -1;
            }
            o = put(code, out, o);
        }
        return o - outStart;
    }

    private static byte simple(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    private static int hex(byte[] bytes, int at) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            code = code << 4 | Character.digit(bytes[at + i], 16);
        }
        return code;
    }

    private static int put(int code, byte[] out, int at) {
        int o = at;
        if (code < 0x80) {
            out[o++] = (byte) code;
        } else if (code < 0x800) {
            out[o++] = (byte) (0xc0 | code >> 6);
            out[o++] = (byte) (0x80 | code & 0x3f);
        } else if (code < 0x10000) {
            out[o++] = (byte) (0xe0 | code >> 12);
            out[o++] = (byte) (0x80 | code >> 6 & 0x3f);
            out[o++] = (byte) (0x80 | code & 0x3f);
        } else {
            out[o++] = (byte) (0xf0 | code >> 18);
            out[o++] = (byte) (0x80 | code >> 12 & 0x3f);
            out[o++] = (byte) (0x80 | code >> 6 & 0x3f);
            out[o++] = (byte) (0x80 | code & 0x3f);
        }
        return o;
    }
}
