package io.millrace.consumer.kafka;

import io.millrace.consumer.engine.EventReader;
import io.millrace.consumer.engine.PartitionEngine;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.AlertStore;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.consumer.store.TopicRecreatedException;
import io.millrace.record.PartitionId;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.StoppedException;
import io.millrace.stream.TakeoverFacts;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes partitions over: claims them in the store, and compares what is stored with what Kafka has. */
final class PartitionClaimer {

    private static final Logger log = LoggerFactory.getLogger(PartitionClaimer.class);

    private final AlertStore store;
    private final AlertsMetrics metrics;
    private final EventReader reader;
    private final OutboxComposer composer;
    private final boolean fromEnd;
    private final Duration mostAhead;

    PartitionClaimer(
            AlertStore store,
            AlertsMetrics metrics,
            EventReader reader,
            OutboxComposer composer,
            boolean fromEnd,
            Duration mostAhead) {
        this.store = store;
        this.metrics = metrics;
        this.reader = reader;
        this.composer = composer;
        this.fromEnd = fromEnd;
        this.mostAhead = mostAhead;
    }

    /**
     * A partition that was taken over.
     *
     * @param position the offset to read on from: behind what is stored, where retention has overtaken the reader
     */
    record Claimed(Claim claim, OwnedPartition owned, long position) {}

    /**
     * Claims one partition.
     *
     * @throws StoreUnavailableException if the database is away
     * @throws IOException if Kafka is
     * @throws StoppedException if the stored offset does not fit the topic
     */
    Claimed claim(PartitionId id, TakeoverFacts facts, RuleSet rules) throws StoreUnavailableException, IOException {
        PartitionFacts before = facts.now();
        try {
            Claim claim = store.claim(id, before.topicId(), fromEnd ? before.end() : before.beginning());
            PartitionFacts kafka = claim.nextOffset() > before.end() ? later(id, facts, before) : before;
            if (claim.nextOffset() > kafka.end()) {
                throw new StoppedException(
                        "partition %s ends at offset %d, but offset %d is stored as the next one: the topic has lost records"
                                .formatted(id, kafka.end(), claim.nextOffset()));
            }
            long position = Math.max(claim.nextOffset(), kafka.beginning());
            if (position > claim.nextOffset()) {
                long gone = position - claim.nextOffset();
                metrics.missed(gone);
                log.error(
                        "Records were deleted by retention before they were read: partition={} from_offset={}"
                                + " to_offset={} records={}",
                        id,
                        claim.nextOffset(),
                        position,
                        gone);
            }
            PartitionEngine engine =
                    new PartitionEngine(kafka.topicId(), id, reader, rules, mostAhead, claim.clock(), claim.windows());
            log.info(
                    "Partition claimed: partition={} epoch={} offset={} windows={} unpublished={}",
                    id,
                    claim.epoch(),
                    position,
                    claim.windows().size(),
                    claim.unpublished().size());
            return new Claimed(claim, new OwnedPartition(id, claim, engine, composer), position);
        } catch (TopicRecreatedException e) {
            throw new StoppedException(e.getMessage(), e);
        }
    }

    /** The former owner may have stored records that came after we asked; since the claim it stores no more. */
    private static PartitionFacts later(PartitionId id, TakeoverFacts facts, PartitionFacts before) throws IOException {
        PartitionFacts now = facts.now();
        if (!now.topicId().equals(before.topicId())) {
            throw new IOException("topic of " + id + " was made anew while it was taken over");
        }
        return now;
    }
}
