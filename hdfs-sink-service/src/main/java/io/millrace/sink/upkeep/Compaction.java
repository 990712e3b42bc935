package io.millrace.sink.upkeep;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.LetGo;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import io.millrace.sink.port.Concatenation;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.port.Piece;
import io.millrace.stream.Clock;
import io.millrace.stream.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Makes large files of small ones, each of one folder and one partition: says so in the upkeep logs first, then does it. May be killed
 * at any moment, and may run beside sinks, expiry and itself: the next run ends what this one began. Readers find each record in
 * one place at any moment.
 */
public final class Compaction {
    /** In one record, about. */
    public static final int MOST_FILES = 5_000;
    /** HDFS's own limit unless it is told another. */
    private static final int MOST_NAME_BYTES = 255;

    private static final int ATTEMPTS = 5;

    private final FileStore store;
    private final Concatenation concatenation;
    private final String root;
    private final int segmentSize;
    private final int mostFiles;
    private final BooleanSupplier stop;
    private final Concatenator concatenator;
    private final Set<String> left = new LinkedHashSet<>();
    /** True once the store did not want to make a large file of the partition at hand: its mark stays before that. */
    private boolean refused;

    /**
     * @param root data root, without a trailing slash
     * @param segmentSize records per segment of the commit logs
     * @param mostFiles in one record, about
     * @param stop true if it is to end before it is finished, with an IOException: the next run goes on
     */
    public Compaction(
            FileStore store,
            Concatenation concatenation,
            String root,
            int segmentSize,
            int mostFiles,
            BooleanSupplier stop) {
        this.store = store;
        this.concatenation = concatenation;
        this.root = root;
        this.segmentSize = segmentSize;
        this.mostFiles = mostFiles;
        this.stop = stop;
        this.concatenator = new Concatenator(store, concatenation, root);
    }

    /** What was left as it is and why, a sentence each. */
    public List<String> left() {
        return List.copyOf(left);
    }

    /**
     * What would become large now, by partition; those of which nothing would are left out.
     *
     * @param topics true for those whose files may
     */
    public Map<PartitionId, CompactionSum> plan(Predicate<String> topics, CompactionRule rule) throws IOException {
        Map<PartitionId, CompactionSum> sums = new TreeMap<>();
        for (PartitionId partition : partitions(topics)) {
            PartitionFolders folders = folders(partition);
            CompactionScan scan = scan(folders, new UpkeepLog(store, folders), rule);
            while (!scan.isEnded()) {
                checkStop();
                sums.merge(
                        partition, CompactionSum.of(fitting(scan.take(mostFiles), scan.next())), CompactionSum::plus);
            }
        }
        sums.values().removeIf(sum -> sum.large() == 0);
        return sums;
    }

    /** Does it, and ends what earlier runs began. By partition; those of which nothing became large are left out. */
    public Map<PartitionId, CompactionSum> run(Predicate<String> topics, CompactionRule rule, Upkeeper who, Clock clock)
            throws IOException {
        Map<PartitionId, CompactionSum> sums = new TreeMap<>();
        for (PartitionId partition : partitions(topics)) {
            PartitionFolders folders = folders(partition);
            refused = false;
            CompactionSum sum = compact(folders, rule, new Publisher(who, clock));
            if (sum.large() > 0) {
                sums.put(partition, sum);
            }
        }
        return sums;
    }

    /** Ends what the upkeep log says behind the mark of compaction, as far as the store lets it. */
    private CompactionSum finish(PartitionFolders folders) throws IOException {
        UpkeepLog log = new UpkeepLog(store, folders);
        CompactionSum[] sum = {CompactionSum.NONE};
        log.after(log.compacted(), record -> {
            if (!record.large().isEmpty()) {
                sum[0] = sum[0].plus(make(folders, record.large()));
                if (refused) {
                    return false;
                }
                log.markCompacted(record.sequence());
            }
            return true;
        });
        return sum[0];
    }

