package io.millrace.producer.kafka;

import io.millrace.runtime.ShutdownSignal;
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

/** Makes a source's topics at its start, waiting for Kafka if it is away. */
public final class KafkaTopics {
    private final Admin admin;
    private final Outage outage;
    private final Retry retry;

    public KafkaTopics(Admin admin, Outage outage, ShutdownSignal signal) {
        this.admin = admin;
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

    /** True once all topics are there; false if a stop was asked for before. */
    public boolean ensure(TopicSpec... specs) throws InterruptedException {
        TopicSetup setup = new TopicSetup(admin);
        for (TopicSpec spec : specs) {
            Optional<List<String>> made = call(() -> setup.ensure(spec));
            if (made.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private Optional<List<String>> call(java.util.concurrent.Callable<List<String>> ensure)
            throws InterruptedException {
        try {
            return retry.call(outage, e -> e instanceof KafkaException && !KafkaFailures.isFinal(e), ensure);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("topic set-up throws nothing else", e);
        }
    }
}
