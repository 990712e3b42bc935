package io.millrace.mapreduce.job;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Minutes, hours or days as they stand in a result, as an axis. */
final class Timeline {
    private static final String DAY = "2024-05-01";
    private static final String HOUR = DAY + "T00";
    private static final String MIDNIGHT = "T00:00";

    private Timeline() {}

    /**
     * The same with the minutes, hours or days between them in which nothing was written: a pause must be seen as one.
     *
     * @param labels sorted; {@code 2024-05-01T10:30}, {@code 2024-05-01T10} or {@code 2024-05-01}
     * @param most if there would be more than so many, or if a label is no such time, nothing is added
     */
    static List<String> withoutGaps(List<String> labels, int most) {
        if (labels.size() < 2) {
            return labels;
        }
        try {
            int length = labels.get(0).length();
            ChronoUnit unit = length > HOUR.length()
                    ? ChronoUnit.MINUTES
                    : length == HOUR.length() ? ChronoUnit.HOURS : ChronoUnit.DAYS;
            LocalDateTime start = time(labels.get(0));
            LocalDateTime end = time(labels.get(labels.size() - 1));
            if (unit.between(start, end) >= most) {
                return labels;
            }
            List<String> all = new ArrayList<>();
            for (LocalDateTime at = start; !at.isAfter(end); at = at.plus(1, unit)) {
                all.add(at.toString().substring(0, length));
            }
            return all.containsAll(labels) ? all : labels;
        } catch (DateTimeException e) {
            return labels;
        }
    }

    private static LocalDateTime time(String label) {
        return LocalDateTime.parse(label + MIDNIGHT.substring(label.length() - DAY.length()));
    }
}
