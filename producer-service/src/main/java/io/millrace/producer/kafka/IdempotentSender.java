package io.millrace.producer.kafka;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.retry.Outage;
import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.ReceiptedOutlet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records of a source that has no positions: each once and in order within its key, for as long as the process
 * lives. While Kafka is away it says so and waits; what was accepted is tried until it is acknowledged.
 *
 * <p>{@link #send} is for one thread; the rest is thread-safe.
 */
public final class IdempotentSender implements ReceiptedOutlet, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IdempotentSender.class);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    /** How long a send blocks before we look whether to stop. */
    private static final int LOOK_UP_MS = 500;

    private static final VarHandle SENT;
    private static final VarHandle RECORDS;
    private static final VarHandle BYTES;

    static {
        try {
            // Each counter has one writer; a full fence per record would be felt at a million per second.
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SENT = lookup.findVarHandle(IdempotentSender.class, "sent", long.class);
            RECORDS = lookup.findVarHandle(Acknowledgements.class, "records", long.class);
            BYTES = lookup.findVarHandle(Acknowledgements.class, "bytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Producer<byte[], byte[]> producer;
    private final Outage outage;
    private final BooleanSupplier stop;
    private final Delivered delivered;
    private final String topic;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    /** Absent for a source whose records are all small: then a record that Kafka refuses ends it. */
    private final Optional<DeadLetterTarget> deadLetters;
    /** Letters of records that a broker refused after they were accepted here; they count as sent already. */
    private final Queue<Letter> unsentLetters = new ConcurrentLinkedQueue<>();
    /** Of the records that are acknowledged, those that went to the dead-letter topic. */
    private final AtomicLong refusals = new AtomicLong();

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ScheduledExecutorService watch = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "kafka-watch");
        thread.setDaemon(true);
        return thread;
    });

    private record Letter(ProducerRecord<byte[], byte[]> message, Runnable acknowledged) {}

    private volatile long sent;
    private volatile boolean blocked;
    private long watchedRecords;
    private long progressNanos = System.nanoTime();
    private long reportedRecords;
    private long reportedBytes;
    private long reportedRefusals;

    /** For a source whose records every topic takes; {@code stop} is asked while Kafka takes nothing. */
    public IdempotentSender(
            KafkaSettings settings, String topic, Outage outage, BooleanSupplier stop, Delivered delivered) {
        this(settings, topic, Optional.empty(), outage, stop, delivered);
    }

    /** For a source whose records go to the dead letters if they are larger than the topic takes. */
    public IdempotentSender(
            KafkaSettings settings,
            String topic,
            Optional<DeadLetterTarget> deadLetters,
            Outage outage,
            BooleanSupplier stop,
            Delivered delivered) {
        Map<String, Object> properties = new HashMap<>(ProducerDefaults.idempotent(settings));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LOOK_UP_MS);
        this.producer = new KafkaProducer<>(properties);
        this.topic = topic;
        this.deadLetters = deadLetters;
        this.outage = outage;
        this.stop = stop;
        this.delivered = delivered;
        watch.scheduleWithFixedDelay(this::watch, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Hands one record over; blocks while Kafka cannot take more.
     *
     * @return false if a stop was asked for before the record was accepted
     * @throws ServiceException if Kafka refused an earlier record for good
     */
    public boolean send(byte[] key, byte[] value) {
        return send(new ProducerRecord<>(topic, key, value), acknowledgements);
    }

    /** As {@link #send(byte[], byte[])}; {@code acknowledged} runs on the client's own thread once Kafka has the record. */
    @Override
    public boolean send(OutRecord record, Runnable acknowledged) {
        ProducerRecord<byte[], byte[]> message = Messages.of(topic, record);
        Optional<String> refusal = deadLetters.flatMap(target -> target.limits().refusal(message));
        if (refusal.isPresent()) {
            return sendLetter(letter(message, record, refusal.get()), acknowledged);
        }
        return send(message, (metadata, e) -> {
            if (e instanceof RecordTooLargeException && deadLetters.isPresent()) {
                unsentLetters.add(new Letter(letter(message, record, e.getMessage()), acknowledged));
                return;
            }
            acknowledgements.onCompletion(metadata, e);
            if (e == null) {
                acknowledged.run();
            }
        });
    }

    /** Hands a record over to the dead-letter topic, with its key and headers; it is not counted as a record. */
    @Override
    public boolean refuse(OutRecord record, String reason, Runnable acknowledged) {
        return sendLetter(letter(Messages.of(topic, record), record, reason), acknowledged);
    }

    private ProducerRecord<byte[], byte[]> letter(
            ProducerRecord<byte[], byte[]> message, OutRecord record, String reason) {
        DeadLetterTarget target = deadLetters.orElseThrow();
        log.warn("Record refused: origin={} position={} reason={}", record.origin(), record.position(), reason);
        return RefusalLetter.of(target.topic(), target.source(), message, record, reason);
    }

    private boolean sendLetter(ProducerRecord<byte[], byte[]> whole, Runnable acknowledged) {
        ProducerRecord<byte[], byte[]> letter =
                deadLetters.orElseThrow().limits().fit(whole);
        return send(letter, new LetterSent(letter, acknowledged));
    }

    /** Sends letters that have waited; may be called from several threads, each letter is sent by one of them. */
    private void sendWaitingLetters() {
        RecordLimits limits = deadLetters.map(DeadLetterTarget::limits).orElse(null);
        // Those that are not accepted come back: not to be tried again in the same round.
        for (int round = unsentLetters.size(); round > 0; round--) {
            Letter waiting = unsentLetters.poll();
            if (waiting == null) {
                return;
            }
            ProducerRecord<byte[], byte[]> letter = limits.fit(waiting.message());
            try {
                producer.send(letter, new LetterSent(letter, waiting.acknowledged()));
            } catch (KafkaException | IllegalStateException e) {
                // The latter if the client was closed meanwhile.
                failure.compareAndSet(null, e);
                return;
            }
        }
    }

    /** Hears what became of a dead letter. */
    private final class LetterSent implements Callback {
        private final ProducerRecord<byte[], byte[]> letter;
        private final Runnable acknowledged;

        LetterSent(ProducerRecord<byte[], byte[]> letter, Runnable acknowledged) {
            this.letter = letter;
            this.acknowledged = acknowledged;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, Exception e) {
            if (e instanceof RecordTooLargeException) {
                deadLetters.orElseThrow().limits().refused(letter);
                unsentLetters.add(new Letter(letter, acknowledged));
            } else if (e instanceof RetriableException && Thread.currentThread() != acknowledgements.sender) {
                // The client's buffer is full or it knows no broker yet; the watch tries again.
                unsentLetters.add(new Letter(letter, acknowledged));
            } else {
                acknowledgements.letter(e);
                if (e == null) {
                    refusals.incrementAndGet();
                    acknowledged.run();
                }
            }
        }
    }

    private boolean send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        while (true) {
            requireWorking();
            acknowledgements.notAccepted = false;
            try {
                producer.send(record, callback);
            } catch (KafkaException e) {
                failure.compareAndSet(null, e);
                throw refused();
            }
            if (!acknowledgements.notAccepted) {
                SENT.setRelease(this, sent + 1);
                blocked = false;
                return true;
            }
            blocked = true;
            if (stop.getAsBoolean()) {
                return false;
            }
        }
    }

    /**
     * Does nothing while records are taken or Kafka is away.
     *
     * @throws ServiceException if it has refused a record for good: the next {@link #send} would say so, but may be far away
     */
    @Override
    public void requireWorking() {
        if (failure.get() != null) {
            throw refused();
        }
    }

    /** Records that Kafka has acknowledged. */
    public long acknowledged() {
        return acknowledgements.records;
    }

    /**
     * Waits until everything sent is acknowledged.
     *
     * @throws ServiceException if that does not happen in time or Kafka refused a record
     */
    public void drain(Duration atMost) throws InterruptedException {
        Thread flusher = new Thread(this::flush, "flush");
        flusher.setDaemon(true);
        flusher.start();
        flusher.join(atMost.toMillis());
        report();
        requireWorking();
        long missing = sent - acknowledgements.records;
        if (missing > 0) {
            throw new ServiceException(missing + " of " + sent + " records were not acknowledged by Kafka within "
                    + atMost.toSeconds() + " s and may be lost");
        }
    }

    private void flush() {
        do {
            sendWaitingLetters();
            producer.flush();
        } while (!unsentLetters.isEmpty() && failure.get() == null);
    }

    @Override
    public void close() {
        watch.shutdownNow();
        // Drained before, or not drainable: waiting again would not help.
        producer.close(Duration.ZERO);
        report();
    }

    private ServiceException refused() {
        Throwable cause = failure.get();
        String what = cause instanceof KafkaException ? " refuses a record: " : " is no longer written to: ";
        return new ServiceException("topic " + topic + what + cause.getMessage(), cause);
    }

    private void watch() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            // The executor would drop the task and say nothing: letters would wait, and the outage be told by nobody.
            failure.compareAndSet(null, e);
        }
    }

    private void look() {
        sendWaitingLetters();
        report();
        long acknowledged = acknowledgements.records;
        long now = System.nanoTime();
        boolean waiting = blocked || sent > acknowledged;
        if (acknowledged != watchedRecords || !waiting) {
            watchedRecords = acknowledged;
            progressNanos = now;
            if (outage.ongoing()) {
                outage.healed();
            }
        } else if (now - progressNanos > SILENCE.toNanos()) {
            outage.failed(new TimeoutException("no acknowledgement for " + SILENCE.toSeconds() + " s"));
        }
    }

    private synchronized void report() {
        long refused = refusals.get();
        long records = acknowledgements.records - refused;
        long bytes = acknowledgements.bytes;
        delivered.committed(topic, records - reportedRecords, bytes - reportedBytes, refused - reportedRefusals);
        reportedRecords = records;
        reportedBytes = bytes;
        reportedRefusals = refused;
    }

    /** One callback for all records: an object per record would be a good part of the cost of sending it. */
    private final class Acknowledgements implements Callback {
        private final Thread sender = Thread.currentThread();
        /** Written by the client's network thread only. */
        private volatile long records;

        private volatile long bytes;
        /** Read and written by the sending thread only. */
        private boolean notAccepted;

        @Override
        public void onCompletion(RecordMetadata metadata, Exception e) {
            if (e == null) {
                BYTES.setRelease(this, bytes + metadata.serializedValueSize());
            }
            letter(e);
        }

        /** As a record, but its bytes are not bytes of the topic. */
        void letter(Exception e) {
            if (e == null) {
                RECORDS.setRelease(this, records + 1);
            } else if (e instanceof RetriableException && Thread.currentThread() == sender) {
                // The client did not take it within its time: its buffer is full or it knows no broker yet.
                notAccepted = true;
            } else {
                failure.compareAndSet(null, e);
            }
        }
    }
}
