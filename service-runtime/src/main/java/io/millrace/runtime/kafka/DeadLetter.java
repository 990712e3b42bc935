package io.millrace.runtime.kafka;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A record that could not be taken, as it goes to the dead-letter topic: its bytes, its own headers and, under the names
 * below, where it stood and why it was refused.
 */
public final class DeadLetter {
    /** Topic that the record was read from. */
    public static final String TOPIC = "millrace.dead-letter.topic";
    /** Partition that it was read from, decimal. */
    public static final String PARTITION = "millrace.dead-letter.partition";
    /** Offset that it had there, decimal. */
    public static final String OFFSET = "millrace.dead-letter.offset";
    /** Its Kafka timestamp, milliseconds since 1970 UTC, decimal. */
    public static final String TIMESTAMP = "millrace.dead-letter.timestamp";
    /** Why it was refused: one sentence, UTF-8. */
    public static final String REASON = "millrace.dead-letter.reason";
    /** The service that refused it. */
    public static final String SERVICE = "millrace.dead-letter.service";
    /** What all of the names above begin with. */
    public static final String PREFIX = "millrace.dead-letter.";

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
                .add(REASON, bytes(reason))
                .add(SERVICE, bytes(service));
        return letter;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
