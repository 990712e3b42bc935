package io.millrace.consumer.store;

import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.engine.StateKey;
import java.util.List;
import java.util.Map;

/**
 * What an owner takes over.
 *
 * @param epoch counts the owners of the partition; whoever holds a lower one has lost it
 * @param nextOffset first offset that is not yet stored
 * @param outboxId names this row of outbox numbers, so that numbers of another database are not taken for ours
 * @param outboxSequence last outbox number given out
 * @param clock newest event times
 * @param windows window state by key
 * @param windowLog how that state is kept; goes on with what the new owner changes
 * @param unpublished the first of the outbox entries that nobody has confirmed as published, by number; what follows
 *     them up to {@code outboxSequence} is read with {@link AlertStore#outbox}
 */
public record Claim(
        long epoch,
        long nextOffset,
        String outboxId,
        long outboxSequence,
        EventClock clock,
        Map<StateKey, byte[]> windows,
        WindowLog windowLog,
        List<OutboxEntry> unpublished) {}
