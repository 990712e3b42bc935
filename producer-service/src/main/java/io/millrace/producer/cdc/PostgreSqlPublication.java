package io.millrace.producer.cdc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tables' changes PostgreSQL puts into what it sends: those of a publication, named as the slot. */
final class PostgreSqlPublication {
    private static final Logger log = LoggerFactory.getLogger(PostgreSqlPublication.class);

    /** The first version whose publications may leave out rows or columns. */
    private static final int FILTERS = 150_000;

    /** Tables by name; the view waits for everybody who locks one, for instance to alter it, and these do not. */
    private static final String NAMED = "SELECT n.nspname || '.' || c.relname FROM pg_publication p"
            + " JOIN pg_publication_rel r ON r.prpubid = p.oid JOIN pg_class c ON c.oid = r.prrelid"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE p.pubname = ";

    private final CaptureServer server;

    PostgreSqlPublication(CaptureServer server) {
        this.server = server;
    }

    /** Makes it if it is missing. */
    void require(Connection connection) throws SQLException {
        String name = server.settings().slot();
        String wanted = server.settings().tables().stream()
                .map(PostgreSqlPublication::identifier)
                .collect(Collectors.joining(", "));
        String complete = operations(connection);
        if (complete == null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE PUBLICATION \"" + name + "\" FOR TABLE " + wanted);
                log.info("Publication made: name={} tables={}", name, wanted);
            } catch (SQLException e) {
                if ("42501".equals(e.getSQLState())) {
                    throw server.refused(
                            "user " + server.database().user() + " may not make the publication; the tables' owner can:"
                                    + " CREATE PUBLICATION \"" + name + "\" FOR TABLE " + wanted);
                }
                throw e;
            }
            return;
        }
        requireOperations(complete);
        String absent = absent(connection);
        if (absent != null) {
            throw server.refused("publication " + name + " has not table " + absent + ": ALTER PUBLICATION \"" + name
                    + "\" ADD TABLE " + identifier(absent));
        }
        String filtered = filtered(connection);
        if (filtered != null) {
            throw server.refused("publication " + name + " leaves out rows or columns of table " + filtered
                    + ", must publish all: ALTER PUBLICATION \"" + name + "\" SET TABLE " + wanted);
        }
    }

    /** The server leaves out what was changed while a table was not published, and does not say so. */
    void requireStill(Connection connection) throws SQLException {
        String absent = absent(connection);
        if (absent != null) {
            throw server.refused("publication " + server.settings().slot() + " has not table " + absent
                    + " any more, because somebody took it out or dropped one of the two" + PostgreSqlCapture.ANEW);
        }
        requireOperations(operations(connection));
        String filtered = filtered(connection);
        if (filtered != null) {
            throw server.refused("publication " + server.settings().slot() + " leaves out rows or columns of table "
                    + filtered + ", because somebody gave it a WHERE or a list of columns" + PostgreSqlCapture.ANEW);
        }
    }

    /** True if it publishes all of them; null if there is none. */
    private String operations(Connection connection) throws SQLException {
        return CaptureServer.value(
                connection,
                "SELECT (pubinsert AND pubupdate AND pubdelete AND pubtruncate)::text FROM pg_publication WHERE pubname = "
                        + CaptureServer.quoted(server.settings().slot()));
    }

    private void requireOperations(String complete) {
        String name = server.settings().slot();
        if (!"true".equals(complete)) {
            throw server.refused("publication " + name
                    + " leaves operations out, must publish insert, update, delete and truncate: ALTER PUBLICATION \""
                    + name + "\" SET (publish = 'insert, update, delete, truncate')");
        }
    }

    /** A table that is not published; null if all are. */
    private String absent(Connection connection) throws SQLException {
        Set<String> named = tables(connection, NAMED, "");
        if (named.containsAll(server.settings().tables())) {
            return null;
        }
        Set<String> all = tables(
                connection, "SELECT schemaname || '.' || tablename FROM pg_publication_tables WHERE pubname = ", "");
        return first(table -> !all.contains(table));
    }

    /** A table of which not all is published; null if there is none. */
    private String filtered(Connection connection) throws SQLException {
        if (Integer.parseInt(CaptureServer.value(connection, "SHOW server_version_num")) < FILTERS) {
            return null;
        }
        Set<String> some = tables(connection, NAMED, " AND (r.prqual IS NOT NULL OR r.prattrs IS NOT NULL)");
        return first(some::contains);
    }

    private Set<String> tables(Connection connection, String ofPublication, String more) throws SQLException {
        return new HashSet<>(CaptureServer.values(
                connection,
                ofPublication + CaptureServer.quoted(server.settings().slot()) + more));
    }

    private String first(Predicate<String> wanted) {
        return server.settings().tables().stream().filter(wanted).findFirst().orElse(null);
    }

    private static String identifier(String table) {
        int dot = table.indexOf('.');
        return "\"" + table.substring(0, dot) + "\".\"" + table.substring(dot + 1) + "\"";
    }
}
