package io.millrace.stream.kafka;

import io.millrace.record.PartitionId;
import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.retry.Outage;
import io.millrace.stream.Clock;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kafka consumer as the core sees it: in a group, or with the partitions that the user named. */
public final class KafkaRecordSource implements RecordSource {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRecordSource.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final PollGate gate;
    private final Subscription subscription;
    private final Asking asking;
    private final KafkaRecordView view = new KafkaRecordView();
    private final Map<TopicPartition, PartitionId> ids = new HashMap<>();
    private final GroupOffsets offsets;
    private AssignmentListener listener;
    private final GroupMemo memo;
    /** Ids of topics as of the last poll: several partitions of a topic commit between two polls, and one look serves all. */
    private final Map<String, String> freshIds = new HashMap<>();

    /** Looks that failed since the last poll: while Kafka is away, each partition would wait as long for the same answer. */
    private final Map<String, IOException> failedLooks = new HashMap<>();

    private boolean closing;

    /**
     * What to read.
     *
     * @param topics read with the group's assignment; empty if partitions are named
     * @param partitions read without a group; empty if topics are named
     */
    public record Subscription(Set<String> topics, Set<PartitionId> partitions) {
        public Subscription {
            topics = Set.copyOf(topics);
            partitions = Set.copyOf(partitions);
            if (topics.isEmpty() == partitions.isEmpty()) {
                throw new IllegalArgumentException("either topics or partitions must be given");
            }
        }
    }

    /**
     * How Kafka is asked about topics and partitions.
     *
     * @param topicIds looks topics up
     * @param progress runs after each question, however it ended
     * @param polls hears of polls that fail and will be tried again
     */
    public record Asking(TopicIds topicIds, Runnable progress, Optional<Outage> polls) {
        /** Nobody hears of polls. */
        public Asking(TopicIds topicIds, Runnable progress) {
            this(topicIds, progress, Optional.empty());
        }
    }

    /**
     * @param consumer its offset reset must be "none": where reading starts is said by what records land in
     * @param gate that consumer's
     * @param memo says, with the offsets that the group is told, what they are about
     */
    public KafkaRecordSource(
            Consumer<ByteBuffer, ByteBuffer> consumer,
            PollGate gate,
            Subscription subscription,
            Asking asking,
            GroupMemo memo) {
        this.memo = memo;
        this.consumer = consumer;
        this.gate = gate;
        this.subscription = subscription;
        this.asking = asking;
        this.offsets = new GroupOffsets(consumer, Clock.system());
    }

    @Override
    public void start(AssignmentListener toTell) {
        listener = toTell;
        if (subscription.topics().isEmpty()) {
            List<TopicPartition> named = subscription.partitions().stream()
                    .map(KafkaRecordSource::kafka)
                    .toList();
            consumer.assign(named);
            assigned(named);
        } else {
            consumer.subscribe(subscription.topics(), new Rebalances());
        }
    }

    @Override
    public List<RecordBatch> poll(Duration timeout) {
        ConsumerRecords<ByteBuffer, ByteBuffer> records;
        // What the view has seen last may hold a whole fetch.
        view.current = null;
        gate.open();
        try {
            records = consumer.poll(timeout);
            asking.polls().filter(Outage::ongoing).ifPresent(Outage::healed);
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().forEach((partition, offset) -> unreadable(partition, offset, e));
            return List.of();
        } catch (InterruptException e) {
            throw new StoppedException("interrupted while reading from Kafka", e);
        } catch (RetriableException e) {
            asking.polls().ifPresent(polls -> polls.failed(e));
            LOG.debug("Poll failed, will be tried again", e);
            return List.of();
        } catch (KafkaException e) {
            throw KafkaFailures.stays(e)
                    ? asking.topicIds().answers().stopped(e)
                    : new StoppedException("reading from Kafka failed: " + KafkaFailures.reason(e), e);
        } finally {
            // Only now: a rebalance within the poll may have asked for ids before the records of this poll were
            // fetched.
            freshIds.clear();
            failedLooks.clear();
        }
        List<RecordBatch> batches = new ArrayList<>();
        // Every partition whose position moved, also past markers alone.
        records.nextOffsets()
                .forEach((partition, next) ->
                        batches.add(new KafkaBatch(id(partition), records.records(partition), next.offset(), view)));
        return batches;
    }

    private void unreadable(TopicPartition partition, long offset, OffsetOutOfRangeException cause) {
        consumer.pause(List.of(partition));
        // Any position that is in range will do: nothing is read before the partition is positioned anew.
        consumer.seekToEnd(List.of(partition));
        listener.unreadable(id(partition), new IOException("offset " + offset + " does not exist in Kafka", cause));
    }

