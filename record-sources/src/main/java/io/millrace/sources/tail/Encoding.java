package io.millrace.sources.tail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The encoding of a file: where its lines and characters end, and the UTF-8 of them. Records are found in the file's own
 * bytes, so that positions are places in the file; only what is handed out is converted.
 */
public final class Encoding {
    /** Nothing was said: bytes stay as they are, and a file that begins with a mark of UTF-16 is converted. */
    public static final Encoding AS_IT_IS = new Encoding(StandardCharsets.UTF_8, true);

    private static final Encoding UTF_8 = new Encoding(StandardCharsets.UTF_8, false);
    private static final Encoding UTF_16LE = new Encoding(StandardCharsets.UTF_16LE, false);
    private static final Encoding UTF_16BE = new Encoding(StandardCharsets.UTF_16BE, false);
    private static final char MARK = '\uFEFF';
    private static final char REPLACEMENT = '\uFFFD';
    /** Of the marks that are looked for. */
    static final int LONGEST_MARK = 3;

    private final Charset charset;
    private final boolean raw;
    /** Bytes of a line feed; everything that ends a line is a multiple of it away from the line's start. */
    private final int unit;

    private final byte[] lineFeed;
    private final byte[] carriageReturn;
    private final byte[] mark;

    private Encoding(Charset charset, boolean raw) {
        this.charset = charset;
        this.raw = raw;
        this.lineFeed = "\n".getBytes(charset);
        this.carriageReturn = "\r".getBytes(charset);
        this.unit = lineFeed.length;
        this.mark = charset.name().startsWith("UTF-") ? String.valueOf(MARK).getBytes(charset) : new byte[0];
    }

