package io.millrace.sink.done;

import io.millrace.formats.layout.FolderTimes.TimeFolder;
import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.DoneRecord;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.LogIdentity;
import io.millrace.stream.PartitionFacts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the partitions' logs say behind a decision: from where they were read to, up to what is in place. */
final class Reading {
    private final MarkRules rules;
    private final DoneRecord from;
    private final int mostFiles;
    private final SortedMap<Integer, DoneRecord.Position> positions;
    private final SortedMap<String, Long> open;
    /** Folders that were done when more came into them: a new one below a time that has passed has no mark yet. */
    private final SortedSet<String> lateFolders = new TreeSet<>();

    /** Partitions that have a log. */
    private final Set<Integer> stored = new HashSet<>();

    private final Map<Integer, LogIdentity> identities = new HashMap<>();

    private int files;
    private long late;
    private int firstPartitions;
    private boolean more;

    /** @param mostFiles about as many are read */
    Reading(MarkRules rules, DoneRecord from, int mostFiles) {
        this.rules = rules;
        this.from = from;
        this.mostFiles = mostFiles;
        this.positions = new TreeMap<>(from.partitions());
        this.open = new TreeMap<>(from.open());
    }

    /**
     * Reads on in a partition's log.
     *
     * @throws MarksRefusedException if it is not the log that was read before
     */
    void read(PartitionId partition, LogHistory history) throws IOException {
        Optional<DoneRecord.Position> at = position(partition.partition());
        Optional<LogHistory.State> state = history.state();
        long after = at.map(DoneRecord.Position::sequence).orElse(-1L);
        if (after > state.map(now -> now.last().sequence()).orElse(-1L)) {
            throw refused(
                    partition,
                    "was read up to record " + after + ", and "
                            + (state.isEmpty()
                                    ? "there is no such log any more"
                                    : "ends at record " + state.get().last().sequence()));
        }
        if (state.isEmpty()) {
            return;
        }
        stored.add(partition.partition());
        identities.put(partition.partition(), state.get().last().identity());
        firstPartitions = Math.max(
                firstPartitions, state.get().last().identity().firstPartitions().orElse(0));
        if (files >= mostFiles) {
            more |= after < state.get().inPlace();
            return;
        }
        List<CommitRecord> records = history.read(after, state.get().inPlace(), mostFiles - files);
        if (records.isEmpty()) {
            return;
        }
        CommitRecord first = records.get(0);
        if (at.isPresent() && at.get().nextOffset() != first.startOffset()) {
            throw refused(
                    partition,
                    "was read up to offset " + at.get().nextOffset() + ", and its record " + first.sequence()
                            + " begins at " + first.startOffset());
        }
        OptionalLong latest = at.map(DoneRecord.Position::latest).orElse(OptionalLong.empty());
        for (CommitRecord record : records) {
            for (CommittedFile file : record.files()) {
                files++;
                latest = later(latest, take(record, file));
            }
        }
        CommitRecord last = records.get(records.size() - 1);
        positions.put(partition.partition(), new DoneRecord.Position(last.sequence(), last.nextOffset(), latest));
        more |= last.sequence() < state.get().inPlace();
    }

    private static MarksRefusedException refused(PartitionId partition, String what) {
        return new MarksRefusedException(
                "the commit log of " + partition + " " + what
                        + ": it is another log; run audit, and delete the folder 'done' of the topic to begin anew with its marks");
    }

    /** Returns the event time up to which the file shows that its partition has come; empty if it does not show it. */
    private OptionalLong take(CommitRecord record, CommittedFile file) {
        Optional<TimeFolder> folder = rules.times().folder(file.path());
        folder.ifPresent(known -> {
            if (known.end().isAfter(from.before())) {
                open.put(known.path(), known.end().toEpochMilli());
            } else {
                late += file.rows();
                lateFolders.add(known.path());
            }
        });
        // A clock that is far ahead must not close the folders of all others: what cannot be yet is not believed.
        long most = record.time().plus(MarkRules.AHEAD).toEpochMilli();
        if (file.latest().isPresent() && file.latest().getAsLong() <= most) {
            return file.latest();
        }
        return folder.map(known -> known.begin().toEpochMilli())
                .filter(begin -> begin <= most)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong later(OptionalLong one, OptionalLong other) {
        return one.isPresent() && (other.isEmpty() || one.getAsLong() >= other.getAsLong()) ? one : other;
    }

    /** How far this partition's log was read; empty if it has none, or nothing of it was read yet. */
    Optional<DoneRecord.Position> position(int partition) {
        return Optional.ofNullable(positions.get(partition));
    }

    /** True if it has a log of which nothing was read yet: what Kafka has of it says nothing of what is about to be in place. */
    boolean isUnread(int partition) {
        return stored.contains(partition) && !positions.containsKey(partition);
    }

    /**
     * Whether the log is about the records that Kafka has: what is beyond the end of another topic's partition says nothing of this one's.
     *
     * @throws MarksRefusedException if it is not
     */
    void check(PartitionId partition, PartitionFacts held) throws MarksRefusedException {
        LogIdentity identity = identities.get(partition.partition());
        if (identity != null && !identity.isOf(held)) {
            throw new MarksRefusedException("the commit log of " + partition + " is of topic id " + identity.topicId()
                    + identity.kafkaCluster()
                            .map(cluster -> " of Kafka cluster " + cluster)
                            .orElse("")
                    + ", and Kafka cluster " + held.cluster() + " has the topic with id " + held.topicId()
                    + ": nothing is decided");
        }
    }

    /** How many partitions the topic had when its logs began, as far as they say it. */
    int firstPartitions() {
        return firstPartitions;
    }

    /** True if anything was read. */
    boolean hasMoved() {
        return !positions.equals(from.partitions());
    }

    /** True if there is more that is in place. */
    boolean hasMore() {
        return more;
    }

    /** Records that came into folders that were done. */
    long late() {
        return late;
    }

    /** One of the folders that they came into; empty if none did. */
    String lateFolder() {
        return lateFolders.isEmpty() ? "" : lateFolders.first();
    }

    /** The decision that follows when event time has passed this moment. */
    DoneRecord decide(String id, Instant now, Instant before) {
        SortedMap<String, Long> stillOpen = new TreeMap<>();
        SortedSet<String> mark = new TreeSet<>(lateFolders);
        for (Map.Entry<String, Long> folder : open.entrySet()) {
            if (Instant.ofEpochMilli(folder.getValue()).isAfter(before)) {
                stillOpen.put(folder.getKey(), folder.getValue());
            } else {
                mark.add(folder.getKey());
            }
        }
        List<String> names = new ArrayList<>(from.names());
        names.remove(rules.name());
        names.add(rules.name());
        return new DoneRecord(from.sequence() + 1, id, now, before, positions, stillOpen, mark, names);
    }
}
