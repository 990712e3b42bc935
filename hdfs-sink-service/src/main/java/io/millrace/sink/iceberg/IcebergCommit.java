package io.millrace.sink.iceberg;

import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TableRefusedException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.parquet.ParquetUtil;

/** One commit of files to a table that has their columns: files and cursor in one step of the catalog. */
final class IcebergCommit {
    private final Table table;
    private final String branch;
    private final TableCursor from;
    private final TableCursor to;
    private final String commit = UUID.randomUUID().toString();
    /** Iceberg asks on its own thread or on this one. */
    private volatile boolean overtaken;

    IcebergCommit(Table table, String branch, TableCursor from, TableCursor to) {
        this.table = table;
        this.branch = branch;
        this.from = from;
        this.to = to;
    }

    /** True if the commit failed because the cursor was somewhere else by then. */
    boolean wasOvertaken() {
        return overtaken;
    }

    /** @param anew replaces what the table holds */
    void commit(List<Footers.Footer> footers, boolean anew) {
        List<DataFile> files = dataFiles(footers);
        Transaction transaction = table.newTransaction();
        if (anew) {
            OverwriteFiles overwrite = transaction.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
            files.forEach(overwrite::addFile);
            commit(transaction, overwrite);
        } else {
            AppendFiles append = transaction.newAppend();
            files.forEach(append::appendFile);
            commit(transaction, append);
        }
    }

    /** Takes files out, and returns how many they were. */
    int remove(List<DataFile> files) {
        Transaction transaction = table.newTransaction();
        DeleteFiles delete = transaction.newDelete();
        files.forEach(delete::deleteFile);
        commit(transaction, delete);
        return files.size();
    }

    private <T extends SnapshotUpdate<T>> void commit(Transaction transaction, T update) {
        String cursor = CursorText.of(to);
        update.toBranch(branch)
                .set(IcebergTable.CURSOR, cursor)
                .set(IcebergTable.COMMIT, commit)
                .validateWith(unmoved())
                .commit();
        transaction
                .updateProperties()
                .set(IcebergTable.property(branch), cursor)
                .commit();
        transaction.commitTransaction();
    }

    /** Iceberg asks this each time it tries to commit on top of what others committed meanwhile. */
    private SnapshotAncestryValidator unmoved() {
        return new SnapshotAncestryValidator() {
            @Override
            public boolean validate(Iterable<Snapshot> ancestors) {
                Cursors.Found now = Cursors.in(ancestors);
                if (now.commit().filter(commit::equals).isPresent()) {
                    // A call took effect, its answer was lost, and it is repeated. Saying no would have Iceberg delete
                    // the
                    // manifests of the snapshot that became true.
                    throw new CommitStateUnknownException(
                            new IllegalStateException("the commit took effect before it was repeated"));
                }
                overtaken = !cursor(now).equals(Optional.of(from));
                return !overtaken;
            }

            @Override
            public String errorMessage() {
                return "the cursor has moved";
            }
        };
    }

    /** Empty if it cannot be read. */
    private Optional<TableCursor> cursor(Cursors.Found found) {
        try {
            // Where ancestors were expired, what the transaction has just read of the table says it.
            return Optional.of(
                    found.cutOff()
                            ? Cursors.of(IcebergTable.metadata(table), branch)
                            : found.text().isPresent()
                                    ? CursorText.read(found.text().get())
                                    : TableCursor.NONE);
        } catch (TableRefusedException unreadable) {
            return Optional.empty();
        }
    }

    private List<DataFile> dataFiles(List<Footers.Footer> footers) {
        MetricsConfig counted = MetricsConfig.forTable(table);
        return footers.stream()
                .map(footer -> dataFile(footer, SoundMetrics.of(footer.metadata(), counted)))
                .toList();
    }

    private DataFile dataFile(Footers.Footer footer, Metrics metrics) {
        PartitionSpec spec = table.spec();
        Optional<GenericRecord> partition = Optional.empty();
        if (spec.isPartitioned()) {
            partition = FilePartition.of(spec, table.schema(), metrics);
            if (partition.isEmpty()) {
                spec = unpartitioned();
            }
        }
        DataFiles.Builder file = DataFiles.builder(spec)
                .withPath(footer.location())
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(footer.file().length())
                .withMetrics(metrics)
                .withSplitOffsets(ParquetUtil.getSplitOffsets(footer.metadata()));
        partition.ifPresent(file::withPartition);
        return file.build();
    }

    private PartitionSpec unpartitioned() {
        return table.specs().values().stream()
                .filter(PartitionSpec::isUnpartitioned)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the table has no unpartitioned spec for files whose rows belong to several partitions"));
    }
}
