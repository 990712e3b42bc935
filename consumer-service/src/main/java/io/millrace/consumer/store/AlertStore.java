package io.millrace.consumer.store;

import io.millrace.record.PartitionId;
import java.util.List;

/** Keeps alerts, offsets, window state and what is still to be published; used by one thread. */
public interface AlertStore extends AutoCloseable {

    /**
     * Connects and brings what is stored up to date with this version. Other calls do so too if it was not done.
     *
     * @return true
     * @throws StoreUnavailableException if another try may go well
     */
    boolean open() throws StoreUnavailableException;

    /**
     * Makes the caller the owner of a partition. From then on whoever owned it before can store nothing more for it.
     *
     * @param partition which partition
     * @param topicId the topic's own id
     * @param startIfNew offset to begin at if the group has never read the partition
     * @return what the last owner left
     * @throws TopicRecreatedException if what is stored belongs to an earlier topic of the same name
     * @throws StoreUnavailableException if another try may go well
     */
    Claim claim(PartitionId partition, String topicId, long startIfNew)
            throws TopicRecreatedException, StoreUnavailableException;

    /**
     * Reads on in a partition's outbox: as many entries as memory has room for, at least one if there is one.
     *
     * @param after the last number that was read
     * @return entries by number; empty if there are none behind that number
     * @throws StoreUnavailableException if another try may go well
     */
    List<OutboxEntry> outbox(PartitionId partition, long after) throws StoreUnavailableException;

    /**
     * Stores batches of several partitions, all or none. A batch that is stored already, because an earlier try took
     * effect without anybody hearing of it, counts as stored.
     *
     * @throws FencedException if one of the partitions has another owner now; nothing has been stored then
     * @throws StoreUnavailableException if another try may go well, or if this one may have taken effect
     */
    void store(List<PartitionCommit> commits) throws FencedException, StoreUnavailableException;

    @Override
    void close();
}
