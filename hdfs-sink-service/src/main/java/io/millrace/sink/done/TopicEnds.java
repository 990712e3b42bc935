package io.millrace.sink.done;

import java.util.Map;
import java.util.Optional;

/** Where the partitions of a topic end now, as Kafka has them. */
@FunctionalInterface
public interface TopicEnds {
    /** Kafka is not asked. */
    TopicEnds UNKNOWN = topic -> Optional.empty();

    /**
     * What a partition holds, records of open transactions included.
     *
     * @param beginning offset of the first record that is kept
     * @param end offset behind the last one
     */
    record Held(long beginning, long end) {}

    /** All partitions by their numbers; empty if Kafka does not say. */
    Optional<Map<Integer, Held>> of(String topic);
}
