package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Levels by their spelling, up to seven letters packed into one number with the first letter lowest: one multiplication
 * and one comparison instead of a walk over the letters. Words that are levels only before a colon or another mark are not in it.
 */
final class LevelTable {
    /** Spellings in capitals. */
    static final LevelTable UPPER = new LevelTable(true);
    /** Spellings in capitals, in small letters and with a capital. */
    static final LevelTable ANY = new LevelTable(false);

    private static final int SIZE = 1024;
    private static final int LONGEST = 7;

    private final long[] keys = new long[SIZE];
    private final int[] levels = new int[SIZE];

    private LevelTable(boolean upperOnly) {
        Arrays.fill(levels, -1);
        for (int level = 0; level < LevelWords.size(); level++) {
            byte[] word = LevelWords.written(level).getBytes(StandardCharsets.US_ASCII);
            boolean isWord = LevelWords.find(word, 0, word.length) == level;
            boolean isUpper = LevelWords.findUpper(word, 0, word.length) == level;
            if (isWord
                    && word.length <= LONGEST
                    && (isUpper || !upperOnly)
                    && !Tokens.needsMark(level)
                    && !Tokens.needsColon(word, 0, word.length)) {
                long key = 0;
                for (int i = word.length - 1; i >= 0; i--) {
                    key = key << 8 | word[i];
                }
                int slot = slot(key);
                while (keys[slot] != 0) {
                    slot = (slot + 1) & (SIZE - 1);
                }
                keys[slot] = key;
                levels[slot] = level;
            }
        }
    }

    /** The level of a packed word, or -1. */
    int find(long word) {
        int slot = slot(word);
        while (keys[slot] != word) {
            if (keys[slot] == 0) {
                return -1;
            }
            slot = (slot + 1) & (SIZE - 1);
        }
        return levels[slot];
    }

    private static int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> 54);
    }
}
