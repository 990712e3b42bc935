package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.LogHistory;
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
            behind(partition, Optional.ofNullable(cursor.positions().get(partition)), paths, positions);
        }
        return positions.isEmpty() ? Optional.empty() : Optional.of(new Found(paths, positions));
    }

    private void behind(
            PartitionId partition,
            Optional<TablePosition> applied,
            List<String> paths,
            Map<PartitionId, TablePosition> positions)
            throws IOException {
        long[] held = {Long.MIN_VALUE};
        logs.upkeep(partition).after(applied.map(TablePosition::upkeep).orElse(-1L), record -> {
            if (held[0] == Long.MIN_VALUE) {
                Optional<LogHistory.State> state = logs.history(partition).state();
                held[0] = Projector.check(partition, applied, state);
                if (state.isEmpty()) {
                    return false;
                }
                positions.put(partition, applied.orElse(begin(state.get().last())));
            }
            record.files().stream()
                    .filter(file -> file.commit() <= held[0])
                    .forEach(file -> paths.add(logs.root() + "/" + file.path()));
            positions.compute(partition, (same, position) -> position.upkept(record.sequence()));
            return paths.size() < MOST_FILES;
        });
    }

    /** Where a table is that has taken nothing of a log yet. */
    private static TablePosition begin(CommitRecord last) {
        return new TablePosition(last.identity().topicId(), -1, last.firstOffset(), -1);
    }
}
