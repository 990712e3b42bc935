package io.millrace.producer.cdc;

import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.sources.database.DatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MariaDB or MySQL through its binary log; which of them it is the server says, since both may be behind a URL of MySQL.
 *
 * <p>A place is the beginning of a transaction: with the set of global transaction ids before it, which the engine goes on
 * from. The engine's own counts of events and rows within a transaction are not used.
 */
final class BinlogCapture extends CaptureServer {
    /** Tells of each connection, past our log. Kept here, for a logger that nobody holds forgets its level. */
    private static final java.util.logging.Logger CLIENT = java.util.logging.Logger.getLogger("com.github.shyiko");

    private static final Logger log = LoggerFactory.getLogger(BinlogCapture.class);
    private static final String TLS_PARAMETER = "sslMode";

    /** Known from the first check on, which comes before anything else. */
    private BinlogServer server;

    BinlogCapture(DatabaseSettings database, ChangeSettings settings) {
        super(database, settings);
        CLIENT.setLevel(java.util.logging.Level.WARNING);
    }

    @Override
    Map<String, String> parameters() {
        return Map.of(
                "sslMode", "database.ssl.mode",
                "trustStore", "database.ssl.truststore",
                "trustStorePassword", "database.ssl.truststore.password",
                "keyStore", "database.ssl.keystore",
                "keyStorePassword", "database.ssl.keystore.password",
                "allowPublicKeyRetrieval", "driver.allowPublicKeyRetrieval");
    }

    @Override
    Optional<String> problem(Map<String, String> values) {
        String word = values.get(TLS_PARAMETER);
        return word == null || TlsMode.of(word).isPresent()
                ? Optional.empty()
                : Optional.of("--jdbc-url has " + TLS_PARAMETER + "=" + word + ", must be " + TlsMode.WORDS
                        + " for change data capture");
    }

    @Override
    boolean tellsPlaceAtEnd() {
        return false;
    }

    @Override
    Map<String, Object> saved(Map<String, Object> place, Map<String, Object> before) {
        return BinlogPlace.saved(place, before, server.identity());
    }

    @Override
    void check(Map<String, Object> place) throws DatabaseException {
        call(connection -> {
            if (server == null) {
                boolean isMariaDb = value(connection, "SELECT VERSION()").contains("MariaDB");
                server = isMariaDb ? new MariaDbServer(this) : new MySqlServer(this);
            }
            server.requireSettings(connection);
            server.requireRights(connection);
            for (String table : settings().tables()) {
                requireTable(connection, table);
                warnOfCascades(connection, table);
            }
            server.requireLog(connection, place);
            return null;
        });
    }

    @Override
    Map<String, Object> begin() {
        return null;
    }

    @Override
    void requireUnused() {
        // Nothing of ours is kept on the server.
    }

    private void requireTable(Connection connection, String table) throws SQLException {
        String where = where(table);
        String type = value(connection, "SELECT table_type FROM information_schema.tables" + where);
        if (type == null) {
            throw refused(
                    "table " + table + " does not exist, or user " + database().user() + " may not read it");
        }
        if (!type.equals("BASE TABLE")) {
            throw refused("'" + table + "' is a " + type.toLowerCase(Locale.ROOT) + ", must be a table");
        }
        if (value(
                        connection,
                        "SELECT 1 FROM information_schema.table_constraints" + where
                                + " AND constraint_type = 'PRIMARY KEY'")
                == null) {
            throw refused("table " + table + " has no primary key, must have one: it is the records' key");
        }
        requireTypes(connection, table);
    }

    private static String where(String table) {
        int dot = table.indexOf('.');
        return " WHERE table_schema = " + quoted(table.substring(0, dot)) + " AND table_name = "
                + quoted(table.substring(dot + 1));
    }

    /** Rows that the server changes because another table's row went are not in its log. */
    private static void warnOfCascades(Connection connection, String table) throws SQLException {
        String actions = "IN ('CASCADE', 'SET NULL', 'SET DEFAULT')";
        List<String> keys = values(
                connection,
                "SELECT constraint_name FROM information_schema.referential_constraints"
                        + where(table).replace("table_schema", "constraint_schema") + " AND (delete_rule " + actions
                        + " OR update_rule " + actions + ")");
        if (!keys.isEmpty()) {
            log.warn(
                    "What the server does to table {} by foreign keys with CASCADE or SET is not in its log and does not"
                            + " arrive: keys={}",
                    table,
                    keys);
        }
    }

    /** The engine takes some of them for others, and shows wrong values without a word. */
    private void requireTypes(Connection connection, String table) throws SQLException {
        String types = server.unreadTypes().stream().map(CaptureServer::quoted).collect(Collectors.joining(", "));
        String column = value(
                connection,
                "SELECT CONCAT(column_name, ' of type ', UPPER(data_type)) FROM information_schema.columns"
                        + where(table) + " AND data_type IN (" + types + ") ORDER BY ordinal_position LIMIT 1");
        if (column != null) {
            throw refused("table " + table + " has column " + column
                    + ", which change data capture cannot read; jdbc reads it");
        }
    }

    @Override
    Properties connector(boolean snapshot) {
        Properties all = new Properties();
        all.setProperty("database.server.id", String.valueOf(settings().serverId()));
        all.setProperty("database.include.list", databases());
        all.setProperty("schema.history.internal", PositionHistory.class.getName());
        all.setProperty("schema.history.internal.store.only.captured.tables.ddl", "true");
        all.setProperty("schema.history.internal.store.only.captured.databases.ddl", "true");
        all.setProperty("include.schema.changes", "false");
        all.setProperty("snapshot.mode", settings().snapshot() ? "initial" : "no_data");
        all.setProperty("bigint.unsigned.handling.mode", "precise");
        all.setProperty(
                "connect.timeout.ms", String.valueOf(database().timeout().toMillis()));
        // As numbers: the driver makes dates of them, and fails where there is none.
        all.setProperty("driver.yearIsDateType", "false");
        all.setProperty("driver.tinyInt1isBit", "false");
        // A lost connection is ours to see and to wait out.
        all.setProperty("connect.keep.alive", "false");
        // All tables row by row: the engine would read small ones at once, and some rows are long.
        all.setProperty("min.row.count.to.stream.results", "0");
        // Has the server send a sign of life every 8 s.
        all.setProperty("connect.keep.alive.interval.ms", "10000");
        // Refused before if it is another word: the engine may not trust a server that our checks do not.
        String word = JdbcAddress.of(database()).parameters().getOrDefault(TLS_PARAMETER, "disable");
        server.connector(all, TlsMode.of(word).orElseThrow());
        return all;
    }

    private String databases() {
        return settings().tables().stream()
                .map(table -> Pattern.quote(table.substring(0, table.indexOf('.'))))
                .distinct()
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
    }

    @Override
    String reasonOfSilence() {
        return "; if another source or replica has the server id " + settings().serverId()
                + ", the server sends the log to the one that came last (--server-id)";
    }

    /** The server keeps nothing for a replica; the question finds one that is gone, of which the engine says nothing. */
    @Override
    Optional<Long> keptBytes() throws DatabaseException {
        call(connection -> {
            server.look(connection);
            for (String table : settings().tables()) {
                requireTypes(connection, table);
            }
            return null;
        });
        return Optional.empty();
    }
}
