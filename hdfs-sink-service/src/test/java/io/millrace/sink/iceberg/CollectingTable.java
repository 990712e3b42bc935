package io.millrace.sink.iceberg;

import io.millrace.sink.table.TableContent;
import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TableFile;
import io.millrace.sink.table.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells a test which files the logs name. */
final class CollectingTable implements TargetTable {
    private final List<TableFile> files = new ArrayList<>();

    List<TableFile> files() {
        return files;
    }

    @Override
    public String name() {
        return "collecting:table";
    }

    @Override
    public int remove(TableCursor from, List<String> paths, TableCursor to) {
        int before = files.size();
        files.removeIf(file -> paths.contains(file.path()));
        return before - files.size();
    }

    @Override
    public TableCursor cursor() {
        return TableCursor.NONE;
    }

    @Override
    public void append(TableCursor from, List<TableFile> added, TableCursor to) {
        files.addAll(added);
    }

    @Override
    public void replace(TableCursor from, List<TableFile> added, TableCursor to) {
        files.addAll(added);
    }

    @Override
    public Optional<TableContent> content() {
        return Optional.empty();
    }
}
