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
        String control = PartitionFolders.controlRoot(root);
        for (FileInfo topic : store.list(control)) {
            for (FileInfo number : store.list(control + "/" + topic.name())) {
                if (number.folder() && number.name().matches("\\d{1,9}")) {
                    found.add(new PartitionId(topic.name(), Integer.parseInt(number.name())));
                }
            }
        }
        return found;
    }
}
