package io.millrace.console.kafka;

import io.millrace.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka's clients with the patience of somebody who looks at a page: none waits longer than a few seconds. Thread-safe. */
public final class KafkaClients implements AutoCloseable {
    private static final int ANSWER_MILLIS = 8_000;
    private static final int REQUEST_MILLIS = 5_000;
    private static final int MOST_READERS = 8;
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final KafkaSettings kafka;
    private final Semaphore readers = new Semaphore(MOST_READERS);
    private final List<Runnable> open = new ArrayList<>();
    private Admin admin;

    public KafkaClients(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** The one admin client, made when it is first asked for. */
    public synchronized Admin admin() {
        if (admin == null) {
            Map<String, Object> settings = new HashMap<>(kafka.admin());
            settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
            settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
            admin = Admin.create(settings);
        }
        return admin;
    }

    /** A consumer that belongs to no group, closed with this. */
    synchronized Consumer<byte[], byte[]> consumer() {
        Consumer<byte[], byte[]> made = newConsumer();
        open.add(() -> made.close(CloseOptions.timeout(CLOSE)));
        return made;
    }

    /**
     * A consumer of committed records that belongs to no group. Each holds what it has fetched, so that there are few at a time.
     *
     * @throws IOException if all of them are taken for longer than somebody waits
     */
    Reader newReader() throws IOException {
        try {
            if (!readers.tryAcquire(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException(MOST_READERS + " searches are at work already; try again when one has ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the console is stopping", e);
        }
        try {
            return new Reader(newConsumer(), readers);
        } catch (RuntimeException e) {
            readers.release();
            throw e;
        }
    }

    /** A consumer that is closed soon and without a word, also by a thread that is to stop. */
    record Reader(Consumer<byte[], byte[]> consumer, Semaphore permits) implements AutoCloseable {
        @Override
        public void close() {
            boolean interrupted = Thread.interrupted();
            try {
                consumer.close(CloseOptions.timeout(CLOSE));
            } finally {
                permits.release();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Consumer<byte[], byte[]> newConsumer() {
        return new KafkaConsumer<>(
                kafka.consumer(
                        Map.of(
                                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                ANSWER_MILLIS,
                                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                REQUEST_MILLIS,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                1_000,
                                // What is fetched is held: eight searches at once must fit into a small heap.
                                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                                4 << 20),
                        Map.of(
                                // Somebody who asks for a topic that is gone must not make it.
                                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                                false,
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public synchronized void close() {
        open.forEach(Runnable::run);
        open.clear();
        if (admin != null) {
            admin.close(CLOSE);
        }
    }
}
