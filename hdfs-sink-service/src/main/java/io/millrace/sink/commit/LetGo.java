package io.millrace.sink.commit;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which files of a partition are let go, as its upkeep log says: read on from where it was read to.
 *
 * <p>Not thread-safe.
 */
public final class LetGo {
    private final UpkeepLog log;
    private final Map<String, Named> byPath = new HashMap<>();
    private final LargeFiles large = new LargeFiles();
    private long behind = Long.MIN_VALUE;
    private long last = -1;

    private record Named(UpkeepRecord.Summary record, long commit) {}

    /** Nothing is read yet. */
    public LetGo(UpkeepLog log) {
        this.log = log;
    }

    /**
     * Reads what came since.
     *
     * @param commit only files of commit records behind this one are kept; -1 for all
     * @throws DamagedLogException if a record is missing or damaged
     */
    public void refresh(long commit) throws IOException {
        if (commit < behind) {
            byPath.clear();
            large.clear();
            last = -1;
        }
        if (commit > behind) {
            byPath.values().removeIf(named -> named.commit() <= commit);
        }
        behind = commit;
        log.after(last, record -> {
            large.add(record);
            for (UpkeepRecord.LetGoFile file : record.files()) {
                if (file.commit() > commit) {
                    byPath.putIfAbsent(file.path(), new Named(record.summary(), file.commit()));
                }
            }
            last = record.sequence();
            return true;
        });
    }

    /** The record that first named this file; empty if none that was read does. */
    public Optional<UpkeepRecord.Summary> record(String path) {
        return Optional.ofNullable(byPath.get(path)).map(Named::record);
    }

    /** True if a record that was read names this file. */
    public boolean names(String path) {
        return byPath.containsKey(path);
    }

    /** The large files that the records that were read name, whether they are let go or not. */
    public LargeFiles large() {
        return large;
    }

    /** Sequence number of the last record that was read; -1 if there is none. */
    public long last() {
        return last;
    }
}
