package io.millrace.launcher.demo;

import io.millrace.launcher.preset.Preset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one demo carries: the preset {@code demo}, and what its checks have to know of it.
 *
 * @param preset the pipeline
 * @param inputs log files to carry to their end; empty for the servers' own logs, which have none
 * @param readings how many sensor readings are simulated
 */
record DemoPlan(Preset preset, List<Path> inputs, int readings) {
    /** Follows log files. */
    static final String LOGS = "producer-logs";
    /** Simulates readings. */
    static final String READINGS = "producer-readings";
    /** Raises alerts from readings. */
    static final String ALERTS = "consumer-alerts";
    /** Stores log lines. */
    static final String STORED_LOGS = "sink-logs";

    private static final String STORED_READINGS = "sink-readings";
    private static final String JOB = "job";

    DemoPlan {
        inputs = List.copyOf(inputs);
    }

    /** Reads it from the folder of the project's presets. */
    static DemoPlan read(Path presets, List<Path> inputs, int readings) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "READINGS",
                String.valueOf(readings),
                "LOG_FILES",
                inputs.isEmpty()
                        ? Preset.serverLogs()
                        : inputs.stream().map(Path::toString).collect(Collectors.joining(",")),
                "LOG_FILES_END",
                String.valueOf(!inputs.isEmpty())));
        // Neither the run's time nor anybody's environment: the demo is the same each time, in a folder that was empty.
        return new DemoPlan(Preset.read(presets, "demo", variables::get), inputs, readings);
    }

    /** Topic of the log lines. */
    String logsTopic() {
        return variable(STORED_LOGS, "KAFKA_TOPIC_NAME");
    }

    /** Topic of the sensor readings. */
    String readingsTopic() {
        return variable(STORED_READINGS, "KAFKA_TOPIC_NAME");
    }

    /** Topic of the alerts. */
    String alertsTopic() {
        return variable(ALERTS, "KAFKA_ALERTS_TOPIC");
    }

    /** Topic of what the sink and the alerts could not take; must stay empty. */
    String deadLetterTopic() {
        return variable(ALERTS, "KAFKA_DEAD_LETTER_TOPIC");
    }

    /** Folder of the log text on HDFS. */
    String logsFolder() {
        return variable(STORED_LOGS, "HDFS_DIR");
    }

    /** Folder of the readings' Parquet files on HDFS. */
    String readingsFolder() {
        return variable(STORED_READINGS, "HDFS_DIR");
    }

    /** The job that counts levels. */
    Preset.Process job() {
        return preset.process(JOB);
    }

    /** Folder of the level counts on HDFS. */
    String countsFolder() {
        return job().output();
    }

    /**
     * Where a process writes what it did.
     *
     * @param data the folder of all data
     */
    Path report(String process, Path data) {
        return Path.of(preset.process(process).environment(data).get("REPORT_FILE"));
    }

    private String variable(String process, String variable) {
        return preset.process(process).variable(variable).orElseThrow();
    }
}
