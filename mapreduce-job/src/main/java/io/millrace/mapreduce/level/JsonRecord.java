package io.millrace.mapreduce.level;

import java.util.stream.Stream;

/**
 * What the members of one JSON object have told about its level so far. Mutable and reused for every line, with the
 * space into which a message is unescaped.
 */
final class JsonRecord {
    private static final int MESSAGE_HEAD = 4096;
    private static final int BUNYAN_LEAST = 10;
    private static final int MONOLOG_LEAST = 100;
    private static final byte[] INFORMATION = "Information".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** What tells the program that wrote the object, as far as its level depends on it. */
    enum Sign {
        /** A message: {@code message}, {@code msg} or, Falco's, {@code output}. */
        MESSAGE("output"),
        /** Datadog's. */
        SERVICE("service"),
        /** MySQL's error log. */
        MYSQL("err_code"),
        /** Kibana's, whose type stands before its tags. */
        KIBANA("type"),
        /** Graylog's GELF. */
        GELF("short_message"),
        /** Monolog's. */
        MONOLOG("channel"),
        /** Nextcloud's and ownCloud's. */
        NEXTCLOUD("reqId"),
        /** FoundationDB's traces. */
        FOUNDATIONDB("LogGroup"),
        /** Cloud Foundry's lager: all three keys, of which the first holds the level. */
        LAGER_LEVEL("log_level"),
        LAGER_SOURCE("source"),
        LAGER("data"),
        /** CockroachDB's compact form: its channel and its goroutine. */
        COCKROACH_CHANNEL("c"),
        COCKROACH("g");

        /** By the length of the key, which spares comparing most keys with any. */
        private static final Sign[][] BY_LENGTH = new Sign[32][];

        static {
            for (int length = 0; length < BY_LENGTH.length; length++) {
                int wanted = length;
                BY_LENGTH[length] = Stream.of(values())
                        .filter(sign -> sign.key.length() == wanted)
                        .toArray(Sign[]::new);
            }
        }

        private final String key;

        Sign(String key) {
            this.key = key;
        }
    }

    private int first;
    private int firstFrom;
    private int firstTo;
    private int second;
    private int secondFrom;
    private int secondTo;
    private int messageFrom;
    private int messageTo;
    private boolean serilog;
    private int signs;
    private long number;
    private int numberFrom;
    private int numberTo;
    private Sign hintSign;
    private int hint;
    private int hintFrom;
    private int hintTo;
    private byte[] text;
    private LineMatch inner;

    void clear() {
        first = -1;
        second = -1;
        messageFrom = -1;
        serilog = false;
        signs = 0;
        number = -1;
        hint = -1;
    }

    /** Notes a key that tells the program. */
    void sign(byte[] b, int keyFrom, int keyTo) {
        if (keyTo - keyFrom >= Sign.BY_LENGTH.length) {
            return;
        }
        for (Sign sign : Sign.BY_LENGTH[keyTo - keyFrom]) {
            if (Chars.equalsAt(b, keyFrom, keyTo, sign.key)) {
                signs |= 1 << sign.ordinal();
            }
        }
    }

    /** Takes a number under a level's key; most mean what their program says, which later keys may tell. */
    void number(long value, int from, int to) {
        if (value >= 0 && number < 0) {
            number = value;
            numberFrom = from;
            numberTo = to;
        }
        if (value >= BUNYAN_LEAST && value < MONOLOG_LEAST) {
            propose(LevelWords.number(value), from, to);
        }
    }

    /** Takes a level that counts only if the object shows the sign and nothing else tells its level. */
    void hint(Sign sign, int level, int from, int to) {
        if (level >= 0 && hint < 0) {
            hintSign = sign;
            hint = level;
            hintFrom = from;
            hintTo = to;
        }
    }

    private boolean shows(Sign sign) {
        return (signs & 1 << sign.ordinal()) != 0;
    }

    private boolean has(Sign sign) {
        boolean shown = shows(sign);
        return switch (sign) {
            case MESSAGE -> shown || messageFrom >= 0;
            case SERVICE -> shown && messageFrom >= 0;
            case LAGER -> shown && shows(Sign.LAGER_LEVEL) && shows(Sign.LAGER_SOURCE);
            case COCKROACH -> shown && shows(Sign.COCKROACH_CHANNEL) && messageFrom >= 0;
            default -> shown;
        };
    }

    private int numbered(byte[] b) {
        if (number < 0) {
            return -1;
        }
        if (number >= MONOLOG_LEAST) {
            return has(Sign.MONOLOG) ? LevelWords.number(number) : -1; // Google's 300 is a NOTICE, Monolog's a WARNING
        }
        if (has(Sign.NEXTCLOUD)) {
            return LevelWords.find(Vocabulary.NEXTCLOUD, b, numberFrom, numberTo);
        }
        if (has(Sign.LAGER)) {
            return LevelWords.find(Vocabulary.LAGER, b, numberFrom, numberTo);
        }
        return has(Sign.GELF) && number < BUNYAN_LEAST ? LevelWords.number(number) : -1;
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

    /**
     * The object's level, or {@link LineForm#UNLEVELED}.
     *
     * @param wrapped reads the message, if nothing else shows a level
     */
    int result(byte[] b, LineMatch match, LineForm wrapped) {
        if (first >= 0) {
            return match.at(first, firstFrom, firstTo);
        }
        if (number >= 0 && has(Sign.FOUNDATIONDB)) {
            int own = LevelWords.find(Vocabulary.FOUNDATIONDB, b, numberFrom, numberTo); // its 10 is nobody else's
            return own < 0 ? LineForm.UNLEVELED : match.at(own, numberFrom, numberTo);
        }
        if (second >= 0) {
            return match.at(second, secondFrom, secondTo);
        }
        int numbered = numbered(b);
        if (numbered >= 0) {
            return match.at(numbered, numberFrom, numberTo);
        }
        if (hint >= 0 && has(hintSign)) {
            return match.at(hint, hintFrom, hintTo);
        }
        if (serilog) {
            return match.at(LevelWords.find(INFORMATION, 0, INFORMATION.length), 0, 0);
        }
        if (messageFrom >= 0) {
            int level = wrapped(b, wrapped);
            if (level >= 0) {
                return match.at(level, messageFrom, messageFrom);
            }
        }
        return LineForm.UNLEVELED;
    }

    private int wrapped(byte[] b, LineForm form) {
        if (text == null) {
            text = new byte[MESSAGE_HEAD];
            inner = new LineMatch();
        }
        int length = unescape(b, messageFrom, messageTo, text);
        return form.read(text, 0, length, inner);
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
                    c = Chars.startsWith(b, p + 1, to, "001b") || Chars.startsWith(b, p + 1, to, "001B")
                            ? (byte) Chars.ESCAPE
                            : (byte) '?';
                    p = Math.min(to - 1, p + 4);
                }
            }
            out[length++] = c;
        }
        return length;
    }
}
