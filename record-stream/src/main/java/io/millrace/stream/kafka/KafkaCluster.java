package io.millrace.stream.kafka;

import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.kafka.KafkaSecurity;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicSetup;
import io.millrace.runtime.kafka.TopicSpec;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.RefusedException;
import io.millrace.stream.StoppedException;
import io.millrace.stream.letters.DeadLetterReplay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** Makes the clients of one cluster and asks it about topics. Thread-safe. */
public final class KafkaCluster implements AutoCloseable {
    /** Bytes that a dead letter may have beside its record's own: what it says of the record, and a batch's frame. */
    public static final int LETTER_HEADERS = 64 << 10;

    /** Kafka's defaults for a producer. */
    private static final int LEAST_REQUEST = 1 << 20;

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);
    private static final String COMPRESSION = "lz4";
    private static final long REPLAY_BUFFER = 32L << 20;

    private final KafkaSettings settings;
    private final Admin admin;
    private final Answers answers;

    /**
     * Looks at the brokers' ports first: whoever lands records comes by here before it makes a client. Connects lazily.
     *
     * @throws KafkaException if not even one broker's name can be resolved
     * @throws ServiceException if the brokers do not speak what the settings say, or no client can be made with these
     */
    public KafkaCluster(KafkaSettings settings) {
        KafkaSecurity.check(settings);
        this.settings = settings;
        try {
            this.admin = Admin.create(settings.admin());
        } catch (KafkaException e) {
            throw KafkaFailures.stays(e) ? KafkaFailures.ended(settings.bootstrapServers(), e) : e;
        }
        this.answers = new Answers(settings.bootstrapServers(), LONGEST_ANSWER);
    }

    /**
     * Who reads, and how much at once.
     *
     * @param clientId how brokers name this client in their logs; empty for one that Kafka's client makes up
     * @param group name of the group
     * @param protocol {@code classic} or {@code consumer}
     * @param recordsPerPoll how many records a poll hands over at most
     */
    public record Reader(Optional<String> clientId, String group, String protocol, int recordsPerPoll) {}

    /**
     * A consumer for a record source.
     *
     * @param limits how much it asks for at once
     * @param gate how much of that it unpacks at once
     */
    public Consumer<ByteBuffer, ByteBuffer> consumer(Reader reader, FetchLimits limits, PollGate gate) {
        Map<String, Object> defaults = new HashMap<>();
        // Large fetches: requests are dear. Polls large enough that their cost is spread, and no larger: their records
        // are in memory unpacked; the gate holds back those that compressed well and would fill the heap.
        defaults.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, reader.recordsPerPoll());
        defaults.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, limits.partitionBytes());
        defaults.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, limits.fetchBytes());
        defaults.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
        reader.clientId().ifPresent(id -> defaults.put(ConsumerConfig.CLIENT_ID_CONFIG, id));
        String protocol = reader.protocol();
        Map<String, Object> fixed = new HashMap<>();
        fixed.put(ConsumerConfig.GROUP_ID_CONFIG, reader.group());
        fixed.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
        fixed.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        fixed.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        fixed.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        if (protocol.equals("classic")) {
            defaults.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        return new KafkaConsumer<>(settings.consumer(defaults, fixed), new ByteBufferDeserializer(), gate);
    }

    /**
     * A producer whose confirmed records are safe.
     *
     * @param bufferBytes heap that what it sends may take, the largest message included
     */
    public Producer<byte[], byte[]> producer(long bufferBytes) {
        return new KafkaProducer<>(producerSettings(bufferBytes), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producerSettings(long bufferBytes) {
        return settings.producer(
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        COMPRESSION,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        (int) Math.min(Integer.MAX_VALUE, bufferBytes),
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        bufferBytes),
                Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"));
    }

    /** How many bytes a message may have that the topic takes now. */
    public int largestStoredMessage(String topic) throws IOException {
        try {
            return new TopicSetup(admin).largestMessage(topic);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking about topic " + topic, e);
        } catch (KafkaException e) {
            throw answers.failed("the largest message of topic " + topic, e);
        }
    }

    /**
     * Puts the dead letters of a topic back; see {@link DeadLetterReplay}.
     *
     * @param service whose letters
     */
    public DeadLetterReplay.Result replay(String service, String deadLetterTopic, BooleanSupplier stop)
            throws IOException {
        // The name of the command's first days: how far a redelivery has come is known under it alone.
        String name = "millrace-replay-" + deadLetterTopic;
        Map<String, Object> reading = settings.consumer(
                Map.of(),
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        name,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        "false",
                        // Letters that are deleted while they are read: on with the first that is left, not the last.
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"));
        // The same id always: a second replay at the same time fences the first one.
        int largest = Math.max(LEAST_REQUEST, largestStoredMessage(deadLetterTopic));
        Map<String, Object> writing = settings.producer(
                Map.of(
                        // What came compressed may be larger unpacked than its topic takes.
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        COMPRESSION,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        largest,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        Math.max(REPLAY_BUFFER, largest)),
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name));
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            return new DeadLetterReplay(service, consumer, producer).run(deadLetterTopic, stop);
        }
    }

    /** What Kafka is asked by that this class has no words for; closed with this. */
    public Admin admin() {
        return admin;
    }

    /** Looks topics up within the time of most answers. */
    public TopicIds topicIds() {
        return topicIds(LONGEST_ANSWER);
    }

    /** @param longestAnswer how long an answer may take */
    public TopicIds topicIds(Duration longestAnswer) {
        return new TopicIds(admin, settings.bootstrapServers(), longestAnswer);
    }

    /** How many brokers there are now. */
    public int brokers() throws IOException {
        return answers.get(admin.describeCluster().nodes(), "its brokers").size();
    }

    /** Those of the topics that exist. */
    public Set<String> existing(Collection<String> topics) throws IOException {
        Set<String> existing = new TreeSet<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                answers.get(topic.getValue(), "topic " + topic.getKey());
                existing.add(topic.getKey());
            } catch (AbsentException no) {
                // That is the answer.
            }
        }
        return existing;
    }

    /** All topics that this user may see, but those that Kafka keeps for itself. */
    public Set<String> names() throws IOException {
        return answers.get(admin.listTopics().names(), "its topics");
    }

    /** Id and readable offsets of all partitions of the topics. */
    public Map<PartitionId, PartitionFacts> facts(Collection<String> topics) throws IOException {
        return facts(topics, IsolationLevel.READ_COMMITTED);
    }

    /** The same of one topic with records of open transactions, which are there and cannot be read yet. */
    public Map<PartitionId, PartitionFacts> factsWithOpen(String topic) throws IOException {
        return facts(List.of(topic), IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<PartitionId, PartitionFacts> facts(Collection<String> topics, IsolationLevel level) throws IOException {
        Map<String, TopicDescription> descriptions = new LinkedHashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            descriptions.put(topic.getKey(), answers.get(topic.getValue(), "topic " + topic.getKey()));
        }
        Map<TopicPartition, OffsetSpec> earliest = new LinkedHashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
        descriptions.forEach((topic, description) -> description.partitions().forEach(partition -> {
            earliest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.earliest());
            latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
        }));
        ListOffsetsOptions readable = new ListOffsetsOptions(level);
        Map<TopicPartition, ListOffsetsResultInfo> beginnings =
                answers.get(admin.listOffsets(earliest, readable).all(), "offsets");
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                answers.get(admin.listOffsets(latest, readable).all(), "offsets");
        String cluster = answers.get(admin.describeCluster().clusterId(), "its cluster id");
        Map<PartitionId, PartitionFacts> facts = new TreeMap<>();
        beginnings.forEach((partition, beginning) -> facts.put(
                new PartitionId(partition.topic(), partition.partition()),
                new PartitionFacts(
                        cluster,
                        descriptions.get(partition.topic()).topicId().toString(),
                        descriptions.get(partition.topic()).partitions().size(),
                        beginning.offset(),
                        ends.get(partition).offset())));
        return facts;
    }

    /**
     * Makes the dead-letter topic of a topic, if it is missing: with as many partitions and copies, for messages so large
     * that each letter is whole, kept until somebody deletes it.
     *
     * @param bufferBytes of the producer
     * @return how many bytes a message may have that {@link #producer} sends to it
     * @throws StoppedException if it cannot be made, whoever tries again
     */
    public int prepareDeadLetterTopic(String topic, String deadLetterTopic, long bufferBytes) throws IOException {
        TopicDescription description = answers.get(
                        admin.describeTopics(List.of(topic)).allTopicNames(), "topic " + topic)
                .get(topic);
        int copies = description.partitions().get(0).replicas().size();
        int largestRequest = Integer.parseInt(producerSettings(bufferBytes)
                .get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG)
                .toString());
        TopicSetup setup = new TopicSetup(admin);
        try {
            if (!exists(deadLetterTopic)) {
                setup.ensure(new TopicSpec(
                        deadLetterTopic,
                        description.partitions().size(),
                        copies,
                        Math.max(1, copies - 1),
                        Map.of(
                                TopicConfig.RETENTION_MS_CONFIG,
                                "-1",
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Long.toString(Math.min(
                                        Integer.MAX_VALUE, (long) setup.largestMessage(topic) + LETTER_HEADERS)))));
            }
            return Math.min(setup.largestMessage(deadLetterTopic), largestRequest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making topic " + deadLetterTopic, e);
        } catch (ServiceException e) {
            throw new StoppedException(e.getMessage(), e);
        } catch (AuthorizationException e) {
            throw new RefusedException("Kafka refuses dead-letter topic " + deadLetterTopic + ": " + e.getMessage(), e);
        } catch (KafkaException e) {
            throw new IOException("dead-letter topic " + deadLetterTopic + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** True if there is a topic of that name. */
    public boolean exists(String topic) throws IOException {
        try {
            answers.get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic), "topic " + topic);
            return true;
        } catch (AbsentException no) {
            return false;
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }

    /** @param atMost how long answers that are on their way are waited for */
    public void close(Duration atMost) {
        admin.close(atMost);
    }
}
