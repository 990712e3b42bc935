package io.millrace.stack;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.cli.Problems;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the embedded stack keeps its data and which ports it takes. A port of 0 means any free one.
 *
 * @param folder folder of all data; made if missing, found again by the next start
 * @param kafkaPort the broker's listener
 * @param nameNodePort the NameNode's RPC port (the {@code hdfs://} address)
 * @param nameNodeWebPort the NameNode's web page
 * @param databasePort the database's TCP port
 * @param brokers how many Kafka brokers, from 1 to 9
 * @param kafkaConfigs further broker settings by their Kafka names
 * @param hadoopConfigs further HDFS settings by their Hadoop names
 */
public record StackSettings(
        Path folder,
        int kafkaPort,
        int nameNodePort,
        int nameNodeWebPort,
        int databasePort,
        int brokers,
        Map<String, String> kafkaConfigs,
        Map<String, String> hadoopConfigs) {
    public StackSettings {
        folder = requireNonNull(folder, "folder").toAbsolutePath().normalize();
        kafkaConfigs = Map.copyOf(kafkaConfigs);
        hadoopConfigs = Map.copyOf(hadoopConfigs);
        requireUsable(folder);
        new Problems()
                .require(port(kafkaPort), "--kafka-port", kafkaPort, PORT_RULE)
                .require(port(nameNodePort), "--hdfs-port", nameNodePort, PORT_RULE)
                .require(port(nameNodeWebPort), "--hdfs-web-port", nameNodeWebPort, PORT_RULE)
                .require(port(databasePort), "--database-port", databasePort, PORT_RULE)
                .require(brokers >= 1 && brokers <= 9, "--brokers", brokers, "must be from 1 to 9")
                .throwIfAny();
    }

    /** Kafka and Hadoop take lists of folders, Hadoop expands variables, JDBC addresses end at a semicolon. */
    private static final Pattern UNUSABLE = Pattern.compile("[,;:\\v]|\\$\\{");

    private static final String PORT_RULE = "must be from 0 to 65535";

    /**
     * Refuses a folder that the servers' settings cannot name.
     *
     * @throws io.millrace.runtime.cli.SettingsException if it is one
     */
    public static void requireUsable(Path folder) {
        new Problems()
                .require(
                        !UNUSABLE.matcher(folder.toString()).find(),
                        "--data",
                        folder.toString(),
                        "must be a path without comma, semicolon, colon, ${ or line end, which the servers' settings give a"
                                + " meaning to; name another folder")
                .throwIfAny();
    }

    /** Free ports, no further settings. */
    public static StackSettings in(Path folder) {
        return new StackSettings(folder, 0, 0, 0, 0, 1, Map.of(), Map.of());
    }

    /** The same with another number of brokers. */
    public StackSettings withBrokers(int number) {
        return new StackSettings(
                folder, kafkaPort, nameNodePort, nameNodeWebPort, databasePort, number, kafkaConfigs, hadoopConfigs);
    }

    private static boolean port(int port) {
        return port >= 0 && port <= 65535;
    }
}
