package io.millrace.producer.cdc;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of MySQL's global transaction ids.
 *
 * @param text as the server writes it: {@code UUID:1-7:9,UUID:3}, with line ends perhaps; null for none
 */
record MySqlIds(String text) {
    private record Interval(long first, long last) {}

    /** The highest number of this server's transactions; 0 for none. */
    long last(String server) {
        return intervals(server).stream().mapToLong(Interval::last).max().orElse(0);
    }

    /** True if it has this one. */
    boolean has(String id) {
        int colon = id.lastIndexOf(':');
        long number = Long.parseLong(id.substring(colon + 1));
        return intervals(id.substring(0, colon)).stream()
                .anyMatch(interval -> interval.first <= number && number <= interval.last);
    }

    private List<Interval> intervals(String server) {
        List<Interval> found = new ArrayList<>();
        for (String set :
                text == null ? new String[0] : text.replaceAll("\\s", "").split(",")) {
            String[] parts = set.split(":");
            for (int i = 1; parts[0].equalsIgnoreCase(server) && i < parts.length; i++) {
                String[] ends = parts[i].split("-");
                found.add(new Interval(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])));
            }
        }
        return found;
    }
}
