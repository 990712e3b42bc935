package io.millrace.mapreduce.report;

/**
 * The class of a level in the page's style, whose colours are those that colour-blind people tell apart.
 *
 * @see <a href="https://jfly.uni-koeln.de/color/">M. Okabe, K. Ito: Color Universal Design</a>
 */
final class LevelClass {
    private LevelClass() {}

    static String of(String level) {
        return switch (level) {
            case "TRACE", "FINEST", "FINER", "VERBOSE" -> "l-trace";
            case "DEBUG", "FINE", "CONFIG" -> "l-debug";
            case "INFO", "LOG", "DEFAULT", "SYSTEM", "SUCCESS" -> "l-info";
            case "NOTICE", "AUDIT" -> "l-notice";
            case "WARN" -> "l-warn";
            case "ERROR", "SEVERE", "FAILURE", "FAULT" -> "l-error";
            case "CRITICAL", "ALERT", "EMERGENCY", "FATAL", "PANIC", "DPANIC", "ASSERT" -> "l-worst";
            case "NONE" -> "l-none";
            default -> "l-other";
        };
    }
}
