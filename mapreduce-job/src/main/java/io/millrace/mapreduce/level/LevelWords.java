package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words that name levels, as they are written and as they are folded together.
 *
 * <p>A level is an index ({@code 0 <= index <} {@link #size()}), so that counting needs an array and nothing else.
 * Each spelling (WARNING, warning, Warning, WARN, ...) has an index of its own; {@link #folded(int)} names the level
 * that it stands for and {@link #written(int)} the spelling itself. Words in other mixtures of case ("eRRoR") are not
 * levels. The fold joins spellings of one level only: SEVERE stays SEVERE and PANIC stays PANIC, because their ranks
 * differ between systems.
 */
public final class LevelWords {
    /** The name under which records without any level are counted. */
    public static final String NONE = "NONE";

    private static final String[] WORDS = {
        "TRACE TRC TRCE",
        "FINEST",
        "FINER",
        "FINE",
        "VERBOSE VERB VRB",
        "DEBUG DBG DEBU DBUG DEBG",
        "CONFIG",
        "INFO INF INFORMATION INFORMATIONAL",
        "NOTICE NOTE NTC NOTI",
        "SUCCESS",
        "AUDIT",
        "WARN WARNING WRN WARNI",
        "ERROR ERR ERRO EROR",
        "SEVERE SEVER",
        "FAILURE FAIL",
        "FAULT",
        "CRITICAL CRIT CRT CRI",
        "ALERT ALRT",
        "EMERGENCY EMERG EMRG EMER",
        "ASSERT",
        "FATAL FTL FATA FAT FTAL FATL",
        "PANIC",
        "DPANIC",
        "LOG",
        "SYSTEM",
        "DEFAULT",
    };
    private static final String LETTERS = "VVERBOSE TTRACE DDEBUG IINFO NNOTICE WWARN EERROR CCRITICAL FFATAL AASSERT";
    private static final String[] SYSLOG = {"EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARN", "NOTICE", "INFO", "DEBUG"
    };
    private static final int LONGEST = 13;

    private static final List<String> WRITTEN = new ArrayList<>();
    private static final List<String> FOLDED = new ArrayList<>();
    private static final int TABLE = 256;
    private static final long[] KEYS = new long[TABLE];
    private static final byte[][] SPELLINGS = new byte[TABLE][];
    private static final int[] FIRST = new int[TABLE];
    private static final int[] LETTER_LEVELS = new int[128];
    private static final int SYSLOG_FIRST;

    static {
        for (String line : WORDS) {
            String[] spellings = line.split(" ");
            for (String spelling : spellings) {
                enter(spelling, spellings[0]);
            }
        }
        java.util.Arrays.fill(LETTER_LEVELS, -1);
        for (String letter : LETTERS.split(" ")) {
            LETTER_LEVELS[letter.charAt(0)] = add(letter.substring(0, 1), letter.substring(1));
        }
        SYSLOG_FIRST = WRITTEN.size();
        for (int severity = 0; severity < SYSLOG.length; severity++) {
            add(Integer.toString(severity), SYSLOG[severity]);
        }
    }

    private static final int[] BUNYAN =
            numbers(10, "TRACE", 20, "DEBUG", 30, "INFO", 40, "WARN", 50, "ERROR", 60, "FATAL");
    private static final int[] MONOLOG = numbers(
            100,
            "DEBUG",
            200,
            "INFO",
            250,
            "NOTICE",
            300,
            "WARN",
            400,
            "ERROR",
            500,
            "CRITICAL",
            550,
            "ALERT",
            600,
            "EMERGENCY");

    private static final byte[][][] OWN_SPELLINGS = new byte[Vocabulary.values().length][][];
    private static final int[][] OWN_LEVELS = new int[Vocabulary.values().length][];

    static {
        for (Vocabulary vocabulary : Vocabulary.values()) {
            String[] pairs = vocabulary.pairs();
            byte[][] spellings = new byte[pairs.length][];
            int[] levels = new int[pairs.length];
            for (int i = 0; i < pairs.length; i++) {
                int equals = pairs[i].indexOf('=');
                String written = pairs[i].substring(0, equals).replace('_', ' ');
                spellings[i] = written.getBytes(StandardCharsets.UTF_8);
                levels[i] = add(written, pairs[i].substring(equals + 1));
            }
            OWN_SPELLINGS[vocabulary.ordinal()] = spellings;
            OWN_LEVELS[vocabulary.ordinal()] = levels;
        }
    }

    private LevelWords() {}

    /** How many levels, spelling by spelling, there are. */
    public static int size() {
        return WRITTEN.size();
    }

    /** The spelling of a level as it stood in the record. */
    public static String written(int level) {
        return WRITTEN.get(level);
    }

    /** The name of a level that its spellings are counted under. */
    public static String folded(int level) {
        return FOLDED.get(level);
    }

    /** The level that a field made for levels holds: a word, a single letter or a known number; -1 for anything else. */
    public static int parse(byte[] bytes, int from, int to) {
        if (to - from == 1 && !Chars.isDigit(bytes[from])) {
            return letter(bytes[from]);
        }
        if (to > from && to - from <= 3 && Chars.skipDigits(bytes, from, to) == to) {
            return number(Long.parseLong(new String(bytes, from, to - from, StandardCharsets.US_ASCII)));
        }
        return find(bytes, from, to);
    }

    /** The level that the bytes from..to mean to a program that has words of its own, or -1. */
    static int find(Vocabulary vocabulary, byte[] bytes, int from, int to) {
        if (vocabulary == Vocabulary.WORDS) {
            return find(bytes, from, to);
        }
        byte[][] spellings = OWN_SPELLINGS[vocabulary.ordinal()];
        for (int i = 0; i < spellings.length; i++) {
            if (java.util.Arrays.equals(spellings[i], 0, spellings[i].length, bytes, from, to)) {
                return OWN_LEVELS[vocabulary.ordinal()][i];
            }
        }
        return -1;
    }

    /** The level that the bytes from..to spell as a whole, or -1. */
    static int find(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < 3 || length > LONGEST) {
            return -1;
        }
        long key = 0;
        int lower = 0;
        for (int i = from; i < to; i++) {
            int c = bytes[i];
            int upper = c & 0xDF;
            if (upper < 'A' || upper > 'Z' || c < 0) {
                return -1;
            }
            lower += (c >>> 5) & 1;
            key = key * 31 + upper;
        }
        int slot = slot(key);
        while (KEYS[slot] != key) {
            if (KEYS[slot] == 0) {
                return -1;
            }
            slot = (slot + 1) & (TABLE - 1);
        }
        // The key is a hash of up to 13 letters, so equal keys need not be equal words.
        byte[] spelling = SPELLINGS[slot];
        if (spelling.length != length) {
            return -1;
        }
        for (int i = 0; i < length; i++) {
            if (spelling[i] != (bytes[from + i] & 0xDF)) {
                return -1;
            }
        }
        if (lower == 0) {
            return FIRST[slot];
        }
        if (lower == length) {
            return FIRST[slot] + 1;
        }
        return lower == length - 1 && (bytes[from] & 0x20) == 0 ? FIRST[slot] + 2 : -1;
    }

    /** As {@link #find(byte[], int, int)}, also with Go's steps between levels: {@code INFO+2}, {@code DEBUG-4}. */
    static int findStepped(byte[] bytes, int from, int to) {
        int end = Chars.skipLetters(bytes, from, to);
        boolean stepped =
                end + 1 < to && (bytes[end] == '+' || bytes[end] == '-') && Chars.skipDigits(bytes, end + 1, to) == to;
        return find(bytes, from, stepped ? end : to);
    }

    /** As {@link #find(byte[], int, int)}, for words in capitals only. */
    static int findUpper(byte[] bytes, int from, int to) {
        return (bytes[from] & 0x20) == 0 && to - from > 1 && (bytes[to - 1] & 0x20) == 0 ? find(bytes, from, to) : -1;
    }

    /** The level of a single letter as Android, glog and others write it, or -1. */
    static int letter(byte letter) {
        return letter < 0 ? -1 : LETTER_LEVELS[letter];
    }

    /** The level of a syslog severity, 0 to 7. */
    static int severity(int severity) {
        return SYSLOG_FIRST + severity;
    }

    /**
     * The level of a number in a field made for levels: syslog's severities (0 to 7), Bunyan's and Pino's numbers (10 to 60),
     * Monolog's (100 to 600); -1 for every other number, whose meaning only its program knows.
     */
    static int number(long number) {
        if (number >= 0 && number < SYSLOG.length) {
            return severity((int) number);
        }
        int[] scale = number < 100 ? BUNYAN : MONOLOG;
        for (int i = 0; i < scale.length; i += 2) {
            if (scale[i] == number) {
                return scale[i + 1];
            }
        }
        return -1;
    }

    /** The level of OpenTelemetry's severity numbers, 1 to 24, or -1. */
    static int openTelemetry(long number) {
        if (number < 1 || number > 24) {
            return -1;
        }
        return BUNYAN[(int) ((number - 1) / 4) * 2 + 1];
    }

    private static int[] numbers(Object... pairs) {
        int[] scale = new int[pairs.length];
        for (int i = 0; i < pairs.length; i += 2) {
            scale[i] = (Integer) pairs[i];
            scale[i + 1] = add(pairs[i].toString(), (String) pairs[i + 1]);
        }
        return scale;
    }

    private static int add(String written, String folded) {
        WRITTEN.add(written);
        FOLDED.add(folded);
        return WRITTEN.size() - 1;
    }

    private static void enter(String upper, String folded) {
        long key = 0;
        for (int i = 0; i < upper.length(); i++) {
            key = key * 31 + upper.charAt(i);
        }
        int slot = slot(key);
        while (KEYS[slot] != 0) {
            slot = (slot + 1) & (TABLE - 1);
        }
        KEYS[slot] = key;
        SPELLINGS[slot] = upper.getBytes(StandardCharsets.US_ASCII);
        FIRST[slot] = add(upper, folded);
        add(upper.toLowerCase(Locale.ROOT), folded);
        add(upper.charAt(0) + upper.substring(1).toLowerCase(Locale.ROOT), folded);
    }

    private static int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> 56);
    }
}
