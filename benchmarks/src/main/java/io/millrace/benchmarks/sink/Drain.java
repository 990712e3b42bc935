package io.millrace.benchmarks.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The limit: only reads the topic, on two threads, and adds up the bytes. No sink that uses Kafka's consumer can be faster
 * on the machine.
 */
final class Drain {
    private static final int THREADS = 2;

    private Drain() {}

    /** Arguments: bootstrap servers, topic, records to read. Prints the milliseconds that it took. */
    public static void main(String[] args) throws InterruptedException {
        long wanted = Long.parseLong(args[2]);
        AtomicLong read = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        AtomicLong started = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads.add(new Thread(() -> drain(args[0], args[1], number, wanted, read, bytes, started)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        if (read.get() != wanted || bytes.get() == 0) {
            throw new IllegalStateException("read " + read + " records, must be " + wanted);
        }
        System.out.println("milliseconds " + (System.nanoTime() - started.get()) / 1_000_000);
    }

    private static void drain(
            String servers,
            String topic,
            int number,
            long wanted,
            AtomicLong read,
            AtomicLong bytes,
            AtomicLong started) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false",
                        "max.poll.records",
                        20_000,
                        "max.partition.fetch.bytes",
                        4 << 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .filter(info -> info.partition() % THREADS == number)
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList());
            while (read.get() < wanted) {
                long count = 0;
                long sum = 0;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    count++;
                    sum += record.value().length;
                }
                if (count > 0) {
                    started.compareAndSet(0, System.nanoTime());
                    read.addAndGet(count);
                    bytes.addAndGet(sum);
                }
            }
        }
    }
}
