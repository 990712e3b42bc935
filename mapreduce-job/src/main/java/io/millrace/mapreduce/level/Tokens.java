package io.millrace.mapreduce.level;

import static io.millrace.mapreduce.level.Chars.isBlank;
import static io.millrace.mapreduce.level.Chars.isDigit;
import static io.millrace.mapreduce.level.Chars.isLetter;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/** The tokens of which headers consist. */
final class Tokens {
    /** Returned instead of a position: the token held the level. */
    static final int LEVEL = -2;

    /** Months and days by their first letters, in order. */
    private static final int[] NAMES = Stream.of(
                    "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun".split(" "))
            .mapToInt(name -> key(name.charAt(0), name.charAt(1), name.charAt(2)))
            .sorted()
            .toArray();

    private static final String[] DETAILS = {"DETAIL", "HINT", "CONTEXT", "STATEMENT", "QUERY", "LOCATION"};
    private static final Set<String> OUTCOMES = Set.of(
            "FAIL",
            "FAILURE",
            "SUCCESS",
            "FAULT",
            "AUDIT",
            "ASSERT",
            "ALERT",
            "PANIC",
            "EMERGENCY",
            "NOTE",
            "CONFIG",
            "FINE");
    private static final boolean[] NEEDS_MARK = needingMark();
    private static final String[] FACILITIES = {
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "local"
    };

    private static final byte ENDS = 1;
    private static final byte LETTER = 2;
    private static final byte DIGIT = 3;
    private static final byte SEPARATOR = 4;
    /** What each character means to a token that starts with a digit. */
    private static final byte[] IN_NUMBER = new byte[256];

    static {
        for (int c = 0; c < IN_NUMBER.length; c++) {
            IN_NUMBER[c] = isLetter(c) ? LETTER : isDigit(c) ? DIGIT : 0;
        }
        for (int c : new int[] {':', '-', '/', '.'}) {
            IN_NUMBER[c] = SEPARATOR;
        }
        for (int c : new int[] {' ', '\t', '|', '[', ']', '"', ';', Chars.ESCAPE}) {
            IN_NUMBER[c] = ENDS;
        }
    }

    private Tokens() {}

    private static int key(int first, int second, int third) {
        return (first | 0x20) << 16 | (second | 0x20) << 8 | (third | 0x20);
    }

    static boolean isSeparator(int c) {
        return c == '-' || c == '|' || c == ':' || c == ',' || c == ';' || c == '"' || c == '*' || c == '#' || c == '>'
                || c == '~' || c == '+' || c == ']' || c == ')' || c == '}' || c == '/' || c == '@';
    }

    /** Whether c may follow a level's word: 'ERROR_CODE', 'INFO.txt' and 'error=' are no levels. */
    static boolean endsLevel(int c) {
        return c == ' '
                || c == ':'
                || c == '\t'
                || c == ','
                || c == '|'
                || c == ']'
                || c == '['
                || c == '('
                || c == ';'
                || c == '"'
                || c == '/'
                || c == '>'
                || c == ')'
                || c == Chars.ESCAPE;
    }

    /**
     * The end of a token that starts with a digit. Times may be followed by a colon or comma and a word
     * ("00:00:00,123:root:INFO"), which starts the next token.
     */
    static int numberEnd(byte[] b, int from, int to) {
        int p = from + 1;
        while (p < to) {
            byte kind = IN_NUMBER[b[p] & 0xFF];
            if (kind == ENDS || (kind == LETTER && p - from > 4 && (b[p - 1] == ':' || b[p - 1] == ','))) {
                return p;
            }
            p++;
        }
        return to;
    }

    /** Whether from..to looks like a date, a time of day or an epoch: digits with two separators, or 6 to 14 digits. */
    static boolean isTime(byte[] b, int from, int to) {
        int digits = 0;
        int separators = 0;
        int dots = 0;
        for (int p = from; p < to; p++) {
            byte kind = IN_NUMBER[b[p] & 0xFF];
            if (kind == DIGIT) {
                digits++;
            } else if (kind == SEPARATOR) {
                separators++;
                dots += b[p] == '.' ? 1 : 0;
                if (b[p] == ':' && p + 1 < to && b[p + 1] == ':') {
                    return false; // an address of IPv6
                }
            }
        }
        boolean address = dots == 3 && separators - dots <= 1;
        return digits >= 4
                && !address
                && (separators >= 2
                        || (separators == 1 && digits >= 4 && digits <= 17)
                        || (separators == 0 && digits >= 6 && digits <= 14));
    }

    /** Whether a time follows within the header that starts at from, before any word. */
    static boolean timeFollows(byte[] b, int from, int to) {
        int p = from;
        for (int token = 0; token < 6 && p < to; ) {
            int c = b[p];
            if (isDigit(c)) {
                int end = numberEnd(b, p, to);
                if (isTime(b, p, end)) {
                    return true;
                }
                p = end;
                token++;
            } else if (c == '[' || c == '(' || c == '<') {
                int close = Chars.closing(b, p, to);
                if (close < 0) {
                    return false;
                }
                if (isDigit(b[p + 1]) && isTime(b, p + 1, close)) {
                    return true;
                }
                p = close + 1;
                token++;
            } else if (isBlank(c) || isSeparator(c)) {
                p++;
            } else if (isLetter(c)) {
                int end = Chars.skipLetters(b, p, to);
                if (!isMonthOrDay(b, p, end)) {
                    return false;
                }
                p = end;
                token++;
            } else {
                return false;
            }
        }
        return false;
    }