    private CompactionSum compact(PartitionFolders folders, CompactionRule rule, Publisher publisher)
            throws IOException {
        CompactionSum sum = CompactionSum.NONE;
        UpkeepLog log = new UpkeepLog(store, folders);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            CompactionScan scan = scan(folders, log, rule);
            // After the scan: what somebody records in between, and does not finish, would be before the mark
            // that is set below.
            sum = sum.plus(finish(folders));
            boolean beaten = false;
            while (!scan.isEnded() && !beaten && !refused) {
                checkStop();
                List<LargeFile> large = fitting(scan.take(mostFiles), scan.next());
                if (large.isEmpty()) {
                    continue;
                }
                beaten = !publisher.publish(log, scan.next() - 1, large, scan.lookedBefore());
                if (!beaten) {
                    sum = sum.plus(make(folders, large));
                    if (!refused) {
                        log.markCompacted(scan.next());
                        scan.published();
                    }
                }
            }
            if (!beaten) {
                return sum;
            }
        }
        throw new IOException("others add to " + folders.upkeep() + " again and again");
    }

    private CompactionSum make(PartitionFolders folders, List<LargeFile> files) throws IOException {
        List<LargeFile> made = new ArrayList<>();
        for (LargeFile file : files) {
            checkStop();
            Optional<String> obstacle = Optional.empty();
            try {
                obstacle = concatenator.make(file);
            } catch (RefusedException e) {
                // Of this file: others, and other partitions, must not wait until somebody has seen to it.
                refused = true;
                left.add("the " + file.parts().size() + " files that were to become " + root + "/" + file.path()
                        + " stay as they are until the next run: " + e.getMessage());
                continue;
            }
            if (obstacle.isEmpty()) {
                made.add(file);
            } else if (!isLetGo(folders, file)) {
                left.add(obstacle.get());
            }
        }
        return CompactionSum.of(made);
    }

    /** True if nobody misses any of its parts. */
    private boolean isLetGo(PartitionFolders folders, LargeFile file) throws IOException {
        LetGo letGo = new LetGo(new UpkeepLog(store, folders));
        letGo.refresh(file.first().commit() - 1);
        return file.parts().stream().allMatch(part -> letGo.names(part.path()));
    }

    /**
     * Those of which nothing is known to stand against it, with their names.
     *
     * @param sequence the record's that will name them: no name is used a second time
     */
    private List<LargeFile> fitting(List<CompactionScan.Parts> all, long sequence) throws IOException {
        List<LargeFile> large = new ArrayList<>();
        Map<String, Map<String, Piece>> listed = new TreeMap<>();
        for (CompactionScan.Parts parts : all) {
            String folder = LargeFile.folderOf(parts.files().get(0).path());
            Map<String, Piece> there = listed.get(folder);
            if (there == null) {
                there = concatenation.pieces(folder.isEmpty() ? root : root + "/" + folder);
                listed.put(folder, there);
            }
            List<LetGoFile> files = fitting(parts.files(), there, folder);
            if (files.size() > 1) {
                String path = path(folder, files, parts.ending(), sequence, large.size());
                if (there.containsKey(LargeFile.nameOf(path))) {
                    left.add("the files in " + root + "/" + folder + " stay small: " + LargeFile.nameOf(path)
                            + " is there already, of which the logs know nothing");
                } else if (LargeFile.nameOf(path).getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES) {
                    large.add(new LargeFile(path, files));
                } else {
                    left.add("the files in " + root + "/" + folder
                            + " stay small: their names are too long for one that is longer");
                }
            }
        }
        return large;
    }

    private List<LetGoFile> fitting(List<LetGoFile> files, Map<String, Piece> there, String folder) {
        List<LetGoFile> fit = new ArrayList<>();
        long blockSize = Long.MAX_VALUE;
        for (LetGoFile file : files) {
            Piece piece = there.get(LargeFile.nameOf(file.path()));
            if (piece == null || piece.length() != file.bytes()) {
                // Somebody took it away, or changed it: the audit's to say.
                continue;
            }
            if (!piece.obstacle().isEmpty()) {
                left.add("the files in " + root + "/" + folder + " stay small: " + LargeFile.nameOf(file.path()) + " "
                        + piece.obstacle() + ", and HDFS puts no such files behind each other");
                return List.of();
            }
            if (piece.blockSize() <= blockSize) {
                blockSize = fit.isEmpty() ? piece.blockSize() : blockSize;
                fit.add(file);
            }
        }
        return fit;
    }

    /**
     * Before the names of all parts, by their bytes: whoever reads one file after the other, in the order of their names, finds that a
     * part is gone if he opens the large file after it took the parts in.
     */
    private static String path(String folder, List<LetGoFile> parts, String ending, long sequence, int number) {
        String first = parts.stream()
                .map(part -> LargeFile.nameOf(part.path()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        // A hyphen is before the ending's dot.
        String name = first.substring(0, first.length() - ending.length()) + LargeFile.MARK + sequence + "-" + number
                + ending;
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    private CompactionScan scan(PartitionFolders folders, UpkeepLog log, CompactionRule rule) throws IOException {
        return new CompactionScan(new LogHistory(store, folders, segmentSize), log, rule, mostFiles);
    }

    private void checkStop() throws IOException {
        if (stop.getAsBoolean()) {
            throw new IOException("a stop was asked for");
        }
    }

    private List<PartitionId> partitions(Predicate<String> topics) throws IOException {
        return StoredPartitions.below(store, root).stream()
                .filter(partition -> topics.test(partition.topic()))
                .toList();
    }

    private PartitionFolders folders(PartitionId partition) {
        return new PartitionFolders(root, partition.topic(), partition.partition());
    }
}
