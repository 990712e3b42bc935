package io.millrace.mapreduce.access;

/**
 * Takes one access line after the other apart; mutable and reused. It knows NCSA's common and combined formats (Apache's, nginx', with a
 * virtual host before them too), W3C's extended format with its file's fields (IIS, CloudFront), and the lines of AWS' load balancers.
 *
 * @see <a href="https://httpd.apache.org/docs/2.4/logs.html#accesslog">Apache's access log</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html">AWS' access logs</a>
 */
public final class AccessLine {
    private static final int MOST_TOKENS = 64;
    /** Up to the bytes of a common line whose user has blanks in his name. */
    private static final int COMMON_TOKENS = 11;

    /** Request, status and bytes. */
    private static final int BEHIND_TIME = 3;

    private static final int LONGEST_METHOD = 24;
    /** Fields of a load balancer's line, counted from its time. */
    private static final int LB_CLIENT = 2;

    private static final int LB_SECONDS = 4;
    private static final int LB_STATUS = 7;
    private static final int LB_SENT = 10;
    private static final int LB_REQUEST = 11;

    private final int[] starts = new int[MOST_TOKENS];
    private final int[] ends = new int[MOST_TOKENS];
    private final int[] from = new int[Part.values().length];
    private final int[] to = new int[Part.values().length];
    private byte[] bytes = new byte[0];
    private int tokens;
    private AccessForm form = AccessForm.ANY;
    /** The first token of how long the answer took, or -1. */
    private int duration;
    /** The token of a request that was not taken apart yet, or -1. */
    private int request = -1;

    /** Reads the line; false if it is none of these forms. */
    public boolean read(byte[] b, int lineFrom, int lineTo, AccessForm ofFile) {
        bytes = b;
        form = ofFile;
        duration = -1;
        request = -1;
        java.util.Arrays.fill(from, 0);
        java.util.Arrays.fill(to, 0);
        if (lineFrom == lineTo || b[lineFrom] == '#' || b[lineFrom] == '{') {
            return false;
        }
        tokens = 0;
        if (form.isNamed()) {
            split(lineFrom, lineTo, MOST_TOKENS);
            return named();
        }
        int next = splitCommon(lineFrom, lineTo);
        if (common(lineFrom, lineTo)) {
            return true;
        }
        split(next, lineTo, MOST_TOKENS);
        return balancer();
    }

    /** First byte of a part; the same as {@link #to} if the line does not have it. */
    public int from(Part part) {
        readRequest(part);
        return from[part.ordinal()];
    }

    /** Byte after the last of a part. */
    public int to(Part part) {
        readRequest(part);
        return to[part.ordinal()];
    }

    /** What a request consists of is looked for only if somebody asks. */
    private void readRequest(Part part) {
        if (request >= 0 && (part == Part.METHOD || part == Part.PATH)) {
            int token = request;
            request = -1;
            request(starts[token], ends[token]);
        }
    }

    /** How long the answer took, in milliseconds; NaN if the line does not say. */
    public double millis() {
        if (duration < 0) {
            return Double.NaN;
        }
        return form.isNamed() ? timeTaken() : balancersTime();
    }

    private double timeTaken() {
        boolean fraction = false;
        for (int p = starts[duration]; p < ends[duration]; p++) {
            fraction |= bytes[p] == '.';
        }
        // A whole number of an unknown program may be seconds or milliseconds: then nothing is said.
        return form.isMicrosofts() ? number(duration) : fraction ? number(duration) * 1000 : Double.NaN;
    }

    private double balancersTime() {
        double seconds = 0;
        for (int i = 0; i < 3; i++) {
            double part = number(duration + i);
            seconds = part < 0 ? Double.NaN : seconds + part; // -1: it was not answered
        }
        return seconds * 1000;
    }

    /** Writes a field that the file's own header names to target from position 0; returns its length, 0 if there is none. */
    int field(int place, byte[] target) {
        if (place < 0 || place >= tokens) {
            return 0;
        }
        int length = Math.min(ends[place] - starts[place], target.length);
        System.arraycopy(bytes, starts[place], target, 0, length);
        return length;
    }

    private boolean named() {
        if (tokens != form.size()) {
            return false;
        }
        for (Part part : Part.values()) {
            int place = form.place(part);
            if (place >= 0 && !isDash(place)) {
                set(part, starts[place], ends[place]);
            }
        }
        withoutQuery();
        int taken = form.timeTaken();
        duration = taken >= 0 && !isDash(taken) ? taken : -1;
        return true;
    }

    /** {@code host ident user [time] "request" status bytes}, and whatever follows. */
    private boolean common(int lineFrom, int lineTo) {
        int open = 0;
        while (open < tokens && open < 8 && bytes[starts[open]] != '[') {
            open++;
        }
        if (open < 3 || open >= 8 || open >= tokens) {
            return false;
        }
        int p = ends[open];
        if (p + 2 >= lineTo || bytes[p] != ' ' || bytes[p + 1] != '"') {
            return false;
        }
        int quote = open + 1;
        int status = quote + 1;
        if (quote >= tokens || status >= tokens || !(isStatus(status) || isDash(status))) {
            return false;
        }
        request = quote;
        set(Part.STATUS, starts[status], isDash(status) ? starts[status] : ends[status]);
        if (status + 1 < tokens && isNumber(status + 1)) {
            set(Part.BYTES, starts[status + 1], ends[status + 1]);
        }
        // "vhost:80 10.0.0.1 - - [": with a host before them there are four, and the second is no "-".
        int client = open > 3 && !isDash(1) ? 1 : 0;
        set(Part.CLIENT, starts[client], ends[client]);
        return starts[0] == lineFrom;
    }

