package io.millrace.producer.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.sources.delivery.DeliveryException;
import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.PositionedSource;
import io.millrace.sources.delivery.Refusal;
import io.millrace.sources.delivery.TransactionLog;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records, dead letters and positions in one Kafka transaction. The source's name is the transactional id: Kafka lets
 * its last starter write and no other.
 *
 * <p>After any failure the producer is thrown away and the next {@link #takeOver} makes a new one: whether a failed
 * commit took effect is then for the broker to say, not for us to guess.
 */
public final class KafkaTransactionLog implements TransactionLog {
    private static final Logger log = LoggerFactory.getLogger(KafkaTransactionLog.class);

    private static final Duration POSITIONS_TIMEOUT = Duration.ofMinutes(3);

    private final TransactionalTarget target;
    private final KafkaSettings settings;
    private final Admin admin;
    private final PositionsTopic positions;
    private final Owner owner;
    private final Delivered delivered;
    private final RecordLimits limits;
    private final RefusedRecords refusedByBroker = new RefusedRecords();
    /** Why trying again cannot help, if the broker has said so of a record of the positions topic. */
    private final AtomicReference<String> hopeless = new AtomicReference<>();
    /** True after a broker refused some record as too large, until a commit: each record then tells if it was the one. */
    private boolean watching;

    private Producer<byte[], byte[]> producer;
    private Sending sending;
    private int partitions;
    private boolean open;
    private boolean everOwned;

    public KafkaTransactionLog(
            TransactionalTarget target, KafkaSettings settings, Admin admin, String host, Delivered delivered) {
        this.target = target;
        this.settings = settings;
        this.admin = admin;
        this.positions = new PositionsTopic(settings, target.positionsTopic(), target.source(), POSITIONS_TIMEOUT);
        this.owner = Owner.self(host);
        this.delivered = delivered;
        this.limits = new RecordLimits(admin, settings);
    }

    @Override
    public Map<String, byte[]> takeOver() {
        discardProducer();
        try {
            partitions = admin.describeTopics(java.util.List.of(target.topic()))
                    .topicNameValues()
                    .get(target.topic())
                    .get()
                    .partitions()
                    .size();
            limits.ask(target.topic());
            limits.ask(target.deadLetterTopic());
            if (everOwned) {
                refuseIfReplaced(positions.read(admin));
            }
            Producer<byte[], byte[]> fresh =
                    new KafkaProducer<>(ProducerDefaults.transactional(settings, target.source()));
            producer = fresh;
            fresh.initTransactions();
            // Only now: what the former owner had begun is ended, so these positions are final.
            PositionsTopic.Contents contents = positions.read(admin);
            // Again, because another may have come between the two: then it must not be us who goes on.
            refuseIfReplaced(contents);
            fresh.beginTransaction();
            fresh.send(positions.owner(owner));
            fresh.commitTransaction();
            everOwned = true;
            open = false;
            sending = new Sending();
            log.info(
                    "Reading on: source={} positions={}",
                    target.source(),
                    contents.positions().size());
            return contents.positions().isEmpty() ? former() : contents.positions();
        } catch (java.util.concurrent.ExecutionException e) {
            throw failed(KafkaFailures.unwrapped(e));
        } catch (KafkaException e) {
            throw failed(e);
        } catch (IOException e) {
            throw new DeliveryException.Rejected(
                    "positions topic " + target.positionsTopic() + " cannot be understood: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeliveryException.Unavailable("waiting for Kafka was interrupted", e);
        }
    }

    private Map<String, byte[]> former() throws IOException, InterruptedException {
        if (target.formerSource() == null) {
            return Map.of();
        }
        Map<String, byte[]> former = new HashMap<>();
        new PositionsTopic(settings, target.positionsTopic(), target.formerSource(), POSITIONS_TIMEOUT)
                .read(admin)
                .positions()
                .forEach((key, value) -> former.put(PositionedSource.FORMER + key, value));
        return former;
    }

    @Override
    public Outlet outlet() {
        return sending;
    }

    @Override
    public long uncommitted() {
        return sending == null ? 0 : sending.records + sending.refused;
    }

    @Override
    public void commit(Map<String, byte[]> changed) {
        try {
            begin();
            changed.forEach((key, value) -> send(positions.position(key, value)));
            producer.commitTransaction();
        } catch (RuntimeException e) {
            throw failed(e);
        }
        open = false;
        watching = false;
        refusedByBroker.clear();
        delivered.committed(target.topic(), sending.records, sending.bytes, sending.refused);
        sending.records = 0;
        sending.bytes = 0;
        sending.refused = 0;
    }

    @Override
    public void close() {
        discardProducer();
    }

    private void begin() {
        if (open) {
            return;
        }
        producer.beginTransaction();
        open = true;
    }

    /** After an outage another instance may have taken the source: taking it back would make the two fight for ever. */
    private void refuseIfReplaced(PositionsTopic.Contents contents) {
        if (everOwned && !belongsToUs(contents)) {
            throw fenced(contents, null);
        }
    }

    private boolean belongsToUs(PositionsTopic.Contents contents) {
        return contents.owner().isEmpty() || contents.owner().get().instance().equals(owner.instance());
    }

    private DeliveryException fenced(PositionsTopic.Contents contents, Throwable cause) {
        return new DeliveryException.Fenced(
                "source '" + target.source() + "' now belongs to "
                        + contents.owner().orElseThrow()
                        + "; this instance stops, and what it had not committed is that one's to read."
                        + " Two sources that should both run need different names (--name)",
                cause);
    }

    private DeliveryException failed(RuntimeException failure) {
        if (failure instanceof DeliveryException already) {
            return already;
        }
        if (failure instanceof InterruptException) {
            return new DeliveryException.Unavailable("waiting for Kafka was interrupted", failure);
        }
        if (isFenced(failure)) {
            return fencedOrExpired(failure);
        }
        // What was sent behind a record that is too large is out of order for the broker, and either may be told first.
        if (isCausedBy(failure, RecordTooLargeException.class)
                || isCausedBy(failure, OutOfOrderSequenceException.class)) {
            return tooLarge(failure);
        }
        return DeliveryFailures.sorted(settings.bootstrapServers(), failure);
    }

    /**
     * Kafka says the same thing to a producer that another one replaced and to one whose transaction it ended because
     * it took too long; the owner's name tells which.
     */
    private DeliveryException fencedOrExpired(RuntimeException failure) {
        try {
            PositionsTopic.Contents contents = positions.read(admin);
            if (!belongsToUs(contents)) {
                return fenced(contents, failure);
            }
            return new DeliveryException.Unavailable(
                    "Kafka at " + settings.bootstrapServers() + " ended a transaction that took too long", failure);
        } catch (IOException | KafkaException e) {
            log.debug("The owner of the source could not be read", e);
            return new DeliveryException.Unavailable(
                    "Kafka at " + settings.bootstrapServers() + " does not answer: " + e.getMessage(), failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DeliveryException.Unavailable("waiting for Kafka was interrupted", failure);
        }
    }

    /** The commit says that a record was too large, and not which one: the next try finds it, the one after refuses it. */
    private DeliveryException tooLarge(RuntimeException failure) {
        if (hopeless.get() != null) {
            return new DeliveryException.Rejected(hopeless.get(), failure);
        }
        watching = true;
        log.warn(
                "A broker refuses a record as too large, or misses one; reading again to find it: topic={}",
                target.topic());
        try {
            // Left open, it would keep everybody who reads the positions waiting until its time is over.
            producer.abortTransaction();
        } catch (RuntimeException e) {
            log.debug("A transaction with a record that is too large could not be aborted", e);
        }
        return new DeliveryException.Unavailable(
                "a broker at " + settings.bootstrapServers() + " refuses a record, reading again to find it: "
                        + KafkaFailures.reason(failure),
                failure);
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        try {
            begin();
            // Usually no callback: the commit reports the first failure of any of its records.
            producer.send(message, watching ? (metadata, e) -> notTaken(message, e) : null);
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    /** On the client's thread. */
    private void notTaken(ProducerRecord<byte[], byte[]> message, Exception e) {
        if (!(e instanceof RecordTooLargeException)) {
            return;
        }
        if (message.topic().equals(target.deadLetterTopic())) {
            limits.refused(message);
        } else if (message.topic().equals(target.topic())) {
            refusedByBroker.add(message);
        } else {
            hopeless.set("topic " + message.topic() + " refuses the positions of source '" + target.source() + "': "
                    + e.getMessage());
        }
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ProducerFencedException || at instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private void discardProducer() {
        if (producer != null) {
            try {
                // Zero: there is nothing to wait for, an open transaction ends at the next take-over or by time.
                producer.close(Duration.ZERO);
            } catch (RuntimeException e) {
                log.debug("A discarded producer did not close well", e);
            }
            producer = null;
            open = false;
        }
    }

    /** Sends what the source hands out, counting it for the commit. */
    private final class Sending implements Outlet {
        private long records;
        private long bytes;
        private long refused;

        @Override
        public void record(OutRecord record) {
            ProducerRecord<byte[], byte[]> message = Messages.of(target.topic(), record);
            Optional<String> refusal = refusedByBroker.contains(message)
                    ? Optional.of("record was refused by the broker as too large for topic " + target.topic())
                    : limits.refusal(message);
            if (refusal.isPresent()) {
                log.warn(
                        "Record refused: origin={} position={} reason={}",
                        record.origin(),
                        record.position(),
                        refusal.get());
                letter(RefusalLetter.of(target.deadLetterTopic(), target.source(), message, record, refusal.get()));
                return;
            }
            send(message);
            records++;
            bytes += record.value() == null ? 0 : record.value().length;
        }

        @Override
        public void refuse(Refusal refusal) {
            letter(RefusalLetter.of(target.deadLetterTopic(), target.source(), refusal));
        }

        @Override
        public int partitions() {
            return partitions;
        }

        private void letter(ProducerRecord<byte[], byte[]> letter) {
            send(limits.fit(letter));
            refused++;
        }
    }
}
