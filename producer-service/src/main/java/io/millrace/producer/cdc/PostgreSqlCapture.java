package io.millrace.producer.cdc;

import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.sources.database.DatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL through logical decoding with the built-in plug-in {@code pgoutput}.
 *
 * <p>A place is the end of a transaction in the log. The server itself leaves out the transactions that were committed before
 * the place that reading starts at, and gives the others whole and in the order of their commits.
 */
final class PostgreSqlCapture extends CaptureServer {
    private static final Logger log = LoggerFactory.getLogger(PostgreSqlCapture.class);
    /** Logical messages, which move the place on in a database whose other tables are busy. */
    private static final int OLDEST_VERSION = 140_000;

    private static final String LSN = "lsn";
    private static final String COMMIT = "lsn_commit";

    static final String ANEW = "; what changed since then is lost to this source. Begin anew with a snapshot under"
            + " another --name and --slot";

    private final PostgreSqlPublication publication;
    /** Number that each cluster of PostgreSQL gets when it is made, and its copies share; null if it is not told. */
    private String system;

    PostgreSqlCapture(DatabaseSettings database, ChangeSettings settings) {
        super(database, settings);
        this.publication = new PostgreSqlPublication(this);
    }

    @Override
    Map<String, String> parameters() {
        return Map.of(
                "sslmode", "database.sslmode",
                "sslrootcert", "database.sslrootcert",
                "sslcert", "database.sslcert",
                "sslkey", "database.sslkey",
                "sslpassword", "database.sslpassword");
    }

    @Override
    boolean tellsPlaceAtEnd() {
        return true;
    }

    @Override
    Map<String, Object> saved(Map<String, Object> place, Map<String, Object> before) {
        Object at = place.get(COMMIT) == null ? place.get(LSN) : place.get(COMMIT);
        // Nothing else of what the engine tells: with it, it would search the log for single changes.
        return place(at);
    }

    private Map<String, Object> place(Object at) {
        return system == null ? Map.of(LSN, at, COMMIT, at) : Map.of(LSN, at, COMMIT, at, SERVER, system);
    }

    @Override
    void check(Map<String, Object> place) throws DatabaseException {
        call(connection -> {
            requireSettings(connection);
            for (String table : settings().tables()) {
                requireTable(connection, table);
            }
            // Where somebody took the right away, the slot alone tells.
            system = value(
                    connection,
                    "SELECT CASE WHEN has_function_privilege('pg_control_system()', 'EXECUTE') THEN (SELECT"
                            + " system_identifier FROM pg_control_system()) END");
            if (place == null) {
                publication.require(connection);
            } else {
                requireLog(connection, place);
                requireSlot(connection, ((Number) place.get(LSN)).longValue());
                publication.requireStill(connection);
            }
            return null;
        });
    }

    /** The slot is made new, whatever was begun before: nothing of it was committed. */
    @Override
    Map<String, Object> begin() throws DatabaseException {
        call(connection -> {
            if (slotColumn(connection, "slot_name") != null) {
                value(
                        connection,
                        "SELECT pg_drop_replication_slot(" + quoted(settings().slot()) + ")");
            }
            return null;
        });
        if (settings().snapshot()) {
            // The engine makes it, because the snapshot has to be of the same moment.
            return null;
        }
        long lsn = call(connection -> Long.parseLong(value(
                connection,
                "SELECT lsn - '0/0'::pg_lsn FROM pg_create_logical_replication_slot("
                        + quoted(settings().slot()) + ", 'pgoutput')")));
        return place(lsn);
    }

    @Override
    void requireUnused() throws DatabaseException {
        call(connection -> {
            if (slotColumn(connection, "slot_name") != null) {
                throw refused("replication slot " + settings().slot()
                        + " exists, but nothing was read under this name so far; give another one with --slot, or drop it"
                        + " if nobody needs it: SELECT pg_drop_replication_slot("
                        + quoted(settings().slot()) + ")");
            }
            return null;
        });
    }

