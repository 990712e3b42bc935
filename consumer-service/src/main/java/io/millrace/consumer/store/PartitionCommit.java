package io.millrace.consumer.store;

import io.millrace.consumer.engine.PartitionBatch;
import java.util.List;

/**
 * One partition's part of a transaction.
 *
 * @param batch what to store
 * @param epoch the caller's claim
 * @param fromOffset the next offset that must be stored now for the batch to fit
 * @param outboxSequence last outbox number after this batch
 * @param outbox entries to add
 * @param publishedSequence entries up to this number are published and may be forgotten
 * @param windows how the window state that the batch changed is to be kept
 */
public record PartitionCommit(
        PartitionBatch batch,
        long epoch,
        long fromOffset,
        long outboxSequence,
        List<OutboxEntry> outbox,
        long publishedSequence,
        WindowChanges windows) {}
