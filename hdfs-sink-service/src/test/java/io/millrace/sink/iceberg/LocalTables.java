package io.millrace.sink.iceberg;

import io.millrace.sink.sim.SimDisk;
import io.millrace.sink.sim.SimWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.io.CloseableIterable;

/** A catalog of Iceberg's own kind in a local folder, beside the files that a simulated sink wrote. */
final class LocalTables {
    static final TableIdentifier ID = TableIdentifier.of("lake", "readings");

    private final Path folder;
    private static final Configuration SHARED = made();

    private final Configuration configuration = SHARED;

    LocalTables(Path folder) {
        this.folder = folder;
    }

    /** Of Hadoop, for files on this machine. */
    static Configuration configuration() {
        return SHARED;
    }

    private static Configuration made() {
        Configuration configuration = new Configuration();
        configuration.setClass("fs.file.impl", QuickFileSystem.class, FileSystem.class);
        return configuration;
    }

    String warehouse() {
        return folder.resolve("warehouse").toUri().toString();
    }

    HadoopCatalog catalog() {
        return new HadoopCatalog(configuration, warehouse());
    }

    IcebergTable table(PartitionTerm... partitionBy) {
        return table(new IcebergSettings("lake.readings", Optional.empty(), List.of(partitionBy)));
    }

    IcebergTable table(IcebergSettings settings) {
        return new IcebergTable(this::catalog, settings, "file:" + folder, configuration, Runnable::run);
    }

    IcebergTable tableOf(HadoopCatalog catalog, IcebergSettings settings) {
        return new IcebergTable(() -> catalog, settings, "file:" + folder, configuration, Runnable::run);
    }

    /** The table by this catalog. */
    IcebergTable tableOf(HadoopCatalog catalog) {
        return new IcebergTable(
                () -> catalog,
                new IcebergSettings("lake.readings", Optional.empty(), List.of()),
                "file:" + folder,
                configuration,
                Runnable::run);
    }

    Table loaded() {
        return catalog().loadTable(ID);
    }

    /** Puts what the sink has stored below {@link SimWorld#ROOT} where Iceberg's reader finds it. */
    void copy(SimDisk disk) throws IOException {
        for (String path : disk.files(SimWorld.ROOT, ".parquet")) {
            if (!path.contains("/_millrace/")) {
                Path target = folder.resolve(path.substring(1));
                Files.createDirectories(target.getParent());
                Files.write(target, disk.read(path));
            }
        }
    }

    /** All rows, as Iceberg's own reader sees them. */
    List<Record> rows() throws IOException {
        return rows(Expressions.alwaysTrue());
    }

    /** The rows that take this, found with what table and files say of their smallest and largest values. */
    List<Record> rows(Expression filter) throws IOException {
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<Record> read =
                IcebergGenerics.read(loaded()).where(filter).build()) {
            read.forEach(rows::add);
        }
        return rows;
    }
}
