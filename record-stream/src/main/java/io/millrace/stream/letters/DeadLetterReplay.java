package io.millrace.stream.letters;

import io.millrace.runtime.kafka.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts dead letters back where they came from: bytes, key, own headers and timestamp as they were. How far a replay has
 * come is stored in the same transaction as what it sends, so that a replay that dies is continued, not repeated.
 *
 * <p>A service that crashes between sending dead letters and its commit sends them again: the letters before the present
 * position are read once more to know which source positions were replayed, and each is replayed once.
 */
public final class DeadLetterReplay {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplay.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String service;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    /** Records of the whole letters read so far: a cut one must not keep the whole one that comes later from its place. */
    private final SeenRecords seen = new SeenRecords();

    private long sent;
    private long repeated;
    private long foreign;
    private long others;
    private long cut;
    private long refused;

    /**
     * @param service whose letters are put back; letters that name none are its own
     * @param consumer reads committed records, with a group of its own that no other process uses
     * @param producer transactional
     */
    public DeadLetterReplay(String service, Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer) {
        this.service = service;
        this.consumer = consumer;
        this.producer = producer;
    }

    /**
     * What a replay did.
     *
     * @param sent letters put back
     * @param repeated letters left out because their record was put back before
     * @param foreign records of the dead-letter topic that do not say where they came from
     * @param others letters left out because another service wrote them: this one has taken their records
     * @param cut letters left out because they do not hold their whole record, which was too large for the topic
     * @param refused letters left out because the topic does not take records of their size any more
     */
    public record Result(long sent, long repeated, long foreign, long others, long cut, long refused) {}

    /** Replays the topic up to its present end, or until the stop is asked for. */
    public Result run(String deadLetterTopic, BooleanSupplier stop) {
        List<TopicPartition> partitions = consumer.partitionsFor(deadLetterTopic).stream()
                .map(info -> new TopicPartition(deadLetterTopic, info.partition()))
                .toList();
        consumer.assign(partitions);
        // First of all: another replay at the same time can begin nothing more then, and what it has begun is finished
        // or undone. How far it had come is known only from here on.
        producer.initTransactions();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> done = committed(partitions);
        consumer.seekToBeginning(partitions);
        while (!stop.getAsBoolean()
                && partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                replay(records, done);
            }
        }
        return new Result(sent, repeated, foreign, others, cut, refused);
    }

    private Map<TopicPartition, Long> committed(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> done = new HashMap<>();
        consumer.committed(new HashSet<>(partitions)).forEach((partition, offset) -> {
            if (offset != null) {
                done.put(partition, offset.offset());
            }
        });
        return done;
    }

    private void replay(ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Long> done) {
        List<Letter> back = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : records) {
            TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
            boolean fresh = letter.offset() >= done.getOrDefault(partition, 0L);
            SeenRecords.Place source = source(letter);
            boolean whole = !DeadLetter.isCut(letter.headers());
            String writer = header(letter, DeadLetter.SERVICE);
            boolean ours = writer == null || writer.equals(service);
            boolean first = ours && source != null && (whole ? seen.add(source) : !seen.contains(source));
            if (fresh) {
                next.put(partition, new OffsetAndMetadata(letter.offset() + 1));
                if (source == null) {
                    foreign++;
                } else if (!ours) {
                    others++;
                } else if (!first) {
                    repeated++;
                } else if (!whole) {
                    cut++;
                } else {
                    back.add(new Letter(letter, original(letter)));
                }
            }
        }
        if (next.isEmpty()) {
            return;
        }
        while (!sendAll(back, next)) {
            // The transaction is undone: once more, without what can never be sent.
            LOG.debug("Once more without the letters that were refused");
        }
        sent += back.size();
    }

    /** One transaction; false if it was undone because some were refused, which are no part of the list any more. */
    private boolean sendAll(List<Letter> back, Map<TopicPartition, OffsetAndMetadata> next) {
        Queue<Letter> tooLarge = new ConcurrentLinkedQueue<>();
        // The transaction's own failure says no more than that it had one.
        Queue<KafkaException> reasons = new ConcurrentLinkedQueue<>();
        producer.beginTransaction();
        try {
            for (Letter letter : back) {
                producer.send(letter.original(), (done, failure) -> {
                    if (failure instanceof RecordTooLargeException) {
                        tooLarge.add(letter);
                    } else if (failure instanceof KafkaException reason) {
                        reasons.add(reason);
                    }
                });
            }
            producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
            producer.commitTransaction();
            return true;
        } catch (KafkaException e) {
            try {
                // Only then have all the letters heard what became of them.
                producer.abortTransaction();
            } catch (KafkaException second) {
                e.addSuppressed(second);
                throw e;
            }
            if (tooLarge.isEmpty()) {
                throw reasons.isEmpty() ? e : reasons.peek();
            }
        }
        for (Letter letter : tooLarge) {
            LOG.warn(
                    "The dead letter at offset {} of {}-{} is left out: its value has {} bytes, more than topic {} takes"
                            + " (max.message.bytes)",
                    letter.letter().offset(),
                    letter.letter().topic(),
                    letter.letter().partition(),
                    letter.original().value() == null ? 0 : letter.original().value().length,
                    letter.original().topic());
        }
        back.removeAll(tooLarge);
        refused += tooLarge.size();
        return false;
    }

    /** A letter, and the record that goes back. */
    private record Letter(ConsumerRecord<byte[], byte[]> letter, ProducerRecord<byte[], byte[]> original) {}

    /** Null if the letter does not say, or not in a way that this service writes. */
    private static SeenRecords.Place source(ConsumerRecord<byte[], byte[]> letter) {
        String topic = header(letter, DeadLetter.TOPIC);
        String partition = header(letter, DeadLetter.PARTITION);
        String offset = header(letter, DeadLetter.OFFSET);
        if (topic == null || partition == null || offset == null) {
            return null;
        }
        try {
            String timestamp = header(letter, DeadLetter.TIMESTAMP);
            return new SeenRecords.Place(
                    new TopicPartition(topic, Integer.parseInt(partition)),
                    Optional.ofNullable(header(letter, DeadLetter.TOPIC_ID)),
                    Long.parseLong(offset),
                    timestamp == null ? -1 : Long.parseLong(timestamp));
        } catch (NumberFormatException foreign) {
            return null;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> original(ConsumerRecord<byte[], byte[]> letter) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(DeadLetter.PREFIX)) {
                headers.add(header);
            }
        }
        String timestamp = header(letter, DeadLetter.TIMESTAMP);
        Long millis = timestamp == null || timestamp.startsWith("-") ? null : Long.valueOf(timestamp);
        return new ProducerRecord<>(
                header(letter, DeadLetter.TOPIC),
                Integer.valueOf(header(letter, DeadLetter.PARTITION)),
                millis,
                letter.key(),
                letter.value(),
                headers);
    }
}
