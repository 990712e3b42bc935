package io.millrace.mapreduce.level;

import java.util.Comparator;
import java.util.List;

/** The order in which people look at levels: the least severe first, what has none last. */
public final class Severity {
    private static final List<String> ORDER = List.of(
            "FINEST",
            "TRACE",
            "VERBOSE",
            "FINER",
            "FINE",
            "DEBUG",
            "CONFIG",
            "LOG",
            "DEFAULT",
            "SYSTEM",
            "AUDIT",
            "SUCCESS",
            "INFO",
            "NOTICE",
            "WARN",
            "FAILURE",
            "FAULT",
            "ERROR",
            "SEVERE",
            "CRITICAL",
            "DPANIC",
            "ALERT",
            "ASSERT",
            "EMERGENCY",
            "PANIC",
            "FATAL");

    private Severity() {}

    /** Sorts levels by severity, those of no known rank after them by name, {@code NONE} last. */
    public static Comparator<String> order() {
        return Comparator.comparingInt(Severity::rank).thenComparing(Comparator.naturalOrder());
    }

    private static int rank(String level) {
        int known = ORDER.indexOf(level);
        return known >= 0 ? known : level.equals("NONE") ? ORDER.size() + 1 : ORDER.size();
    }
}
