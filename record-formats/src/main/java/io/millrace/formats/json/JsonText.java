package io.millrace.formats.json;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Rewrites JSON texts that were validated before: onto one line, or indented for people. Numbers,
 * strings and the order of fields stay as they are, byte for byte.
 */
public final class JsonText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** A multiple of three, so that only the last piece is filled up. */
    private static final int BASE64_PIECE = 3 << 14;

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

    /** True if an object without blanks has a field of one of these names, in UTF-8, itself and not further in. */
    public static boolean hasField(byte[] object, int from, int to, List<byte[]> names) {
        int depth = 0;
        int p = from;
        while (p < to) {
            byte b = object[p];
            if (b == '"') {
                int end = endOfString(object, p);
                if (depth == 1 && object[end] == ':' && isOneOf(object, p + 1, end - 1, names)) {
                    return true;
                }
                p = end;
            } else {
                depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
                p++;
            }
        }
        return false;
    }

    private static boolean isOneOf(byte[] bytes, int from, int to, List<byte[]> names) {
        byte[] plain = bytes;
        int start = from;
        int end = to;
        for (int p = from; p < to; p++) {
            if (bytes[p] == '\\') {
                plain = new byte[to - from];
                start = 0;
                // Half a surrogate pair is in none of the names.
                end = Math.max(0, JsonStrings.unescape(bytes, from, to, plain, 0));
                break;
            }
        }
        for (byte[] name : names) {
            if (Arrays.equals(name, 0, name.length, plain, start, end)) {
                return true;
            }
        }
        return false;
    }

    /** Appends bytes as a JSON string of base64. */
    @SuppressWarnings("ByteBufferBackingArray") // an encoder answers with an array of its own
    public static void base64(InputBytes bytes, Bytes out) {
        out.putByte('"');
        // By pieces: all of a huge value at once would be in memory once more.
        for (int rest = bytes.to() - bytes.from(); rest > 0; rest -= BASE64_PIECE) {
            ByteBuffer piece = ByteBuffer.wrap(bytes.array(), bytes.to() - rest, Math.min(BASE64_PIECE, rest));
            ByteBuffer encoded = Base64.getEncoder().encode(piece);
            out.put(encoded.array(), 0, encoded.limit());
        }
        out.putByte('"');
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
