package io.millrace.consumer.kafka;

import io.millrace.consumer.store.OutboxEntry;
import io.millrace.record.PartitionId;
import io.millrace.runtime.kafka.DeadLetter;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicSetup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes with Kafka's transactional producer. Used by one thread. */
final class KafkaTransport implements OutboxTransport {

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);
    /** How long one call may hold the publisher up; a stop has to wait for it. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(8);

    private static final int LARGEST_REQUEST = 64 * 1024 * 1024;

    private final KafkaSettings settings;
    private final String group;
    private final String transactionalId;
    private final Admin admin;
    private final int largestRequest;
    private final Map<String, Integer> largestMessages = new HashMap<>();
    private KafkaProducer<byte[], byte[]> producer;

    KafkaTransport(KafkaSettings settings, String group) {
        this.settings = settings;
        this.group = group;
        // One id per process: fencing is by the group's generation, not by the id.
        this.transactionalId = group + "-" + UUID.randomUUID();
        this.admin = Admin.create(settings.admin());
        this.largestRequest = Integer.parseInt(
                producerSettings().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG).toString());
    }

    private KafkaProducer<byte[], byte[]> newProducer() {
        return new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producerSettings() {
        return settings.producer(
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST_REQUEST,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        (int) LONGEST_CALL.toMillis(),
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        (int) TRANSACTION_TIMEOUT.toMillis()),
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        transactionalId,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.ACKS_CONFIG,
                        "all"));
    }

    @Override
    public void reset() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
        // A message that was too large is one of the reasons to be here: somebody may have changed the topic.
        largestMessages.clear();
        producer = newProducer();
        producer.initTransactions();
    }

    @Override
    public Map<PartitionId, Optional<String>> committedMetadata(List<PartitionId> partitions) {
        List<TopicPartition> asked = partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec().topicPartitions(asked);
        try {
            Map<PartitionId, Optional<String>> metadata = new HashMap<>();
            admin.listConsumerGroupOffsets(
                            Map.of(group, spec), new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata(group)
                    .get(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS)
                    // Kafka's client leaves partitions with open transactions out of the answer without a word.
                    .forEach((partition, offset) -> metadata.put(
                            new PartitionId(partition.topic(), partition.partition()),
                            Optional.ofNullable(offset).map(OffsetAndMetadata::metadata)));
            return metadata;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("the group's offsets were not told within " + LONGEST_CALL.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    @Override
    public void publish(Map<PartitionId, OutboxTransport.Offer> offers, ConsumerGroupMetadata owner)
            throws OutboxTransport.StaleOwnerException {
        producer.beginTransaction();
        try {
            Sending sending = new Sending(producer, LONGEST_CALL, System::nanoTime);
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            offers.forEach((partition, offer) -> {
                offer.entries().forEach(entry -> sending.send(record(entry)));
                offsets.put(
                        new TopicPartition(partition.topic(), partition.partition()),
                        new OffsetAndMetadata(offer.nextOffset(), offer.metadata()));
            });
            producer.sendOffsetsToTransaction(offsets, owner);
            producer.commitTransaction();
        } catch (CommitFailedException
                | FencedInstanceIdException
                | IllegalGenerationException
                | RebalanceInProgressException
                | UnknownMemberIdException e) {
            producer.abortTransaction();
            throw new OutboxTransport.StaleOwnerException(e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(OutboxEntry entry) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(entry.topic(), entry.key(), entry.value());
        entry.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        boolean deadLetter = record.headers().lastHeader(DeadLetter.REASON) != null;
        return deadLetter ? DeadLetter.fit(record, largestMessage(entry.topic())) : record;
    }

    /** What the topic and this producer both take: a letter beyond that would be refused, and tried again, for ever. */
    private int largestMessage(String topic) {
        return largestMessages.computeIfAbsent(topic, name -> {
            try {
                return Math.min(new TopicSetup(admin).largestMessage(name), largestRequest);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted", e);
            }
        });
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
        admin.close(Duration.ofSeconds(2));
    }
}
