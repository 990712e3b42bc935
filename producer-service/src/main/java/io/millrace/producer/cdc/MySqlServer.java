package io.millrace.producer.cdc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** MySQL with global transaction ids, which name the server that wrote a transaction first, and its number there. */
final class MySqlServer extends BinlogServer {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\..*");
    private static final int OLDEST_VERSION = 8;

    /** Each data folder gets one of its own, so that a copy of a server is another one. */
    private String uuid;

    MySqlServer(CaptureServer capture) {
        super(capture);
    }

    @Override
    void requireSettings(Connection connection) throws SQLException {
        String version = CaptureServer.value(connection, "SELECT VERSION()");
        var parts = VERSION.matcher(version);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) < OLDEST_VERSION) {
            throw capture().refused("MySQL is " + version + ", must be at least 8.0");
        }
        requireRowLog(connection);
        requireVariable(
                connection,
                "gtid_mode",
                "ON",
                "gtid_mode = ON and enforce_gtid_consistency = ON in the server's configuration, and restart it");
        String options = CaptureServer.value(connection, "SELECT @@global.binlog_row_value_options");
        if (!options.isEmpty()) {
            // An update would hold what was done to a document instead of the document.
            throw capture()
                    .refused("binlog_row_value_options is " + options
                            + ", must be empty: SET GLOBAL binlog_row_value_options = ''");
        }
        uuid = CaptureServer.value(connection, "SELECT @@global.server_uuid");
    }

    @Override
    void requireRights(Connection connection) throws SQLException {
        requireRights(connection, List.of("REPLICATION SLAVE", "REPLICATION CLIENT", "RELOAD"), Map.of());
    }

    @Override
    List<String> unreadTypes() {
        return List.of("vector");
    }

    @Override
    void requireLog(Connection connection, Map<String, Object> place) throws SQLException {
        MySqlPlaces places = new MySqlPlaces(capture());
        places.requireNoTags(connection);
        if (place == null) {
            places.requireTransaction(connection);
        } else {
            places.requireLog(connection, place, uuid);
        }
    }

    @Override
    String identity() {
        return uuid;
    }

    @Override
    void connector(Properties all, TlsMode mode) {
        all.setProperty("connector.class", "io.debezium.connector.mysql.MySqlConnector");
        // No snapshot.fetch.size: rows come one by one then, as text. By a cursor the engine reads times below zero
        // wrong.
        all.setProperty(TLS_MODE, mode.mySql());
    }

    @Override
    void look(Connection connection) throws SQLException {
        // Each may be set while the server runs, and what sessions write from then on is not whole.
        requireSettings(connection);
        new MySqlPlaces(capture()).requireNoTags(connection);
    }
}
