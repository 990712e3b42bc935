package io.millrace.mapreduce.level;

import static io.millrace.mapreduce.level.Chars.isBlank;
import static io.millrace.mapreduce.level.Chars.isDigit;
import static io.millrace.mapreduce.level.Chars.isLetter;

/**
 * Levels that are not words: syslog's priority in front, one letter of Android, glog, klog, etcd, MongoDB or Ruby,
 * Redis' mark.
 */
final class LetterForms {
    private LetterForms() {}

    /** The level that stands at the line's very start, or {@link LineForm#UNKNOWN}. */
    static int read(byte[] b, int from, int to, LineMatch match) {
        int first = b[from];
        if (first == '<') {
            return priority(b, from, to, match);
        }
        if (to - from > 5 && isLetter(first)) {
            int level = LevelWords.letter((byte) first);
            if (level < 0) {
                return LineForm.UNKNOWN;
            }
            if (isGlog(b, from, to) || isBrief(b, from, to, true) || isRuby(b, from, to)) {
                return match.at(level, from, from + 1);
            }
            return LineForm.UNKNOWN;
        }
        return isDigit(first) ? redis(b, from, to, match) : LineForm.UNKNOWN;
    }

    /** The level of glog's and klog's header at p, wherever in a line it starts. */
    static int glog(byte[] b, int p, int to, LineMatch match) {
        int level = p < to ? LevelWords.letter(b[p]) : -1;
        return level >= 0 && isGlog(b, p, to) ? match.at(level, p, p + 1) : LineForm.UNKNOWN;
    }

    /** One letter after times and numbers. A letter may also be a word ("I am", "A file"), so what follows decides. */
    static int afterNumbers(byte[] b, int p, int to, LineMatch match) {
        int level = LevelWords.letter(b[p]);
        if (level < 0) {
            return LineForm.UNKNOWN;
        }
        if (isBrief(b, p, to, false)
                || (p + 1 < to && b[p + 1] == ' ' && (isThreadtime(b, p, to) || isColumn(b, p, to)))) {
            return match.at(level, p, p + 1);
        }
        return LineForm.UNKNOWN;
    }

    private static int priority(byte[] b, int from, int to, LineMatch match) {
        int end = Chars.skipDigits(b, from + 1, Math.min(to, from + 4));
        if (end == from + 1 || end >= to || b[end] != '>') {
            return LineForm.UNKNOWN;
        }
        int priority = 0;
        for (int p = from + 1; p < end; p++) {
            priority = priority * 10 + b[p] - '0';
        }
        return priority > 191 ? LineForm.UNKNOWN : match.at(LevelWords.severity(priority & 7), from + 1, end);
    }

    /** "I0102 15:04:05.000000 ", or with the year "I240102 " and "I20240102 ": letter, day, time. */
    private static boolean isGlog(byte[] b, int from, int to) {
        int end = Chars.skipDigits(b, from + 1, Math.min(to, from + 10));
        int digits = end - from - 1;
        return (digits == 4 || digits == 6 || digits == 8)
                && end + 9 < to
                && b[end] == ' '
                && isDigit(b[end + 1])
                && b[end + 3] == ':'
                && b[end + 6] == ':';
    }

    /** "D/Tag( 123): message"; after a time also "D/Tag: message". */
    private static boolean isBrief(byte[] b, int p, int to, boolean needsPid) {
        if (p + 3 >= to || b[p + 1] != '/' || isBlank(b[p + 2])) {
            return false;
        }
        int limit = Math.min(to, p + 100);
        int i = p + 2;
        while (i < limit && b[i] != '(' && b[i] != ':') {
            if (b[i] < ' ' || b[i] > '~' || "\"*?=;{}<>|".indexOf(b[i]) >= 0) {
                return false; // no name of a tag
            }
            i++;
        }
        if (i < limit && b[i] == '(') {
            int digits = Chars.skipBlanks(b, i + 1, limit);
            int end = Chars.skipDigits(b, digits, limit);
            return end > digits && end + 1 < limit && b[end] == ')' && b[end + 1] == ':';
        }
        return !needsPid && i < limit;
    }

    /** "E, [2020-01-01T00:00:00.000000 #123] ERROR -- : message". */
    private static boolean isRuby(byte[] b, int from, int to) {
        return to - from > 12 && b[from + 1] == ',' && b[from + 2] == ' ' && b[from + 3] == '[' && isDigit(b[from + 4]);
    }

    /** "pid tid L Tag: message": two numbers directly before the letter, a tag with a colon after it. */
    private static boolean isThreadtime(byte[] b, int p, int to) {
        int i = p;
        for (int number = 0; number < 2; number++) {
            int end = i;
            while (end > 0 && isBlank(b[end - 1])) {
                end--;
            }
            i = end;
            while (i > 0 && isDigit(b[i - 1])) {
                i--;
            }
            if (i == end || end == 0 || i == 0 || !isBlank(b[i - 1])) {
                return false;
            }
        }
        return p + 2 < to;
    }

    /** "I | package: message" (etcd) or "I NETWORK  [conn1] message" (MongoDB). */
    private static boolean isColumn(byte[] b, int p, int to) {
        int next = Chars.skipBlanks(b, p + 1, to);
        if (next < to && b[next] == '|') {
            return true;
        }
        int end = next;
        while (end < to && b[end] >= 'A' && b[end] <= 'Z') {
            end++;
        }
        int after = Chars.skipBlanks(b, end, to);
        return end - next > 1 && after > end && after < to && b[after] == '[';
    }

    /** "1234:M 01 Jan 2020 00:00:00.000 * message": Redis marks '.', '-', '*' and '#'. */
    private static int redis(byte[] b, int from, int to, LineMatch match) {
        int p = Chars.skipDigits(b, from, Math.min(to, from + 8));
        if (to - p < 28
                || b[p] != ':'
                || !isLetter(b[p + 1])
                || b[p + 2] != ' '
                || !isDigit(b[p + 3])
                || b[p + 5] != ' ') {
            return LineForm.UNKNOWN;
        }
        int mark = p + 3 + "01 Jan 2020 00:00:00.000 ".length();
        if (mark + 1 >= to || b[mark - 1] != ' ' || b[mark + 1] != ' ' || b[mark - 5] != '.') {
            return LineForm.UNKNOWN;
        }
        int level = switch (b[mark]) {
            case '.' -> LevelWords.letter((byte) 'D');
            case '-' -> LevelWords.letter((byte) 'V');
            case '*' -> LevelWords.letter((byte) 'N');
            case '#' -> LevelWords.letter((byte) 'W');
            default -> LineForm.UNKNOWN;
        };
        return level < 0 ? level : match.at(level, mark, mark + 1);
    }
}
