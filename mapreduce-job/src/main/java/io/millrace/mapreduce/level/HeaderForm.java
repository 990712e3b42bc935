package io.millrace.mapreduce.level;

import static io.millrace.mapreduce.level.Chars.isBlank;
import static io.millrace.mapreduce.level.Chars.isDigit;
import static io.millrace.mapreduce.level.Chars.isLetter;

/**
 * A record's header in text: times, numbers, brackets and separators, and among them the level.
 *
 * <p>The header is read token by token from the line's start. The level is the first token that is a level's word in a
 * form that programs write (capitals, or any one case in brackets or before a colon, comma or bar), with nothing before
 * it but times, numbers, brackets, separators and at most two names. As soon as a word of the message is reached, the
 * line has no level: the same word later in the line never counts. A level that comes first counts only if a time
 * follows it; without a time, lines like "ERROR: ..." may belong to any message, and {@link FieldForm} decides by the
 * whole file.
 */
final class HeaderForm implements LineForm {
    private static final int MAX_TOKENS = 16;
    private static final int MAX_NAMES = 2;
    /** What the walk has passed: a time, a bracket, a number directly before, a day or month first; and above them names. */
    private static final int TIME = 1;

    private static final int BRACKET = 2;
    private static final int AFTER_NUMBER = 4;
    private static final int SYSLOG = 8;
    private static final int ONE_NAME = 16;
    private static final int HEADED = TIME | BRACKET;
    /** A level's word in a form in which it is none. */
    private static final int REFUSED = -4;
    /** No level yet; the walk goes on. */
    private static final int GO_ON = -5;

    private final JsonForm json;

    HeaderForm() {
        this(new JsonForm());
    }

