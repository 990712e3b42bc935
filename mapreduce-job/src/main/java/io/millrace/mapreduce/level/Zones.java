package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

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
    private static final int LONGEST = 5;
    /** The names packed into numbers, in order. */
    private static final long[] KEYS = new long[NAMES.length];

    private static final int[] MINUTES = new int[NAMES.length];

    static {
        TreeMap<Long, Integer> zones = new TreeMap<>();
        for (String zone : NAMES) {
            byte[] name = zone.substring(0, zone.indexOf(' ')).getBytes(StandardCharsets.US_ASCII);
            zones.put(key(name, 0, name.length), Integer.valueOf(zone.substring(name.length + 1)));
        }
        int i = 0;
        for (Map.Entry<Long, Integer> zone : zones.entrySet()) {
            KEYS[i] = zone.getKey();
            MINUTES[i++] = zone.getValue();
        }
    }

    private Zones() {}

    private static long key(byte[] b, int from, int to) {
        long key = 0;
        for (int p = from; p < to; p++) {
            key = key << 8 | b[p] & 0xFF;
        }
        return key;
    }

    /** Whether the bytes from..to name a zone. */
    public static boolean isName(byte[] b, int from, int to) {
        return minutes(b, from, to) != UNKNOWN;
    }

    /** Minutes east of Greenwich of the zone that from..to names; ask {@link #isName} first. */
    public static int minutes(byte[] b, int from, int to) {
        int at = to - from > LONGEST || from == to || b[from] > 'Z' ? -1 : Arrays.binarySearch(KEYS, key(b, from, to));
        return at < 0 ? UNKNOWN : MINUTES[at];
    }
}
