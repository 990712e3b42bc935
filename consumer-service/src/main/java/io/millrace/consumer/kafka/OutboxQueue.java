package io.millrace.consumer.kafka;

import io.millrace.consumer.store.OutboxEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One partition's entries on their way out. Guarded by the publisher's lock. */
final class OutboxQueue {

    private final String outboxId;
    private final Deque<OutboxEntry> waiting = new ArrayDeque<>();
    private boolean resolved;
    private long published;
    private long nextOffset;
    private long informedOffset = -1;

    OutboxQueue(String outboxId, List<OutboxEntry> unpublished, long nextOffset) {
        this.outboxId = outboxId;
        this.waiting.addAll(unpublished);
        this.nextOffset = nextOffset;
    }

    void add(List<OutboxEntry> entries, long newNextOffset) {
        waiting.addAll(entries);
        nextOffset = newNextOffset;
    }

    /** What Kafka is told with the offset: up to which number this outbox has been published. */
    String metadata(long sequence) {
        return outboxId + ":" + sequence;
    }

    /** Drops what Kafka says is published already. Metadata of another outbox, or none, says nothing about ours. */
    void resolve(Optional<String> metadata) {
        String prefix = outboxId + ":";
        metadata.filter(text -> text.startsWith(prefix))
                .ifPresent(text -> confirm(Long.parseLong(text.substring(prefix.length()))));
        resolved = true;
    }

    void unresolve() {
        resolved = false;
    }

    boolean isResolved() {
        return resolved;
    }

    void confirm(long sequence) {
        published = Math.max(published, sequence);
        while (!waiting.isEmpty() && waiting.peekFirst().sequence() <= sequence) {
            waiting.pollFirst();
        }
    }

    void informed(long offset) {
        informedOffset = offset;
    }

    boolean hasNews() {
        return informedOffset != nextOffset;
    }

    boolean hasEntries() {
        return !waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    long published() {
        return published;
    }

    /** A run of entries from the front with the offset to tell. */
    record Part(List<OutboxEntry> entries, long lastSequence, long nextOffset) {}

    Part part(int most) {
        List<OutboxEntry> entries = new ArrayList<>();
        for (OutboxEntry entry : waiting) {
            if (entries.size() == most) {
                break;
            }
            entries.add(entry);
        }
        long last =
                entries.isEmpty() ? published : entries.get(entries.size() - 1).sequence();
        return new Part(entries, last, nextOffset);
    }
}
