package io.millrace.benchmarks.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces readings at a steady rate, some every millisecond, with a producer as it comes. */
final class SteadyLoad implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private final int rate;
    private final PlantReadings readings;
    private long anomalies;

    SteadyLoad(String bootstrapServers, String topic, int partitions, int rate, double anomalies) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.partitions = partitions;
        this.rate = rate;
        this.readings = new PlantReadings(anomalies);
    }

    /** Produces for this long; returns how many readings were sent. */
    long run(Duration duration) {
        long sent = 0;
        long start = System.nanoTime();
        for (long passed = 0; passed < duration.toNanos(); passed = System.nanoTime() - start) {
            long due = passed * rate / 1_000_000_000L;
            while (sent < due) {
                byte[] value = readings.next(Instant.now());
                // One device always to one partition, as windows need it.
                producer.send(new ProducerRecord<>(topic, readings.device() % partitions, readings.key(), value));
                anomalies += readings.isAnomaly() ? 1 : 0;
                sent++;
            }
            LockSupport.parkNanos(1_000_000);
        }
        producer.flush();
        return sent;
    }

    /** How many of all that was sent have to raise an alert. */
    long anomalies() {
        return anomalies;
    }

    @Override
    public void close() {
        producer.close();
    }
}
