package io.millrace.mapreduce.job;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Hours or days as they stand in a result, as an axis. */
final class Timeline {
    private Timeline() {}

    /**
     * The same with the hours or days between them in which nothing was written: a pause must be seen as one.
     *
     * @param labels sorted; {@code 2024-05-01T10} or {@code 2024-05-01}
     * @param most if there would be more than so many, or if a label is no such time, nothing is added
     */
    static List<String> withoutGaps(List<String> labels, int most) {
        if (labels.size() < 2) {
            return labels;
        }
        try {
            boolean hours = labels.get(0).contains("T");
            LocalDateTime end = time(labels.get(labels.size() - 1), hours);
            UnaryOperator<LocalDateTime> next = at -> hours ? at.plusHours(1) : at.plusDays(1);
            LocalDateTime start = time(labels.get(0), hours);
            if ((hours ? ChronoUnit.HOURS : ChronoUnit.DAYS).between(start, end) >= most) {
                return labels;
            }
            List<String> all = new ArrayList<>();
            for (LocalDateTime at = start; !at.isAfter(end); at = next.apply(at)) {
                all.add(
                        hours
                                ? at.toString().substring(0, 13)
                                : at.toLocalDate().toString());
            }
            return all.containsAll(labels) ? all : labels;
        } catch (DateTimeException e) {
            return labels;
        }
    }

    private static LocalDateTime time(String label, boolean hours) {
        return hours
                ? LocalDateTime.parse(label + ":00")
                : LocalDate.parse(label).atStartOfDay();
    }
}
