package io.millrace.producer.cdc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MariaDB, whose transactions have ids of domain, server and number. */
final class MariaDbServer extends BinlogServer {
    private static final Logger log = LoggerFactory.getLogger(MariaDbServer.class);

    /** The number of the server that is asked, which those that replicate each other do not share. */
    private String server;

    private boolean isWarned;

    MariaDbServer(CaptureServer capture) {
        super(capture);
    }

    @Override
    void requireSettings(Connection connection) throws SQLException {
        requireRowLog(connection);
        server = CaptureServer.value(connection, "SELECT @@global.server_id");
    }

    @Override
    void requireRights(Connection connection) throws SQLException {
        requireRights(
                connection,
                List.of("REPLICATION SLAVE", "BINLOG MONITOR", "RELOAD"),
                Map.of("BINLOG MONITOR", "REPLICATION CLIENT"));
    }

    @Override
    List<String> unreadTypes() {
        return List.of("uuid", "inet4", "inet6", "vector", "xmltype");
    }

    @Override
    void requireLog(Connection connection, Map<String, Object> place) throws SQLException {
        MariaDbPlaces places = new MariaDbPlaces(capture());
        if (place == null) {
            places.requireTransaction(connection);
        } else {
            places.requireLog(connection, place, server);
        }
    }

    @Override
    String identity() {
        return server;
    }

    @Override
    void connector(Properties all, TlsMode mode) {
        all.setProperty("connector.class", "io.debezium.connector.mariadb.MariaDbConnector");
        all.setProperty("snapshot.fetch.size", CaptureServer.FETCHED_ROWS);
        all.setProperty(TLS_MODE, mode.mariaDb());
    }

    @Override
    void look(Connection connection) throws SQLException {
        // Each may be set while the server runs, and what sessions write from then on is not whole.
        requireSettings(connection);
        warnOfPrepared(connection);
    }

    /** The log has such a transaction when it is prepared; of its end, which may be a rollback, the engine does not tell. */
    private void warnOfPrepared(Connection connection) throws SQLException {
        String count = CaptureServer.value(
                connection,
                "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'COM_XA_PREPARE'");
        if (!isWarned && count != null && !count.equals("0")) {
            isWarned = true;
            log.warn(
                    "Server has prepared XA transactions since its start; their changes come when they are prepared, also"
                            + " of those that are rolled back then: count={}",
                    count);
        }
    }
}
