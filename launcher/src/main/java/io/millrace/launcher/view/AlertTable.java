package io.millrace.launcher.view;

import java.time.format.DateTimeFormatter;
import java.util.List;

/** Alerts as lines for people. */
public final class AlertTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private AlertTable() {}

    /** One line for each: time in UTC, severity, rule, message. */
    public static List<String> lines(List<DatabaseView.Alert> alerts) {
        int rule =
                alerts.stream().mapToInt(alert -> alert.rule().length()).max().orElse(0);
        return alerts.stream()
                .map(alert -> "  " + TIME.format(alert.time()) + String.format("  %-8s  ", alert.severity())
                        + alert.rule() + " ".repeat(rule - alert.rule().length()) + "  " + printable(alert.message()))
                .toList();
    }

    /** A message holds names out of records, which may hold anything: nothing of it must steer the terminal. */
    private static String printable(String message) {
        StringBuilder safe = new StringBuilder();
        message.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean steers = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            safe.appendCodePoint(steers ? '\uFFFD' : c);
        });
        return safe.toString();
    }
}
