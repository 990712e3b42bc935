package io.millrace.runtime.kafka;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A record that could not be taken, as it goes to the dead-letter topic: its bytes, its own headers and, under the names
 * below, where it stood and why it was refused.
 *
 * <p>A letter is larger than its record, and the dead-letter topic may take less than the record's own topic did; then the
 * letter is cut ({@link #fit}) and says so. Where the record stood is never cut, so that its bytes can be fetched from there.
 */
public final class DeadLetter {
    /** Topic that the record was read from. */
    public static final String TOPIC = "millrace.dead-letter.topic";
    /** Kafka's id of that topic, which no other topic of the same name has; only if the service knows it. */
    public static final String TOPIC_ID = "millrace.dead-letter.topic-id";
    /** Partition that it was read from, decimal. */
    public static final String PARTITION = "millrace.dead-letter.partition";
    /** Offset that it had there, decimal. */
    public static final String OFFSET = "millrace.dead-letter.offset";
    /** Its Kafka timestamp, milliseconds since 1970 UTC, decimal. */
    public static final String TIMESTAMP = "millrace.dead-letter.timestamp";
    /** Why it was refused: one sentence, UTF-8, at most {@link #LONGEST_REASON} characters. */
    public static final String REASON = "millrace.dead-letter.reason";
    /** The service that refused it. */
    public static final String SERVICE = "millrace.dead-letter.service";
    /** Only if the value was cut: how many bytes it had, decimal. */
    public static final String VALUE_BYTES = "millrace.dead-letter.value-bytes";
    /** Only if the key was cut: how many bytes it had, decimal. */
    public static final String KEY_BYTES = "millrace.dead-letter.key-bytes";
    /** Only if the record's own headers were left out: how many bytes they had, names included, decimal. */
    public static final String HEADERS_BYTES = "millrace.dead-letter.headers-bytes";
    /** What all of the names above begin with. */
    public static final String PREFIX = "millrace.dead-letter.";

    /** Longer reasons end in an ellipsis. */
    public static final int LONGEST_REASON = 1_000;

    /** Kafka's batch of one record around what is counted here: 61 bytes, and 26 for the record's own numbers. */
    private static final int FRAME_BYTES = 61 + 26;
    /** Largest length prefix of a key, value, header name or header value. */
    private static final int LENGTH_BYTES = 5;

    private DeadLetter() {}

    /** The dead letter of a record; the same key keeps refused records of one key in order. */
    public static ProducerRecord<byte[], byte[]> of(
            String deadLetterTopic,
            String service,
            String reason,
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte[] key,
            byte[] value,
            Headers headers) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(requireNonNull(deadLetterTopic), key, value);
        for (Header header : headers) {
            // A letter that was replayed and refused again tells its last station only.
            if (!header.key().startsWith(PREFIX)) {
                letter.headers().add(header);
            }
        }
        letter.headers()
                .add(TOPIC, bytes(topic))
                .add(PARTITION, bytes(Integer.toString(partition)))
                .add(OFFSET, bytes(Long.toString(offset)))
                .add(TIMESTAMP, bytes(Long.toString(timestamp)))
                .add(REASON, bytes(shortened(reason)))
                .add(SERVICE, bytes(service));
        return letter;
    }

    /**
     * The letter, cut if a topic with this {@code max.message.bytes} would not take it: own headers that need more than a
     * quarter of the room go, the key keeps at most a quarter, the value gets what is left. What was cut is told in {@link
     * #HEADERS_BYTES}, {@link #KEY_BYTES} and {@link #VALUE_BYTES}.
     *
     * <p>A letter that was cut before may be cut again; the lengths stay those of the record.
     *
     * @param letter made by {@link #of}; left as it is
     * @param maxMessageBytes what the dead-letter topic takes, in bytes
     */
    public static ProducerRecord<byte[], byte[]> fit(ProducerRecord<byte[], byte[]> letter, int maxMessageBytes) {
        // What cannot be compressed grows a little when it is.
        int room = maxMessageBytes - maxMessageBytes / 1024 - FRAME_BYTES;
        if (size(letter) <= room) {
            return letter;
        }
        ProducerRecord<byte[], byte[]> fitted = new ProducerRecord<>(
                letter.topic(), letter.partition(), letter.timestamp(), null, null, letter.headers());
        int ownHeaders = 0;
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(PREFIX)) {
                ownHeaders += bytes(header.key()).length + length(header.value());
            }
        }
        if (ownHeaders > room / 4) {
            for (Header header : letter.headers()) {
                if (!header.key().startsWith(PREFIX)) {
                    fitted.headers().remove(header.key());
                }
            }
            note(fitted, HEADERS_BYTES, ownHeaders);
        }
        byte[] key = cut(letter.key(), room / 4, fitted, KEY_BYTES);
        // The note comes first, so that it is part of what the value has to leave room for.
        byte[] value = letter.value();
        if (value != null) {
            int rest = room - size(fitted) - length(key);
            if (value.length > rest) {
                note(fitted, VALUE_BYTES, value.length);
                value = Arrays.copyOf(value, Math.max(0, room - size(fitted) - length(key)));
            }
        }
        return new ProducerRecord<>(
                letter.topic(), letter.partition(), letter.timestamp(), key, value, fitted.headers());
    }

    /** True if the letter does not hold the whole record; the record's own place does, for as long as it is retained. */
    public static boolean isCut(Headers headers) {
        return headers.lastHeader(VALUE_BYTES) != null
                || headers.lastHeader(KEY_BYTES) != null
                || headers.lastHeader(HEADERS_BYTES) != null;
    }

    private static byte[] cut(byte[] bytes, int most, ProducerRecord<byte[], byte[]> letter, String name) {
        if (bytes == null || bytes.length <= most) {
            return bytes;
        }
        note(letter, name, bytes.length);
        return Arrays.copyOf(bytes, Math.max(0, most));
    }

    private static void note(ProducerRecord<byte[], byte[]> letter, String name, int length) {
        if (letter.headers().lastHeader(name) == null) {
            letter.headers().add(name, bytes(Integer.toString(length)));
        }
    }

    private static int size(ProducerRecord<byte[], byte[]> record) {
        int size = 3 * LENGTH_BYTES + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += size(header);
        }
        return size;
    }

    private static int size(Header header) {
        return 2 * LENGTH_BYTES + bytes(header.key()).length + length(header.value());
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + "…";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