    /** The group's generation as of the last poll, for transactions that are to fail once it has passed. */
    public ConsumerGroupMetadata generation() {
        return consumer.groupMetadata();
    }

    @Override
    public PartitionFacts facts(PartitionId partition) throws IOException {
        TopicPartition kafka = kafka(partition);
        try {
            TopicIds.Topic topic = lookUp(partition.topic());
            // Says at once what calls for the partition's offsets would find out by waiting.
            if (topic.leaderless().contains(partition.partition())) {
                throw new IOException("partition " + partition + " has no leader");
            }
            Long beginning = consumer.beginningOffsets(
                            List.of(kafka), asking.topicIds().answers().longest())
                    .get(kafka);
            asking.progress().run();
            Long end = consumer.endOffsets(
                            List.of(kafka), asking.topicIds().answers().longest())
                    .get(kafka);
            if (beginning == null || end == null) {
                throw new IOException("Kafka does not know the offsets of partition " + partition);
            }
            return new PartitionFacts(asking.topicIds().cluster(), topic.id(), topic.partitions(), beginning, end);
        } catch (KafkaException e) {
            throw asking.topicIds().answers().failed("the offsets of partition " + partition, e);
        } finally {
            asking.progress().run();
        }
    }

    @Override
    public String topicId(PartitionId partition) throws IOException {
        String fresh = freshIds.get(partition.topic());
        return fresh != null ? fresh : lookUp(partition.topic()).id();
    }

    private TopicIds.Topic lookUp(String topic) throws IOException {
        IOException failed = failedLooks.get(topic);
        if (failed != null) {
            throw failed;
        }
        try {
            TopicIds.Topic seen = asking.topicIds().look(topic);
            freshIds.put(topic, seen.id());
            return seen;
        } catch (IOException e) {
            failedLooks.put(topic, e);
            throw e;
        } finally {
            asking.progress().run();
        }
    }

    @Override
    public OptionalLong announced(PartitionId partition) throws IOException {
        TopicPartition kafka = kafka(partition);
        OffsetAndMetadata told;
        try {
            told = consumer.committed(Set.of(kafka), asking.topicIds().answers().longest())
                    .get(kafka);
        } catch (AuthorizationException e) {
            // Who may not read the group's offsets could not write them either.
            LOG.debug("The group's offsets cannot be read", e);
            return OptionalLong.empty();
        } catch (KafkaException e) {
            throw asking.topicIds().answers().failed("the group's offset of partition " + partition, e);
        } finally {
            asking.progress().run();
        }
        return told != null && told.metadata().equals(memo.of(topicId(partition)))
                ? OptionalLong.of(told.offset())
                : OptionalLong.empty();
    }

    @Override
    public void resumeAt(PartitionId partition, long offset) {
        TopicPartition kafka = kafka(partition);
        consumer.seek(kafka, offset);
        consumer.resume(List.of(kafka));
    }

    @Override
    public void pause(PartitionId partition) {
        consumer.pause(List.of(kafka(partition)));
    }

    @Override
    public void resume(PartitionId partition) {
        consumer.resume(List.of(kafka(partition)));
    }

    @Override
    public void announce(Map<PartitionId, Committed> committed) {
        Map<TopicPartition, OffsetAndMetadata> told = committed.entrySet().stream()
                .collect(Collectors.toMap(
                        e -> kafka(e.getKey()),
                        e -> new OffsetAndMetadata(
                                e.getValue().nextOffset(), memo.of(e.getValue().topicId()))));
        offsets.tell(told);
    }

    @Override
    public List<PartitionId> unannounced() {
        return offsets.untaken().stream().map(this::id).toList();
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.revoked(consumer.assignment().stream().map(this::id).toList());
            // The client announces the same partitions once more while it closes.
            closing = true;
        }
        try {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_TIMEOUT));
        } catch (KafkaException e) {
            // All is committed; the group finds out by itself that this member has gone.
            LOG.debug("The consumer did not close in order", e);
        }
    }

    /** Keeps the position in our hands from the first moment, and the partition silent until it is known. */
    private void assigned(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
        for (TopicPartition partition : partitions) {
            // Without a position the client would ask for the group's offset, which is not the truth here.
            consumer.seek(partition, 0);
        }
        listener.assigned(partitions.stream().map(this::id).toList());
    }

    private PartitionId id(TopicPartition partition) {
        return ids.computeIfAbsent(partition, key -> new PartitionId(key.topic(), key.partition()));
    }

    private static TopicPartition kafka(PartitionId partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (closing) {
                return;
            }
            listener.revoked(partitions.stream().map(KafkaRecordSource.this::id).toList());
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (closing) {
                return;
            }
            listener.lost(partitions.stream().map(KafkaRecordSource.this::id).toList());
        }
    }
}