    /**
     * The encoding of this name.
     *
     * @throws IllegalArgumentException if there is none, or if lines cannot be found in it; the message is the rule
     */
    public static Encoding of(String name) {
        Charset charset;
        try {
            charset = Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be an encoding that Java knows, such as UTF-8, UTF-16LE, ISO-8859-1, windows-1252, Shift_JIS or"
                            + " GBK",
                    e);
        }
        if (charset.equals(StandardCharsets.UTF_16)) {
            // By its mark; big-endian without, as the standard says.
            return UTF_16BE;
        }
        boolean findable = charset.canEncode()
                && !charset.name().startsWith("ISO-2022")
                && !charset.name().startsWith("x-ISO-2022")
                && isLineFeed("\n".getBytes(charset));
        if (!findable) {
            throw new IllegalArgumentException(
                    "must be an encoding in which each line stands for itself and a line feed is"
                            + " the code 10, which " + charset.name() + " is not");
        }
        return new Encoding(charset, false);
    }

    private static boolean isLineFeed(byte[] bytes) {
        int sum = 0;
        for (byte part : bytes) {
            sum += part;
        }
        boolean atAnEnd = bytes[0] == '\n' || bytes[bytes.length - 1] == '\n';
        return sum == '\n' && atAnEnd && (bytes.length == 1 || bytes.length == 2 || bytes.length == 4);
    }

    /**
     * The encoding of a file that begins so; null if these bytes are too few to know.
     *
     * @param all true if no more bytes can be waited for
     */
    Encoding ofFile(byte[] bytes, int start, int end, boolean all) {
        boolean byMark = raw || this == UTF_16BE;
        if (!byMark) {
            return this;
        }
        if (startsWith(UTF_16LE.mark, bytes, start, end)) {
            return UTF_16LE;
        }
        if (startsWith(UTF_16BE.mark, bytes, start, end)) {
            return UTF_16BE;
        }
        boolean perhaps = end - start < LONGEST_MARK
                && (isBeginningOf(UTF_16LE.mark, bytes, start, end)
                        || isBeginningOf(UTF_16BE.mark, bytes, start, end)
                        || isBeginningOf(UTF_8.mark, bytes, start, end));
        return perhaps && !all ? null : this;
    }

    private static boolean startsWith(byte[] wanted, byte[] bytes, int start, int end) {
        return end - start >= wanted.length
                && Arrays.equals(bytes, start, start + wanted.length, wanted, 0, wanted.length);
    }

    private static boolean isBeginningOf(byte[] wanted, byte[] bytes, int start, int end) {
        int length = Math.min(end - start, wanted.length);
        return Arrays.equals(bytes, start, start + length, wanted, 0, length);
    }

    /** Bytes of the byte order mark that a file begins with. */
    int markLength(byte[] bytes, int start, int end) {
        return mark.length > 0 && startsWith(mark, bytes, start, end) ? mark.length : 0;
    }

    /** Index behind the first line end at or behind {@code from}; -1 if there is none. The line begins at {@code start}. */
    int lineEnd(byte[] bytes, int start, int from, int end) {
        if (unit == 1) {
            for (int i = from; i < end; i++) {
                if (bytes[i] == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }
        for (int i = start + (from - start) / unit * unit; i + unit <= end; i += unit) {
            if (startsWith(lineFeed, bytes, i, end)) {
                return i + unit;
            }
        }
        return -1;
    }

    /** Index behind the last line end; -1 if there is none. */
    int lastLineEnd(byte[] bytes, int start, int end) {
        for (int i = wholeUnits(start, end) - unit; i >= start; i -= unit) {
            if (startsWith(lineFeed, bytes, i, end)) {
                return i + unit;
            }
        }
        return -1;
    }

    /** Index of the line end, LF or CRLF, that the record ends with; {@code end} if it ends with none. */
    int withoutLineEnd(byte[] bytes, int start, int end) {
        int contentEnd = end;
        if (contentEnd - unit >= start && startsWith(lineFeed, bytes, contentEnd - unit, end)) {
            contentEnd -= unit;
            if (contentEnd - unit >= start && startsWith(carriageReturn, bytes, contentEnd - unit, end)) {
                contentEnd -= unit;
            }
        }
        return contentEnd;
    }

    /** Bytes that belong together. */
    int unit() {
        return unit;
    }

    /** Bytes of the longest line end. */
    int longestLineEnd() {
        return 2 * unit;
    }

    /** Index of the last whole unit's end. */
    int wholeUnits(int start, int end) {
        return start + (end - start) / unit * unit;
    }

    /** Bytes of a record that are at most {@code maxBytes} as UTF-8, whatever they are. */
    int longest(int maxBytes) {
        if (raw) {
            return maxBytes;
        }
        if (charset.equals(StandardCharsets.UTF_8)) {
            return maxBytes;
        }
        // One byte of the others can become three; four bytes of UTF-16 become at most six.
        return wholeUnits(0, unit == 1 ? maxBytes / 3 : maxBytes / 2);
    }

    /** The best place to cut before or at {@code cut}: no character and no line end is cut in two. */
    int boundary(byte[] bytes, int start, int cut) {
        int at = raw || charset.equals(StandardCharsets.UTF_8)
                ? utf8Boundary(bytes, start, cut)
                : characterBoundary(bytes, start, cut);
        // A line end stays whole, and behind a cut a line never begins: its start would not be looked at.
        while (at - unit > start
                && (startsWith(lineFeed, bytes, at - unit, at) || startsWith(carriageReturn, bytes, at - unit, at))) {
            at -= unit;
        }
        return at;
    }

    /** A character has at most three continuation bytes; what is no UTF-8 is cut anywhere. */
    static int utf8Boundary(byte[] bytes, int start, int cut) {
        int at = cut;
        for (int back = 0; back < 3 && at > start && (bytes[at] & 0xc0) == 0x80; back++) {
            at--;
        }
        return at;
    }

    private int characterBoundary(byte[] bytes, int start, int cut) {
        ByteBuffer in = ByteBuffer.wrap(bytes, start, wholeUnits(start, cut) - start);
        CharBuffer out = CharBuffer.allocate(1024);
        CharsetDecoder decoder = replacing();
        while (decoder.decode(in, out, false).isOverflow()) {
            out.clear();
        }
        // What is left is a character's beginning.
        return in.position() > start ? in.position() : cut;
    }

    /** The bytes as UTF-8. */
    byte[] utf8(byte[] bytes, int start, int end) {
        if (raw) {
            return Arrays.copyOfRange(bytes, start, end);
        }
        return text(bytes, start, end).getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes as text; what is none is replaced. */
    String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, charset);
    }

    /** How many characters of the converted text had to be replaced. */
    int replaced(byte[] bytes, int start, int end, byte[] utf8) {
        if (raw) {
            return 0;
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return 0;
        }
        try {
            charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, start, end - start));
            // They stood in the file.
            return 0;
        } catch (CharacterCodingException e) {
            return (int) text.chars().filter(c -> c == REPLACEMENT).count();
        }
    }

    private CharsetDecoder replacing() {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    @Override
    public String toString() {
        return charset.name();
    }
}
