package io.millrace.mapreduce.level;

/**
 * What the members of one JSON object have told about its level so far. Mutable and reused for every line, with the
 * space into which a message is unescaped.
 */
final class JsonRecord {
    private static final int MESSAGE_HEAD = 4096;
    private static final byte[] INFORMATION = "Information".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private int first;
    private int firstFrom;
    private int firstTo;
    private int second;
    private int secondFrom;
    private int secondTo;
    private int messageFrom;
    private int messageTo;
    private boolean serilog;
    private byte[] text;
    private LineMatch inner;

    void clear() {
        first = -1;
        second = -1;
        messageFrom = -1;
        serilog = false;
    }

    /** Whether a level was found that nothing later in the object can outrank. */
    boolean isDecided() {
        return first >= 0;
    }

    /** Takes the level in from..to, unless it is negative. */
    void decide(int level, int from, int to) {
        if (level >= 0) {
            first = level;
            firstFrom = from;
            firstTo = to;
        }
    }

    /** Takes a level that counts if none is decided; the first of them wins. */
    void propose(int level, int from, int to) {
        if (level >= 0 && second < 0) {
            second = level;
            secondFrom = from;
            secondTo = to;
        }
    }

    /** Takes the text that shows the level if no member does; the first of them wins. */
    void message(int from, int to) {
        if (messageFrom < 0) {
            messageFrom = from;
            messageTo = Math.min(to, from + MESSAGE_HEAD);
        }
    }

    /** Notes that the object is Serilog's, whose level is Information unless it says otherwise. */
    void serilog() {
        serilog = true;
    }

    /** The object's level, or {@link LineForm#UNLEVELED}. */
    int result(byte[] b, LineMatch match) {
        if (first >= 0) {
            return match.at(first, firstFrom, firstTo);
        }
        if (second >= 0) {
            return match.at(second, secondFrom, secondTo);
        }
        if (serilog) {
            return LevelWords.find(INFORMATION, 0, INFORMATION.length);
        }
        if (messageFrom >= 0) {
            int level = wrapped(b);
            if (level >= 0) {
                return match.at(level, messageFrom, messageFrom);
            }
        }
        return LineForm.UNLEVELED;
    }

    private int wrapped(byte[] b) {
        if (text == null) {
            text = new byte[MESSAGE_HEAD];
            inner = new LineMatch();
        }
        int length = unescape(b, messageFrom, messageTo, text);
        return LineFormat.anyForm().level(text, 0, length, inner);
    }

    /** The first line of a string's contents, as far as levels need it: characters beyond ASCII become question marks. */
    private static int unescape(byte[] b, int from, int to, byte[] out) {
        int length = 0;
        for (int p = from; p < to; p++) {
            byte c = b[p];
            if (c == '\\' && p + 1 < to) {
                byte escaped = b[++p];
                c = escaped == 't' ? (byte) '\t' : escaped;
                if (escaped == 'n' || escaped == 'r') {
                    break; // the level is on the first line of a record
                }
                if (escaped == 'u') {
                    p = Math.min(to - 1, p + 4);
                    c = '?';
                }
            }
            out[length++] = c;
        }
        return length;
    }
}
