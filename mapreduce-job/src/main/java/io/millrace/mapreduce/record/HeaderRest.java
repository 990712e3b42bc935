package io.millrace.mapreduce.record;

/**
 * What stands after the level in a line of text: brackets, numbers, the logger, the message.
 *
 * <p>The logger is the first word that ends with a colon, or that is dotted like a package; else a bracket that holds
 * such a word, or the last before the message, as ZooKeeper writes it; else, for Python's default order, the name before the level.
 */
final class HeaderRest {
    private static final int MAX_TOKENS = 8;

    private HeaderRest() {}

    /** Finds logger and message of the line from..to whose level stands at levelFrom..levelTo. */
    static void find(byte[] b, int from, int levelFrom, int levelTo, int to, Slice logger, Slice message) {
        logger.set(0, 0);
        int bracketFrom = -1;
        int bracketTo = -1;
        int p = skipMarks(b, levelTo, to);
        int start = p;
        for (int token = 0; token < MAX_TOKENS && p < to; token++) {
            int c = b[p];
            if (c == '[' || c == '(' || c == '<') {
                int close = closing(b, p, to);
                if (close < 0 || isField(b, p, close)) {
                    break;
                }
                if (bracketFrom < 0 || !isDotted(b, bracketFrom, withoutBlanks(b, bracketFrom, bracketTo))) {
                    bracketFrom = p + 1;
                    bracketTo = close;
                }
                p = skipMarks(b, close + 1, to);
                start = p;
            } else if (c >= '0' && c <= '9') {
                p = skipMarks(b, wordEnd(b, p, to), to);
            } else if (c == '-' || c == '|') {
                p = skipMarks(b, p + 1, to);
                start = p;
            } else {
                int end = wordEnd(b, p, to);
                if (end > p + 1 && (b[end - 1] == ':' || (end < to && b[end] == '|'))) {
                    logger.set(p, b[end - 1] == ':' ? end - 1 : end);
                    start = skipMarks(b, end, to);
                } else if (isDotted(b, p, end) || isBeforeColon(b, end, to)) {
                    logger.set(p, end);
                    start = skipMarks(b, end, to);
                }
                break;
            }
        }
        if (isClassAndLine(b, bracketFrom, bracketTo)) {
            logger.set(0, 0);
            start = Math.max(skipMarks(b, bracketTo + 1, to), bracketTo + 1);
        }
        message.set(start, to);
        if (logger.isEmpty() && bracketFrom >= 0) {
            classOf(b, bracketFrom, bracketTo, logger);
        }
        if (logger.isEmpty()) {
            before(b, from, levelFrom, logger);
        }
    }

    /** "/10.0.0.1:3888:QuorumCnxManager$Listener@493" names a class; other brackets name themselves. */
    private static void classOf(byte[] b, int from, int to, Slice logger) {
        int end = to;
        for (int p = from; p < to; p++) {
            if (b[p] == '@') {
                end = p;
            }
        }
        int start = end;
        while (start > from && b[start - 1] != ':' && b[start - 1] != ' ') {
            start--;
        }
        if (end == to) {
            start = from;
        }
        while (end > start && b[end - 1] == ' ') {
            end--;
        }
        logger.set(start, end);
    }

    /** Whether a bracket ends in "@493": then it names the class that wrote the record, and the message follows. */
    private static boolean isClassAndLine(byte[] b, int from, int to) {
        int p = to;
        while (p > from && from >= 0 && b[p - 1] >= '0' && b[p - 1] <= '9') {
            p--;
        }
        return from >= 0 && p < to && p > from && b[p - 1] == '@';
    }

    private static int withoutBlanks(byte[] b, int from, int to) {
        int end = to;
        while (end > from && b[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    /** Whether a bracket is a part of the message: a quoted text or key=value, as TiDB writes them. */
    private static boolean isField(byte[] b, int open, int close) {
        if (b[open + 1] == '"') {
            return true;
        }
        int p = open + 1;
        while (p < close && (isLetter(b[p]) || b[p] == '_' || b[p] == '-')) {
            p++;
        }
        return p > open + 1 && b[p] == '=';
    }

    /** "2024-05-01 10:00:00,123 - my.module - INFO": the last name before the level. */
    private static void before(byte[] b, int from, int levelFrom, Slice logger) {
        int end = levelFrom;
        while (end > from && (isMark(b[end - 1]) || b[end - 1] == '[')) {
            end--;
        }
        int start = end;
        while (start > from && b[start - 1] != ' ' && b[start - 1] != '\t') {
            start--;
        }
        if (end > start + 1 && isLetter(b[start]) && b[end - 1] != '=') {
            logger.set(start, end);
        }
    }

    private static int skipMarks(byte[] b, int from, int to) {
        int p = from;
        while (p < to && isMark(b[p])) {
            p++;
        }
        return p;
    }

    private static boolean isMark(int c) {
        return c == ' ' || c == '\t' || c == ':' || c == ']' || c == ',' || c == '|' || c == '-' || c == ')' || c == '>'
                || c == ';';
    }

    private static int wordEnd(byte[] b, int from, int to) {
        int p = from;
        while (p < to && b[p] != ' ' && b[p] != '\t' && b[p] != '|') {
            p++;
            if (b[p - 1] == ':' && p < to && (b[p] == ' ' || isLetter(b[p]))) {
                return p;
            }
        }
        return p;
    }

    private static boolean isDotted(byte[] b, int from, int to) {
        int dots = 0;
        for (int p = from; p < to; p++) {
            if (b[p] == '.') {
                dots++;
            } else if (!isLetter(b[p]) && !(b[p] >= '0' && b[p] <= '9') && b[p] != '_' && b[p] != '$') {
                return false;
            }
        }
        return dots > 0 && b[to - 1] != '.' && isLetter(b[from]);
    }

    private static boolean isBeforeColon(byte[] b, int end, int to) {
        int p = end;
        while (p < to && b[p] == ' ') {
            p++;
        }
        return p > end && p + 1 < to && b[p] == ':' && b[p + 1] == ' ';
    }

    private static int closing(byte[] b, int open, int to) {
        int closing = b[open] == '(' ? ')' : b[open] + 2;
        int depth = 0;
        for (int p = open; p < Math.min(to, open + 256); p++) {
            if (b[p] == b[open]) {
                depth++;
            } else if (b[p] == closing && --depth == 0) {
                return p;
            }
        }
        return -1;
    }

    private static boolean isLetter(int c) {
        return (c & ~0x20) >= 'A' && (c & ~0x20) <= 'Z';
    }
}
