package io.millrace.sink.cli;

import io.millrace.record.PartitionId;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.retry.Outage;
import io.millrace.sink.done.TopicEnds;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.kafka.KafkaCluster;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks Kafka where topics end, by a client of its own. Used by one thread. */
final class KafkaEnds implements TopicEnds, AutoCloseable {
    private final KafkaSettings settings;
    private final Outage outage;
    private KafkaCluster cluster;

    KafkaEnds(KafkaSettings settings, Outage outage) {
        this.settings = settings;
        this.outage = outage;
    }

    @Override
    public Optional<Map<Integer, Held>> of(String topic) {
        try {
            Map<Integer, Held> held = new TreeMap<>();
            for (Map.Entry<PartitionId, PartitionFacts> partition :
                    cluster().factsWithOpen(topic).entrySet()) {
                PartitionFacts facts = partition.getValue();
                held.put(partition.getKey().partition(), new Held(facts.beginning(), facts.end()));
            }
            outage.healed();
            return Optional.of(held);
        } catch (IOException | RuntimeException e) {
            // Without it partitions in which nothing comes hold the marks up, and nothing else is wrong.
            outage.failed(e);
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
            cluster.close();
        }
    }
}