    /**
     * @param json how objects behind a header are read
     */
    HeaderForm(JsonForm json) {
        this.json = json;
    }

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        if (from == to || isBlank(bytes[from])) {
            return UNKNOWN;
        }
        int special = LetterForms.read(bytes, from, to, match);
        return special != UNKNOWN ? special : walk(bytes, from, to, match);
    }

    /** Walks over the tokens of from..to: a line, or what a bracket holds. */
    private int walk(byte[] b, int from, int to, LineMatch match) {
        int p = from;
        int state = 0;
        for (int token = 0; token < MAX_TOKENS && p < to; ) {
            int c = b[p];
            if (isDigit(c)) {
                int end = Tokens.numberEnd(b, p, to);
                state |= Tokens.isTime(b, p, end) ? AFTER_NUMBER | TIME : AFTER_NUMBER;
                p = end;
            } else if (isBlank(c)) {
                p++;
                continue;
            } else if (isLetter(c) || c == '[' || c == '(' || c == '<' || c == '{') {
                int level = isLetter(c) ? word(b, p, to, state, match) : bracket(b, from, p, to, state, match);
                if (level != GO_ON) {
                    return level;
                }
                p = match.next;
                state = match.state;
            } else if (c == Chars.ESCAPE) {
                p = Chars.skipColour(b, p, to);
                continue;
            } else if (Tokens.isSeparator(c) && !isPath(b, from, p, to)) {
                p++;
                continue;
            } else {
                return UNKNOWN;
            }
            token++;
        }
        return UNKNOWN;
    }

    /** The walk goes on at next. */
    private static int goOn(LineMatch match, int next, int state) {
        match.next = next;
        match.state = state;
        return GO_ON;
    }

    /** Whether a path starts at p, as in "GET /ERROR". */
    private static boolean isPath(byte[] b, int from, int p, int to) {
        return b[p] == '/' && p > from && isBlank(b[p - 1]) && p + 1 < to && isLetter(b[p + 1]);
    }

    /** A bracket of the walk: the level in it, or where to go on. */
    private int bracket(byte[] b, int from, int p, int to, int state, LineMatch match) {
        if (b[p] == '{' && p + 1 < to && b[p + 1] == '"') {
            return json.object(b, p, to, match);
        }
        int close = Chars.closing(b, p, to);
        if (close < 0) {
            return UNKNOWN;
        }
        int level = within(b, p, close, to, state, match);
        if (level >= 0) {
            return level;
        }
        if (level == PART) {
            return UNKNOWN;
        }
        if (level == UNLEVELED && isAccess(b, from, p, close, to)) {
            return UNLEVELED;
        }
        int time = level == UNLEVELED ? TIME : 0;
        return goOn(match, close + 1, (state & ~AFTER_NUMBER) | BRACKET | time);
    }

    /** Whether the time in a bracket is that of an access log, {@code client - user [01/May/2024:10:00:00 +0000] "}, which has no level. */
    private static boolean isAccess(byte[] b, int from, int open, int close, int to) {
        return open > from && close + 2 < to && b[close + 1] == ' ' && b[close + 2] == '"' && b[open + 3] == '/';
    }

    /** A word of the walk: the level, or where to go on. */
    private int word(byte[] b, int p, int to, int state, LineMatch match) {
        int end = Chars.skipLetters(b, p, to);
        int next = end < to ? b[end] : ' ';
        int glog = end - p == 1 && isDigit(next) ? LetterForms.glog(b, p, to, match) : UNKNOWN;
        if (glog != UNKNOWN) {
            return glog; // behind what docker compose or journald put before a line
        }
        int level = levelWord(b, p, end, to, state, match);
        if (level >= 0 && (state & HEADED) == 0) {
            // A level first: real if a time follows within the header.
            boolean result = next == ',' && Tokens.needsMark(level); // "4711,FAIL,0.5,2024-05-01" is a table of results
            return !result && Tokens.timeFollows(b, end, to) ? level : UNKNOWN;
        }
        if (level == REFUSED) {
            return UNKNOWN; // a level's word that is none here is no name either: the message begins
        }
        if (level != UNKNOWN) {
            return level;
        }
        if (next == '=') {
            return state < ONE_NAME ? LogfmtForm.read(b, p, to, match, (state & TIME) != 0) : UNKNOWN;
        }
        if (Tokens.isNeutral(b, p, end, to, (state & AFTER_NUMBER) != 0)) {
            return goOn(match, end, state == 0 ? SYSLOG : state);
        }
        if ((state & TIME) != 0 && state < ONE_NAME && Tokens.isContainerStream(b, p, end, to)) {
            return payload(b, end + 3, to, match);
        }
        int after = name(b, p, to, state, match);
        if (after < 0) {
            return after == Tokens.LEVEL ? match.found : UNKNOWN;
        }
        return goOn(match, after, (state & ~AFTER_NUMBER) + ONE_NAME);
    }

    /** A word of letters only that may be the level. */
    private static int levelWord(byte[] b, int p, int end, int to, int state, LineMatch match) {
        boolean headed = (state & HEADED) != 0;
        int length = end - p;
        if (length == 1) {
            return headed && (state & AFTER_NUMBER) != 0 ? LetterForms.afterNumbers(b, p, to, match) : UNKNOWN;
        }
        int next = end < to ? b[end] : ' ';
        if (length > 13 || !Tokens.endsLevel(next)) {
            return UNKNOWN;
        }
        int level = LevelWords.findUpper(b, p, end);
        if (level >= 0) {
            boolean bare = next == ' ' && !isPadded(b, end, to) && !Tokens.isMark(b, end + 1, to);
            if ((next != ':' && Tokens.needsColon(b, p, end)) || (bare && Tokens.needsMark(level))) {
                return next == ' ' ? REFUSED : UNKNOWN;
            }
            return match.at(level, p, end);
        }
        if (headed && next == ':' && isPadded(b, end + 1, to) && Tokens.isDetail(b, p, end)) {
            return PART;
        }
        if (headed && state < ONE_NAME && isSet(b, end, to) && (next == ':' || !Tokens.needsColon(b, p, end))) {
            level = LevelWords.find(b, p, end);
            return level >= 0 ? match.at(level, p, end) : UNKNOWN;
        }
        return UNKNOWN;
    }

    /** Whether a mark or a column's blanks follow the word that ends at end, so that small letters may be a level. */
    private static boolean isSet(byte[] b, int end, int to) {
        if (end >= to) {
            return false;
        }
        int next = b[end];
        int second = end + 1 < to ? b[end + 1] : 0;
        return next == ':'
                || (next == ',' && !isLetter(second))
                || next == '|'
                || next == '\t'
                || (next == ' ' && (second == ' ' || second == ':'));
    }

    /** Whether the word that ends at end stands in a column wider than itself. */
    private static boolean isPadded(byte[] b, int end, int to) {
        return end + 1 < to && b[end] == ' ' && b[end + 1] == ' ';
    }

    /** The end of a name (host, logger, process) that stands before the level; -1 if the message begins here. */
    private int name(byte[] b, int p, int to, int state, LineMatch match) {
        boolean headed = (state & HEADED) != 0;
        if (state >= MAX_NAMES * ONE_NAME) {
            return -1;
        }
        int end = p;
        boolean marked = false;
        int semicolon = -1;
        while (end < to && !isBlank(b[end]) && b[end] != '|' && b[end] != ',' && b[end] != '"') {
            int c = b[end];
            if (c == ':' && p > 0 && b[p - 1] == ':') {
                return end; // name:name:LEVEL, colons throughout
            }
            marked |= !isLetter(c);
            semicolon = c == ';' ? end : semicolon;
            end++;
        }
        if (semicolon >= 0 && semicolon + 1 < end && end < to && isBlank(b[end])) {
            return -1; // "Job;4.host;the ERROR": the message begins behind the last of such columns
        }
        if (headed) {
            int level = Tokens.dotted(b, p, end, match);
            if (level >= 0) {
                match.found = level;
                return Tokens.LEVEL;
            }
        }
        if (b[end - 1] == ':') {
            return headed ? afterTag(b, end, to, match) : -1;
        }
        int after = Chars.skipBlanks(b, end, to);
        boolean separated = after + 1 < to
                && (b[after] == '-'
                        || b[after] == '|'
                        || b[after] == '['
                        || (b[after] == ',' && !isBlank(b[after + 1])));
        boolean host = (state & SYSLOG) != 0 && state < ONE_NAME;
        return marked || separated || host ? end : -1;
    }

    /** After the tag that ends a syslog header the message begins; only if it is logfmt, JSON or glog's does it hold a level. */
    private int afterTag(byte[] b, int from, int to, LineMatch match) {
        int p = Chars.skipBlanks(b, from, to);
        if (p == to) {
            return -1;
        }
        int level = b[p] == '{' ? json.object(b, p, to, match) : LetterForms.glog(b, p, to, match);
        level = level == UNKNOWN ? LogfmtForm.read(b, p, to, match, true) : level;
        match.found = level;
        return level >= 0 ? Tokens.LEVEL : -1;
    }

    /** What a container wrote, after Kubernetes' "time stdout F ". */
    private int payload(byte[] b, int from, int to, LineMatch match) {
        if (from < to && isBlank(b[from])) {
            return PART;
        }
        return from < to && b[from] == '{' ? json.object(b, from, to, match) : read(b, from, to, match);
    }

    /**
     * The level in a bracket; {@link #UNLEVELED} if it holds a time, {@link #PART} if its level needs the file's word for it,
     * {@link #UNKNOWN} if it holds anything else.
     */
    private int within(byte[] b, int open, int close, int lineEnd, int state, LineMatch match) {
        boolean headed = (state & HEADED) != 0;
        int from = Chars.skipBlanks(b, open + 1, close);
        int to = Chars.trimEnd(b, from, close);
        if (from >= to) {
            return UNKNOWN;
        }
        int end = Chars.skipLetters(b, from, to);
        if (end == to) {
            if (to - from == 1) {
                int letter = (state & TIME) != 0 ? LevelWords.letter(b[from]) : -1;
                return letter >= 0 ? match.at(letter, from, to) : UNKNOWN;
            }
            int level = headed || b[open] == '[' ? LevelWords.find(b, from, to) : -1;
            if (level < 0 || Tokens.needsColon(b, from, to)) {
                return headed ? Tokens.mysqlSystem(b, from, to, close, match) : UNKNOWN;
            }
            // Without a time the file decides, and no word of the message does: "[INFO] Error: ...".
            return headed || Tokens.timeFollows(b, close + 1, lineEnd) ? match.at(level, from, to) : PART;
        }
        if (isDigit(b[from]) || Tokens.isMonthOrDay(b, from, end)) {
            int level = walk(b, from, to, match);
            if (level >= 0) {
                return level;
            }
            return Tokens.isTime(b, from, to) ? UNLEVELED : UNKNOWN;
        }
        if (end - from == 1
                && end + 1 < to
                && b[end] == ' '
                && isDigit(b[end + 1])
                && Tokens.isTime(b, end + 1, Chars.tokenEnd(b, end + 1, to))) {
            int letter = LevelWords.letter(b[from]); // [I 12:00:00.000 NotebookApp]
            return letter >= 0 ? match.at(letter, from, end) : UNKNOWN;
        }
        return headed ? Tokens.lastPart(b, from, to, match) : UNKNOWN;
    }
}
