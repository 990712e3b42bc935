package io.millrace.console.kafka;

import io.millrace.consumer.tail.Described;
import io.millrace.consumer.tail.ReadableValue;
import io.millrace.consumer.tail.TopicMessages;
import io.millrace.consumer.tail.Understanding;
import io.millrace.record.TryLaterException;
import io.millrace.runtime.kafka.KafkaFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Looks for messages of a topic, for somebody who waits. Thread-safe: each search has a consumer of its own. */
public final class MessageSearch {
    /** So many offsets are looked at backwards before a search for the newest matches gives up; who wants more begins earlier. */
    static final long MOST_BACKWARDS = 1_000_000;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(8);
    /** Before the web server ends an answer by itself (WebServers). */
    private static final Duration LONGEST_SEARCH = Duration.ofMinutes(9);

    private static final long TOLD_NANOS = Duration.ofMillis(250).toNanos();
    private static final long FIRST_WINDOW = 200;
    private static final long LARGEST_WINDOW = 50_000;

    private final KafkaClients clients;
    private final Optional<Described> described;

    /** @param described what schemas say of values; empty if nothing is known of any */
    public MessageSearch(KafkaClients clients, Optional<Described> described) {
        this.clients = clients;
        this.described = described;
    }

    /** Who waits. */
    public interface Viewer {
        /** A message that was looked for. */
        void found(ShownMessage message) throws IOException;

        /** How far the search has come: offsets that were looked at, and at most so many to look at. */
        void progress(long scanned, long left) throws IOException;

        /** One that follows has lasted long enough; the next one begins at these offsets. */
        default void again(Map<Integer, Long> places) throws IOException {}
    }

    /**
     * What came of it.
     *
     * @param scanned offsets that were looked at
     * @param complete false if there may be more that match
     */
    public record Result(long scanned, long found, boolean complete) {}

