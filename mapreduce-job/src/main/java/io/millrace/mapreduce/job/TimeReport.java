package io.millrace.mapreduce.job;

import io.millrace.mapreduce.count.Wanted;
import io.millrace.mapreduce.level.Severity;
import io.millrace.mapreduce.time.Bursts;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells people which span of time was counted, what it left out, in which zone times are, and which minutes stand out. */
final class TimeReport {
    private static final int MOST_BURSTS = 20;

    private final Wanted wanted;
    private final JobLaunch launch;
    private final Map<String, Long> untimed;

    TimeReport(Wanted wanted, JobLaunch launch, Map<String, Long> untimed) {
        this.wanted = wanted;
        this.launch = launch;
        this.untimed = untimed;
    }

    /**
     * Prints all of it.
     *
     * @param asked whether bursts were asked for here
     */
    void print(PrintWriter out, List<Bursts.Burst> bursts, boolean asked) throws IOException {
        if (asked) {
            bursts(out, bursts);
        }
        List<String> lines = lines();
        if (!lines.isEmpty()) {
            out.println();
            lines.forEach(out::println);
        }
        out.flush();
    }

    /** The window, what it left out, and the zone, in sentences; nothing if times did not matter. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        if (wanted.window().isBounded()) {
            lines.add("Counted " + wanted.window().describe() + "; "
                    + records(launch.counter(JobCounter.RECORDS_OUTSIDE_WINDOW)) + " outside.");
            long withoutYear = launch.counter(JobCounter.RECORDS_WITHOUT_YEAR);
            if (withoutYear > 0) {
                lines.add(
                        records(withoutYear) + " without a year: counted where there is a year that puts them inside.");
            }
            if (!untimed.isEmpty()) {
                long all = untimed.values().stream().mapToLong(Long::longValue).sum();
                String levels = untimed.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(Severity.order()))
                        .map(level -> String.format(Locale.ROOT, "%s %,d", level.getKey(), level.getValue()))
                        .collect(Collectors.joining(", "));
                lines.add(records(all) + " without a time, in no count above: " + levels + ".");
            }
        }
        if (wanted.isTimed()) {
            lines.add(zone());
        }
        return lines;
    }

    private String zone() {
        if (!wanted.window().isUtc()) {
            return "Times are in UTC; those without a zone were taken to be of "
                    + wanted.window().zone().getId()
                    + ", those of W3C's extended logs in UTC.";
        }
        return wanted.window().isBounded()
                ? "Times are in UTC; those without a zone were taken to be in UTC, too (--time-zone names another)."
                : "Times are in UTC where records name their zone, and as written where not.";
    }

    private static void bursts(PrintWriter out, List<Bursts.Burst> bursts) {
        out.println();
        if (bursts.isEmpty()) {
            out.println("No minute in which a level is far above its own past.");
            return;
        }
        out.println("Minutes in which a level is far above its own past (median of the 60 minutes before):");
        out.printf("%-16s  %-9s %12s %12s %12s%n", "MINUTE", "LEVEL", "RECORDS", "USUALLY", "LIMIT");
        for (Bursts.Burst burst : bursts.subList(0, Math.min(MOST_BURSTS, bursts.size()))) {
            out.printf(
                    Locale.ROOT,
                    "%-16s  %-9s %,12d %,12.1f %,12.1f%n",
                    burst.minute(),
                    burst.level(),
                    burst.records(),
                    burst.usual(),
                    burst.limit());
        }
        if (bursts.size() > MOST_BURSTS) {
            out.printf(Locale.ROOT, "and %,d more in the result's bursts%n", bursts.size() - MOST_BURSTS);
        }
    }

    private static String records(long number) {
        return String.format(Locale.ROOT, "%,d record%s", number, number == 1 ? "" : "s");
    }
}
