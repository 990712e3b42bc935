package io.millrace.sink.cli;

import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The topics that a command is about.
 *
 * @param named what {@code --topics} says; empty for all that are there
 */
record WantedTopics(List<String> named) {
    WantedTopics {
        named = List.copyOf(named);
    }

    boolean isWanted(String topic) {
        return named.isEmpty() || named.contains(topic);
    }

    /**
     * Those of which there is something below the root.
     *
     * @throws ServiceException if one that is named has nothing there
     */
    SortedSet<String> stored(HdfsConnection connection, FileStore store) throws IOException {
        SortedSet<String> stored = new TreeSet<>();
        for (PartitionId partition : StoredPartitions.below(store, connection.rootPath())) {
            stored.add(partition.topic());
        }
        for (String topic : named) {
            if (!stored.contains(topic)) {
                throw new ServiceException("topic " + topic + " has no commit log below " + connection.rootUri()
                        + ", must be one of " + stored);
            }
        }
        stored.removeIf(topic -> !isWanted(topic));
        return stored;
    }
}
