package io.millrace.runtime.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.Secrets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How to reach a Kafka cluster, and the user's own client settings, which win over ours unless a guarantee hangs on
 * them.
 *
 * @param bootstrapServers brokers to ask first: {@code host:port,host:port}
 * @param properties any Kafka client setting by its Kafka name; a setting that only one kind of client knows is given to
 *     that kind only. A value may name where it is found: <code>${file:FILE:NAME}</code> of a properties file, <code>${env:NAME}</code>,
 *     <code>${directory:FOLDER:FILE}</code>, or what {@code config.providers} says
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> properties) {
    public KafkaSettings {
        requireNonNull(bootstrapServers, "bootstrapServers");
        properties = Map.copyOf(properties);
        Problems problems = new Problems();
        for (String server : bootstrapServers.split(",", -1)) {
            problems.require(
                    server.strip().matches("(?:\\[[0-9a-fA-F:.%]+]|[^\\s:\\[\\]/]+):\\d{1,5}"),
                    "--bootstrap-servers",
                    bootstrapServers,
                    "must be HOST:PORT pairs with commas between them");
        }
        Set<String> known = new java.util.HashSet<>(ProducerConfig.configNames());
        known.addAll(ConsumerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        properties.keySet().stream()
                .filter(name -> !known.contains(name) && !isOfAll(name))
                .sorted()
                .forEach(name -> problems.add("Kafka property '" + name + "' is unknown to Kafka's clients, must be one"
                        + " of their settings"));
        ProvidedValues.check(properties, problems);
        problems.throwIfAny();
    }

    /** Settings that every client takes, though none lists them. */
    private static boolean isOfAll(String name) {
        return name.contains("sasl.") || name.contains("ssl.") || ProvidedValues.isSettingOfProviders(name);
    }

    /** Settings for a producer. {@code defaults} give way to the user's properties, {@code fixed} do not. */
    public Map<String, Object> producer(Map<String, ?> defaults, Map<String, ?> fixed) {
        return merged(ProducerConfig.configNames(), defaults, fixed);
    }

    /** Settings for a consumer; as {@link #producer}. */
    public Map<String, Object> consumer(Map<String, ?> defaults, Map<String, ?> fixed) {
        return merged(ConsumerConfig.configNames(), defaults, fixed);
    }

    /** Settings for an admin client. */
    public Map<String, Object> admin() {
        return merged(AdminClientConfig.configNames(), Map.of(), Map.of());
    }

    private Map<String, Object> merged(Set<String> known, Map<String, ?> defaults, Map<String, ?> fixed) {
        Problems problems = new Problems();
        Map<String, Object> merged = new LinkedHashMap<>(defaults);
        properties.forEach((name, value) -> {
            Object must = fixed.get(name);
            if (must != null && !must.toString().equals(value)) {
                problems.add("Kafka property " + name + " is '" + Secrets.printable(name, value) + "', must be '" + must
                        + "' here because the delivery guarantee hangs on it");
            }
            if (known.contains(name) || isOfAll(name)) {
                merged.put(name, value);
            }
        });
        merged.putAll(ProvidedValues.settings(properties));
        problems.throwIfAny();
        merged.putAll(fixed);
        merged.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return merged;
    }

    /** For the log: without secrets. */
    @Override
    public String toString() {
        Map<String, String> printable = new TreeMap<>();
        properties.forEach((name, value) -> printable.put(name, Secrets.printable(name, value)));
        return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", properties=" + printable + "]";
    }
}
