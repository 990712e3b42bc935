package io.millrace.producer.cdc;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.sources.database.DatabaseException;
import io.millrace.sources.database.JdbcLink;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What differs between the servers whose logs are read. Not thread-safe. */
public abstract class CaptureServer implements AutoCloseable {
    /** Part of a place: which server it is of, so that another one's log is not gone on with by mistake. */
    static final String SERVER = "millrace_server";

    /** Rows that are fetched at once and kept; how long one may be nobody knows. More than these save little time. */
    static final String FETCHED_ROWS = "100";

    private static final int QUEUE = 4096;

    private final DatabaseSettings database;
    private final ChangeSettings settings;
    private final JdbcLink link;

    CaptureServer(DatabaseSettings database, ChangeSettings settings) {
        this.database = database;
        this.settings = settings;
        this.link = JdbcLink.reading(database);
    }

    /** The server of this database. */
    public static CaptureServer of(DatabaseSettings database, ChangeSettings settings) {
        return database.kind() == DatabaseSettings.Kind.POSTGRESQL
                ? new PostgreSqlCapture(database, settings)
                : new BinlogCapture(database, settings);
    }

    /** The parameters behind the URL that are understood; others are refused rather than left out. */
    abstract Map<String, String> parameters();

    /** As {@link ChangeLog#prepare}; null for the place says that nothing was read yet. */
    abstract void check(Map<String, Object> place) throws DatabaseException;

    /** Nothing was begun under this name: ends the source if the server keeps something under its slot's. */
    abstract void requireUnused() throws DatabaseException;

    /** Makes what reading needs; returns the place to begin at, or null if the engine finds it with a snapshot. */
    abstract Map<String, Object> begin() throws DatabaseException;

    /** Settings of the engine that only this server has. */
    abstract Properties connector(boolean snapshot);

    abstract boolean tellsPlaceAtEnd();

    /** As {@link ChangeLog#saved}. */
    abstract Map<String, Object> saved(Map<String, Object> place, Map<String, Object> before);

    final DatabaseSettings.Kind kind() {
        return database.kind();
    }

    final DatabaseSettings database() {
        return database;
    }

    final ChangeSettings settings() {
        return settings;
    }

    /** Bytes of its log that the server keeps for us; empty if it does not tell. */
    Optional<Long> keptBytes() throws DatabaseException {
        return Optional.empty();
    }

    /** Why the log may tell nothing although the server is there; empty if nothing is known. */
    String reasonOfSilence() {
        return "";
    }

    /** What is wrong with the URL, if anything: that the engine could not do what it says. */
    public Optional<String> problem() {
        JdbcAddress address = JdbcAddress.of(database);
        if (address == null) {
            return Optional.of("--jdbc-url is '" + database.printable()
                    + "', must name one host, perhaps a port, and a database for change data capture");
        }
        return address.parameters().keySet().stream()
                .filter(name -> !parameters().containsKey(name))
                .findFirst()
                .map(name -> "--jdbc-url has the parameter " + name + ", must have none but "
                        + String.join(", ", parameters().keySet()) + " for change data capture")
                .or(() -> problem(address.parameters()));
    }

    /** What is wrong with the values of the URL's parameters, if anything. */
    Optional<String> problem(Map<String, String> values) {
        return Optional.empty();
    }

    /** All settings of the engine. */
    final Properties engine(boolean snapshot) {
        JdbcAddress address = JdbcAddress.of(database);
        Properties all = new Properties();
        // Positions hold it, so it must not change; nobody sees it.
        all.setProperty("name", "millrace");
        all.setProperty("topic.prefix", "millrace");
        // Connect's settings ask for it; with storage of ours nobody connects to it.
        all.setProperty("bootstrap.servers", "unused:9");
        all.setProperty("offset.storage", RestoredOffsets.class.getName());
        // Each start is checked first, by us.
        all.setProperty("errors.max.retries", "0");
        all.setProperty("debezium.embedded.shutdown.pause.before.interrupt.ms", "3000");
        all.setProperty("executor.shutdown.timeout.ms", "2000");
        all.setProperty("tasks.max", "1");
        all.setProperty("database.hostname", address.host());
        all.setProperty("database.port", String.valueOf(address.port()));
        all.setProperty("database.user", database.user());
        all.setProperty("database.password", database.password());
        address.parameters()
                .forEach((name, value) -> all.setProperty(parameters().get(name), value));
        all.setProperty(
                "table.include.list",
                settings.tables().stream().map(Pattern::quote).collect(Collectors.joining(",")));
        all.setProperty("provide.transaction.metadata", "true");
        all.setProperty("tombstones.on.delete", "false");
        all.setProperty("skipped.operations", "none");
        all.setProperty("heartbeat.interval.ms", "5000");
        all.setProperty("poll.interval.ms", "100");
        all.setProperty("max.batch.size", "1024");
        all.setProperty("max.queue.size", String.valueOf(QUEUE));
        all.setProperty("max.queue.size.in.bytes", String.valueOf(16 << 20));
        all.setProperty("column.propagate.source.type", ".*");
        all.setProperty("decimal.handling.mode", "string");
        all.setProperty("time.precision.mode", "microseconds");
        all.setProperty("binary.handling.mode", "bytes");
        all.setProperty("unavailable.value.placeholder", ChangeValues.UNAVAILABLE);
        all.putAll(connector(snapshot));
        return all;
    }

    /** Runs the work in one transaction. */
    final <T> T call(JdbcLink.Work<T> work) throws DatabaseException {
        return link.call(work);
    }

    /** The first column of the first row; null if there is no row or no value. */
    static String value(Connection connection, String sql) throws SQLException {
        List<String> rows = values(connection, sql);
        return rows.isEmpty() ? null : rows.get(0);
    }

    /** The first column of all rows. */
    static List<String> values(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Ends the source with a sentence about the database. */
    final ServiceException refused(String sentence) {
        return new ServiceException("database " + database.printable() + ": " + sentence);
    }

    /** Text as SQL has it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() {
        link.close();
    }
}
