package io.millrace.sink.table;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.LetGo;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.UpkeepRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares what a table holds with what the commit logs say that it must hold, file by file. */
public final class Verifier {
    private static final int FILES_AT_A_TIME = 1_000;

    private final StoredLogs logs;
    private final TargetTable table;

    public Verifier(StoredLogs logs, TargetTable table) {
        this.logs = logs;
        this.table = table;
    }

    /** Compares up to the table's own cursor. Works beside projectors and sinks. */
    public TableReport verify() throws IOException {
        Optional<TableContent> content = table.content();
        if (content.isEmpty()) {
            return new TableReport(0, 0, 0, 0, false, 0, 0, List.of("there is no such table"));
        }
        Logged logged = logged(content.get().cursor());
        Map<String, Long> held = new HashMap<>(content.get().rows());
        List<String> faults = new ArrayList<>();
        for (String path : logged.leaving) {
            if (held.remove(path) != null && logs.store().stat(path).isEmpty()) {
                faults.add("the table holds '" + path + "', which was let go and is deleted: readers fail at it until"
                        + " tables --update");
            }
        }
        Set<String> unknown = new HashSet<>(held.keySet());
        unknown.removeAll(logged.rows.keySet());
        unknown.removeAll(logged.gone);
        long heldRows = held.values().stream().mapToLong(Long::longValue).sum()
                - content.get().rowsDeleted();
        boolean rewritten = content.get().rewritten() && !unknown.isEmpty() && logged.sum() == heldRows;
        if (!rewritten) {
            compare(logged, held, unknown, faults);
            if (content.get().rowsDeleted() > 0) {
                faults.add("the table hides " + content.get().rowsDeleted() + " rows that somebody deleted");
            }
        }
        held.keySet().stream()
                .filter(logged.gone::contains)
                .sorted()
                .forEach(path ->
                        faults.add("the table holds '" + path + "', which is not there any more: readers fail at it"));
        return new TableReport(
                logged.rows.size(),
                logged.sum(),
                held.size(),
                heldRows,
                rewritten,
                logged.gone.size(),
                logged.letGo.size() + logged.leaving.size(),
                faults);
    }

    private static void compare(Logged logged, Map<String, Long> held, Set<String> unknown, List<String> faults) {
        logged.rows.forEach((path, rows) -> {
            Long inTable = held.get(path);
            if (inTable == null) {
                faults.add("the table lacks '" + path + "' and its " + rows + " rows");
            } else if (!inTable.equals(rows)) {
                faults.add(
                        "the table says that '" + path + "' has " + inTable + " rows, and " + rows + " were committed");
            }
        });
        unknown.stream()
                .sorted()
                .forEach(path -> faults.add("the table holds '" + path + "' with " + held.get(path)
                        + " rows, which no log names up to where the table has come"));
        faults.sort(null);
    }

    /** What the logs name. */
    private static final class Logged {
        final Map<String, Long> rows = new HashMap<>();
        final Set<String> gone = new HashSet<>();
        /** Let go, and the table knows it. */
        final Set<String> letGo = new HashSet<>();
        /** Let go since the table was brought up to date: it may hold them still. */
        final Set<String> leaving = new HashSet<>();

        long sum() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private Logged logged(TableCursor cursor) throws IOException {
        Logged logged = new Logged();
        for (Map.Entry<PartitionId, TablePosition> entry : cursor.positions().entrySet()) {
            add(entry.getKey(), entry.getValue(), logged);
        }
        return logged;
    }

    private void add(PartitionId partition, TablePosition position, Logged logged) throws IOException {
        LogHistory history = logs.history(partition);
        LetGo letGo = new LetGo(logs.upkeep(partition));
        letGo.refresh(-1);
        long after = -1;
        while (after < position.sequence()) {
            List<CommitRecord> records = history.read(after, position.sequence(), FILES_AT_A_TIME);
            for (CommitRecord record : records) {
                for (CommittedFile file : record.files()) {
                    String path = logs.root() + "/" + file.path();
                    if (!letGo.names(file.path()) && logs.store().stat(path).isPresent()) {
                        logged.rows.put(path, file.rows());
                        continue;
                    }
                    // It may have been let go a moment ago.
                    letGo.refresh(-1);
                    Optional<UpkeepRecord.Summary> letGoBy = letGo.record(file.path());
                    if (letGoBy.isEmpty()) {
                        logged.gone.add(path);
                    } else if (letGoBy.get().sequence() <= position.upkeep()) {
                        logged.letGo.add(path);
                    } else {
                        logged.leaving.add(path);
                    }
                }
            }
            after = records.get(records.size() - 1).sequence();
        }
    }
}
