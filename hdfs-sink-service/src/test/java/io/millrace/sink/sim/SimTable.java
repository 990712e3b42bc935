package io.millrace.sink.sim;

import io.millrace.sink.table.OvertakenException;
import io.millrace.sink.table.TableContent;
import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TableFile;
import io.millrace.sink.table.TargetTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A table that keeps what {@link TargetTable} promises: files and cursor together, and only from the cursor that it has. */
public final class SimTable {
    private final Map<String, Long> rows = new TreeMap<>();
    private TableCursor cursor = TableCursor.NONE;
    private int commits;
    private boolean rewritten;

    /** A process' view of it. */
    public TargetTable view(Calls calls) {
        return new View(calls);
    }

    /** Paths of the files in it. */
    public List<String> files() {
        return List.copyOf(rows.keySet());
    }

    public TableCursor cursor() {
        return cursor;
    }

    /** How often something was added. */
    public int commits() {
        return commits;
    }

    /** Somebody writes into it who knows nothing of cursors. */
    public void rewrite(Map<String, Long> others) {
        rewritten = true;
        rows.clear();
        rows.putAll(others);
    }

    private boolean commit(TableCursor from, List<TableFile> files, TableCursor to, boolean anew) {
        if (!cursor.equals(from)) {
            return false;
        }
        if (anew) {
            rows.clear();
        }
        for (TableFile file : files) {
            if (rows.put(file.path(), file.rows()) != null) {
                throw new AssertionError("file " + file.path() + " is added a second time");
            }
        }
        cursor = to;
        commits++;
        return true;
    }

    private final class View implements TargetTable {
        private final Calls calls;

        View(Calls calls) {
            this.calls = calls;
        }

        @Override
        public String name() {
            return "simulated:table";
        }

        @Override
        public TableCursor cursor() throws IOException {
            return calls.call("table cursor", () -> cursor);
        }

        @Override
        public void append(TableCursor from, List<TableFile> files, TableCursor to)
                throws IOException, OvertakenException {
            change("table append", from, files, to, false);
        }

        @Override
        public void replace(TableCursor from, List<TableFile> files, TableCursor to)
                throws IOException, OvertakenException {
            change("table replace", from, files, to, true);
        }

        @Override
        public int remove(TableCursor from, List<String> paths, TableCursor to) throws IOException, OvertakenException {
            int before = rows.size();
            if (!calls.call("table remove", () -> {
                if (!cursor.equals(from)) {
                    return false;
                }
                rows.keySet().removeAll(paths);
                cursor = to;
                commits++;
                return true;
            })) {
                throw new OvertakenException("the cursor has moved", null);
            }
            return before - rows.size();
        }

        private void change(String name, TableCursor from, List<TableFile> files, TableCursor to, boolean anew)
                throws IOException, OvertakenException {
            if (!calls.call(name, () -> commit(from, files, to, anew))) {
                throw new OvertakenException("the cursor has moved", null);
            }
        }

        @Override
        public Optional<TableContent> content() throws IOException {
            return calls.call("table content", () -> Optional.of(new TableContent(cursor, rows, 0, rewritten)));
        }
    }
}
