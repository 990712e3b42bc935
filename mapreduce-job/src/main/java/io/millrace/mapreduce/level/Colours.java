package io.millrace.mapreduce.level;

/**
 * A line without the sequences by which terminals change colours, with the way back to where each byte stood. Mutable and
 * reused. ECMA-48: {@code ESC [ parameters letter}, {@code ESC ( letter}, and {@code ESC ] text BEL}.
 */
public final class Colours {
    /** How much of a line's start may hold colours that matter, in bytes. */
    static final int HEADER = 96;

    private static final int LONGEST = 4096;
    private static final int MOST_PARTS = 256;

    private final byte[] text = new byte[LONGEST];
    /** Where each part between two sequences starts, in the text and in the line. */
    private final int[] texts = new int[MOST_PARTS];

    private final int[] lines = new int[MOST_PARTS];
    private int parts;
    private int length;

    /** Whether the line's start holds an escape. */
    static boolean isIn(byte[] b, int from, int to) {
        int end = Math.min(to, from + HEADER);
        return Chars.find(b, from, end, (byte) Chars.ESCAPE) < end;
    }

    /** Whether a line that is not too long to be stripped holds an escape anywhere. */
    public static boolean isAnywhereIn(byte[] b, int from, int to) {
        return to - from <= LONGEST && Chars.find(b, from, to, (byte) Chars.ESCAPE) < to;
    }

    /** Takes the line from..to, of a long one its start. */
    public void strip(byte[] b, int from, int to) {
        length = 0;
        parts = 0;
        int p = from;
        while (p < to && length < LONGEST && parts < MOST_PARTS) {
            int end = Chars.find(b, p, Math.min(to, p + LONGEST - length), (byte) Chars.ESCAPE);
            texts[parts] = length;
            lines[parts++] = p;
            System.arraycopy(b, p, text, length, end - p);
            length += end - p;
            p = end;
            while (p < to && b[p] == Chars.ESCAPE) {
                p = after(b, p, to);
            }
        }
    }

    /** The line without colours, from the array's start. */
    public byte[] text() {
        return text;
    }

    /** How many bytes of {@link #text} are the line's. */
    public int length() {
        return length;
    }

    /** Where a byte of the text stands in the line. */
    int place(int at) {
        int part = parts - 1;
        while (part > 0 && texts[part] > at) {
            part--;
        }
        return lines[part] + at - texts[part];
    }

    private static int after(byte[] b, int escape, int to) {
        int p = escape + 1;
        if (p == to) {
            return to;
        }
        if (b[p] == '[') {
            p++;
            while (p < to && b[p] >= 0x20 && b[p] < 0x40) {
                p++;
            }
            return Math.min(to, p + 1);
        }
        if (b[p] == ']') {
            while (p < to && b[p] != 0x07) {
                p++;
            }
            return Math.min(to, p + 1);
        }
        return Math.min(to, b[p] == '(' || b[p] == ')' ? p + 2 : p + 1);
    }
}
