package io.millrace.mapreduce.level;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The fast way: most files have their level at one and the same byte of the line. Eight bytes of header are compared at
 * a time with the classes (digit, letter, or one certain character) that all lines of the head have there. A line that
 * differs anywhere is read by the general forms instead, so this form saves time and never changes an answer.
 */
final class FixedForm {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LEAST = 8;
    private static final int MOST = 64;

    private final int offset;
    private final long[] masks;
    private final long[] values;
    private final boolean upper;
    private final int after;

    private FixedForm(int offset, long[] masks, long[] values, boolean upper, int after) {
        this.offset = offset;
        this.masks = masks;
        this.values = values;
        this.upper = upper;
        this.after = after;
    }

    /** The level at the certain byte, or -1 if the line has to be read by the general forms. */
    int read(byte[] b, int from, int to, LineMatch match) {
        int at = from + offset;
        if (to - at < 4 || b.length - from < masks.length * 8) {
            return -1;
        }
        for (int i = 0, p = from; i < masks.length; i++, p += 8) {
            if (((long) LONG.get(b, p) & masks[i]) != values[i]) {
                return -1;
            }
        }
        int end = Chars.skipLetters(b, at, to);
        if (end == to) {
            return -1;
        }
        int next = b[end];
        if (next == after) {
            int level = upper ? LevelWords.findUpper(b, at, end) : LevelWords.find(b, at, end);
            return level < 0 ? level : match.at(level, at, end);
        }
        return -1;
    }

    /**
     * The fixed form of these lines, or null if they have none: their levels stand at different bytes, too early, too
     * late, or behind something that is not alike in all of them.
     *
     * @param lines lines whose level the general forms found
     */
    static FixedForm of(byte[] b, List<FormatFinder.Leveled> lines) {
        int offset = lines.isEmpty() ? 0 : lines.get(0).levelOffset();
        if (offset < LEAST || offset > MOST) {
            return null;
        }
        int words = (offset + 7) / 8;
        long[] masks = new long[words];
        long[] values = new long[words];
        for (int i = 0; i < offset; i++) {
            int mask = mask(b, lines, i);
            if (mask == 0) {
                return null;
            }
            masks[i / 8] |= (long) mask << (i % 8 * 8);
            values[i / 8] |= (long) (b[lines.get(0).from() + i] & mask) << (i % 8 * 8);
        }
        boolean upper = true;
        int after = -1;
        for (FormatFinder.Leveled line : lines) {
            int word = line.from() + offset;
            int end = word + line.levelLength();
            upper &= LevelWords.findUpper(b, word, end) >= 0;
            int next = end < line.to() ? b[end] : -1;
            if (line.levelOffset() != offset
                    || line.levelLength() < 3
                    || next < 0
                    || (after >= 0 && next != after)
                    || Tokens.needsColon(b, word, end)) {
                return null;
            }
            after = next;
        }
        return new FixedForm(offset, masks, values, upper, after);
    }

    /** 0xFF for one certain character, 0xF0 for digits, 0xC0 for letters, 0 if the lines differ more than that. */
    private static int mask(byte[] b, List<FormatFinder.Leveled> lines, int i) {
        int first = b[lines.get(0).from() + i];
        boolean same = true;
        boolean digits = true;
        boolean letters = true;
        for (FormatFinder.Leveled line : lines) {
            int c = b[line.from() + i];
            same &= c == first;
            digits &= Chars.isDigit(c);
            letters &= Chars.isLetter(c);
        }
        if (digits) {
            return 0xF0;
        }
        if (letters) {
            return 0xC0;
        }
        return same ? 0xFF : 0;
    }
}
