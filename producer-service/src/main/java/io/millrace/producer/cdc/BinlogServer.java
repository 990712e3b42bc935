package io.millrace.producer.cdc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** What differs between the servers that write a binary log. Not thread-safe. */
abstract class BinlogServer {
    static final String TLS_MODE = "database.ssl.mode";

    private static final Pattern MAY_ALL = Pattern.compile("GRANT (ALL PRIVILEGES|.*\\bSUPER\\b).* ON \\*\\.\\* .*");

    private final CaptureServer capture;

    /** @param capture knows what is read and as whom */
    BinlogServer(CaptureServer capture) {
        this.capture = capture;
    }

    final CaptureServer capture() {
        return capture;
    }

    /** Ends the source with a sentence if the server does not write its log as is needed. */
    abstract void requireSettings(Connection connection) throws SQLException;

    /** Ends the source with a sentence if the user may not read the log. */
    abstract void requireRights(Connection connection) throws SQLException;

    /** Types of columns, in lower case, that the engine shows wrong or not at all. */
    abstract List<String> unreadTypes();

    /** Ends the source with a sentence if the log is not the one that the place is of; null says that nothing was read yet. */
    abstract void requireLog(Connection connection, Map<String, Object> place) throws SQLException;

    /** What a place has of the server, which other servers have not. */
    abstract String identity();

    /** Sets what of the engine only this server has, and the TLS mode, which each calls by words of its own. */
    abstract void connector(Properties all, TlsMode mode);

    /** What may change while the log is read. */
    abstract void look(Connection connection) throws SQLException;

    final void requireVariable(Connection connection, String name, String wanted, String remedy) throws SQLException {
        String is = CaptureServer.value(connection, "SELECT @@global." + name);
        if (!wanted.equalsIgnoreCase(is)) {
            throw capture.refused(
                    name + " is " + is + ", must be " + (wanted.equals("1") ? "on" : wanted) + ": " + remedy);
        }
    }

    /** What both need of their logs. */
    final void requireRowLog(Connection connection) throws SQLException {
        requireVariable(connection, "log_bin", "1", "log_bin in the server's configuration, and restart it");
        requireVariable(connection, "binlog_format", "ROW", "SET GLOBAL binlog_format = 'ROW'");
        requireVariable(connection, "binlog_row_image", "FULL", "SET GLOBAL binlog_row_image = 'FULL'");
        String server = CaptureServer.value(connection, "SELECT @@global.server_id");
        if (server.equals(String.valueOf(capture.settings().serverId()))) {
            throw capture.refused("--server-id is " + server + ", must not be the server's own");
        }
    }

    /**
     * @param rights that are needed on everything
     * @param synonyms other names of some of them
     */
    final void requireRights(Connection connection, List<String> rights, Map<String, String> synonyms)
            throws SQLException {
        List<String> grants = CaptureServer.values(connection, "SHOW GRANTS");
        if (grants.stream().anyMatch(grant -> MAY_ALL.matcher(grant).matches())) {
            return;
        }
        List<String> everywhere = grants.stream()
                .map(grant -> grant.toUpperCase(Locale.ROOT))
                .filter(grant -> grant.contains(" ON *.* "))
                .toList();
        for (String right : rights) {
            String synonym = synonyms.getOrDefault(right, right);
            if (everywhere.stream().noneMatch(grant -> grant.contains(right) || grant.contains(synonym))) {
                int last = rights.size() - 1;
                throw capture.refused("user " + capture.database().user() + " has not the right " + right + ": GRANT "
                        + right + " ON *.* TO the user, of " + String.join(", ", rights.subList(0, last)) + " and "
                        + rights.get(last));
            }
        }
    }
}
