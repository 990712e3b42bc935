package io.millrace.consumer.kafka;

import io.millrace.consumer.engine.Alert;
import io.millrace.consumer.engine.PartitionBatch;
import io.millrace.consumer.engine.Rejection;
import io.millrace.consumer.store.OutboxEntry;
import io.millrace.record.HeldRecord;
import io.millrace.record.RecordHeader;
import io.millrace.runtime.kafka.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Decides what has to be published because of a batch. */
final class OutboxComposer {
    /**
     * Largest dead letter that is put into the database, in bytes. MariaDB takes no statement of more than 16 MiB unless
     * told otherwise, and the driver may need two bytes to write one. The transport cuts further if the topic takes less.
     */
    private static final int LARGEST_LETTER = 4 << 20;

    private final Optional<String> alertsTopic;
    private final String deadLetterTopic;

    OutboxComposer(Optional<String> alertsTopic, String deadLetterTopic) {
        this.alertsTopic = alertsTopic;
        this.deadLetterTopic = deadLetterTopic;
    }

    /** The entries of a batch, numbered on from {@code lastSequence}. */
    List<OutboxEntry> entries(PartitionBatch batch, long lastSequence) {
        List<OutboxEntry> entries = new ArrayList<>();
        if (alertsTopic.isPresent()) {
            for (Alert alert : batch.alerts()) {
                entries.add(alert(lastSequence + entries.size() + 1, alertsTopic.get(), alert));
            }
        }
        for (Rejection rejection : batch.rejections()) {
            entries.add(deadLetter(lastSequence + entries.size() + 1, rejection));
        }
        return entries;
    }

    /** The key is the device, so that one device's alerts stay in order. */
    private static OutboxEntry alert(long sequence, String topic, Alert alert) {
        return new OutboxEntry(
                sequence, topic, alert.key().getBytes(StandardCharsets.UTF_8), AlertJson.encode(alert), List.of());
    }

    private OutboxEntry deadLetter(long sequence, Rejection rejection) {
        HeldRecord source = rejection.record();
        RecordHeaders headers = new RecordHeaders();
        source.headers().forEach(header -> headers.add(header.name(), header.value()));
        ProducerRecord<byte[], byte[]> whole = DeadLetter.of(
                deadLetterTopic,
                AlertsSettings.SERVICE,
                rejection.reason(),
                source.topic(),
                source.partition(),
                source.offset(),
                source.timestampMillis(),
                source.keyBytes(),
                source.valueBytes(),
                headers);
        ProducerRecord<byte[], byte[]> letter = DeadLetter.fit(whole, LARGEST_LETTER);
        List<RecordHeader> kept = new ArrayList<>();
        letter.headers().forEach(header -> kept.add(new RecordHeader(header.key(), header.value())));
        return new OutboxEntry(sequence, letter.topic(), letter.key(), letter.value(), kept);
    }
}
