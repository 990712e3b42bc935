package io.millrace.sink.commit;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which files of a partition are parts of large ones, as its upkeep log says.
 *
 * <p>Not thread-safe.
 */
public final class LargeFiles {
    private final Map<String, LargeFile> byPart = new HashMap<>();
    private final Map<String, LargeFile> byPath = new LinkedHashMap<>();
    private long last = -1;

    /** Reads what came since. */
    public void refresh(UpkeepLog log) throws IOException {
        log.after(last, record -> {
            add(record);
            return true;
        });
    }

    /** Takes the next record. */
    public void add(UpkeepRecord record) {
        for (LargeFile file : record.large()) {
            byPath.put(file.path(), file);
            file.parts().forEach(part -> byPart.put(part.path(), file));
        }
        last = record.sequence();
    }

    void clear() {
        byPart.clear();
        byPath.clear();
        last = -1;
    }

    /** The large file that this committed file is a part of; empty if it is of none. */
    public Optional<LargeFile> of(String path) {
        return Optional.ofNullable(byPart.get(path));
    }

    /** All large files, in the order of their records. */
    public Collection<LargeFile> all() {
        return Collections.unmodifiableCollection(byPath.values());
    }
}
