package io.millrace.consumer.kafka;

import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.OutboxEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One partition's entries on their way out. Guarded by the publisher's lock. */
final class OutboxQueue {
    private static final int MOST_WAITING = 20_000;
    private static final long MOST_BYTES_WAITING = 64L << 20;

    private final String outboxId;
    private final Deque<OutboxEntry> waiting = new ArrayDeque<>();
    private long waitingBytes;
    /** Number of the last entry that is stored, and of the last that is or was in memory. */
    private long lastStored;

    private long lastLoaded;
    private boolean resolved;
    private long published;
    private long nextOffset;
    private long informedOffset = -1;

    OutboxQueue(Claim claim) {
        this.outboxId = claim.outboxId();
        this.nextOffset = claim.nextOffset();
        this.lastStored = claim.outboxSequence();
        // Without any there is nothing before the last number either.
        this.lastLoaded = claim.unpublished().isEmpty() ? lastStored : 0;
        claim.unpublished().forEach(this::append);
        this.lastStored = Math.max(lastStored, lastLoaded);
    }

    /** Entries that have just been stored. They are kept in memory only if all before them are or were there. */
    void add(List<OutboxEntry> entries, long newNextOffset) {
        nextOffset = newNextOffset;
        if (entries.isEmpty()) {
            return;
        }
        if (!isBehind()) {
            entries.forEach(this::append);
        }
        lastStored = entries.get(entries.size() - 1).sequence();
    }

    /** Entries that were read from the store, because memory was behind. */
    void load(List<OutboxEntry> entries) {
        entries.stream().filter(entry -> entry.sequence() > lastLoaded).forEach(this::append);
        if (entries.isEmpty()) {
            lastLoaded = lastStored;
        }
    }

    private void append(OutboxEntry entry) {
        waiting.add(entry);
        waitingBytes += entry.bytes();
        lastLoaded = entry.sequence();
    }

    /** True if there are entries in the store that have not been in memory yet. */
    boolean isBehind() {
        return lastLoaded < lastStored;
    }

    long lastLoaded() {
        return lastLoaded;
    }

    /** Number of the last entry that is stored. */
    long lastStored() {
        return lastStored;
    }

    /** True if nothing up to this number waits, neither in memory nor in the store. */
    boolean isPublished(long number) {
        return lastLoaded >= number && (waiting.isEmpty() || waiting.peekFirst().sequence() > number);
    }

    /** True if the entries of several queues take as much memory as they may. */
    static boolean areFull(Collection<OutboxQueue> queues) {
        return queues.stream().mapToLong(queue -> queue.waiting.size()).sum() > MOST_WAITING
                || queues.stream().mapToLong(queue -> queue.waitingBytes).sum() > MOST_BYTES_WAITING;
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
        lastLoaded = Math.max(lastLoaded, sequence);
        while (!waiting.isEmpty() && waiting.peekFirst().sequence() <= sequence) {
            waitingBytes -= waiting.pollFirst().bytes();
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

    long published() {
        return published;
    }

    /** A run of entries from the front with the offset to tell. */
    record Part(List<OutboxEntry> entries, long bytes, long lastSequence, long nextOffset) {}

    /**
     * The next entries to publish.
     *
     * @param most how many at most
     * @param mostBytes what they may have together
     * @param evenOne true if one is taken however large it is
     */
    Part part(int most, long mostBytes, boolean evenOne) {
        List<OutboxEntry> entries = new ArrayList<>();
        long bytes = 0;
        for (OutboxEntry entry : waiting) {
            boolean fits = bytes + entry.bytes() <= mostBytes || evenOne && entries.isEmpty();
            if (entries.size() == most || !fits) {
                break;
            }
            bytes += entry.bytes();
            entries.add(entry);
        }
        long last =
                entries.isEmpty() ? published : entries.get(entries.size() - 1).sequence();
        return new Part(entries, bytes, last, nextOffset);
    }
}
