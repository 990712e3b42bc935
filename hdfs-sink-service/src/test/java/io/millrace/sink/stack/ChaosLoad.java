package io.millrace.sink.stack;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces numbered records of all sizes to two topics until it is stopped. Kafka must take each, however long that takes. */
final class ChaosLoad {
    static final String JSON = "chaos-json";
    static final String TEXT = "chaos-text";
    static final int JSON_PARTITIONS = 40;
    static final int TEXT_PARTITIONS = 10;
    private static final int LARGEST = 20_000_000;
    private static final int MOST_ON_THE_WAY = 200;

    private final TestStack stack;
    private final Random random;
    private final int largest;
    private final Thread thread = new Thread(this::run, "load");
    private final Deque<Future<?>> onTheWay = new ArrayDeque<>();
    private volatile boolean enough;
    private volatile Throwable failure;
    private long json;
    private long jsonBytes;
    private long text;

    /** What Kafka has taken. */
    record Sent(long json, long jsonBytes, long text) {}

    /** @param upToTheLimit with values of 20 MB, else of 2 MB at most */
    ChaosLoad(TestStack stack, long seed, boolean upToTheLimit) {
        this.stack = stack;
        this.random = new Random(seed);
        this.largest = upToTheLimit ? LARGEST : LARGEST / 10;
    }

    void start() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
            Map<String, String> large = Map.of("max.message.bytes", String.valueOf(LARGEST + 1_000_000));
            admin.createTopics(List.of(
                            new NewTopic(JSON, JSON_PARTITIONS, (short) 1).configs(large),
                            new NewTopic(TEXT, TEXT_PARTITIONS, (short) 1).configs(large)))
                    .all()
                    .get();
        }
        thread.start();
    }

    private void run() {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            while (!enough) {
                for (int i = 0; i < 20; i++) {
                    send(producer);
                }
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }
            producer.flush();
            while (!onTheWay.isEmpty()) {
                onTheWay.removeFirst().get();
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.kafka.bootstrapServers(),
                        "acks",
                        "all",
                        // With several, the second batch of a new producer may be taken although the first one failed,
                        // and
                        // the broker refuses the first one's repetition from then on.
                        "max.in.flight.requests.per.connection",
                        1,
                        "max.request.size",
                        LARGEST + 1_000_000,
                        "buffer.memory",
                        4L * LARGEST,
                        "max.block.ms",
                        600_000,
                        "delivery.timeout.ms",
                        600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private void send(KafkaProducer<byte[], byte[]> producer) throws Exception {
        int size = size();
        if (random.nextInt(5) > 0) {
            String body = "x".repeat(size);
            String value = "{\"n\":" + json + ",\"body\":\"" + body + "\"}";
            onTheWay.add(producer.send(new ProducerRecord<>(
                    JSON, random.nextInt(JSON_PARTITIONS), null, value.getBytes(StandardCharsets.UTF_8))));
            json++;
            jsonBytes += size;
        } else {
            String line = text + " " + "y".repeat(size);
            onTheWay.add(producer.send(new ProducerRecord<>(
                    TEXT, random.nextInt(TEXT_PARTITIONS), null, line.getBytes(StandardCharsets.UTF_8))));
            text++;
        }
        while (onTheWay.size() > MOST_ON_THE_WAY) {
            onTheWay.removeFirst().get();
        }
    }

    /** Mostly a hundred bytes or a few, seldom megabytes, as topics are that nobody planned. */
    private int size() {
        int kind = random.nextInt(10_000);
        if (kind < 3) {
            return largest / 4 + random.nextInt(largest * 3 / 4);
        }
        return kind < 60 ? 1_000 + random.nextInt(400_000) : 50 + random.nextInt(400);
    }

    void stop() throws InterruptedException {
        enough = true;
        thread.join();
    }

    /** What was sent; after {@link #stop}. */
    Sent sent() {
        if (failure != null) {
            throw new AssertionError("Kafka did not take everything", failure);
        }
        return new Sent(json, jsonBytes, text);
    }
}
