package io.millrace.stream.letters;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Records whose letters were read. An offset means a record of one topic only: where a topic was made anew, the letters of
 * the new one have offsets that those of the old one had. Letters of earlier releases do not say which of them they belong
 * to; the record's timestamp tells them apart then, for 10 bytes a letter instead of a bit.
 */
final class SeenRecords {
    private final Map<Log, OffsetSet> told = new HashMap<>();
    private final Map<TopicPartition, TimedOffsetSet> untold = new HashMap<>();

    /** One life of a partition's name. */
    private record Log(TopicPartition partition, String topicId) {}

    /**
     * Where a record stood.
     *
     * @param topicId Kafka's id of the topic; empty if the letter does not say
     * @param timestamp the record's, milliseconds; any other number if the letter does not say, the same always
     */
    record Place(TopicPartition partition, Optional<String> topicId, long offset, long timestamp) {}

    boolean contains(Place place) {
        TimedOffsetSet unsure = untold.get(place.partition());
        // Also where the letter says: it may have been sent again by a later release than the one that sent it first.
        if (unsure != null && unsure.contains(place.offset(), place.timestamp())) {
            return true;
        }
        OffsetSet sure = place.topicId()
                .map(id -> told.get(new Log(place.partition(), id)))
                .orElse(null);
        return sure != null && sure.contains(place.offset());
    }

    /** Adds the record; false if it is there already. */
    boolean add(Place place) {
        if (contains(place)) {
            return false;
        }
        if (place.topicId().isPresent()) {
            Log log = new Log(place.partition(), place.topicId().get());
            return told.computeIfAbsent(log, key -> new OffsetSet()).add(place.offset());
        }
        return untold.computeIfAbsent(place.partition(), key -> new TimedOffsetSet())
                .add(place.offset(), place.timestamp());
    }
}
