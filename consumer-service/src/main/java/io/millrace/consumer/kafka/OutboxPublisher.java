package io.millrace.consumer.kafka;

import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.OutboxEntry;
import io.millrace.record.PartitionId;
import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what was stored, once: entries and the number of the last one travel in one Kafka transaction, the number as
 * the metadata of the group's committed offset.
 *
 * <p>That offset carries the group's generation, so a process that lost its partitions cannot publish for them any more;
 * and whoever takes over reads the number only after open transactions have ended. The group's committed offset is also
 * what lag monitors look at, so it is told even when there is nothing to publish.
 *
 * <p>Thread-safe; one thread of its own does the publishing.
 */
final class OutboxPublisher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OutboxPublisher.class);
    private static final int MOST_PER_TRANSACTION = 2_000;
    /** What a slow link and brokers take well within a transaction's time. */
    private static final long MOST_BYTES_PER_TRANSACTION = 16L << 20;

    private static final Duration INFORM_EVERY = Duration.ofMillis(500);
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);
    /** Longer than a transaction takes whose calls each take as long as they may. */
    private static final Duration LONGEST_END = Duration.ofSeconds(45);

    private final Map<PartitionId, OutboxQueue> queues = new HashMap<>();
    private final OutboxTransport transport;
    private final Outage outage;
    private final LongConsumer publishedCount;
    private final Duration longestEnd;
    private final Thread thread;
    /** Whether the transport was reset since the last failure, and whether that was a refusal. */
    private boolean fresh;

    private boolean refused;
    private ConsumerGroupMetadata owner;
    private boolean closing;
    /** Why the thread has ended before its time; null while it goes on. */
    private Throwable failure;

    private long lastInformed = System.nanoTime() - INFORM_EVERY.toNanos();

    OutboxPublisher(OutboxTransport transport, Outage outage, LongConsumer publishedCount) {
        this(transport, outage, publishedCount, LONGEST_END);
    }

    /** @param longestEnd how long {@link #close} waits for a transaction under way */
    OutboxPublisher(OutboxTransport transport, Outage outage, LongConsumer publishedCount, Duration longestEnd) {
        this.longestEnd = longestEnd;
        this.transport = transport;
        this.outage = outage;
        this.publishedCount = publishedCount;
        this.thread = new Thread(this::run, "publisher");
        // Left behind if a call never returns.
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Takes over the outbox of a partition. */
    synchronized void adopt(PartitionId partition, Claim claim) {
        queues.put(partition, new OutboxQueue(claim));
        notifyAll();
    }

    /** Lets go of a partition; what is not published is left to the next owner. */
    synchronized void release(PartitionId partition) {
        queues.remove(partition);
        notifyAll();
    }

    /** The group's generation from now on; partitions lost with the old one have been released before. */
    synchronized void owner(ConsumerGroupMetadata metadata) {
        owner = metadata;
    }

    /** Hands over entries that have been stored. */
    synchronized void offer(PartitionId partition, List<OutboxEntry> entries, long nextOffset) {
        OutboxQueue queue = queues.get(partition);
        if (queue != null) {
            queue.add(entries, nextOffset);
            notifyAll();
        }
    }

    /** Up to which number a partition's outbox is known to be published. */
    synchronized long published(PartitionId partition) {
        OutboxQueue queue = queues.get(partition);
        return queue == null ? 0 : queue.published();
    }

    /** True while so much waits, in memory or in the store, that no more should be stored. */
    synchronized boolean isCongested() {
        return OutboxQueue.areFull(queues.values()) || queues.values().stream().anyMatch(OutboxQueue::isBehind);
    }

    /** Number of the last entry that is stored, of each partition here. */
    synchronized Map<PartitionId, Long> stored() {
        Map<PartitionId, Long> numbers = new HashMap<>();
        queues.forEach((partition, queue) -> numbers.put(partition, queue.lastStored()));
        return numbers;
    }

    /** True if these numbers are published; those of partitions that have gone are the next owner's. */
    synchronized boolean isPublished(Map<PartitionId, Long> upTo) {
        return queues.entrySet().stream()
                .allMatch(queue -> queue.getValue().isPublished(upTo.getOrDefault(queue.getKey(), 0L)));
    }

    /** The number after which a partition's outbox is to be read on now; empty if nothing of it is missing, or no room. */
    synchronized OptionalLong missingAfter(PartitionId partition) {
        OutboxQueue queue = queues.get(partition);
        return queue == null || !queue.isBehind() || OutboxQueue.areFull(queues.values())
                ? OptionalLong.empty()
                : OptionalLong.of(queue.lastLoaded());
    }

    /** Hands over what was read of the outbox. */
    synchronized void load(PartitionId partition, List<OutboxEntry> entries) {
        OutboxQueue queue = queues.get(partition);
        if (queue != null) {
            queue.load(entries);
            notifyAll();
        }
    }

    /** Waits until everything handed over is published and told, at most this long; true if it is. */
    synchronized boolean drain(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        lastInformed = deadline - atMost.toNanos() - INFORM_EVERY.toNanos();
        notifyAll();
        while (queues.values().stream().anyMatch(queue -> queue.hasEntries() || queue.hasNews())) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return queues.values().stream().noneMatch(OutboxQueue::isBehind);
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        boolean interrupted = !awaitEnd();
        if (thread.isAlive()) {
            // Whether its transaction takes effect is open; the next owner asks Kafka.
            log.warn("A call to Kafka does not return; publishing is left as it is");
            thread.interrupt();
        }
        transport.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if the caller was interrupted meanwhile: then it does not wait. */
    private boolean awaitEnd() {
        try {
            thread.join(longestEnd.toMillis());
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /**
     * Does nothing while publishing goes on or waits for an outage to pass.
     *
     * @throws KafkaException if it has ended for good, with the reason as its cause
     */
    synchronized void requireRunning() {
        if (failure != null) {
            throw new KafkaException("alerts and dead letters are no longer published", failure);
        }
    }

    private void run() {
        try {
            publishOn();
        } catch (InterruptedException e) {
            log.debug("Publisher interrupted", e);
        } catch (RuntimeException | Error e) {
            // Whoever reads would go on for ever, and nobody would hear of what it finds.
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private void publishOn() throws InterruptedException {
        while (awaitWork()) {
            pause(attempt());
        }
    }

    /**
     * Publishes what waits, as far as it fits in one transaction. Called by the publisher's own thread.
     *
     * @return how long to wait before the next attempt
     * @throws RuntimeException if Kafka refuses for good
     */
    Duration attempt() {
        try {
            if (!fresh) {
                transport.reset();
                unresolveAll();
                fresh = true;
            }
            boolean allResolved = resolve();
            publishOnce();
            refused = false;
            outage.healed();
            // A former owner died in the middle of a transaction: Kafka ends it when its time is over.
            return allResolved ? Duration.ZERO : ASK_AGAIN;
        } catch (OutboxTransport.StaleOwnerException e) {
            log.debug("The group has moved on, publishing waits for the new generation", e);
            return Duration.ofMillis(50);
        } catch (RuntimeException e) {
            // Not at once: a topic may take less than was known of it, and a reset asks anew.
            if (refused && KafkaFailures.stays(e)) {
                throw e;
            }
            refused = KafkaFailures.stays(e);
            // Whether the transaction took effect is open; the next round asks Kafka before it sends again.
            fresh = false;
            return Backoff.STANDARD.pause(outage.failed(e), ThreadLocalRandom.current());
        }
    }

    /** Waits until there is something to publish or to tell; false when closing. */
    private synchronized boolean awaitWork() throws InterruptedException {
        while (!closing) {
            boolean entries = queues.values().stream().anyMatch(OutboxQueue::hasEntries);
            boolean news = queues.values().stream().anyMatch(OutboxQueue::hasNews);
            long untilInform = lastInformed + INFORM_EVERY.toNanos() - System.nanoTime();
            if (owner != null && (entries || news && untilInform <= 0)) {
                return true;
            }
            wait(news ? Math.max(1, untilInform / 1_000_000) : 0);
        }
        return false;
    }

    private synchronized void pause(Duration duration) throws InterruptedException {
        long deadline = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0 && !closing; left = deadline - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
    }

    private synchronized void unresolveAll() {
        queues.values().forEach(OutboxQueue::unresolve);
    }

    /** False if a partition has to be asked for again. */
    private boolean resolve() {
        List<PartitionId> open = new ArrayList<>();
        synchronized (this) {
            queues.forEach((partition, queue) -> {
                if (!queue.isResolved()) {
                    open.add(partition);
                }
            });
        }
        if (open.isEmpty()) {
            return true;
        }
        Map<PartitionId, Optional<String>> committed = transport.committedMetadata(open);
        synchronized (this) {
            committed.forEach((partition, metadata) -> {
                OutboxQueue queue = queues.get(partition);
                if (queue != null) {
                    queue.resolve(metadata);
                }
            });
        }
        return committed.size() == open.size();
    }

    private void publishOnce() throws OutboxTransport.StaleOwnerException {
        Map<PartitionId, OutboxTransport.Offer> offers = new HashMap<>();
        Map<PartitionId, OutboxQueue.Part> parts = new HashMap<>();
        ConsumerGroupMetadata asOwner;
        synchronized (this) {
            // The generation has to be the one under which these queues were ours: taken under the same lock.
            asOwner = owner;
            int room = MOST_PER_TRANSACTION;
            long roomBytes = MOST_BYTES_PER_TRANSACTION;
            for (Map.Entry<PartitionId, OutboxQueue> queue : queues.entrySet()) {
                if (queue.getValue().isResolved()
                        && (queue.getValue().hasEntries() || queue.getValue().hasNews())) {
                    OutboxQueue.Part part = queue.getValue().part(room, roomBytes, room == MOST_PER_TRANSACTION);
                    room -= part.entries().size();
                    roomBytes -= part.bytes();
                    parts.put(queue.getKey(), part);
                    offers.put(
                            queue.getKey(),
                            new OutboxTransport.Offer(
                                    part.entries(),
                                    part.nextOffset(),
                                    queue.getValue().metadata(part.lastSequence())));
                }
            }
            lastInformed = System.nanoTime();
        }
        if (offers.isEmpty()) {
            return;
        }
        transport.publish(offers, asOwner);
        synchronized (this) {
            long count = 0;
            for (Map.Entry<PartitionId, OutboxQueue.Part> part : parts.entrySet()) {
                count += part.getValue().entries().size();
                OutboxQueue queue = queues.get(part.getKey());
                if (queue != null) {
                    queue.confirm(part.getValue().lastSequence());
                    queue.informed(part.getValue().nextOffset());
                }
            }
            publishedCount.accept(count);
            notifyAll();
        }
    }
}
