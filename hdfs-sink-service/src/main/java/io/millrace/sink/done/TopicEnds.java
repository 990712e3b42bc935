package io.millrace.sink.done;

import io.millrace.stream.PartitionFacts;
import java.util.Map;
import java.util.Optional;

/** Where the partitions of a topic end now, as Kafka has them. */
@FunctionalInterface
public interface TopicEnds {
    /** What Kafka has of all partitions, by their numbers, records of open transactions included; empty if it does not say. */
    Optional<Map<Integer, PartitionFacts>> of(String topic);
}
