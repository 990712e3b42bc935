package io.millrace.mapreduce.level;

import static io.millrace.mapreduce.level.Chars.isBlank;

/** Pairs of key=value (logfmt): {@code time="..." level=warn msg="..."}. Only a pair's own key counts, never its value. */
final class LogfmtForm implements LineForm {
    private static final String[] KEYS = {"level", "lvl", "severity", "loglevel", "log_level", "log.level"};

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        return read(bytes, from, to, match, false);
    }

    /** Reads pairs from..to; headed is whether a record's header stands before them. */
    static int read(byte[] b, int from, int to, LineMatch match, boolean headed) {
        int p = from;
        int pairs = 0;
        while (true) {
            p = Chars.skipBlanks(b, p, to);
            int key = p;
            while (p < to && b[p] != '=' && !isBlank(b[p]) && b[p] != '"') {
                p++;
            }
            if (p >= to || b[p] != '=' || p == key) {
                // Free text, or a key without a value: logfmt allows it, a sentence with one '=' is no logfmt.
                if (p >= to || pairs == 0) {
                    return pairs >= 2 || (pairs > 0 && headed) ? UNLEVELED : UNKNOWN;
                }
                p = Chars.tokenEnd(b, p, to);
                pairs--;
                continue;
            }
            int value = p + 1;
            int end = valueEnd(b, value, to);
            pairs++;
            if (isLevelKey(b, key, p)) {
                if (pairs == 1 && !isPair(b, Chars.skipBlanks(b, end, to), to)) {
                    return UNKNOWN; // "severity=critical is a filter"
                }
                boolean quoted = value < end && b[value] == '"';
                int wordFrom = quoted ? value + 1 : value;
                int wordTo = quoted && end > wordFrom && b[end - 1] == '"' ? end - 1 : end;
                int level = level(b, wordFrom, wordTo);
                return level < 0 ? UNLEVELED : match.at(level, wordFrom, wordTo);
            }
            p = end;
        }
    }

    /** Whether a pair starts at from. */
    private static boolean isPair(byte[] b, int from, int to) {
        int p = from;
        while (p < to && b[p] != '=' && !isBlank(b[p]) && b[p] != '"') {
            p++;
        }
        return p < to && p > from && b[p] == '=';
    }

    private static int level(byte[] b, int from, int to) {
        if (to - from == 1) {
            return LevelWords.letter(b[from]);
        }
        return LevelWords.findStepped(b, from, to);
    }

    private static int valueEnd(byte[] b, int from, int to) {
        if (from >= to || b[from] != '"') {
            return Chars.tokenEnd(b, from, to);
        }
        int p = from + 1;
        while (p < to && b[p] != '"') {
            p += b[p] == '\\' ? 2 : 1;
        }
        return Math.min(to, p + 1);
    }

    private static boolean isLevelKey(byte[] b, int from, int to) {
        for (String key : KEYS) {
            if (Chars.equalsAt(b, from, to, key)) {
                return true;
            }
        }
        return false;
    }
}
