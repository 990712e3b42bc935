package io.millrace.launcher.demo;

import io.millrace.stack.StackSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * What one demo carries.
 *
 * @param stack the servers' data and ports
 * @param inputs log files to carry; empty for the servers' own logs
 * @param seconds how long the servers' own logs are followed
 * @param readings how many sensor readings are simulated
 * @param keep whether the data stays afterwards
 */
record DemoSettings(StackSettings stack, List<Path> inputs, int seconds, int readings, boolean keep) {
    /** Topic of the log lines. */
    static final String LOGS_TOPIC = "logs_machine";
    /** Topic of the sensor readings. */
    static final String READINGS_TOPIC = "iot-sensor-data";
    /** Topic of the alerts. */
    static final String ALERTS_TOPIC = "iot-alerts";
    /** Folder of the log text on HDFS. */
    static final String LOGS_FOLDER = "/user/kafka/logs";
    /** Folder of the readings' Parquet files on HDFS. */
    static final String READINGS_FOLDER = "/user/kafka/iot";
    /** Folder of the level counts on HDFS. */
    static final String COUNTS_FOLDER = "/user/kafka/logs_out";

    /** Topic of what the sink and the alerts could not take; must stay empty. */
    static final String DEAD_LETTERS_TOPIC = "millrace-dead-letters";
    /** Group of the sink that stores log lines. */
    static final String LOGS_SINK_GROUP = "sink-logs";
    /** Group of the sink that stores readings. */
    static final String READINGS_SINK_GROUP = "sink-readings";
    /** Group of the alerts. */
    static final String ALERTS_GROUP = "alerts";

    DemoSettings {
        inputs = List.copyOf(inputs);
    }
}
