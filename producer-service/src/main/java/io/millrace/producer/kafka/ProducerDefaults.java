package io.millrace.producer.kafka;

import io.millrace.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The producer's settings: what users may change, and what the guarantee hangs on. */
public final class ProducerDefaults {
    /** What metrics, reports and dead letters call this program. */
    public static final String SERVICE = "producer-service";

    /** Fewer, larger requests: about twice the records per second of Kafka's 16 KiB, at no cost when traffic is low. */
    private static final int BATCH_BYTES = 256 * 1024;

    private static final long BUFFER_BYTES = 64L << 20;

    /** The admin client's own is a minute, in which a source would neither say what it waits for nor stop. */
    private static final int ADMIN_TIMEOUT_MS = 10_000;

    private ProducerDefaults() {}

    /**
     * The same settings, if they leave alone what the delivery guarantee hangs on. To be asked before Kafka is: a wrong
     * setting stays wrong however long one waits.
     *
     * @throws io.millrace.runtime.cli.SettingsException if they do not
     */
    public static KafkaSettings requireSafe(KafkaSettings settings) {
        idempotent(settings);
        return settings;
    }

    /**
     * For the admin client.
     *
     * <p>A user's own timeouts hold as they are, both of them: Kafka refuses pairs that do not fit.
     */
    static Map<String, Object> admin(KafkaSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.admin());
        if (!properties.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)
                && !properties.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
            properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
            properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
        }
        return properties;
    }

    /** For a source with positions. Waiting for Kafka is our loop's matter, so the client gives up early. */
    static Map<String, Object> transactional(KafkaSettings settings, String transactionalId) {
        Map<String, Object> defaults = common();
        defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        defaults.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 45_000);
        defaults.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60_000);
        Map<String, Object> fixed = guarantee();
        fixed.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return settings.producer(defaults, fixed);
    }

    /** How long a transaction of a source with positions may take, from its first record on. */
    public static Duration transactionTimeout(KafkaSettings settings) {
        Object millis = transactional(settings, "unnamed").get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return Duration.ofMillis(Long.parseLong(millis.toString().strip()));
    }

    /** For a source without positions: what was accepted is tried for as long as the process runs. */
    static Map<String, Object> idempotent(KafkaSettings settings) {
        Map<String, Object> defaults = common();
        defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        defaults.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return settings.producer(defaults, guarantee());
    }

    private static Map<String, Object> common() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        defaults.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        defaults.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        defaults.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        defaults.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        // Longer than the longest record of a source plus its envelope; the topic's own limit still applies.
        defaults.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
        return defaults;
    }

    private static Map<String, Object> guarantee() {
        Map<String, Object> fixed = new HashMap<>();
        fixed.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        fixed.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        fixed.put(ProducerConfig.ACKS_CONFIG, "all");
        fixed.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return fixed;
    }
}
