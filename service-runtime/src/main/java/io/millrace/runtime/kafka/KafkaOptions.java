package io.millrace.runtime.kafka;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that lead to a Kafka cluster; a picocli mixin of every command that talks to one. */
public final class KafkaOptions {
    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "Kafka brokers to ask first [KAFKA_BOOTSTRAP_SERVERS]. Default: ${DEFAULT-VALUE}")
    private String bootstrapServers = "localhost:9092";

    @Mixin
    private KafkaClientOptions clients = new KafkaClientOptions();

    /** The settings: from the file, then the environment, then the flags. */
    public KafkaSettings settings() {
        return clients.settings(bootstrapServers);
    }
}
