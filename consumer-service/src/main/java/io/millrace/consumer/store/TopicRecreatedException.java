package io.millrace.consumer.store;

import io.millrace.record.PartitionId;

/** The stored offsets belong to an earlier topic of the same name, so they say nothing about this one. */
public final class TopicRecreatedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Names both topics. */
    public TopicRecreatedException(PartitionId partition, String storedId, String foundId) {
        super(
                ("topic %s was deleted and made again: stored offsets belong to topic id %s, the topic has id %s; to begin"
                                + " the new one, delete the rows of this group and topic from consumer_progress,"
                                + " consumer_window_rows, consumer_window_log and consumer_outbox, or use another --group")
                        .formatted(partition.topic(), storedId, foundId));
    }
}
