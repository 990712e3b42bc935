package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.UpkeepRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds what a table has still to give up of the files that the upkeep logs let go. */
final class Removals {
    /** In one step, about: a record's files stay together. */
    private static final int MOST_FILES = 10_000;

    private final StoredLogs logs;

    Removals(StoredLogs logs) {
        this.logs = logs;
    }

    /**
     * What the upkeep logs say behind a cursor.
     *
     * @param paths files that the table may hold, within the file system of the data root
     * @param positions where the cursor is once they are out
     */
    record Found(List<String> paths, Map<PartitionId, TablePosition> positions) {
        Found {
            paths = List.copyOf(requireNonNull(paths, "paths"));
            positions = Map.copyOf(requireNonNull(positions, "positions"));
        }
    }

    /**
     * Empty if there is nothing behind the cursor. What there is moves the cursor even where the table holds none of the files: a
     * projector that looked before they were let go, and is about to add one, is overtaken by that.
     */
    Optional<Found> behind(TableCursor cursor) throws IOException {
        List<String> paths = new ArrayList<>();
        SortedMap<PartitionId, TablePosition> positions = new TreeMap<>();
        for (PartitionId partition : logs.partitions()) {
            if (paths.size() >= MOST_FILES) {
                break;
            }
            Optional<TablePosition> applied =
                    Optional.ofNullable(cursor.positions().get(partition));
            List<UpkeepRecord> records = logs.upkeep(partition)
                    .after(applied.map(TablePosition::upkeep).orElse(-1L));
            Optional<LogHistory.State> state = records.isEmpty()
                    ? Optional.empty()
                    : logs.history(partition).state();
            if (state.isEmpty()) {
                continue;
            }
            long held = Projector.check(partition, applied, state);
            long last = -1;
            for (UpkeepRecord record : records) {
                if (paths.size() >= MOST_FILES) {
                    break;
                }
                record.files().stream()
                        .filter(file -> file.commit() <= held)
                        .forEach(file -> paths.add(logs.root() + "/" + file.path()));
                last = record.sequence();
            }
            TablePosition from = applied.orElse(new TablePosition(
                    state.get().last().identity().topicId(),
                    -1,
                    state.get().last().firstOffset(),
                    -1));
            positions.put(partition, from.upkept(last));
        }
        return positions.isEmpty() ? Optional.empty() : Optional.of(new Found(paths, positions));
    }
}