    /** {@code [type] time elb client:port target:port seconds seconds seconds status status received sent "request"}. */
    private boolean balancer() {
        int time = isInstant(0) ? 0 : isInstant(1) ? 1 : -1;
        if (time < 0 || tokens <= time + LB_REQUEST || !(isStatus(time + LB_STATUS) || isDash(time + LB_STATUS))) {
            return false;
        }
        if (!isNumber(time + LB_SENT)) {
            return false;
        }
        int client = time + LB_CLIENT;
        int port = ends[client];
        while (port > starts[client] && bytes[port - 1] != ':') {
            port--;
        }
        set(Part.CLIENT, starts[client], port > starts[client] ? port - 1 : ends[client]);
        set(Part.STATUS, starts[time + LB_STATUS], isDash(time + LB_STATUS) ? 0 : ends[time + LB_STATUS]);
        set(Part.BYTES, starts[time + LB_SENT], ends[time + LB_SENT]);
        request = time + LB_REQUEST;
        duration = time + LB_SECONDS;
        return true;
    }

    /** {@code GET /path?query HTTP/1.1}; what is no request, such as the bytes of another protocol, has no parts. */
    private void request(int start, int end) {
        int p = start;
        while (p < end
                && p - start < LONGEST_METHOD
                && (bytes[p] >= 'A' && bytes[p] <= 'Z' || bytes[p] == '_' || bytes[p] == '-')) {
            p++;
        }
        if (p == start || p >= end || bytes[p] != ' ') {
            return;
        }
        int target = p + 1;
        int targetEnd = target;
        while (targetEnd < end && bytes[targetEnd] != ' ') {
            targetEnd++;
        }
        if (targetEnd == target || p - start == 1 && bytes[start] == '-') {
            return; // "- http://host:443- -", a load balancer's word for none
        }
        set(Part.METHOD, start, p);
        set(Part.PATH, target, targetEnd);
        withoutQuery();
    }

    private void withoutQuery() {
        int path = Part.PATH.ordinal();
        int start = pathStart(bytes, from[path], to[path]);
        from[path] = start;
        to[path] = pathEnd(bytes, start, to[path]);
    }

    /** Where the path starts in a target that may have a scheme and a host. */
    static int pathStart(byte[] b, int from, int to) {
        for (int p = from; p + 2 < to && b[p] != '/' && b[p] != '?'; p++) {
            if (b[p] == ':' && b[p + 1] == '/' && b[p + 2] == '/') {
                int slash = p + 3;
                while (slash < to && b[slash] != '/') {
                    slash++;
                }
                return slash < to ? slash : from;
            }
        }
        return from;
    }

    /** Where the query or the fragment starts. */
    static int pathEnd(byte[] b, int from, int to) {
        int p = from;
        while (p < to && b[p] != '?' && b[p] != '#') {
            p++;
        }
        return p;
    }

    private void set(Part part, int start, int end) {
        from[part.ordinal()] = start;
        to[part.ordinal()] = Math.max(start, end);
    }

    /** Cuts a line up to the bytes of a common one, and not what follows: that may be long. Returns where the next token starts. */
    private int splitCommon(int lineFrom, int lineTo) {
        int next = lineFrom;
        int most = COMMON_TOKENS;
        while (tokens < most) {
            int before = tokens;
            next = split(next, lineTo, tokens + 1);
            if (tokens == before) {
                return next;
            }
            if (most == COMMON_TOKENS && bytes[starts[before]] == '[') {
                most = Math.min(COMMON_TOKENS, before + 1 + BEHIND_TIME);
            }
        }
        return next;
    }

    /**
     * Cuts the line at blanks and tabs, up to so many tokens; what stands in quotes or brackets is one token, without the quotes. Returns
     * where the next one starts.
     */
    private int split(int lineFrom, int lineTo, int most) {
        int p = lineFrom;
        while (p < lineTo && tokens < most) {
            if (isBlank(bytes[p])) {
                p++;
                continue;
            }
            int close = bytes[p] == '"' ? '"' : bytes[p] == '[' ? ']' : 0;
            int end = close == 0 ? -1 : closing(p + 1, lineTo, close);
            if (end < 0) {
                end = p;
                while (end < lineTo && !isBlank(bytes[end])) {
                    end++;
                }
                add(p, end);
                p = end;
            } else {
                add(close == '"' ? p + 1 : p, close == '"' ? end : end + 1);
                p = end + 1;
            }
        }
        return p;
    }

    private int closing(int start, int end, int close) {
        for (int p = start; p < end; p++) {
            if (bytes[p] == '\\') {
                p++;
            } else if (bytes[p] == close) {
                return p;
            }
        }
        return -1;
    }

    private void add(int start, int end) {
        starts[tokens] = start;
        ends[tokens] = end;
        tokens++;
    }

    private boolean isDash(int token) {
        return ends[token] == starts[token] + 1 && bytes[starts[token]] == '-';
    }

    private boolean isStatus(int token) {
        return ends[token] - starts[token] == 3 && isNumber(token);
    }

    private boolean isNumber(int token) {
        for (int p = starts[token]; p < ends[token]; p++) {
            if (bytes[p] < '0' || bytes[p] > '9') {
                return false;
            }
        }
        return ends[token] > starts[token];
    }

    /** Whether a token is "2018-07-02T22:23:00.186641Z". */
    private boolean isInstant(int token) {
        if (token >= tokens) {
            return false;
        }
        int start = starts[token];
        return ends[token] - start >= 20
                && bytes[start + 4] == '-'
                && bytes[start + 10] == 'T'
                && bytes[ends[token] - 1] == 'Z';
    }

    private double number(int token) {
        try {
            return Double.parseDouble(new String(
                    bytes, starts[token], ends[token] - starts[token], java.nio.charset.StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r';
    }
}
