package io.millrace.sink.table;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The commit logs whose files belong into one table.
 *
 * @param store where they lie
 * @param root data root, a path without a trailing slash
 * @param segmentSize records per segment of the logs
 * @param topics true for those that belong into the table
 */
public record StoredLogs(FileStore store, String root, int segmentSize, Predicate<String> topics) {
    SortedSet<PartitionId> partitions() throws IOException {
        SortedSet<PartitionId> wanted = new TreeSet<>(StoredPartitions.below(store, root));
        wanted.removeIf(partition -> !topics.test(partition.topic()));
        return wanted;
    }

    LogHistory history(PartitionId partition) {
        return new LogHistory(store, folders(partition), segmentSize);
    }

    UpkeepLog upkeep(PartitionId partition) {
        return new UpkeepLog(store, folders(partition));
    }

    private PartitionFolders folders(PartitionId partition) {
        return new PartitionFolders(root, partition.topic(), partition.partition());
    }
}
