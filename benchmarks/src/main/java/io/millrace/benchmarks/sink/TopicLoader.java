package io.millrace.benchmarks.sink;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills a topic with readings.
 *
 * @param devices that they are of, at random
 * @param partitions that they are in, by turns
 */
record TopicLoader(long records, int devices, int partitions) {

    /** Creates the topic and returns the bytes of the values in it. */
    long load(String bootstrapServers, String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "compression.type",
                "lz4",
                "linger.ms",
                50,
                "batch.size",
                256 << 10,
                "buffer.memory",
                64L << 20);
        Readings readings = new Readings(devices);
        long bytes = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long i = 0; i < records; i++) {
                byte[] value = readings.next();
                bytes += value.length;
                producer.send(new ProducerRecord<>(topic, (int) (i % partitions), readings.key(), value));
            }
            producer.flush();
        }
        return bytes;
    }
}
