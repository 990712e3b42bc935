package io.millrace.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The alerts of four rules computed plainly over one partition's readings, with none of the service's code: {@code hot}
 * above 30, {@code window} of 20 s with 3 s lateness, {@code silence} of 12 s with 4 s. Times are whole seconds.
 */
public final class PlainAlerts {

    private PlainAlerts() {}

    public record Reading(String device, double value, int second) {}

    public static List<String> of(int partition, List<Reading> readings) {
        List<String> expected = new ArrayList<>();
        Map<String, TreeMap<Integer, Integer>> windows = new TreeMap<>();
        Map<String, TreeSet<Integer>> heard = new TreeMap<>();
        int now = Integer.MIN_VALUE / 2;
        for (int offset = 0; offset < readings.size(); offset++) {
            Reading reading = readings.get(offset);
            if (reading.value() > 30.0) {
                expected.add("hot " + partition + "@" + offset);
            }
            int window = reading.second() / 20 * 20;
            if (window + 20 + 3 > now) {
                windows.computeIfAbsent(reading.device(), key -> new TreeMap<>())
                        .merge(window, 1, Integer::sum);
            }
            if (reading.second() >= now - 4) {
                heard.computeIfAbsent(reading.device(), key -> new TreeSet<>()).add(reading.second());
            }
            now = Math.max(now, reading.second());
        }
        int end = now;
        windows.forEach((device, byStart) -> byStart.forEach((start, count) -> {
            if (start + 20 + 3 <= end) {
                expected.add("window " + device + " " + (start + 20) + " " + count);
            }
        }));
        heard.forEach((device, times) -> times.forEach(time -> {
            Integer next = times.higher(time);
            if ((next == null || next - time >= 12) && time + 12 + 4 <= end) {
                expected.add("silence " + device + " " + (time + 12));
            }
        }));
        return expected;
    }
}
