package io.millrace.mapreduce.chart;

/** A colour for each level, from quiet to alarming; neighbours can be told apart in grey too. */
final class LevelColours {
    private static final int[] OTHERS = {0x7B61A8, 0x2A9D8F, 0x8D6E63, 0x5C6BC0, 0x9E9D24, 0x00838F};

    private LevelColours() {}

    /** The colour as 0xRRGGBB. */
    static int of(String level) {
        return switch (level) {
            case "TRACE", "FINEST", "VERBOSE" -> 0xB8A9D9;
            case "FINER" -> 0x9C8CC8;
            case "DEBUG", "FINE" -> 0x5FB3B3;
            case "CONFIG", "LOG", "SUCCESS" -> 0x7FA7D6;
            case "INFO", "records" -> 0x2E6FAB;
            case "NOTICE" -> 0x5E9C4B;
            case "WARN" -> 0xF2B134;
            case "ERROR", "SEVERE", "FAILURE", "FAULT" -> 0xD1453B;
            case "CRITICAL", "DPANIC" -> 0xA51C5B;
            case "ALERT" -> 0x8E1B3A;
            case "EMERGENCY", "FATAL", "PANIC", "ASSERT" -> 0x4A0E1F;
            case "NONE" -> 0xA8A8A8;
            default -> OTHERS[Math.floorMod(level.hashCode(), OTHERS.length)];
        };
    }
}
