package io.millrace.consumer.tail;

import io.millrace.consumer.engine.EventFormat;
import io.millrace.consumer.engine.EventReader;
import io.millrace.consumer.engine.RejectedException;
import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.JsonValues;
import io.millrace.consumer.rules.MessageFacts;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.record.RecordHeader;
import io.millrace.record.TryLaterException;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Begin;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.kafka.KafkaSecurity;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Outage;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a topic without a group and prints what passes. */
public final class TopicTail {

    private static final Logger log = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int API_TIMEOUT_MILLIS = 10_000;

    private final TailSettings settings;
    private final PrintWriter out;
    private final ShutdownSignal stop;
    private final TopicValues values;
    private final MessagePrinter printer;
    private final EventReader events;
    private long shown;

    /** Prints to {@code out} until the end or the signal. */
    public TopicTail(TailSettings settings, PrintWriter out, ShutdownSignal stop) {
        this.settings = settings;
        this.out = out;
        this.stop = stop;
        this.values = new TopicValues(settings.format(), settings.described(), settings.topic());
        this.printer = MessagePrinter.valueOf(settings.style().name());
        this.events = EventReader.of(Map.of(settings.topic(), events(settings.format())));
    }

    /**
     * Shows messages.
     *
     * @throws ServiceException if Kafka or a schema registry does not answer or speaks otherwise than the settings say, or the topic or partition does not exist
     */
    public void run() {
        KafkaSecurity.check(settings.kafka());
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            if (settings.from() == Begin.EARLIEST) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            Map<TopicPartition, Long> ends = settings.untilEnd() ? consumer.endOffsets(partitions) : Map.of();
            SilenceWatch watch =
                    new SilenceWatch(() -> consumer.endOffsets(partitions, ANSWER), teller(), System::nanoTime);
            while (!stop.isRequested() && !isDone(consumer, ends)) {
                ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> message : messages) {
                    if (!isFull()) {
                        show(message);
                    }
                }
                watch.looked(!messages.isEmpty());
                // Flushes; true if whoever read our output is gone, such as head.
                if (out.checkError()) {
                    return;
                }
            }
        } catch (TryLaterException e) {
            throw new ServiceException(e.getMessage(), e);
        } catch (KafkaException e) {
            if (KafkaFailures.passes(e)) {
                // A person waits: who asks for records once is told at once.
                throw new ServiceException(
                        "Kafka at %s does not answer: %s"
                                .formatted(settings.kafka().bootstrapServers(), KafkaFailures.reason(e)),
                        e);
            }
            throw KafkaFailures.ended(settings.kafka().bootstrapServers(), e);
        }
    }

    private SilenceWatch.Teller teller() {
        Outage outage =
                new Outage("Kafka at " + settings.kafka().bootstrapServers(), new Health(), log, Clock.systemUTC());
        return new SilenceWatch.Teller() {
            @Override
            public void gone(KafkaException reason) {
                outage.failed(reason);
            }

            @Override
            public void there() {
                outage.healed();
            }
        };
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> found = consumer.partitionsFor(settings.topic());
        if (found == null || found.isEmpty()) {
            throw new ServiceException("topic '%s' does not exist at %s"
                    .formatted(settings.topic(), settings.kafka().bootstrapServers()));
        }
        Set<Integer> only = settings.onlyPartitions();
        for (int partition : only) {
            if (partition >= found.size()) {
                throw new ServiceException("--only-partitions is %d, must be from 0 to %d, which is what topic '%s' has"
                        .formatted(partition, found.size() - 1, settings.topic()));
            }
        }
        return found.stream()
                .filter(info -> only.isEmpty() || only.contains(info.partition()))
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private boolean isDone(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return isFull()
                || settings.untilEnd()
                        && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private boolean isFull() {
        return settings.most().isPresent() && shown >= settings.most().getAsLong();
    }

    private void show(ConsumerRecord<byte[], byte[]> message) throws TryLaterException {
        String key = message.key() == null
                ? ""
                : new ValueReader(Understanding.AUTO).read(message.key()).text();
        HeldRecord record = held(message, message.value());
        ReadableValue value = values.read(record);
        MessageFacts facts = new MessageFacts(
                key,
                value.text(),
                JsonValues.in(value.text()),
                message.partition(),
                message.offset(),
                message.timestamp());
        if (settings.filter().isEmpty() || settings.filter().get().passes(facts, () -> event(message, value))) {
            // Not println, which would flush each line; the loop flushes once it has shown what there is.
            out.print(printer.line(message, key, value) + "\n");
            shown++;
        }
    }

    private Optional<Event> event(ConsumerRecord<byte[], byte[]> message, ReadableValue value) {
        boolean asShown = value.json() && settings.format().records().isEmpty();
        byte[] bytes = asShown ? value.text().getBytes(StandardCharsets.UTF_8) : message.value();
        try {
            return Optional.of(events.read(held(message, bytes)));
        } catch (RejectedException | TryLaterException e) {
            // Nobody is asked: what a filter looks at says all of itself.
            return Optional.empty();
        }
    }

    private static HeldRecord held(ConsumerRecord<byte[], byte[]> message, byte[] value) {
        List<RecordHeader> headers = new ArrayList<>();
        message.headers().forEach(header -> headers.add(new RecordHeader(header.key(), header.value())));
        return new HeldRecord(
                new PartitionId(message.topic(), message.partition()),
                message.offset(),
                message.timestamp(),
                message.key(),
                value,
                headers);
    }

    /** Values that were understood by a schema or by guessing are JSON by the time that a filter looks at them. */
    private static EventFormat events(Understanding format) {
        return format.records().flatMap(EventFormat::of).orElse(EventFormat.JSON);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                settings.kafka()
                        .consumer(
                                Map.of(
                                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                        "read_committed",
                                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                        API_TIMEOUT_MILLIS,
                                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                        "earliest"),
                                Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
