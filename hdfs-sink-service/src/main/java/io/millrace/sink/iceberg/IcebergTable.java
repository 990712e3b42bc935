package io.millrace.sink.iceberg;

import io.millrace.sink.table.OvertakenException;
import io.millrace.sink.table.TableContent;
import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TableFile;
import io.millrace.sink.table.TargetTable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/**
 * One Iceberg table. The cursor stands in the summary of the snapshot that added the files, so that both are there or neither
 * is, and Iceberg looks for it among the snapshot's ancestors in the moment of the commit: a projector that was paused for
 * hours cannot add its files a second time. The table's properties hold the cursor once more, set in the same commit, for a
 * table whose old snapshots somebody expired.
 *
 * <p>Not thread-safe. The catalog may be slow or away; each call asks it anew.
 */
public final class IcebergTable implements TargetTable {
    /** Name of the cursor in a snapshot's summary, and among the table's properties. */
    public static final String CURSOR = "millrace.cursor";

    /** Name of what tells a commit from all others, in a snapshot's summary. */
    static final String COMMIT = "millrace.commit";

    private static final String MAIN = "main";

    private final Opener opener;
    private final TableIdentifier id;
    private final IcebergSettings settings;
    private final String fileSystem;
    private final Footers footers;

    /** The catalog, opened when it is first asked for, and again after it was closed. */
    public interface Opener {
        Catalog open();

        /** Lets go of it. */
        default void close() {}
    }

    /**
     * Nothing is asked yet.
     *
     * @param fileSystem scheme and authority of the file system that holds the files, {@code hdfs://host:8020}
     * @param threads read the files' footers
     */
    public IcebergTable(
            Opener opener, IcebergSettings settings, String fileSystem, Configuration configuration, Executor threads) {
        this.opener = opener;
        this.settings = settings;
        this.id = TableIdentifier.parse(settings.name());
        this.fileSystem = fileSystem;
        this.footers = new Footers(configuration, threads);
    }

    @Override
    public String name() {
        return name(settings.name(), settings.branch());
    }

    /** What {@link #name} is of the table of this name. */
    public static String name(String table, Optional<String> branch) {
        return "iceberg:" + table + branch.map(known -> "@" + known).orElse("");
    }

    @Override
    public TableCursor cursor() throws IOException {
        Optional<Table> table = load();
        return table.isEmpty() ? TableCursor.NONE : cursorOf(table.get());
    }

    @Override
    public void append(TableCursor from, List<TableFile> files, TableCursor to) throws IOException, OvertakenException {
        commit(from, files, to, false);
    }

    @Override
    public void replace(TableCursor from, List<TableFile> files, TableCursor to)
            throws IOException, OvertakenException {
        commit(from, files, to, true);
    }

    @Override
    public int remove(TableCursor from, List<String> paths, TableCursor to) throws IOException, OvertakenException {
        Table table =
                at(from).orElseThrow(() -> new OvertakenException("somebody has dropped " + this + " meanwhile", null));
        IcebergCommit commit = new IcebergCommit(table, branch(), from, to);
        try {
            return commit.remove(LiveFiles.named(table, branch(), new HashSet<>(paths), fileSystem));
        } catch (RuntimeException e) {
            throw failed(commit, e);
        }
    }

    private void commit(TableCursor from, List<TableFile> files, TableCursor to, boolean anew)
            throws IOException, OvertakenException {
        List<Footers.Footer> read = footers.read(fileSystem, files);
        Optional<Table> there = at(from);
        TableMaker maker = new TableMaker(settings, id);
        IcebergCommit commit = null;
        try {
            Table table = there.isPresent() ? there.get() : maker.make(opener.open(), read);
            maker.grow(table, read);
            commit = new IcebergCommit(table, branch(), from, to);
            commit.commit(read, anew);
        } catch (RuntimeException e) {
            throw failed(commit, e);
        }
    }

    /** The table, if its cursor is there; empty if there is no table. */
    private Optional<Table> at(TableCursor from) throws IOException, OvertakenException {
        Optional<Table> there = load();
        TableCursor now = there.isEmpty() ? TableCursor.NONE : cursorOf(there.get());
        if (!now.equals(from)) {
            throw new OvertakenException("another projector has moved " + this, null);
        }
        return there;
    }

    /** @param commit null if it did not come so far */
    private IOException failed(IcebergCommit commit, RuntimeException e) throws OvertakenException {
        if (commit != null && commit.wasOvertaken() || IcebergFailures.isCollision(e)) {
            throw new OvertakenException("somebody else has changed " + this + " meanwhile", e);
        }
        return sorted(e);
    }

    @Override
    public Optional<TableContent> content() throws IOException {
        Optional<Table> table = load();
        try {
            return table.isEmpty()
                    ? Optional.empty()
                    : Optional.of(LiveFiles.of(table.get(), branch(), cursorOf(table.get()), fileSystem));
        } catch (RuntimeException e) {
            throw sorted(e);
        }
    }

    private TableCursor cursorOf(Table table) throws IOException {
        try {
            return Cursors.of(metadata(table), branch());
        } catch (RuntimeException e) {
            // Some catalogs bring snapshots when they are asked for.
            throw sorted(e);
        }
    }

    private Optional<Table> load() throws IOException {
        try {
            return Optional.of(opener.open().loadTable(id));
        } catch (NoSuchTableException | NoSuchNamespaceException none) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw sorted(e);
        }
    }

    static TableMetadata metadata(Table table) {
        return ((HasTableOperations) table).operations().current();
    }

    /** Branches come apart: each has a cursor of its own. */
    static String property(String branch) {
        return branch.equals(MAIN) ? CURSOR : CURSOR + "." + branch;
    }

    private String branch() {
        return settings.branch().orElse(MAIN);
    }

    private IOException sorted(RuntimeException e) {
        if (IcebergFailures.isLogIn(e)) {
            // A REST catalog's token that could not be renewed in time never is again.
            opener.close();
        }
        return IcebergFailures.sorted(toString(), e);
    }

    @Override
    public String toString() {
        return "table iceberg:" + settings.name();
    }
}
