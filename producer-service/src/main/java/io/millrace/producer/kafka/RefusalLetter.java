package io.millrace.producer.kafka;

import io.millrace.runtime.kafka.DeadLetter;
import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.Refusal;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A refusal as a record of the dead-letter topic, under the names that the other services use. */
final class RefusalLetter {
    /** Where it was read, for instance {@code file:/var/log/app.log}. */
    static final String ORIGIN = DeadLetter.PREFIX + "origin";
    /** Where in the origin it starts, decimal. */
    static final String POSITION = DeadLetter.PREFIX + "position";
    /** The source's name, under which its positions are kept. */
    static final String SOURCE = DeadLetter.PREFIX + "source";

    private RefusalLetter() {}

    /** Of something that could not become a record. */
    static ProducerRecord<byte[], byte[]> of(String topic, String source, Refusal refusal) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, null, refusal.sample());
        letter.headers()
                .add(ORIGIN, bytes(refusal.origin()))
                .add(POSITION, bytes(Long.toString(refusal.position())))
                .add(DeadLetter.REASON, bytes(refusal.reason()))
                .add(DeadLetter.SERVICE, bytes(ProducerDefaults.SERVICE))
                .add(SOURCE, bytes(source));
        return letter;
    }

    /** Of a record that cannot be sent, with its key and headers; {@link RecordLimits#fit} cuts it where it must be. */
    static ProducerRecord<byte[], byte[]> of(
            String topic, String source, ProducerRecord<byte[], byte[]> message, OutRecord record, String reason) {
        Refusal refusal = new Refusal(message.value(), record.origin(), record.position(), reason);
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                topic,
                null,
                message.key(),
                message.value(),
                of(topic, source, refusal).headers());
        message.headers().forEach(own -> {
            if (!own.key().startsWith(DeadLetter.PREFIX)) {
                letter.headers().add(own);
            }
        });
        return letter;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