    /**
     * Searches until all is found that was asked for, or nothing is left to look at; one that follows, until the viewer throws.
     *
     * @throws IOException if the viewer is gone, or Kafka does not answer, with a sentence that says so
     */
    public Result run(MessageQuery query, Viewer viewer) throws IOException {
        try (KafkaClients.Reader reader = clients.newReader()) {
            Consumer<byte[], byte[]> consumer = reader.consumer();
            List<TopicPartition> partitions = partitions(consumer, query);
            consumer.assign(partitions);
            Search search = new Search(consumer, query, viewer);
            return query.from() == MessageQuery.Start.LAST && !query.follow()
                    ? search.backwards(partitions)
                    : search.forwards(partitions);
        } catch (KafkaException e) {
            throw new IOException("Kafka does not answer: " + KafkaFailures.reason(e), e);
        } catch (TryLaterException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * The message at this place; empty if there is none (any more): retention, compaction or a marker of a transaction.
     *
     * @throws IOException if Kafka does not answer
     */
    public Optional<ConsumerRecord<byte[], byte[]>> fetch(String topic, int partition, long offset) throws IOException {
        try (KafkaClients.Reader reader = clients.newReader()) {
            Consumer<byte[], byte[]> consumer = reader.consumer();
            TopicPartition at = new TopicPartition(topic, partition);
            if (consumer.partitionsFor(topic).stream().noneMatch(info -> info.partition() == partition)) {
                return Optional.empty();
            }
            consumer.assign(List.of(at));
            long begin = consumer.beginningOffsets(List.of(at)).get(at);
            long end = consumer.endOffsets(List.of(at)).get(at);
            if (offset < begin || offset >= end) {
                return Optional.empty();
            }
            consumer.seek(at, offset);
            long deadline = System.nanoTime() + LONGEST_FETCH.toNanos();
            while (consumer.position(at) <= offset) {
                if (System.nanoTime() > deadline) {
                    throw silent();
                }
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    return message.offset() == offset ? Optional.of(message) : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (KafkaException e) {
            throw new IOException("Kafka does not answer: " + KafkaFailures.reason(e), e);
        }
    }

    /** A message as it is shown, its value cut to so many characters. */
    public ShownMessage shown(ConsumerRecord<byte[], byte[]> message, int characters) throws IOException {
        try {
            return Shown.of(message, messages(message.topic()).value(message), characters);
        } catch (TryLaterException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private TopicMessages messages(String topic) {
        return new TopicMessages(Understanding.AUTO, described, topic);
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, MessageQuery query)
            throws IOException {
        List<PartitionInfo> all = consumer.partitionsFor(query.topic());
        List<TopicPartition> partitions = (all == null ? List.<PartitionInfo>of() : all)
                .stream()
                        .filter(info ->
                                query.partition().isEmpty() || query.partition().getAsInt() == info.partition())
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new IOException(
                    query.partition().isPresent() && all != null && !all.isEmpty()
                            ? "partition is " + query.partition().getAsInt() + ", must be from 0 to " + (all.size() - 1)
                            : "There is no topic " + query.topic() + ".");
        }
        return partitions;
    }

    /** One search at work. */
    private final class Search {
        private final Consumer<byte[], byte[]> consumer;
        private final MessageQuery query;
        private final Viewer viewer;
        private final TopicMessages messages;
        private long scanned;
        private long found;
        private long told = System.nanoTime();
        private long moved = System.nanoTime();

        Search(Consumer<byte[], byte[]> consumer, MessageQuery query, Viewer viewer) {
            this.consumer = consumer;
            this.query = query;
            this.viewer = viewer;
            this.messages = messages(query.topic());
        }

        Result forwards(List<TopicPartition> partitions) throws IOException, TryLaterException {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> starts = new HashMap<>(starts(begins, ends));
            partitions.forEach(partition -> starts.computeIfPresent(
                    partition, (at, start) -> query.places().getOrDefault(at.partition(), start)));
            starts.forEach(consumer::seek);
            long all = ends.entrySet().stream()
                    .mapToLong(end -> Math.max(0, end.getValue() - starts.get(end.getKey())))
                    .sum();
            boolean passedOver = false;
            long last = System.nanoTime() + LONGEST_SEARCH.toNanos();
            while (query.follow() || found < query.most()) {
                long left = left(ends);
                if (left == 0 && !query.follow()) {
                    return new Result(all, found, !passedOver);
                }
                for (ConsumerRecord<byte[], byte[]> message : poll(left > 0)) {
                    boolean beyond = !query.follow() && message.offset() >= ends.get(at(message));
                    if (beyond || !matches(message)) {
                        continue;
                    }
                    if (query.follow() || found < query.most()) {
                        found++;
                        viewer.found(shownOf(message));
                    } else {
                        passedOver = true;
                    }
                }
                scanned = all - left(ends);
                tell(left(ends));
                if (System.nanoTime() > last) {
                    viewer.again(partitions.stream()
                            .collect(Collectors.toMap(TopicPartition::partition, consumer::position)));
                    return new Result(scanned, found, false);
                }
            }
            return new Result(scanned, found, left(ends) == 0 && !passedOver);
        }

        private Map<TopicPartition, Long> starts(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
            return switch (query.from()) {
                case EARLIEST -> begins;
                case LATEST -> ends;
                // One that follows begins with the last few.
                case LAST -> each(begins, begin -> Math.max(begin.getValue(), ends.get(begin.getKey()) - query.most()));
                case OFFSET ->
                    each(
                            begins,
                            begin -> Math.min(Math.max(begin.getValue(), query.position()), ends.get(begin.getKey())));
                case TIME -> {
                    Map<TopicPartition, OffsetAndTimestamp> times =
                            consumer.offsetsForTimes(each(begins, begin -> Math.max(0, query.position())));
                    yield each(begins, begin -> {
                        OffsetAndTimestamp time = times.get(begin.getKey());
                        return time == null ? ends.get(begin.getKey()) : Math.max(begin.getValue(), time.offset());
                    });
                }
            };
        }

        private static Map<TopicPartition, Long> each(
                Map<TopicPartition, Long> partitions, ToLongFunction<Map.Entry<TopicPartition, Long>> value) {
            return partitions.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, value::applyAsLong));
        }

        /**
         * Windows from the end towards the beginning, each wider than the one before, until enough match and no partition can hold a
         * newer match that was not looked at.
         */
        Result backwards(List<TopicPartition> partitions) throws IOException, TryLaterException {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> highs = new HashMap<>(consumer.endOffsets(partitions));
            Map<TopicPartition, Long> oldest = new HashMap<>();
            NewestMessages newest = new NewestMessages(query.most());
            // A marker of a transaction is no message: a few offsets more than are asked for.
            long window = Math.max(query.most() + 10L, FIRST_WINDOW);
            while (scanned < MOST_BACKWARDS) {
                Map<TopicPartition, Long> lows = new HashMap<>();
                for (Map.Entry<TopicPartition, Long> high : highs.entrySet()) {
                    boolean settled = newest.isOlder(oldest.getOrDefault(high.getKey(), Long.MAX_VALUE));
                    long low = Math.max(begins.get(high.getKey()), high.getValue() - window);
                    if (!settled && low < high.getValue()) {
                        lows.put(high.getKey(), low);
                    }
                }
                if (lows.isEmpty()) {
                    break;
                }
                collect(lows, highs, oldest, newest);
                highs.putAll(lows);
                tell(behind(begins, highs));
                window = Math.min(window * 4, LARGEST_WINDOW);
            }
            for (ShownMessage message : newest.all()) {
                found++;
                viewer.found(message);
            }
            return new Result(scanned, found, behind(begins, highs) == 0 && !newest.hasDropped());
        }

        private void collect(
                Map<TopicPartition, Long> lows,
                Map<TopicPartition, Long> highs,
                Map<TopicPartition, Long> oldest,
                NewestMessages newest)
                throws IOException, TryLaterException {
            consumer.assign(lows.keySet());
            lows.forEach((partition, low) -> {
                consumer.seek(partition, low);
                scanned += highs.get(partition) - low;
            });
            Predicate<TopicPartition> isOpen = partition -> consumer.position(partition) < highs.get(partition);
            while (lows.keySet().stream().anyMatch(isOpen)) {
                for (ConsumerRecord<byte[], byte[]> message : poll(true)) {
                    if (message.offset() < highs.get(at(message))) {
                        oldest.merge(at(message), message.timestamp(), Math::min);
                        if (matches(message)) {
                            newest.add(shownOf(message));
                        }
                    }
                }
                tell(1);
            }
        }

        /** Waits for something only so long as somebody believes that it comes. */
        private ConsumerRecords<byte[], byte[]> poll(boolean mustCome) throws IOException {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            if (!polled.isEmpty() || !mustCome) {
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > LONGEST_FETCH.toNanos()) {
                throw silent();
            }
            return polled;
        }

        private boolean matches(ConsumerRecord<byte[], byte[]> message) throws TryLaterException {
            if (query.key().isEmpty()
                    && query.text().isEmpty()
                    && query.filter().isEmpty()) {
                return true;
            }
            String key = TopicMessages.key(message);
            ReadableValue value = messages.value(message);
            return query.takes(key, value.text())
                    && (query.filter().isEmpty()
                            || messages.passes(query.filter().get(), message, key, value));
        }

        private ShownMessage shownOf(ConsumerRecord<byte[], byte[]> message) throws TryLaterException {
            return Shown.of(message, messages.value(message), Shown.IN_LISTS);
        }

        private long left(Map<TopicPartition, Long> ends) {
            return ends.entrySet().stream()
                    .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                    .sum();
        }

        private static long behind(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> highs) {
            return highs.entrySet().stream()
                    .mapToLong(high -> Math.max(0, high.getValue() - begins.get(high.getKey())))
                    .sum();
        }

        /** Also how a search learns that nobody waits any more. */
        private void tell(long left) throws IOException {
            if (System.nanoTime() - told > TOLD_NANOS) {
                told = System.nanoTime();
                viewer.progress(scanned, left);
            }
        }
    }

    private static IOException silent() {
        return new IOException("Kafka does not answer: nothing has come for " + LONGEST_FETCH.toSeconds() + " s");
    }

    private static TopicPartition at(ConsumerRecord<byte[], byte[]> message) {
        return new TopicPartition(message.topic(), message.partition());
    }
}
