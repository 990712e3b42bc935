package io.millrace.sink.cli;

import io.millrace.record.PartitionId;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.retry.Outage;
import io.millrace.sink.done.TopicEnds;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.kafka.KafkaCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Asks Kafka where topics end, by a client of its own. Used by one thread. */
final class KafkaEnds implements TopicEnds, AutoCloseable {
    private final KafkaSettings settings;
    private final Function<String, Outage> outages;
    private KafkaCluster cluster;

    /** @param outages of each topic, the same one each time */
    KafkaEnds(KafkaSettings settings, Function<String, Outage> outages) {
        this.settings = settings;
        this.outages = outages;
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
            outages.apply(topic).healed();
            return Optional.of(held);
        } catch (IOException | RuntimeException e) {
            // Without it partitions in which nothing comes hold the marks up, and nothing else is wrong.
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
