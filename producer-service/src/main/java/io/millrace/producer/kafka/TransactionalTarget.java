package io.millrace.producer.kafka;

/**
 * Where a source with positions writes.
 *
 * @param source name of the source: its transactional id and the beginning of its positions' keys
 * @param topic topic of the records
 * @param deadLetterTopic topic of what was refused
 * @param positionsTopic compacted topic of the positions
 * @param formerSource name under which the same may have been read before; null for none
 */
public record TransactionalTarget(
        String source, String topic, String deadLetterTopic, String positionsTopic, String formerSource) {}
