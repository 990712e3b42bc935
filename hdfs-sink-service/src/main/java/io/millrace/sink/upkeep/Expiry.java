package io.millrace.sink.upkeep;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.LargeFiles;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord;
import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import io.millrace.sink.port.FileStore;
import io.millrace.stream.Clock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Lets old files go: says so in the upkeep logs first ({@link #record}), then deletes them ({@link #delete}). Between the two whoever
 * makes tables of the files has to take them out. May be killed at any moment, and may run beside sinks, tables and itself: the next run
 * ends what this one began.
 */
public final class Expiry {
    /** In one record: as much as is read and written at once without a thought. */
    public static final int MOST_FILES = 5_000;

    private static final int ATTEMPTS = 5;

    private final FileStore store;
    private final String root;
    private final int segmentSize;
    private final Predicate<String> topics;
    private final int mostFiles;
    private final BooleanSupplier stop;

    /**
     * @param root data root, without a trailing slash
     * @param segmentSize records per segment of the commit logs
     * @param topics true for those whose files may go
     * @param mostFiles in one record
     * @param stop true if it is to end before it is finished, with an IOException: the next run goes on
     */
    public Expiry(
            FileStore store,
            String root,
            int segmentSize,
            Predicate<String> topics,
            int mostFiles,
            BooleanSupplier stop) {
        this.store = store;
        this.root = root;
        this.segmentSize = segmentSize;
        this.topics = topics;
        this.mostFiles = mostFiles;
        this.stop = stop;
    }

    private void checkStop() throws IOException {
        if (stop.getAsBoolean()) {
            throw new IOException("a stop was asked for");
        }
    }

    /** What would be let go now, by partition; those of which nothing would be are left out. */
    public Map<PartitionId, LetGoSum> plan(ExpiryRule rule) throws IOException {
        Map<PartitionId, LetGoSum> sums = new TreeMap<>();
        for (PartitionId partition : partitions()) {
            LetGoSum sum = LetGoSum.NONE;
            Scan scan = new Scan(partition);
            while (!scan.ended) {
                sum = sum.plus(LetGoSum.of(scan.next(rule)));
            }
            put(sums, partition, sum);
        }
        return sums;
    }

    /** Says in the logs what is let go; nothing is deleted yet. By partition; those of which nothing is are left out. */
    public Map<PartitionId, LetGoSum> record(ExpiryRule rule, Upkeeper who, Clock clock) throws IOException {
        Map<PartitionId, LetGoSum> sums = new TreeMap<>();
        for (PartitionId partition : partitions()) {
            put(sums, partition, record(partition, rule, new Publisher(who, clock)));
        }
        return sums;
    }

    private static void put(Map<PartitionId, LetGoSum> sums, PartitionId partition, LetGoSum sum) {
        if (sum.files() > 0) {
            sums.put(partition, sum);
        }
    }

    private LetGoSum record(PartitionId partition, ExpiryRule rule, Publisher publisher) throws IOException {
        LetGoSum sum = LetGoSum.NONE;
        UpkeepLog upkeep = new UpkeepLog(store, folders(partition));
        for (int attempt = 1; ; attempt++) {
            Scan scan = new Scan(partition);
            boolean beaten = false;
            while (!scan.ended && !beaten) {
                List<LetGoFile> files = scan.next(rule);
                if (files.isEmpty()) {
                    continue;
                }
                if (publisher.publish(upkeep, scan.upkeep, UpkeepRecord.Kind.EXPIRE, files, scan.allBefore)) {
                    sum = sum.plus(LetGoSum.of(files));
                    scan.upkeep++;
                } else {
                    beaten = true;
                }
            }
            if (!beaten) {
                return sum;
            }
            if (attempt == ATTEMPTS) {
                throw new IOException("others add to " + folders(partition).upkeep() + " again and again");
            }
        }
    }

    /**
     * Up to where the upkeep logs go: what they name up to there may be deleted once no table names it any more. To be asked before
     * tables are.
     */
    public Map<PartitionId, Long> recorded() throws IOException {
        Map<PartitionId, Long> all = new TreeMap<>();
        for (PartitionId partition : partitions()) {
            all.put(partition, new UpkeepLog(store, folders(partition)).last());
        }
        return all;
    }

    /** How much the logs let go that is not deleted yet, as far as that was said. */
    public LetGoSum waiting() throws IOException {
        LetGoSum sum = LetGoSum.NONE;
        for (PartitionId partition : partitions()) {
            sum = sum.plus(new Deletion(store, folders(partition), stop).waiting());
        }
        return sum;
    }

    /**
     * Deletes what the logs let go and what is still there, also of earlier runs, and the folders that are empty then.
     *
     * @param recorded up to where, of each partition
     */
    public Deleted delete(Map<PartitionId, Long> recorded) throws IOException {
        Deleted all = Deleted.NOTHING;
        for (Map.Entry<PartitionId, Long> entry : recorded.entrySet()) {
            all = all.plus(new Deletion(store, folders(entry.getKey()), stop).run(entry.getValue()));
        }
        return all;
    }

    private List<PartitionId> partitions() throws IOException {
        return StoredPartitions.below(store, root).stream()
                .filter(partition -> topics.test(partition.topic()))
                .toList();
    }

    private PartitionFolders folders(PartitionId partition) {
        return new PartitionFolders(root, partition.topic(), partition.partition());
    }

    /** Reads a partition's commit log from the first record on of which not all files are let go. */
    private final class Scan {
        private final LogHistory history;
        private final long inPlace;
        private final Set<String> letGo = new HashSet<>();
        private final LargeFiles large = new LargeFiles();
        /** The last record of the upkeep log that was seen. */
        private long upkeep = -1;
        /** All files of records before this one are let go, with those that {@link #next} returned. */
        private long allBefore;

        /** The same before the scan. */
        private final long begin;

        private long read;
        private Instant latest = Instant.MIN;
        private boolean ended;

        Scan(PartitionId partition) throws IOException {
            history = new LogHistory(store, folders(partition), segmentSize);
            // Only what is in place: the rest has an owner who is about to move it.
            inPlace = history.state().map(LogHistory.State::inPlace).orElse(-1L);
            new UpkeepLog(store, folders(partition)).after(-1, record -> {
                large.add(record);
                if (record.kind() == UpkeepRecord.Kind.EXPIRE) {
                    allBefore = Math.max(allBefore, record.allBefore());
                }
                record.files().stream()
                        .filter(file -> file.commit() >= allBefore)
                        .forEach(file -> letGo.add(file.path()));
                upkeep = record.sequence();
                return true;
            });
            begin = allBefore;
            read = allBefore - 1;
            ended = read >= inPlace;
        }

        /** The parts of a large file that are not let go, the one of the latest commit last. */
        private List<LetGoFile> left(LargeFile whole) {
            return whole.parts().stream()
                    .filter(part -> part.commit() >= begin && !letGo.contains(part.path()))
                    .toList();
        }

        /** Old files of the next records, about as many as one record takes; none if these records have none. */
        List<LetGoFile> next(ExpiryRule rule) throws IOException {
            checkStop();
            List<LetGoFile> old = new ArrayList<>();
            for (CommitRecord record : history.read(read, inPlace, mostFiles)) {
                boolean allGo = true;
                // Whose clock was set back wrote nothing older than what was there before.
                latest = latest.isAfter(record.time()) ? latest : record.time();
                for (CommittedFile file : record.files()) {
                    if (letGo.contains(file.path())) {
                        continue;
                    }
                    Optional<LargeFile> whole = large.of(file.path());
                    List<LetGoFile> together = whole.map(this::left).orElse(List.of());
                    if (!together.isEmpty()
                            && !together.get(together.size() - 1).path().equals(file.path())) {
                        // Goes with the last one of them, or stays with it.
                        allGo = false;
                    } else if (!rule.isOld(latest, file)) {
                        allGo = false;
                    } else if (whole.isPresent()) {
                        old.addAll(together);
                    } else {
                        old.add(LetGoFile.of(record, file));
                    }
                }
                if (allGo && allBefore == record.sequence()) {
                    allBefore = record.sequence() + 1;
                }
                read = record.sequence();
            }
            ended = read >= inPlace;
            return old;
        }
    }
}
