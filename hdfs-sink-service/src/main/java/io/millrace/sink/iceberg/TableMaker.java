package io.millrace.sink.iceberg;

import io.millrace.sink.table.TableRefusedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.types.TypeUtil;
import org.apache.parquet.schema.MessageType;

/**
 * Makes tables and gives them the columns that files bring. Each step may be the last before a crash, and may meet another
 * process that does the same: the next look goes on from what is there.
 */
final class TableMaker {
    /** Name of the property that says how a table is to be partitioned that was made here. */
    private static final String PARTITION_BY = "millrace.partition-by";

    private final IcebergSettings settings;
    private final TableIdentifier id;

    TableMaker(IcebergSettings settings, TableIdentifier id) {
        this.settings = settings;
        this.id = id;
    }

    /**
     * Makes the table, without columns yet: Iceberg gives columns of a new table numbers of its own.
     *
     * @throws TableRefusedException if these files could not be in it
     */
    Table make(Catalog catalog, List<Footers.Footer> files) throws TableRefusedException {
        TableColumns columns = new TableColumns();
        add(files, columns);
        for (PartitionTerm term : settings.partitionBy()) {
            if (columns.schema().findField(term.column()) == null) {
                throw new TableRefusedException("the table cannot be partitioned by " + term
                        + ": the files have no column '" + term.column() + "'");
            }
        }
        if (catalog instanceof SupportsNamespaces namespaces
                && !id.namespace().isEmpty()
                && !namespaces.namespaceExists(id.namespace())) {
            try {
                namespaces.createNamespace(id.namespace());
            } catch (AlreadyExistsException made) {
                // By somebody else, a moment ago.
            }
        }
        try {
            return catalog.createTable(
                    id, new Schema(), PartitionSpec.unpartitioned(), properties(catalog, terms(columns.schema())));
        } catch (AlreadyExistsException made) {
            try {
                return catalog.loadTable(id);
            } catch (NoSuchTableException none) {
                throw new TableRefusedException(id + " is there and is no table: " + made.getMessage(), made);
            }
        }
    }

    private List<PartitionTerm> terms(Schema schema) {
        if (!settings.partitionBy().isEmpty()) {
            return settings.partitionBy();
        }
        return settings.byFolders().stream()
                .filter(term -> term.suits(schema.findField(term.column())))
                .toList();
    }

    private static Map<String, String> properties(Catalog catalog, List<PartitionTerm> terms) {
        Map<String, String> properties = new HashMap<>();
        // The files belong to the commit log: nobody deletes them because a snapshot that names them is old.
        properties.put(TableProperties.GC_ENABLED, "false");
        if (!terms.isEmpty()) {
            // Whoever comes next goes on with it, if this process does not get that far.
            properties.put(
                    PARTITION_BY, terms.stream().map(PartitionTerm::toString).collect(Collectors.joining(";")));
        }
        // In folders the number of a version is free once its file is gone: a process that was paused for long would
        // take it.
        if (!(catalog instanceof HadoopCatalog)) {
            properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
        }
        return properties;
    }

    /** Gives the table the columns that it lacks, and a new one its partitioning. */
    void grow(Table table, List<Footers.Footer> files) throws TableRefusedException {
        TableOperations operations = ((HasTableOperations) table).operations();
        TableMetadata base = operations.current();
        TableColumns columns = new TableColumns(base);
        add(files, columns);
        if (columns.changed()) {
            Schema schema = columns.schema();
            int last = Math.max(
                    base.lastColumnId(),
                    TypeUtil.indexById(schema.asStruct()).keySet().stream()
                            .mapToInt(Integer::intValue)
                            .max()
                            .orElse(0));
            TableMetadata grown;
            try {
                grown = TableMetadata.buildFrom(base)
                        .setCurrentSchema(schema, last)
                        .build();
            } catch (IllegalStateException | IllegalArgumentException e) {
                throw new TableRefusedException(
                        "the columns of the files do not fit " + id + ": "
                                + e.getMessage().replaceAll("\\s+", " "),
                        e);
            }
            operations.commit(base, grown);
            table.refresh();
        }
        String wanted = table.properties().get(PARTITION_BY);
        if (wanted != null && table.specs().size() == 1 && table.spec().isUnpartitioned()) {
            partition(
                    table,
                    Arrays.stream(wanted.split(";")).map(PartitionTerm::of).toList());
        }
    }

    private static void partition(Table table, List<PartitionTerm> terms) throws TableRefusedException {
        // Whole, not cut after 16 characters: a file's partition is found by its smallest and largest value.
        UpdateProperties whole = table.updateProperties();
        terms.forEach(term -> whole.set(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + term.column(), "full"));
        whole.commit();
        UpdatePartitionSpec update = table.updateSpec();
        try {
            terms.forEach(term -> update.addField(term.term()));
            update.apply();
        } catch (RuntimeException e) {
            throw new TableRefusedException("the table cannot be partitioned by " + terms + ": " + e.getMessage(), e);
        }
        update.commit();
        table.refresh();
    }

    private static void add(List<Footers.Footer> files, TableColumns columns) throws TableRefusedException {
        Set<MessageType> seen = new HashSet<>();
        for (Footers.Footer footer : files) {
            MessageType file = footer.metadata().getFileMetaData().getSchema();
            if (seen.add(file)) {
                columns.add(
                        Columns.of(file, footer.file().path()), footer.file().path());
            }
        }
    }
}
