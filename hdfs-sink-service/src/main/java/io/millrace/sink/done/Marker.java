package io.millrace.sink.done;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.DoneLog;
import io.millrace.sink.commit.DoneRecord;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.port.FileStore;
import io.millrace.stream.Clock;
import io.millrace.stream.PartitionFacts;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which of a topic's folders are done, and sets their marks. Knows nothing from one step to the next that the records do not
 * say, so that it may die, be late or work beside others at any moment.
 *
 * <p>Not thread-safe.
 */
public final class Marker {
    /** In one step: a step is a record, and its files are held in memory. */
    public static final int MOST_FILES = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(Marker.class);

    private final FileStore store;
    private final String root;
    private final int segmentSize;
    private final String topic;
    private final MarkRules rules;
    private final DoneLog log;
    private final TopicEnds ends;
    private final Clock clock;
    private final Supplier<String> ids;
    private final int mostFiles;

    /**
     * What a marker has to do with besides its topic.
     *
     * @param store where the logs lie
     * @param root data root, without a trailing slash
     * @param segmentSize records per segment of the commit logs
     * @param ends where the topics end
     * @param clock the marker's own
     * @param ids names that were never used before, one for each record
     * @param mostFiles in one step, about
     */
    public record Surroundings(
            FileStore store,
            String root,
            int segmentSize,
            TopicEnds ends,
            Clock clock,
            Supplier<String> ids,
            int mostFiles) {}

    public Marker(Surroundings surroundings, String topic, MarkRules rules) {
        this.store = surroundings.store();
        this.root = surroundings.root();
        this.segmentSize = surroundings.segmentSize();
        this.ends = surroundings.ends();
        this.clock = surroundings.clock();
        this.ids = surroundings.ids();
        this.mostFiles = surroundings.mostFiles();
        this.topic = topic;
        this.rules = rules;
        this.log = new DoneLog(store, root, topic);
    }

    /**
     * One step: sets the marks that were decided on, reads what was committed since, decides, and sets the marks of that.
     *
     * @throws MarksRefusedException if somebody has to do something first
     */
    public Look step() throws IOException {
        // Before Kafka is asked: what it does not have then comes later than this.
        Instant asked = Instant.ofEpochMilli(clock.millis());
        Optional<Map<Integer, PartitionFacts>> held = ends.of(topic);
        DoneRecord from = log.last().orElse(DoneRecord.NONE);
        int marks = from.sequence() < 0 || log.marked() >= from.sequence() ? 0 : carryOut(from);
        Reading reading = new Reading(rules, from, mostFiles);
        Progress progress = new Progress(asked, rules.lateness());
        Set<Integer> all = read(from, reading, held);
        if (held.isPresent()) {
            check(reading, held.get());
            for (int partition : all) {
                progress.add(
                        partition,
                        reading.position(partition),
                        reading.isUnread(partition)
                                ? Optional.empty()
                                : Optional.ofNullable(held.get().get(partition)));
            }
        }
        // Without Kafka nobody knows which partitions there are: one that was added may hold records of any time.
        Instant before = progress.passed(rules.times(), from.before());
        if (before.equals(from.before()) && !reading.hasMoved()) {
            return new Look(marks, 0, "", before, progress.last(), false);
        }
        DoneRecord next = reading.decide(ids.get(), asked, before);
        if (!log.publish(next)) {
            // What somebody else has decided is looked at by the next step.
            return new Look(marks, 0, "", from.before(), progress.last(), true);
        }
        boolean more = reading.hasMore();
        try {
            marks += carryOut(next);
        } catch (IOException failed) {
            // The decision is made, and what it says of late records is told once. The next step sets the marks, or
            // says why not.
            LOG.debug("Marks are not set yet: {}", failed.getMessage());
            more = true;
        }
        return new Look(marks, reading.late(), reading.lateFolder(), before, progress.last(), more);
    }

    /** Whether the logs are about what Kafka has, whole: only then does it mean something that all of it is stored. */
    private void check(Reading reading, Map<Integer, PartitionFacts> held) throws IOException {
        Optional<Map<Integer, PartitionFacts>> again = Optional.empty();
        for (Map.Entry<Integer, PartitionFacts> one : held.entrySet()) {
            PartitionId partition = new PartitionId(topic, one.getKey());
            reading.check(partition, one.getValue());
            Optional<DoneRecord.Position> stored = reading.position(one.getKey());
            if (stored.isPresent() && stored.get().nextOffset() > one.getValue().end()) {
                // Stored since Kafka was asked, or lost by Kafka.
                again = again.isPresent() ? again : ends.of(topic);
                PartitionFacts now = again.map(all -> all.get(one.getKey()))
                        .orElseThrow(() -> new IOException("Kafka does not say" + " where " + partition
                                + " ends now, and more is stored than it had"));
                if (stored.get().nextOffset() > now.end()) {
                    throw new MarksRefusedException("partition " + partition + " ends at offset " + now.end()
                            + " in Kafka, and records up to offset "
                            + stored.get().nextOffset()
                            + " are stored: nothing is decided");
                }
            }
        }
    }

    /** Reads what is stored, and returns all partitions that the topic has, as far as anybody says it. */
    private Set<Integer> read(DoneRecord from, Reading reading, Optional<Map<Integer, PartitionFacts>> held)
            throws IOException {
        // Those too whose logs are gone, to say so.
        Set<Integer> all = new TreeSet<>(from.partitions().keySet());
        for (PartitionId partition : StoredPartitions.of(store, root, topic)) {
            all.add(partition.partition());
        }
        for (int partition : all) {
            PartitionFolders folders = new PartitionFolders(root, topic, partition);
            reading.read(new PartitionId(topic, partition), new LogHistory(store, folders, segmentSize));
        }
        IntStream.range(0, reading.firstPartitions()).forEach(all::add);
        held.ifPresent(partitions -> all.addAll(partitions.keySet()));
        return all;
    }

    /** Sets the marks of a decision; again and by others at once is the same. */
    private int carryOut(DoneRecord decision) throws IOException {
        int set = 0;
        String name = decision.names().get(decision.names().size() - 1);
        List<String> missing = new ArrayList<>();
        for (String folder : decision.mark()) {
            set += mark(root + "/" + folder, name, missing) ? 1 : 0;
        }
        if (!missing.isEmpty() && log.last().isPresent()) {
            // The root is there now, and may not have been a moment ago.
            for (String folder : List.copyOf(missing)) {
                set += mark(folder, name, missing) ? 1 : 0;
            }
        }
        log.setMarked(decision.sequence());
        return set;
    }

    /**
     * Returns true if the mark was not there.
     *
     * @param missing takes the folder if it is not there
     */
    private boolean mark(String folder, String name, List<String> missing) throws IOException {
        String path = folder + "/" + name;
        try {
            store.create(path).close();
            return true;
        } catch (IOException failed) {
            if (store.stat(path).isPresent()) {
                return false;
            }
            if (failed instanceof NoSuchFileException && store.stat(folder).isEmpty()) {
                // Somebody took the folder away, or it expired.
                missing.add(folder);
                return false;
            }
            throw failed;
        }
    }
}
