package io.millrace.launcher.demo;

import io.millrace.launcher.screen.Screen;
import java.util.List;
import java.util.Map;

/**
 * What the demo found.
 *
 * @param topics a line for each topic that went into HDFS
 * @param alerts what the rules raised
 * @param levels what MapReduce counted
 * @param files what lies in HDFS
 * @param checks what must agree
 */
record DemoResult(List<Topic> topics, Alerts alerts, Levels levels, List<StoredFile> files, List<Check> checks) {
    /** The order in which people look at levels. */
    private static final List<String> ORDER =
            List.of("TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "ERROR", "FATAL", "NONE");

    /** How one topic fared. */
    record Topic(String name, String unit, long produced, long stored, long lost, long duplicated) {}

    /** Alerts as the consumer counted them, as the database and as the topic hold them. */
    record Alerts(String topic, long raised, long inDatabase, long inTopic, List<Rule> rules) {}

    /** Log lines in HDFS, and the records per log level that were counted in them into a folder. */
    record Levels(String folder, long lines, Map<String, Long> records) {}

    /** Alerts of one rule. */
    record Rule(String name, long alerts) {}

    /** A file in HDFS. */
    record StoredFile(String path, long bytes) {}

    DemoResult {
        topics = List.copyOf(topics);
        files = List.copyOf(files);
        checks = List.copyOf(checks);
    }

    /** A sentence for each thing that does not agree. */
    List<String> failures() {
        return checks.stream()
                .filter(check -> !check.holds())
                .map(Check::failure)
                .toList();
    }

    void print(Screen screen) {
        screen.line("");
        screen.line(String.format("%-18s %12s %12s %8s %12s", "topic", "produced", "stored", "lost", "duplicated"));
        for (Topic topic : topics) {
            screen.line(String.format(
                    "%-18s %12s %12s %8s %12s  %s",
                    topic.name(),
                    Screen.count(topic.produced()),
                    Screen.count(topic.stored()),
                    Screen.count(topic.lost()),
                    Screen.count(topic.duplicated()),
                    topic.unit()));
        }
        screen.line("");
        screen.line("alerts raised " + Screen.count(alerts.raised()) + ", in the database "
                + Screen.count(alerts.inDatabase()) + ", in topic " + alerts.topic() + " "
                + Screen.count(alerts.inTopic()));
        alerts.rules()
                .forEach(rule -> screen.line(String.format("  %-30s %8s", rule.name(), Screen.count(rule.alerts()))));
        screen.line("");
        screen.line("log levels (" + levels.folder() + "), " + levelsOf());
        ORDER.stream().filter(levels.records()::containsKey).forEach(level -> printLevel(level, screen));
        levels.records().keySet().stream()
                .filter(level -> !ORDER.contains(level))
                .forEach(level -> printLevel(level, screen));
        screen.line("");
        screen.line("HDFS");
        files.forEach(file -> screen.line(String.format("  %12s  %s", Screen.size(file.bytes()), file.path())));
        screen.line("");
    }

    private void printLevel(String level, Screen screen) {
        screen.line(String.format(
                "  %-8s %10s", level, Screen.count(levels.records().get(level))));
    }

    /** Stack traces and the like belong to the record before them, so there can be fewer records than lines. */
    private String levelsOf() {
        long records =
                levels.records().values().stream().mapToLong(Long::longValue).sum();
        long continued = levels.lines() - records;
        String text = Screen.count(records) + " records in " + Screen.count(levels.lines()) + " lines";
        return continued <= 0
                ? text
                : text + (continued == 1 ? " (1 line continues" : " (" + Screen.count(continued) + " lines continue")
                        + " the record before)";
    }
}
