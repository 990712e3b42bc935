package io.millrace.mapreduce.level;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fast way: most files have their level at one and the same byte of the line. Eight bytes of header are compared at
 * a time with what all lines of the head have there, a digit or one certain character. A line that differs anywhere is
 * read by the general forms instead, which treat all digits alike, so this form saves time and never changes an answer.
 */
final class FixedForm {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int DIGIT = 0xF0;
    private static final int LEAST = 8;
    private static final int MOST = 64;

    private final int offset;
    private final long[] masks;
    private final long[] values;
    private final long[] carries;
    private final LevelTable levels;
    private final long after;

    private FixedForm(int offset, long[] masks, long[] values, long[] carries, LevelTable levels, int after) {
        this.offset = offset;
        this.masks = masks;
        this.values = values;
        this.carries = carries;
        this.levels = levels;
        this.after = ONES * (after & 0xFF);
    }

    /** The level at the certain byte, or -1 if the line has to be read by the general forms. */
    int read(byte[] b, int from, int to, LineMatch match) {
        int at = from + offset;
        if (at + 4 > to || b.length - from < masks.length * 8 || b.length - at < 8) {
            return -1;
        }
        for (int i = 0, p = from; i < masks.length; i++, p += 8) {
            long word = (long) LONG.get(b, p);
            // A digit keeps its upper half when 6 is added; ':' to '?', which share that half, do not.
            if ((word & masks[i]) != values[i] || ((word + carries[i]) & masks[i]) != values[i]) {
                return -1;
            }
        }
        long word = (long) LONG.get(b, at);
        long ends = zeros(word ^ after);
        if (ends == 0) {
            return -1; // no end within eight bytes
        }
        int bits = Long.numberOfTrailingZeros(ends) & ~7;
        int end = at + (bits >>> 3);
        if (end >= to) {
            return -1;
        }
        int level = levels.find(word & ((1L << bits) - 1));
        return level < 0 ? -1 : match.at(level, at, end);
    }

    /** Marks the lowest zero byte by its highest bit; higher bytes may be marked wrongly. */
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    /**
     * The fixed form of most of these lines, or null if they have none: their levels stand at different bytes, too early, too
     * late, or behind something that is not alike in all of them. The others are left to the general forms, as every line is that
     * does not start in the same way.
     *
     * @param all lines whose level was found
     * @param smallLetters whether a level in small letters before a blank is one wherever a line starts in this way
     */
    static FixedForm of(byte[] b, List<FormatFinder.Leveled> all, boolean smallLetters) {
        List<FormatFinder.Leveled> lines = alike(b, all);
        int offset = lines.isEmpty() ? 0 : lines.get(0).levelOffset();
        if (offset < LEAST || offset > MOST) {
            return null;
        }
        int words = (offset + 7) / 8;
        long[] masks = new long[words];
        long[] values = new long[words];
        long[] carries = new long[words];
        for (int i = 0; i < offset; i++) {
            int mask = mask(b, lines, i);
            if (mask == 0) {
                return null;
            }
            int shift = i % 8 * 8;
            masks[i / 8] |= (long) mask << shift;
            values[i / 8] |= (long) (b[lines.get(0).from() + i] & mask) << shift;
            carries[i / 8] |= (mask == DIGIT ? 6L : 0L) << shift;
        }
        int after = after(b, lines.get(0));
        boolean upper = lines.stream()
                .allMatch(line ->
                        LevelWords.findUpper(b, line.from() + offset, line.from() + offset + line.levelLength()) >= 0);
        if (!upper && after == ' ' && !smallLetters) {
            return null; // whether small letters are a level depends on what follows the blank
        }
        return new FixedForm(offset, masks, values, carries, upper ? LevelTable.UPPER : LevelTable.ANY, after);
    }

    /** The lines whose level stands at the byte, and before the character, at and before which it stands most often. */
    private static List<FormatFinder.Leveled> alike(byte[] b, List<FormatFinder.Leveled> lines) {
        Map<Integer, List<FormatFinder.Leveled>> places = new LinkedHashMap<>();
        for (FormatFinder.Leveled line : lines) {
            if (line.levelLength() >= 3 && after(b, line) >= 0) {
                places.computeIfAbsent(line.levelOffset() << 8 | after(b, line), place -> new ArrayList<>())
                        .add(line);
            }
        }
        return places.values().stream()
                .filter(place -> place.size() * 2 > lines.size())
                .findFirst()
                .orElse(List.of());
    }

    /** The character after the level's word, or -1 at the line's end and for characters beyond ASCII. */
    private static int after(byte[] b, FormatFinder.Leveled line) {
        int end = line.from() + line.levelOffset() + line.levelLength();
        return end < line.to() ? b[end] : -1;
    }

    /** 0xFF for one certain character, 0xF0 for digits, 0 if the lines differ more than that. */
    private static int mask(byte[] b, List<FormatFinder.Leveled> lines, int i) {
        int first = b[lines.get(0).from() + i];
        boolean same = first != '\n';
        boolean digits = true;
        for (FormatFinder.Leveled line : lines) {
            int c = b[line.from() + i];
            same &= c == first;
            digits &= Chars.isDigit(c);
        }
        return digits ? DIGIT : same ? 0xFF : 0;
    }
}