    private String slotColumn(Connection connection, String column) throws SQLException {
        return value(
                connection,
                "SELECT " + column + " FROM pg_replication_slots WHERE slot_name = "
                        + quoted(settings().slot()));
    }

    private void requireSettings(Connection connection) throws SQLException {
        if (Integer.parseInt(value(connection, "SHOW server_version_num")) < OLDEST_VERSION) {
            throw refused("PostgreSQL is " + value(connection, "SHOW server_version") + ", must be at least 14");
        }
        String level = value(connection, "SHOW wal_level");
        if (!level.equals("logical")) {
            throw refused("wal_level is '" + level + "', must be logical: ALTER SYSTEM SET wal_level = logical, and"
                    + " restart the server");
        }
        String may = value(
                connection, "SELECT (rolreplication OR rolsuper)::text FROM pg_roles WHERE rolname = current_user");
        if (!"true".equals(may)) {
            // Managed servers give the right by membership.
            String member = value(
                    connection,
                    "SELECT bool_or(pg_has_role(current_user, oid, 'MEMBER'))::text FROM pg_roles WHERE rolname IN"
                            + " ('rds_replication', 'azure_pg_admin', 'cloudsqlsuperuser')");
            if (!"true".equals(member)) {
                throw refused("user " + database().user() + " may not read the log: ALTER ROLE "
                        + database().user() + " REPLICATION");
            }
        }
    }

    private void requireTable(Connection connection, String table) throws SQLException {
        int dot = table.indexOf('.');
        String where = " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
                + quoted(table.substring(0, dot)) + " AND c.relname = " + quoted(table.substring(dot + 1));
        String kind = value(connection, "SELECT c.relkind" + where);
        if (kind == null) {
            throw refused("table " + table + " does not exist");
        }
        if (!kind.equals("r")) {
            throw refused("'" + table + "' is a view, a partitioned table or the like, must be a plain table");
        }
        if (value(
                        connection,
                        "SELECT 1" + where + " AND EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND"
                                + " i.indisprimary)")
                == null) {
            throw refused("table " + table + " has no primary key, must have one: it is the records' key");
        }
        if (value(connection, "SELECT 1" + where + " AND has_table_privilege(c.oid, 'SELECT')") == null) {
            throw refused("user " + database().user() + " may not read table " + table + ": GRANT SELECT ON " + table
                    + " TO " + database().user());
        }
        requireKeyInLog(connection, table, where);
        requireIdentity(connection, table, where);
        nameWhatArrivesOtherwise(connection, table, where);
    }

    /** What the engine cannot show whole, and does not say when it meets it. */
    private static void nameWhatArrivesOtherwise(Connection connection, String table, String where)
            throws SQLException {
        List<String> columns = values(
                connection,
                "SELECT a.attname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attnum > 0 AND NOT"
                        + " a.attisdropped AND a.attrelid = (SELECT c.oid" + where + ") AND (t.typcategory = 'A' OR"
                        + " t.typname = 'varbit') ORDER BY a.attnum");
        if (!columns.isEmpty()) {
            log.warn(
                    "Of table {} arrays of more than one dimension arrive without their elements, and BIT VARYING without"
                            + " leading zeros: columns={}; jdbc reads them whole",
                    table,
                    columns);
        }
    }

    /** With NOTHING the server itself refuses the application's updates, once there is a publication. */
    private void requireKeyInLog(Connection connection, String table, String where) throws SQLException {
        String other = value(
                connection,
                "SELECT CASE c.relreplident WHEN 'n' THEN 'NOTHING' ELSE 'USING INDEX' END" + where
                        + " AND (c.relreplident = 'n' OR c.relreplident = 'i' AND NOT EXISTS (SELECT 1 FROM pg_index i"
                        + " WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisprimary))");
        if (other != null) {
            throw refused("table " + table + " has REPLICA IDENTITY " + other
                    + ", by which the log would not tell the primary key of rows that are deleted; needs ALTER TABLE "
                    + table + " REPLICA IDENTITY DEFAULT or FULL");
        }
    }

