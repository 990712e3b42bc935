package io.millrace.launcher;

import io.millrace.stack.StackSettings;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of the embedded stack; a picocli mixin. */
public final class StackOptions {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "${env:MILLRACE_DATA}",
            description = "Folder of all data, made if missing [MILLRACE_DATA]. Default: .millrace/ in the checkout")
    private Path folder;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_KAFKA_PORT:-0}",
            description = "Port of the Kafka broker, 0 for a free one [MILLRACE_KAFKA_PORT]. Default: ${DEFAULT-VALUE}")
    private int kafkaPort;

    @Option(
            names = "--hdfs-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_HDFS_PORT:-0}",
            description = "RPC port of the NameNode, 0 for a free one [MILLRACE_HDFS_PORT]. Default: ${DEFAULT-VALUE}")
    private int hdfsPort;

    @Option(
            names = "--hdfs-web-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_HDFS_WEB_PORT:-0}",
            description = "Port of the NameNode's web page, 0 for a free one [MILLRACE_HDFS_WEB_PORT]. Default:"
                    + " ${DEFAULT-VALUE}")
    private int hdfsWebPort;

    @Option(
            names = "--database-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_DATABASE_PORT:-0}",
            description = "Port of the database, 0 for a free one [MILLRACE_DATABASE_PORT]. Default: ${DEFAULT-VALUE}")
    private int databasePort;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "${env:MILLRACE_BROKERS:-1}",
            description = "How many Kafka brokers [MILLRACE_BROKERS]. Default: ${DEFAULT-VALUE}")
    private int brokers = 1;

    /** The settings, with the given folder unless the user named one. */
    public StackSettings settings(Path defaultFolder) {
        Path chosen = folder != null ? folder : defaultFolder;
        return new StackSettings(chosen, kafkaPort, hdfsPort, hdfsWebPort, databasePort, brokers, Map.of(), Map.of());
    }

    /** True if the user named the folder. */
    public boolean namesFolder() {
        return folder != null;
    }
}
