package io.millrace.producer;

import io.millrace.stack.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker, and what an outsider reads from it. */
final class TestBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** For a topic that may be missing: the client waits for it as long as it may. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private final EmbeddedKafka kafka;

    /** @param folder where its data lies */
    TestBroker(Path folder) {
        kafka = new EmbeddedKafka(folder, 0, Map.of());
        kafka.start();
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    void stop() {
        kafka.stop();
    }

    void start() {
        kafka.start();
    }

    /** Everything that is committed in the topic now, once transactions that end just now have ended. */
    List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        read(topic, records::add);
        return records;
    }

    /** How much was written to the topic's first partition, whether it is committed or not; 0 if it is missing. */
    long written(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try {
            return ends(List.of(partition), SOON).get(partition);
        } catch (RuntimeException e) {
            // Not made yet.
            return 0;
        }
    }

    /** The keys of everything that is committed in the topic now; its values may be more than the memory holds. */
    List<String> keys(String topic) {
        List<String> keys = new ArrayList<>();
        read(topic, record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
        return keys;
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = ends(partitions, PATIENCE);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(sink);
            }
        }
    }

    /** With what is not committed: a commit is confirmed before its marker stands in each of the partitions. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, Duration patience) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions, patience);
        }
    }

    /** The values of {@link #committed} as text. */
    List<String> values(String topic) {
        return committed(topic).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
