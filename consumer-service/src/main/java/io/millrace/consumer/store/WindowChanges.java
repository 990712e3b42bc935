package io.millrace.consumer.store;

import io.millrace.consumer.engine.StateKey;
import java.util.List;
import java.util.Map;

/**
 * What has to be stored of a partition's windows because of one batch; see {@link WindowLog}. Storing it twice is the same
 * as storing it once.
 *
 * @param added entries to add to the log
 * @param foldedThrough entries up to this number are to be deleted, {@link #NOTHING_FOLDED} for none
 * @param rows the keys that leave the log with them: bytes to store as the key's row, or null to delete the row
 */
public record WindowChanges(List<Entry> added, long foldedThrough, Map<StateKey, byte[]> rows) {

    /** Less than any entry's number. */
    public static final long NOTHING_FOLDED = 0;

    /** Nothing has changed. */
    public static final WindowChanges NONE = new WindowChanges(List.of(), NOTHING_FOLDED, Map.of());

    /**
     * An entry of the log.
     *
     * @param sequence its number within the partition, from 1; later ones are larger
     * @param changes bytes by key, or null for a key to forget
     */
    public record Entry(long sequence, Map<StateKey, byte[]> changes) {}

    /** True if there is nothing to store. */
    public boolean isEmpty() {
        return added.isEmpty() && foldedThrough == NOTHING_FOLDED && rows.isEmpty();
    }
}
