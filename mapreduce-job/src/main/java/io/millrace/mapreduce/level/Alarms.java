package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether lines that have nothing but one level of alarm, as a program's file for errors has them, have it in a header: in capitals, in
 * brackets, behind one plain word at most, and with messages that differ. A sentence ("got [ERROR] from ...") is the same in each line, has
 * several words before the bracket or goes on behind it with a word that joins.
 */
final class Alarms {
    private static final double NEARLY_ALL = 0.9;
    private static final Set<String> JOINING = Set.of(
            "a", "an", "and", "are", "as", "at", "because", "but", "by", "for", "from", "has", "in", "into", "is", "of",
            "on", "or", "that", "the", "to", "was", "were", "when", "while", "with");

    private final Set<String> messages = new HashSet<>();
    private int headers;
    private int others;

    /** Takes a line whose level was found. */
    void add(byte[] b, int from, int to, LineMatch match) {
        int end = Chars.skipBlanks(b, match.levelTo, to); // "[WARN ]"
        boolean header = match.levelFrom > from
                && b[match.levelFrom - 1] == '['
                && end < to
                && b[end] == ']'
                && LevelWords.findUpper(b, match.levelFrom, match.levelTo) >= 0
                && plainWords(b, from, match.levelFrom - 1) < 2;
        int message = Chars.skipBlanks(b, Math.min(to, end + 1), to);
        if (header && !JOINING.contains(text(b, message, Chars.skipLetters(b, message, to)))) {
            headers++;
            messages.add(text(b, message, to));
        } else {
            others++;
        }
    }

    /** Whether nearly all lines are such, and differ. */
    boolean areHeaders() {
        return messages.size() > 1 && headers >= NEARLY_ALL * (headers + others);
    }

    private static int plainWords(byte[] b, int from, int to) {
        int words = 0;
        for (int p = Chars.skipBlanks(b, from, to); p < to; ) {
            int end = Chars.tokenEnd(b, p, to);
            words += Columns.isSmallWord(b, p, end) && !Tokens.isMonthOrDay(b, p, end) ? 1 : 0;
            p = Chars.skipBlanks(b, end, to);
        }
        return words;
    }

    private static String text(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
