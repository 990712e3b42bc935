package io.millrace.consumer.kafka;

import io.millrace.consumer.engine.EventReader;
import io.millrace.consumer.engine.PartitionEngine;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.AlertStore;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.consumer.store.TopicRecreatedException;
import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes partitions over: claims them in the store and sets the reader to the stored offset. */
final class PartitionClaimer {

    private static final Logger log = LoggerFactory.getLogger(PartitionClaimer.class);

    /** All other partitions wait meanwhile. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

    private final AlertsSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final AlertStore store;
    private final OutboxPublisher publisher;
    private final AlertsMetrics metrics;
    private final EventReader reader;
    private final OutboxComposer composer;

    PartitionClaimer(
            AlertsSettings settings,
            Consumer<byte[], byte[]> consumer,
            Admin admin,
            AlertStore store,
            OutboxPublisher publisher,
            AlertsMetrics metrics) {
        this.settings = settings;
        this.consumer = consumer;
        this.admin = admin;
        this.store = store;
        this.publisher = publisher;
        this.metrics = metrics;
        this.reader = new EventReader(settings.topics());
        this.composer = new OutboxComposer(settings.alertsTopic(), settings.deadLetterTopic());
    }

    /**
     * Claims one partition.
     *
     * @throws StoreUnavailableException if the database is away
     * @throws KafkaException if Kafka is, or has no leader for the partition
     * @throws ServiceException if the stored offset does not fit the topic
     */
    OwnedPartition claim(PartitionId id, RuleSet rules) throws StoreUnavailableException {
        TopicPartition partition = Ownership.topicPartition(id);
        TopicDescription topic = describe(id.topic());
        requireLeader(topic, id);
        String topicId = topic.topicId().toString();
        long beginning =
                consumer.beginningOffsets(List.of(partition), LONGEST_ANSWER).get(partition);
        long end = consumer.endOffsets(List.of(partition), LONGEST_ANSWER).get(partition);
        try {
            Claim claim = store.claim(id, topicId, settings.fromEnd() ? end : beginning);
            if (claim.nextOffset() > end) {
                throw new ServiceException(
                        "partition %s ends at offset %d, but offset %d is stored as the next one: the topic has lost records"
                                .formatted(id, end, claim.nextOffset()));
            }
            long position = Math.max(claim.nextOffset(), beginning);
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
            PartitionEngine engine = new PartitionEngine(
                    topicId, id, reader, rules, settings.mostAhead(), claim.clock(), claim.windows());
            consumer.seek(partition, position);
            publisher.adopt(id, claim);
            log.info(
                    "Partition claimed: partition={} epoch={} offset={} windows={} unpublished={}",
                    id,
                    claim.epoch(),
                    position,
                    claim.windows().size(),
                    claim.unpublished().size());
            return new OwnedPartition(id, claim, engine, composer);
        } catch (TopicRecreatedException e) {
            throw new ServiceException(e.getMessage(), e);
        }
    }

    /** Says at once what calls for the partition's offsets would find out by waiting. */
    static void requireLeader(TopicDescription topic, PartitionId id) {
        boolean led = topic.partitions().stream()
                .anyMatch(info -> info.partition() == id.partition()
                        && info.leader() != null
                        && !info.leader().isEmpty());
        if (!led) {
            throw new LeaderNotAvailableException("partition " + id + " has no leader");
        }
    }

    private TopicDescription describe(String topic) {
        try {
            return admin.describeTopics(
                            List.of(topic), new DescribeTopicsOptions().timeoutMs((int) LONGEST_ANSWER.toMillis()))
                    .allTopicNames()
                    .get()
                    .get(topic);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
