package io.millrace.sink.cli;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.retry.Outage;
import io.millrace.sink.done.TopicEnds;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.kafka.AbsentException;
import io.millrace.stream.kafka.KafkaCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka where topics end, by a client of its own. Used by one thread. */
final class KafkaEnds implements TopicEnds, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaEnds.class);

    private final KafkaSettings settings;
    private final Function<String, Outage> outages;
    private final Set<String> gone = new HashSet<>();
    private KafkaCluster cluster;

    /** @param outages of each topic, the same one each time */
    KafkaEnds(KafkaSettings settings, Function<String, Outage> outages) {
        this.settings = settings;
        this.outages = outages;
    }

    @Override
    public Optional<Map<Integer, PartitionFacts>> of(String topic) {
        try {
            Map<Integer, PartitionFacts> held = new TreeMap<>();
            cluster().factsWithOpen(topic).forEach((partition, facts) -> held.put(partition.partition(), facts));
            outages.apply(topic).healed();
            gone.remove(topic);
            return Optional.of(held);
        } catch (AbsentException e) {
            // Kafka has answered. A topic that was deleted is no fault of the sink's, and nothing is done of it any
            // more.
            outages.apply(topic).healed();
            if (gone.add(topic)) {
                LOG.warn("Kafka does not have topic {}: no more of its folders get a mark", topic);
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Nothing is decided without it, and nothing else is wrong.
            outages.apply(topic).failed(e);
            return Optional.empty();
        }
    }

    private KafkaCluster cluster() {
        if (cluster == null) {
            cluster = new KafkaCluster(settings);
        }
        return cluster;
    }

    @Override
    public void close() {
        if (cluster != null) {
            // What is on its way is not waited for: the sink has ended.
            cluster.close(Duration.ZERO);
        }
    }
}
