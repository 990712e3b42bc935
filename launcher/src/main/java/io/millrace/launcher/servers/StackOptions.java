package io.millrace.launcher.servers;

import io.millrace.runtime.cli.Problems;
import io.millrace.stack.StackSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
            defaultValue = "${env:MILLRACE_KAFKA_PORT}",
            description = "Port of the first Kafka broker, 0 for a free one; the others' follow it"
                    + " [MILLRACE_KAFKA_PORT]. Default: that of the last run")
    private Integer kafkaPort;

    @Option(
            names = "--hdfs-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_HDFS_PORT}",
            description =
                    "RPC port of the NameNode, 0 for a free one [MILLRACE_HDFS_PORT]. Default: that of the last run")
    private Integer hdfsPort;

    @Option(
            names = "--hdfs-web-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_HDFS_WEB_PORT}",
            description = "Port of the NameNode's web page, 0 for a free one [MILLRACE_HDFS_WEB_PORT]. Default: that of"
                    + " the last run")
    private Integer hdfsWebPort;

    @Option(
            names = "--database-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_DATABASE_PORT}",
            description =
                    "Port of the database, 0 for a free one [MILLRACE_DATABASE_PORT]. Default: that of the last run")
    private Integer databasePort;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "${env:MILLRACE_BROKERS:-1}",
            description = "How many Kafka brokers [MILLRACE_BROKERS]. Default: ${DEFAULT-VALUE}")
    private int brokers = 1;

    /**
     * The settings.
     *
     * @param chosen the folder of the data
     * @param ports for ports that the user did not name; of these, what others have taken is left out
     * @param brokerCount how many Kafka brokers
     * @param told hears a sentence for each port that is left out
     */
    public StackSettings settings(Path chosen, StackPorts ports, int brokerCount, Consumer<String> told) {
        new Problems()
                .require(brokerCount >= 1 && brokerCount <= 9, "--brokers", brokerCount, "must be from 1 to 9")
                .throwIfAny();
        StackPorts free = new StackPorts(
                        kafkaPort == null ? ports.kafka() : 0,
                        hdfsPort == null ? ports.hdfs() : 0,
                        hdfsWebPort == null ? ports.hdfsWeb() : 0,
                        databasePort == null ? ports.database() : 0,
                        0)
                .freeOnes(brokerCount, told);
        return new StackSettings(
                chosen,
                or(kafkaPort, free.kafka()),
                or(hdfsPort, free.hdfs()),
                or(hdfsWebPort, free.hdfsWeb()),
                or(databasePort, free.database()),
                brokerCount,
                Map.of(),
                Map.of());
    }

    /** How many brokers the user wants. */
    public int brokers() {
        return brokers;
    }

    /** The folder that the user named, made absolute. */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder).map(named -> named.toAbsolutePath().normalize());
    }

    private static int or(Integer named, int otherwise) {
        return named == null ? otherwise : named;
    }
}
