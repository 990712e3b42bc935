package io.millrace.sink.format.json;

import io.millrace.sink.format.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Rewrites JSON texts that were validated before: onto one line, or indented for people. Numbers,
 * strings and the order of fields stay as they are, byte for byte.
 */
public final class JsonText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /** Appends the text without the blanks between its parts. */
    public static void compact(byte[] bytes, int from, int to, Bytes out) {
        byte[] target = out.room(to - from);
        int o = out.size;
        int p = from;
        while (p < to) {
            byte b = bytes[p];
            if (b == '"') {
                int end = endOfString(bytes, p);
                System.arraycopy(bytes, p, target, o, end - p);
                o += end - p;
                p = end;
            } else {
                if (b > ' ') {
                    target[o++] = b;
                }
                p++;
            }
        }
        out.size = o;
    }

    /** Appends the text with a line per value and two blanks per level. */
    public static void indent(byte[] bytes, int from, int to, Bytes out) {
        int level = 0;
        int p = from;
        while (p < to) {
            byte b = bytes[p];
            switch (b) {
                case '"' -> {
                    int end = endOfString(bytes, p);
                    out.put(bytes, p, end - p);
                    p = end - 1;
                }
                case '{', '[' -> {
                    out.putByte(b);
                    int next = skipBlanks(bytes, p + 1);
                    if (bytes[next] == '}' || bytes[next] == ']') {
                        out.putByte(bytes[next]);
                        p = next;
                    } else {
                        newLine(out, ++level);
                    }
                }
                case '}', ']' -> {
                    newLine(out, --level);
                    out.putByte(b);
                }
                case ',' -> {
                    out.putByte(b);
                    newLine(out, level);
                }
                case ':' -> {
                    out.putByte(b);
                    out.putByte(' ');
                }
                default -> {
                    if (b > ' ') {
                        out.putByte(b);
                    }
                }
            }
            p++;
        }
    }

    private static int skipBlanks(byte[] bytes, int at) {
        int p = at;
        while (bytes[p] <= ' ') {
            p++;
        }
        return p;
    }

    private static int endOfString(byte[] bytes, int quote) {
        int p = quote + 1;
        while (bytes[p] != '"') {
            p += bytes[p] == '\\' ? 2 : 1;
        }
        return p + 1;
    }

    private static void newLine(Bytes out, int level) {
        out.putByte('\n');
        for (int i = 0; i < level; i++) {
            out.putByte(' ');
            out.putByte(' ');
        }
    }

    /** Appends UTF-8 text as a JSON string. */
    public static void quote(byte[] bytes, int from, int to, Bytes out) {
        out.putByte('"');
        for (int p = from; p < to; p++) {
            byte b = bytes[p];
            if (b == '"' || b == '\\') {
                out.putByte('\\');
                out.putByte(b);
            } else if (b >= 0 && b < ' ') {
                escape(b, out);
            } else {
                out.putByte(b);
            }
        }
        out.putByte('"');
    }

    private static void escape(byte b, Bytes out) {
        out.putByte('\\');
        switch (b) {
            case '\n' -> out.putByte('n');
            case '\r' -> out.putByte('r');
            case '\t' -> out.putByte('t');
            default -> {
                out.putByte('u');
                out.putByte('0');
                out.putByte('0');
                out.putByte(HEX[b >> 4]);
                out.putByte(HEX[b & 0xf]);
            }
        }
    }
}
