package io.millrace.mapreduce.level;

import static io.millrace.mapreduce.level.Chars.isDigit;
import static io.millrace.mapreduce.level.Chars.isLetter;

import java.util.Arrays;

/**
 * The blank-separated tokens of a line's start, each by its kind, as far as they may stand before a level: times and other
 * numbers, brackets, marks, names. Where the message begins there are no more. Mutable and reused.
 */
final class Columns {
    /** How many tokens are looked at. */
    static final int MOST = 14;

    /** A word or name, or a mark in place of one. */
    static final int NAME = 'n';
    /** Something in brackets that is no time. */
    static final int BRACKET = 'b';
    /** A number without marks. */
    static final int NUMBER = '0';

    private static final int MOST_WORDS = 4;
    /** Digits of seconds since 1970. */
    private static final int EPOCH = 10;

    private static final int TIME_IN_BRACKET = 1 << 8;
    private static final int TIME = 1 << 16;

    private final int[] froms = new int[MOST];
    private final int[] kinds = new int[MOST];
    private int count;

    /** Takes the line from..to. */
    void read(byte[] b, int from, int to) {
        read(b, from, to, MOST);
    }

    /** Takes the first tokens of the line from..to. */
    void read(byte[] b, int from, int to, int most) {
        count = 0;
        int words = 0;
        int p = from;
        while (p < to && count < most) {
            int end = end(b, p, to);
            froms[count] = p;
            kinds[count] = kind(b, p, end);
            words += isSmallWord(b, p, end) && !Tokens.isMonthOrDay(b, p, end) ? 1 : 0;
            count++;
            boolean tag = b[end - 1] == ':' && !isDigit(b[p]) && end - p > 1;
            if (tag || words > MOST_WORDS) {
                return; // a tag's or a sentence's end: whatever follows is the message
            }
            p = Chars.skipBlanks(b, end, to);
        }
    }

    /** How many tokens there are up to the one after which the message begins. */
    int count() {
        return count;
    }

    /** Where a token starts. */
    int from(int token) {
        return froms[token];
    }

    /** What a token is: one of the constants, or a time of a certain shape. */
    int kind(int token) {
        return kinds[token];
    }

    /** What the first tokens are, as many as are wanted. */
    int[] kinds(int wanted) {
        return Arrays.copyOf(kinds, wanted);
    }

    /** Whether from..to is a plain word with small letters, such as a sentence has many of. */
    static boolean isSmallWord(byte[] b, int from, int to) {
        return (b[to - 1] & 0x20) != 0 && Chars.skipLetters(b, from, to) == to;
    }

    /** Whether a kind is that of a time or date, in brackets or not. */
    static boolean isTime(int kind) {
        return kind >= TIME_IN_BRACKET;
    }

    private static int end(byte[] b, int p, int to) {
        if (b[p] == '[' || b[p] == '(' || b[p] == '<' || b[p] == '{') {
            int close = Chars.closing(b, p, to);
            if (close > 0) {
                return Chars.tokenEnd(b, close, to);
            }
        }
        return Chars.tokenEnd(b, p, to);
    }

    private static int kind(byte[] b, int from, int to) {
        int c = b[from];
        if (c == '[' || c == '(' || c == '<' || c == '{') {
            int close = Chars.closing(b, from, to);
            boolean time =
                    close > 0 && isDigit(b[from + 1]) && Tokens.isTime(b, from + 1, close) && !isId(b, from + 1, close);
            return time ? TIME_IN_BRACKET + (shape(b, from, close) & 0x7FFF) : close > 0 ? BRACKET : NAME;
        }
        if (isDigit(c)) {
            return Tokens.isTime(b, from, to) ? TIME + (shape(b, from, to) & 0xFFFF) : NUMBER;
        }
        return NAME;
    }

    /** Whether from..to is letters and digits alone, as a thread's id is: "[0000002f]" and "[00000030]" are alike, whatever digits they have. */
    private static boolean isId(byte[] b, int from, int to) {
        int p = from;
        while (p < to && (isDigit(b[p]) || isLetter(b[p]))) {
            p++;
        }
        return p == to && (to - from < EPOCH || Chars.skipDigits(b, from, to) < to);
    }

    /** The marks of a time: those of two times are alike if they were written by one program. */
    private static int shape(byte[] b, int from, int to) {
        int hash = 1;
        for (int p = from; p < to; p++) {
            hash = isDigit(b[p]) ? hash : hash * 31 + (isLetter(b[p]) ? 'a' : b[p]);
        }
        return hash ^ (hash >>> 16);
    }
}
