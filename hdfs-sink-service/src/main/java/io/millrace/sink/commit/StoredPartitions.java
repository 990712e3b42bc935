package io.millrace.sink.commit;

import io.millrace.record.PartitionId;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds what was ever stored below a root. */
public final class StoredPartitions {
    private StoredPartitions() {}

    /**
     * The partitions that have a commit log.
     *
     * @param root data root, without a trailing slash
     */
    public static SortedSet<PartitionId> below(FileStore store, String root) throws IOException {
        SortedSet<PartitionId> found = new TreeSet<>();
        for (FileInfo topic : store.list(PartitionFolders.controlRoot(root))) {
            found.addAll(of(store, root, topic.name()));
        }
        return found;
    }

    /** The same of one topic. */
    public static SortedSet<PartitionId> of(FileStore store, String root, String topic) throws IOException {
        SortedSet<PartitionId> found = new TreeSet<>();
        for (FileInfo number : store.list(PartitionFolders.controlRoot(root) + "/" + topic)) {
            if (number.folder() && number.name().matches("\\d{1,9}")) {
                found.add(new PartitionId(topic, Integer.parseInt(number.name())));
            }
        }
        return found;
    }
}