    /** Words that are neither message nor name: months, days, and zones or half-days after a time. */
    static boolean isNeutral(byte[] b, int from, int end, int to, boolean afterNumber) {
        if (isMonthOrDay(b, from, end)) {
            return true;
        }
        if (!afterNumber || end - from > 5) {
            return false;
        }
        int next = end < to ? b[end] : ' ';
        boolean colon = next == ':';
        if (!(isBlank(next) || next == ']' || next == ',' || colon)) {
            return false;
        }
        boolean half = end - from == 2 && (b[from] == 'A' || b[from] == 'P') && b[from + 1] == 'M';
        return half || Zones.isName(b, from, end);
    }

    /** Whether "stdout F" or "stderr F" (P for a part of a line) stands at from, as Kubernetes' container logs have it. */
    static boolean isContainerStream(byte[] b, int from, int end, int to) {
        return end + 3 <= to
                && b[end] == ' '
                && (b[end + 1] == 'F' || b[end + 1] == 'P')
                && b[end + 2] == ' '
                && (Chars.equalsAt(b, from, end, "stdout") || Chars.equalsAt(b, from, end, "stderr"));
    }

    static boolean isMonthOrDay(byte[] b, int from, int end) {
        int length = end - from;
        if (length < 3 || length > 9) {
            return false;
        }
        boolean known = Arrays.binarySearch(NAMES, key(b[from], b[from + 1], b[from + 2])) >= 0;
        return known && (length == 3 || isLongName(b, from, end));
    }

    private static boolean isLongName(byte[] b, int from, int end) {
        String word = new String(b, from, end - from, java.nio.charset.StandardCharsets.ISO_8859_1)
                .toLowerCase(java.util.Locale.ROOT);
        return word.endsWith("day")
                || "january february march april june july august september sept october november december"
                        .contains(word);
    }

    /** Words that are levels only before a colon, as PostgreSQL writes them; elsewhere they are plain words. */
    static boolean needsColon(byte[] b, int from, int end) {
        return Chars.equalsAt(b, from, end, "LOG")
                || Chars.equalsAt(b, from, end, "SYSTEM")
                || Chars.equalsAt(b, from, end, "System")
                || Chars.equalsAt(b, from, end, "system")
                || Chars.equalsAt(b, from, end, "log")
                || Chars.equalsAt(b, from, end, "default")
                || Chars.equalsAt(b, from, end, "DEFAULT");
    }

    /**
     * Words that name what became of something as often as a level: a level only with a mark behind them, as in "ALERT:" or
     * "| SUCCESS |", and never before a mere blank, as in "FAIL LOGIN".
     */
    static boolean needsMark(int level) {
        return NEEDS_MARK[level];
    }

    private static boolean[] needingMark() {
        boolean[] needing = new boolean[LevelWords.size()];
        for (int level = 0; level < needing.length; level++) {
            needing[level] = OUTCOMES.contains(LevelWords.written(level));
        }
        return needing;
    }

    /** Whether a bracket, bar or dash stands at p, which no sentence goes on with. */
    static boolean isMark(byte[] b, int p, int to) {
        return p < to && (b[p] == '[' || b[p] == '(' || b[p] == '<' || b[p] == '|' || b[p] == '-');
    }

    /** PostgreSQL's further lines of a record. */
    static boolean isDetail(byte[] b, int from, int end) {
        for (String detail : DETAILS) {
            if (Chars.equalsAt(b, from, end, detail)) {
                return true;
            }
        }
        return false;
    }

    /** MySQL's "[System] [MY-010116]", which is a level only there. */
    static int mysqlSystem(byte[] b, int from, int to, int close, LineMatch match) {
        if (Chars.equalsAt(b, from, to, "System")
                && Chars.startsWith(b, close + 1, Math.min(b.length, close + 6), " [MY-")) {
            return match.at(LevelWords.find(b, from, to), from, to);
        }
        return LineForm.UNKNOWN;
    }

    /** "local.ERROR:" as Monolog writes it, "daemon.err" as syslog's facility and severity. */
    static int dotted(byte[] b, int from, int end, LineMatch match) {
        boolean colon = b[end - 1] == ':';
        int to = colon ? end - 1 : end;
        int p = to;
        while (p > from && isLetter(b[p - 1])) {
            p--;
        }
        if (p - from < 2 || b[p - 1] != '.' || p == to) {
            return -1;
        }
        int level =
                colon ? LevelWords.findUpper(b, p, to) : isFacility(b, from, p - 1) ? LevelWords.find(b, p, to) : -1;
        return level < 0 ? -1 : match.at(level, p, to);
    }

    private static boolean isFacility(byte[] b, int from, int to) {
        int end = to > from && isDigit(b[to - 1]) ? to - 1 : to;
        for (String facility : FACILITIES) {
            if (Chars.equalsAt(b, from, end, facility)) {
                return true;
            }
        }
        return false;
    }

    /** The level in "core:error" (Apache 2.4) or "Server thread/INFO" (Minecraft), the contents of a bracket. */
    static int lastPart(byte[] b, int from, int to, LineMatch match) {
        if (to - from > 6 && isDigit(b[to - 1]) && Chars.equalsAt(b, to - 6, to - 1, "trace")) {
            return lastPart(b, from, to - 1, match); // Apache's trace1 to trace8
        }
        int p = to;
        while (p > from && isLetter(b[p - 1])) {
            p--;
        }
        if (p == from || p == to) {
            return LineForm.UNKNOWN;
        }
        int level = -1;
        if (b[p - 1] == ':' && Chars.tokenEnd(b, from, p) == p) {
            level = LevelWords.find(b, p, to);
            for (int i = from; i < p - 1 && level >= 0; i++) {
                if (!isLetter(b[i]) && !isDigit(b[i]) && b[i] != '_') {
                    level = -1;
                }
            }
        } else if (b[p - 1] == '/') {
            level = LevelWords.findUpper(b, p, to);
        }
        return level < 0 ? LineForm.UNKNOWN : match.at(level, p, to);
    }
}
