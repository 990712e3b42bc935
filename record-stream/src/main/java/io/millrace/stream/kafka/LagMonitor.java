package io.millrace.stream.kafka;

import io.millrace.record.PartitionId;
import io.millrace.runtime.retry.Outage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka now and then whether it is there, and how far the partitions go. A consumer does not tell: it waits in
 * silence for brokers that are away, which looks the same as a topic without news; and what it knows of the end of a
 * partition grows old while it is paused, which is when the lag matters.
 */
public final class LagMonitor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LagMonitor.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

    private final Admin admin;
    private final Outage outage;
    private final PartitionLags lags;
    private final InputTopics inputs;
    private final Thread thread;

    /**
     * @param outage hears whether Kafka answers
     * @param lags told of ends by the monitor's own thread
     * @param inputs looked for until all are there
     */
    public LagMonitor(Admin admin, Outage outage, PartitionLags lags, InputTopics inputs) {
        this.inputs = inputs;
        this.admin = admin;
        this.outage = outage;
        this.lags = lags;
        this.thread = new Thread(this::run, "kafka-monitor");
        this.thread.setDaemon(true);
    }

    /** Begins to ask. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ask();
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            log.trace("Monitor ends", e);
        }
    }

    private void ask() throws InterruptedException {
        try {
            admin.describeCluster().nodes().get(LONGEST_ANSWER.toNanos(), TimeUnit.NANOSECONDS);
            outage.healed();
            measureLag();
            if (!inputs.areComplete()) {
                inputs.missing(admin.listTopics().names().get(LONGEST_ANSWER.toNanos(), TimeUnit.NANOSECONDS));
            }
        } catch (ExecutionException e) {
            outage.failed(e);
        } catch (TimeoutException e) {
            outage.failed(new TimeoutException("no answer within " + LONGEST_ANSWER.toSeconds() + " s"));
        }
    }

    private void measureLag() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        lags.partitions().forEach(id -> asked.put(new TopicPartition(id.topic(), id.partition()), OffsetSpec.latest()));
        if (asked.isEmpty()) {
            return;
        }
        // Committed only: what an open transaction holds back cannot be read yet.
        ListOffsetsResult told =
                admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int)
                                LONGEST_ANSWER.toMillis()));
        takeEnds(
                asked.keySet(),
                LONGEST_ANSWER,
                partition -> told.partitionResult(partition).toCompletionStage().toCompletableFuture(),
                (partition, end) -> lags.end(new PartitionId(partition.topic(), partition.partition()), end.offset()));
    }

    /**
     * Takes each partition's answer for itself, in one time for all: one without a leader has none, and Kafka is there all
     * the same.
     */
    static <T> void takeEnds(
            Set<TopicPartition> asked,
            Duration atMost,
            Function<TopicPartition, CompletableFuture<T>> answers,
            BiConsumer<TopicPartition, T> known)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (TopicPartition partition : asked) {
            try {
                long left = Math.max(0, deadline - System.nanoTime());
                known.accept(partition, answers.apply(partition).get(left, TimeUnit.NANOSECONDS));
            } catch (ExecutionException | TimeoutException e) {
                log.debug("The end of a partition was not told: partition={}", partition, e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