    /** Long values that an update leaves alone are not in the log unless the whole old row is. */
    private void requireIdentity(Connection connection, String table, String where) throws SQLException {
        String column = value(
                connection,
                "SELECT a.attname FROM pg_attribute a WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attstorage <> 'p'"
                        + " AND a.attrelid = (SELECT c.oid" + where + " AND c.relreplident <> 'f') AND NOT EXISTS"
                        + " (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum ="
                        + " ANY (i.indkey)) ORDER BY a.attnum LIMIT 1");
        if (column != null) {
            throw refused("table " + table + " has column " + column
                    + ", whose long values the log leaves out of updates that do not change them; needs ALTER TABLE "
                    + table + " REPLICA IDENTITY FULL");
        }
    }

    private void requireLog(Connection connection, Map<String, Object> place) throws SQLException {
        Object of = place.get(SERVER);
        if (of != null && system != null && !of.equals(system)) {
            throw refused("server has the system identifier " + system + ", must have " + of
                    + ", of the server that was read so far" + ANEW);
        }
        long at = ((Number) place.get(LSN)).longValue();
        // An answer of this question only, for a standby refuses to say where it writes.
        String end = value(
                connection,
                "SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_flush_lsn() - '0/0'::pg_lsn END");
        if (end != null && Long.parseLong(end) < at) {
            throw refused("server's log ends at " + end + ", before this source's place " + at
                    + ": it lost what it had written, or is a copy of the server that was read so far" + ANEW);
        }
    }

    private void requireSlot(Connection connection, long place) throws SQLException {
        String confirmed = slotColumn(connection, "COALESCE(confirmed_flush_lsn - '0/0'::pg_lsn, 0)");
        if (confirmed == null) {
            throw refused("replication slot " + settings().slot() + " does not exist any more" + ANEW);
        }
        if ("lost".equals(slotColumn(connection, "wal_status"))) {
            throw refused("replication slot " + settings().slot()
                    + " was given up by the server, because it kept more than max_slot_wal_keep_size" + ANEW);
        }
        if (Long.parseLong(confirmed) > place) {
            throw refused("replication slot " + settings().slot() + " begins at " + confirmed
                    + ", behind this source's place " + place + ": somebody else read or made it" + ANEW);
        }
        String reader = slotColumn(connection, "active_pid");
        if (reader != null) {
            // Passes: a lost connection is noticed by the server after wal_sender_timeout.
            throw new SQLTransientException(
                    "replication slot " + settings().slot() + " is in use by the server's process " + reader);
        }
    }

    @Override
    Properties connector(boolean snapshot) {
        Properties all = new Properties();
        all.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        all.setProperty("database.dbname", JdbcAddress.of(database()).database());
        all.setProperty("plugin.name", "pgoutput");
        all.setProperty("slot.name", settings().slot());
        all.setProperty("slot.max.retries", "0");
        all.setProperty("snapshot.fetch.size", FETCHED_ROWS);
        all.setProperty("publication.name", settings().slot());
        all.setProperty("publication.autocreate.mode", "disabled");
        all.setProperty("snapshot.mode", snapshot && settings().snapshot() ? "initial" : "no_data");
        all.setProperty("include.unknown.datatypes", "true");
        all.setProperty("interval.handling.mode", "string");
        all.setProperty("hstore.handling.mode", "json");
        all.setProperty("money.fraction.digits", "2");
        // Without it, a quiet table in a busy database would make the server keep its log for ever.
        all.setProperty("heartbeat.action.query", "SELECT pg_logical_emit_message(true, 'millrace', '')");
        return all;
    }

    @Override
    Optional<Long> keptBytes() throws DatabaseException {
        return Optional.ofNullable(call(connection -> {
                    publication.requireStill(connection);
                    return slotColumn(connection, "pg_current_wal_lsn() - confirmed_flush_lsn");
                }))
                .map(Long::valueOf);
    }
}
