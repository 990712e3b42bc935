package io.millrace.runtime.kafka;

import io.millrace.runtime.cli.SettingsException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** How Kafka's clients are set; a picocli mixin, part of {@link KafkaOptions}, alone where Kafka is not always needed. */
public final class KafkaClientOptions {
    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            defaultValue = "${env:KAFKA_CONFIG_FILE}",
            description = "Properties file with Kafka client settings, for instance TLS and SASL [KAFKA_CONFIG_FILE].")
    private Path configFile;

    @Option(
            names = "--kafka-property",
            paramLabel = "NAME=VALUE",
            description = "One Kafka client setting; repeatable, wins over --kafka-config [KAFKA_PROPERTIES, one"
                    + " NAME=VALUE per line].")
    private Map<String, String> properties = new LinkedHashMap<>();

    /** The settings for these brokers: from the file, then the environment, then the flags. */
    public KafkaSettings settings(String bootstrapServers) {
        Map<String, String> all = new LinkedHashMap<>();
        if (configFile != null) {
            try (Reader reader = Files.newBufferedReader(configFile, StandardCharsets.UTF_8)) {
                all.putAll(load(reader));
            } catch (IOException | IllegalArgumentException e) {
                throw new SettingsException(
                        "--kafka-config is '" + configFile + "', must be a readable properties file");
            }
        }
        String environment = System.getenv("KAFKA_PROPERTIES");
        if (environment != null) {
            try {
                all.putAll(load(new StringReader(environment)));
            } catch (IOException | IllegalArgumentException e) {
                throw new SettingsException("KAFKA_PROPERTIES cannot be read, must be NAME=VALUE lines");
            }
        }
        all.putAll(properties);
        return new KafkaSettings(bootstrapServers, all);
    }

    private static Map<String, String> load(Reader reader) throws IOException {
        Properties loaded = new Properties();
        loaded.load(reader);
        Map<String, String> map = new LinkedHashMap<>();
        new TreeSet<>(loaded.stringPropertyNames()).forEach(name -> map.put(name, loaded.getProperty(name)));
        return map;
    }
}
