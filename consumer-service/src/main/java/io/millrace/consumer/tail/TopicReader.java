package io.millrace.consumer.tail;

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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** Reads a topic without a group, for somebody who looks. */
public final class TopicReader {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int API_TIMEOUT_MILLIS = 10_000;

    private final Reading settings;
    private final ShutdownSignal stop;

    /** Who looks. */
    public interface Viewer {
        /**
         * Looks at the next message.
         *
         * @throws TryLaterException if nobody can say now what it is
         */
        void see(ConsumerRecord<byte[], byte[]> message) throws TryLaterException;

        /** True if no more messages are wanted. */
        boolean isFull();

        /** Asked when all of a poll were seen; true if nobody looks any more. */
        default boolean isGone() {
            return false;
        }
    }

    /** Reads until the end or the signal. */
    public TopicReader(Reading settings, ShutdownSignal stop) {
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * Hands messages to the viewer until it is full or gone.
     *
     * @throws ServiceException if Kafka or a schema registry does not answer or speaks otherwise than the settings say, or the topic or
     *     partition does not exist
     */
    public void run(Viewer viewer) {
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
            while (!stop.isRequested() && !isDone(viewer, consumer, ends)) {
                ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> message : messages) {
                    if (!viewer.isFull()) {
                        viewer.see(message);
                    }
                }
                watch.looked(!messages.isEmpty());
                if (viewer.isGone()) {
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

    private boolean isDone(Viewer viewer, KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return viewer.isFull()
                || settings.untilEnd()
                        && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** The message as formats see it. */
    static HeldRecord held(ConsumerRecord<byte[], byte[]> message, byte[] value) {
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
