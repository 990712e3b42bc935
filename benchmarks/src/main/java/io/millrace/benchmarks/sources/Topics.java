package io.millrace.benchmarks.sources;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Topics of one broker, and what an outsider finds in them. */
final class Topics {
    private final String kafka;

    /** What one look at everything in a topic does with each record. */
    private interface Reader {
        void record(ConsumerRecord<byte[], byte[]> record) throws IOException;
    }

    Topics(String kafka) {
        this.kafka = kafka;
    }

    void make(String topic, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    void drop(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    /** Bytes of its segments on the broker's disk: records as they were compressed. */
    long storedBytes(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            List<Integer> brokers = admin.describeCluster().nodes().get().stream()
                    .map(node -> node.id())
                    .toList();
            return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(topic))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    /** Reads all of it as a reader of committed records does; returns how many there are. */
    long countCommitted(String topic) throws IOException {
        return read(topic, 1, record -> {});
    }

    /** Copies the values of the topic's last {@code share} into a file, a line each. */
    void copyLastValues(String topic, double share, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            read(topic, share, record -> {
                out.write(record.value());
                out.write('\n');
            });
        }
    }

    private long read(String topic, double share, Reader reader) throws IOException {
        long records = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            ends.forEach((partition, end) -> consumer.seek(partition, end - Math.round(end * share)));
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(200));
                records += polled.count();
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    reader.record(record);
                }
            }
        }
        return records;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                8 << 20);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka));
    }
}
