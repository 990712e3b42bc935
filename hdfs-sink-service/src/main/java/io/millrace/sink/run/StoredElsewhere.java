package io.millrace.sink.run;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.port.FileStore;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.run.EndTracker;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks how far partitions are stored that may belong to other processes of the group: that stands in the commit log. What
 * is committed but not in place is not stored: no reader sees it.
 *
 * <p>A log that belongs to another topic or cluster says nothing of the records that are waited for, though its offsets may
 * be beyond theirs. Such a partition stays for whoever takes it over, who knows what to say of it.
 */
public final class StoredElsewhere {
    private static final Logger LOG = LoggerFactory.getLogger(StoredElsewhere.class);

    private final FileStore store;
    private final String root;
    private final int segmentSize;
    private final Map<PartitionId, PartitionFacts> facts;

    /**
     * @param root data root, without a trailing slash
     * @param segmentSize records per segment of the logs
     * @param facts what Kafka said of each partition when the run began
     */
    public StoredElsewhere(FileStore store, String root, int segmentSize, Map<PartitionId, PartitionFacts> facts) {
        this.store = store;
        this.root = root;
        this.segmentSize = segmentSize;
        this.facts = Map.copyOf(facts);
    }

    /**
     * Tells the tracker which of its remaining partitions are stored to their ends. One whose log cannot be read now stays.
     *
     * @throws io.millrace.stream.StoppedException if a log is damaged
     */
    public void look(EndTracker ends) {
        for (PartitionId partition : ends.remaining()) {
            try {
                if (isStored(partition, ends.end(partition))) {
                    ends.done(partition);
                }
            } catch (IOException e) {
                LOG.debug("The log of {} cannot be read now", partition, e);
            }
        }
    }

    private boolean isStored(PartitionId partition, long end) throws IOException {
        CommitLog log =
                new CommitLog(store, new PartitionFolders(root, partition.topic(), partition.partition()), segmentSize);
        Optional<CommitRecord> last = log.last();
        return last.isPresent()
                && last.get().identity().isOf(facts.get(partition))
                && last.get().nextOffset() >= end
                && log.waiting(last.get()).isEmpty();
    }
}
