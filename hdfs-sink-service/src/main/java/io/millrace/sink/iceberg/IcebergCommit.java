package io.millrace.sink.iceberg;

import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TableRefusedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.schema.MessageType;

/** One commit to an Iceberg table: columns that are new, files, and the cursor, all in one step of the catalog. */
final class IcebergCommit {
    private final IcebergSettings settings;
    private final String branch;
    private final TableCursor from;
    private final TableCursor to;
    /** Iceberg asks on its own thread or on this one. */
    private volatile boolean overtaken;

    IcebergCommit(IcebergSettings settings, String branch, TableCursor from, TableCursor to) {
        this.settings = settings;
        this.branch = branch;
        this.from = from;
        this.to = to;
    }

    /** True if the commit failed because the cursor was somewhere else by then. */
    boolean wasOvertaken() {
        return overtaken;
    }

    /** Makes the table, with what it holds first. */
    void create(Catalog catalog, TableIdentifier id, List<Footers.Footer> files) throws TableRefusedException {
        if (catalog instanceof SupportsNamespaces namespaces
                && !id.namespace().isEmpty()
                && !namespaces.namespaceExists(id.namespace())) {
            namespaces.createNamespace(id.namespace());
        }
        Schema columns = files.isEmpty()
                ? new Schema()
                : Columns.of(files.get(0).metadata().getFileMetaData().getSchema());
        // A file whose rows belong to several partitions goes where there are none: each table has that as its first
        // spec.
        Transaction transaction =
                catalog.newCreateTableTransaction(id, columns, PartitionSpec.unpartitioned(), properties());
        transaction
                .updateProperties()
                // The files have names for their columns and no numbers of Iceberg's.
                .set(
                        TableProperties.DEFAULT_NAME_MAPPING,
                        NameMappingParser.toJson(
                                MappingUtil.create(transaction.table().schema())))
                .commit();
        grow(transaction, files);
        partition(transaction);
        fill(transaction, files, false);
    }

    void change(Table table, List<Footers.Footer> files, boolean anew) throws TableRefusedException {
        Transaction transaction = table.newTransaction();
        if (!table.properties().containsKey(TableProperties.DEFAULT_NAME_MAPPING)) {
            transaction
                    .updateProperties()
                    .set(
                            TableProperties.DEFAULT_NAME_MAPPING,
                            NameMappingParser.toJson(MappingUtil.create(table.schema())))
                    .commit();
        }
        grow(transaction, files);
        fill(transaction, files, anew);
    }

    private static Map<String, String> properties() {
        return Map.of(
                // The files belong to the commit log: nobody deletes them because a snapshot that names them is old.
                TableProperties.GC_ENABLED, "false", TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    }

    private static void grow(Transaction transaction, List<Footers.Footer> files) throws TableRefusedException {
        Set<MessageType> seen = new LinkedHashSet<>();
        for (Footers.Footer footer : files) {
            MessageType columns = footer.metadata().getFileMetaData().getSchema();
            if (!seen.add(columns)) {
                continue;
            }
            Optional<String> milliseconds = Columns.ofMilliseconds(columns);
            if (milliseconds.isPresent()) {
                throw new TableRefusedException("column " + milliseconds.get() + " of file '"
                        + footer.file().path() + "' holds times in milliseconds, of which Iceberg's readers lose rows;"
                        + " store with --column-times micros, below another root");
            }
            try {
                transaction.updateSchema().unionByNameWith(Columns.of(columns)).commit();
            } catch (RuntimeException e) {
                throw new TableRefusedException(
                        "the columns of file '" + footer.file().path() + "' do not fit the table: " + e.getMessage(),
                        e);
            }
        }
    }

    private void partition(Transaction transaction) throws TableRefusedException {
        if (settings.partitionBy().isEmpty()) {
            return;
        }
        try {
            UpdatePartitionSpec update = transaction.updateSpec();
            settings.partitionBy().forEach(term -> update.addField(term.term()));
            update.commit();
        } catch (RuntimeException e) {
            throw new TableRefusedException(
                    "the table cannot be partitioned by " + settings.partitionBy() + ": " + e.getMessage(), e);
        }
        // Whole, not cut after 16 characters: a file's partition is found by its smallest and largest value.
        var whole = transaction.updateProperties();
        settings.partitionBy()
                .forEach(term -> whole.set(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + term.column(), "full"));
        whole.commit();
    }

    private void fill(Transaction transaction, List<Footers.Footer> footers, boolean anew)
            throws TableRefusedException {
        List<DataFile> files = dataFiles(transaction.table(), footers);
        String cursor = CursorText.of(to);
        if (anew) {
            OverwriteFiles overwrite = transaction
                    .newOverwrite()
                    .overwriteByRowFilter(Expressions.alwaysTrue())
                    .toBranch(branch)
                    .set(IcebergTable.CURSOR, cursor)
                    .validateWith(unmoved(transaction));
            files.forEach(overwrite::addFile);
            overwrite.commit();
        } else {
            AppendFiles append = transaction
                    .newAppend()
                    .toBranch(branch)
                    .set(IcebergTable.CURSOR, cursor)
                    .validateWith(unmoved(transaction));
            files.forEach(append::appendFile);
            append.commit();
        }
        transaction
                .updateProperties()
                .set(IcebergTable.property(branch), cursor)
                .commit();
        transaction.commitTransaction();
    }

    /** Iceberg asks this each time it tries to commit on top of what others committed meanwhile. */
    private SnapshotAncestryValidator unmoved(Transaction transaction) {
        return new SnapshotAncestryValidator() {
            @Override
            public boolean validate(Iterable<Snapshot> ancestors) {
                Optional<String> text = IcebergTable.newest(ancestors);
                try {
                    TableCursor now = text.isPresent()
                            ? CursorText.read(text.get())
                            : kept(transaction.table().properties().get(IcebergTable.property(branch)));
                    overtaken = !now.equals(from);
                } catch (TableRefusedException unreadable) {
                    overtaken = true;
                }
                return !overtaken;
            }

            @Override
            public String errorMessage() {
                return "the cursor has moved";
            }
        };
    }

    private static TableCursor kept(String text) throws TableRefusedException {
        return text == null ? TableCursor.NONE : CursorText.read(text);
    }

    private static List<DataFile> dataFiles(Table table, List<Footers.Footer> footers) {
        NameMapping names = NameMappingParser.fromJson(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING));
        MetricsConfig counted = MetricsConfig.forTable(table);
        return footers.stream()
                .map(footer -> dataFile(
                        table,
                        footer,
                        ParquetUtil.footerMetrics(footer.metadata(), java.util.stream.Stream.empty(), counted, names)))
                .toList();
    }

    private static DataFile dataFile(Table table, Footers.Footer footer, Metrics metrics) {
        PartitionSpec spec = table.spec();
        Optional<GenericRecord> partition = Optional.empty();
        if (spec.isPartitioned()) {
            partition = FilePartition.of(spec, table.schema(), metrics);
            if (partition.isEmpty()) {
                spec = unpartitioned(table);
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

    private static PartitionSpec unpartitioned(Table table) {
        return table.specs().values().stream()
                .filter(PartitionSpec::isUnpartitioned)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the table has no unpartitioned spec for files whose rows belong to several partitions"));
    }
}
