package io.millrace.producer.kafka;

import io.millrace.runtime.kafka.DeadLetter;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicSetup;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large a record may be: what the producer sends ({@code max.request.size}, {@code buffer.memory}) and what the topic
 * takes ({@code max.message.bytes}, of the compressed batch). A record beyond it fails its whole transaction, again at
 * each try, so it has to be found before it is sent. Thread-safe.
 */
public final class RecordLimits {
    private static final Logger log = LoggerFactory.getLogger(RecordLimits.class);

    private final TopicSetup topics;
    private final BatchSize batchSize;
    private final long largestRequest;
    private final Map<String, Integer> largestMessages = new ConcurrentHashMap<>();
    /** Records with key and value of at most so many bytes and without headers fit every topic that was asked. */
    private volatile int small;
    /** What a topic was seen not to take, whatever it says. */
    private final Map<String, Integer> caps = new ConcurrentHashMap<>();

    RecordLimits(Admin admin, KafkaSettings settings) {
        this.topics = new TopicSetup(admin);
        Map<String, Object> producer = ProducerDefaults.idempotent(settings);
        this.batchSize = new BatchSize(String.valueOf(producer.get(ProducerConfig.COMPRESSION_TYPE_CONFIG)));
        this.largestRequest = Math.min(
                number(producer, ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                number(producer, ProducerConfig.BUFFER_MEMORY_CONFIG));
    }

    /**
     * Asks what the topic takes.
     *
     * @throws KafkaException if Kafka does not tell
     */
    void ask(String topic) throws InterruptedException {
        largestMessages.put(topic, topics.largestMessage(topic));
        small = (int) Math.min(
                largestMessages.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .min()
                                        .orElse(0)
                                / 2
                        - 2 * BatchSize.GROWTH,
                largestRequest / 2);
    }

    /** Why this record cannot be sent, one sentence; empty if it can. */
    Optional<String> refusal(ProducerRecord<byte[], byte[]> record) {
        // Nearly every record, at a million per second.
        if (length(record.key()) + length(record.value()) <= small
                && !record.headers().iterator().hasNext()) {
            return Optional.empty();
        }
        int size = batchSize.atMost(record);
        int room = largest(record.topic());
        // What cannot be compressed grows a little when it is.
        if (size <= room - room / 1024 - BatchSize.GROWTH) {
            return Optional.empty();
        }
        if (size > largestRequest) {
            return Optional.of("record has " + size + " bytes with key, headers and batch, must have at most "
                    + largestRequest + ", the producer's max.request.size");
        }
        int compressed = batchSize.compressed(record);
        if (compressed > largest(record.topic())) {
            // Somebody may have changed the topic, perhaps because of the dead letters.
            askAgain(record.topic());
        }
        int most = largest(record.topic());
        return compressed <= most
                ? Optional.empty()
                : Optional.of("record has " + compressed + " bytes, compressed with key, headers and batch, must have"
                        + " at most " + most + ", the max.message.bytes of topic " + record.topic());
    }

    /** The letter as its topic takes it. */
    ProducerRecord<byte[], byte[]> fit(ProducerRecord<byte[], byte[]> letter) {
        int most = Math.min(largest(letter.topic()), caps.getOrDefault(letter.topic(), Integer.MAX_VALUE));
        return DeadLetter.fit(letter, most);
    }

    /** The broker did not take this letter: the next try is cut to half of it. */
    void refused(ProducerRecord<byte[], byte[]> letter) {
        int size = batchSize.atMost(letter);
        caps.merge(letter.topic(), size / 2, Math::min);
        log.warn("Dead letter of {} bytes is too large for its topic, cutting it: topic={}", size, letter.topic());
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long number(Map<String, Object> settings, String name) {
        return Long.parseLong(String.valueOf(settings.get(name)).strip());
    }

    private int largest(String topic) {
        return (int) Math.min(largestMessages.getOrDefault(topic, Integer.MAX_VALUE), largestRequest);
    }

    private void askAgain(String topic) {
        try {
            ask(topic);
        } catch (KafkaException e) {
            // Kafka is away; what it said last is most likely to hold, and sending tells of the outage.
            log.debug("What topic {} takes could not be asked", topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
