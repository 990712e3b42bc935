package io.millrace.producer.kafka;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.kafka.KafkaSecurity;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicSetup;
import io.millrace.runtime.kafka.TopicSpec;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.runtime.retry.Retry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Makes a source's topics at its start, waiting for Kafka if it is away. Not thread-safe. */
public final class KafkaTopics implements AutoCloseable {
    private final KafkaSettings settings;
    private final Outage outage;
    private final Retry retry;
    /** Null until a broker's name could be resolved. */
    private Admin admin;

    /**
     * Looks at the brokers' ports first: every source comes by here before it makes a client.
     *
     * @throws ServiceException if the brokers do not speak what the settings say
     */
    public KafkaTopics(KafkaSettings settings, Outage outage, ShutdownSignal signal) {
        KafkaSecurity.check(settings);
        this.settings = settings;
        this.outage = outage;
        this.retry = new Retry(Backoff.STANDARD, signal);
    }

    /** The topic of sources' positions. */
    public static TopicSpec positions(String topic, int replication, int minInsyncReplicas) {
        return PositionsTopic.spec(topic, replication, minInsyncReplicas);
    }

    /** The topic of dead letters: one partition, for they are few. */
    public static TopicSpec deadLetters(String topic, int replication, int minInsyncReplicas) {
        return new TopicSpec(topic, 1, replication, minInsyncReplicas, Map.of());
    }

    /**
     * True once all topics are there; false if a stop was asked for before.
     *
     * @throws ServiceException if the brokers are too few, or no client can be made with these settings
     */
    public boolean ensure(TopicSpec... specs) throws InterruptedException {
        for (TopicSpec spec : specs) {
            Optional<List<String>> made = call(() -> new TopicSetup(admin()).ensure(spec));
            if (made.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The client that the topics are made with.
     *
     * @throws KafkaException if no broker's name can be resolved now
     */
    public Admin admin() {
        if (admin == null) {
            try {
                admin = Admin.create(ProducerDefaults.admin(settings));
            } catch (KafkaException e) {
                // A container that is not up yet has no name: that is a broker that is away, not a wrong setting.
                if (KafkaFailures.isUnresolved(e)) {
                    throw e;
                }
                throw KafkaFailures.ended(settings.bootstrapServers(), e);
            }
        }
        return admin;
    }

    /** What topics take that are there; empty if a stop was asked for before Kafka told. The client must stay open. */
    public Optional<RecordLimits> limits(String... topics) throws InterruptedException {
        RecordLimits limits = new RecordLimits(admin(), settings);
        for (String topic : topics) {
            Optional<List<String>> asked = call(() -> {
                limits.ask(topic);
                return List.of();
            });
            if (asked.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(limits);
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
    }

    private Optional<List<String>> call(java.util.concurrent.Callable<List<String>> ensure)
            throws InterruptedException {
        try {
            return retry.call(outage, e -> e instanceof KafkaException && !KafkaFailures.stays(e), ensure);
        } catch (KafkaException e) {
            throw KafkaFailures.ended(settings.bootstrapServers(), e);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("topic set-up throws nothing else", e);
        }
    }
}
