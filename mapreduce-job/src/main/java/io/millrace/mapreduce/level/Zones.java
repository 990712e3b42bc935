package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;

/**
 * Names of time zones as logs write them after a time. Names mean different zones in different countries (IST, CST); these are the
 * meanings of PostgreSQL's file {@code tznames/Default}, which has as many users to please.
 */
public final class Zones {
    private static final int UNKNOWN = Integer.MIN_VALUE;
    private static final String[] NAMES = {
        "UTC 0",
        "GMT 0",
        "Z 0",
        "WET 0",
        "WEST 60",
        "BST 60",
        "CET 60",
        "CEST 120",
        "MEZ 60",
        "MESZ 120",
        "EET 120",
        "EEST 180",
        "MSK 180",
        "MSD 240",
        "IST 120",
        "IDT 180",
        "SAST 120",
        "PKT 300",
        "NPT 345",
        "ICT 420",
        "WIB 420",
        "SGT 480",
        "HKT 480",
        "PHT 480",
        "AWST 480",
        "JST 540",
        "KST 540",
        "ACST 570",
        "ACDT 630",
        "AEST 600",
        "AEDT 660",
        "NZST 720",
        "NZDT 780",
        "NST -210",
        "NDT -150",
        "AST -240",
        "ADT -180",
        "BRT -180",
        "BRST -120",
        "ART -180",
        "CLT -240",
        "EST -300",
        "EDT -240",
        "CST -360",
        "CDT -300",
        "MST -420",
        "MDT -360",
        "PST -480",
        "PDT -420",
        "AKST -540",
        "AKDT -480",
        "HST -600"
    };
    private static final byte[][] SPELLINGS = new byte[NAMES.length][];
    private static final int[] MINUTES = new int[NAMES.length];

    static {
        for (int i = 0; i < NAMES.length; i++) {
            int blank = NAMES[i].indexOf(' ');
            SPELLINGS[i] = NAMES[i].substring(0, blank).getBytes(StandardCharsets.US_ASCII);
            MINUTES[i] = Integer.parseInt(NAMES[i].substring(blank + 1));
        }
    }

    private Zones() {}

    /** Whether the bytes from..to name a zone. */
    public static boolean isName(byte[] b, int from, int to) {
        return minutes(b, from, to) != UNKNOWN;
    }

    /** Minutes east of Greenwich of the zone that from..to names; ask {@link #isName} first. */
    public static int minutes(byte[] b, int from, int to) {
        for (int i = 0; i < SPELLINGS.length; i++) {
            if (java.util.Arrays.equals(SPELLINGS[i], 0, SPELLINGS[i].length, b, from, to)) {
                return MINUTES[i];
            }
        }
        return UNKNOWN;
    }
}
