package io.millrace.producer.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of MySQL's global transaction ids.
 *
 * @param text as the server writes it: {@code UUID:1-7:9,UUID:3}, with line ends perhaps; null for none
 */
record MySqlIds(String text) {
    private static final Pattern ONE = Pattern.compile("([0-9a-fA-F-]{36}):(\\d+)");

    private record Interval(long first, long last) {}

    /** The highest number of this server's transactions; 0 for none. */
    long last(String server) {
        return intervals(server).stream().mapToLong(Interval::last).max().orElse(0);
    }

    /** True if it has this one. */
    boolean has(String id) {
        long number = number(id);
        return intervals(id.substring(0, id.lastIndexOf(':'))).stream()
                .anyMatch(interval -> interval.first <= number && number <= interval.last);
    }

    /** True if these are a single transaction, and the one behind the last that this has of its server. */
    boolean isNext(String ids) {
        Matcher one = ONE.matcher(ids);
        return one.matches() && Long.parseLong(one.group(2)) == last(one.group(1)) + 1;
    }

    /** The number of a single transaction. */
    static long number(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf(':') + 1));
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
