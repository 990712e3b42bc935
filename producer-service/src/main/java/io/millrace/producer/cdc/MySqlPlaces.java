package io.millrace.producer.cdc;

import io.millrace.runtime.cli.ServiceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places in MySQL's log: whether the log is still the one that a place is of. */
final class MySqlPlaces {
    private static final Logger log = LoggerFactory.getLogger(MySqlPlaces.class);
    private static final Pattern TAG = Pattern.compile(":[ ]*[A-Za-z_]");
    /** The transaction that a place is the beginning of, and a statement like CREATE TABLE that the engine counts late. */
    private static final long MOST_AHEAD = 2;

    private final CaptureServer capture;

    MySqlPlaces(CaptureServer capture) {
        this.capture = capture;
    }

    /** The engine does not know such ids, and would give their transactions the id of the one before. */
    void requireNoTags(Connection connection) throws SQLException {
        String executed = executed(connection);
        if (TAG.matcher(executed).find()) {
            throw capture.refused("server has transactions whose ids have tags (gtid_executed is " + executed
                    + "), which change data capture cannot read; jdbc reads the tables");
        }
    }

    /** Without any transaction id the engine would count the first one as read before it is. */
    void requireTransaction(Connection connection) throws SQLException {
        if (executed(connection).isEmpty()) {
            throw capture.refused("log has no transaction yet (gtid_executed is empty), must have one before it can be"
                    + " read: write anything, for instance CREATE DATABASE");
        }
    }

    /** @param server the server's UUID */
    void requireLog(Connection connection, Map<String, Object> place, String server) throws SQLException {
        Object before = place.get(CaptureServer.SERVER);
        String ids = place.get(BinlogPlace.GTIDS) == null ? "" : (String) place.get(BinlogPlace.GTIDS);
        if (ids.isEmpty()) {
            throw capture.refused("place at server_uuid " + before
                    + " has no global transaction ids, must have them to be found again" + BinlogPlace.ANEW);
        }
        // Before the log is looked at: what is written meanwhile is then in the log, not in here.
        String executed = executed(connection);
        if (!isWithin(connection, ids, executed)) {
            throw capture.refused("server has the server_uuid " + server + " and gtid_executed " + executed
                    + ", must have " + ids + ", of the server that was read so far, " + before
                    + ": its log was begun anew, or it is another one" + BinlogPlace.ANEW);
        }
        requireUnpurged(connection, ids, purged(connection));
        if (server.equals(before)) {
            requireSame(connection, place, server, new MySqlIds(executed));
        } else {
            log.warn(
                    "Going on at another server, by global transaction ids: server-uuid={} before={} gtids={}",
                    server,
                    before,
                    ids);
        }
    }

    /** What was purged, of which nothing may be missing in the place. */
    private void requireUnpurged(Connection connection, String ids, String purged) throws SQLException {
        if (isWithin(connection, purged, ids)) {
            return;
        }
        String missing = CaptureServer.value(
                connection,
                "SELECT GTID_SUBTRACT(" + CaptureServer.quoted(purged) + ", " + CaptureServer.quoted(ids) + ")");
        if (new MySqlIds(ids).isNext(missing)) {
            throw capture.refused("binary log was purged up to transaction " + missing
                    + ", which must have been read and may not have been: a statement that is no part of a transaction (CREATE,"
                    + " ALTER, GRANT, TRUNCATE) counts as read with the next transaction only. Nothing behind it was"
                    + " purged, but the server does not go on without it. " + BinlogPlace.BEGIN_ANEW);
        }
        throw capture.refused("binary log was purged: gtid_purged is " + purged
                + ", must be within what was read so far, " + ids + BinlogPlace.ANEW);
    }

    /**
     * A server whose log was begun anew counts its transactions anew too, and may have more of them by now than were read. The
     * same number at the same place in a file of the same name says that it was not.
     */
    private void requireSame(Connection connection, Map<String, Object> place, String server, MySqlIds executed)
            throws SQLException {
        String file = (String) place.get(BinlogPlace.FILE);
        List<String> files = CaptureServer.values(connection, "SHOW BINARY LOGS");
        int index = files.indexOf(file);
        MySqlIds ids = new MySqlIds((String) place.get(BinlogPlace.GTIDS));
        if (index < 0) {
            requirePurged(connection, file, files.get(0), server, ids);
            return;
        }
        MySqlLog events = new MySqlLog(capture, connection, file);
        long read = ids.last(server);
        long before = events.before().last(server);
        if (BinlogPlace.isHead(place)) {
            if (before + 1 > read + MOST_AHEAD) {
                throw notBefore(place, server, read);
            }
            return;
        }
        long position = ((Number) place.get(BinlogPlace.POSITION)).longValue();
        long end = index + 1 < files.size()
                ? new MySqlLog(capture, connection, files.get(index + 1))
                        .before()
                        .last(server)
                : executed.last(server);
        // Where the file has none of the server's own, as in a group whose members write under the group's name, its
        // numbers tell nothing.
        String first = events.first(position, id -> before == end || isOf(id, server));
        if (first != null && !isOf(first, server) && ids.has(first)) {
            throw capture.refused("binary log " + file + " has transaction " + first + " behind byte " + position
                    + ", must have it before: it was begun anew" + BinlogPlace.ANEW);
        }
        long next = first != null && isOf(first, server) ? MySqlIds.number(first) : end + 1;
        if (next <= read || next > read + MOST_AHEAD) {
            throw notBefore(place, server, read);
        }
    }

    private ServiceException notBefore(Map<String, Object> place, String server, long read) {
        return capture.refused("binary log " + place.get(BinlogPlace.FILE) + " has not transaction " + server + ":"
                + read + " before byte " + place.get(BinlogPlace.POSITION) + ": it was begun anew" + BinlogPlace.ANEW);
    }

    /** As long as the log is the same, all that lies before the place is thrown away with the place's file. */
    private void requirePurged(Connection connection, String file, String oldest, String server, MySqlIds ids)
            throws SQLException {
        if (number(file) > number(oldest)) {
            throw capture.refused("binary log " + file + " does not exist, and " + oldest
                    + " does: the log was begun anew" + BinlogPlace.ANEW);
        }
        // Looked at behind the files: what went meanwhile is then in here too.
        String purged = purged(connection);
        // Others' may lie further on: a server that took over gives its own first.
        boolean isPurged = ids.last(server) == 0
                ? isWithin(connection, ids.text(), purged)
                : new MySqlIds(purged).last(server) >= ids.last(server);
        if (!isPurged) {
            throw capture.refused("binary log " + file + " does not exist, and gtid_purged is " + purged
                    + ", must have all that was read of that file, " + ids.text() + ": the log was begun anew"
                    + BinlogPlace.ANEW);
        }
    }

    private static boolean isOf(String id, String server) {
        return id.regionMatches(true, 0, server + ":", 0, server.length() + 1);
    }

    private static String executed(Connection connection) throws SQLException {
        return CaptureServer.value(connection, "SELECT @@global.gtid_executed");
    }

    private static String purged(Connection connection) throws SQLException {
        return CaptureServer.value(connection, "SELECT @@global.gtid_purged");
    }

    private static boolean isWithin(Connection connection, String ids, String others) throws SQLException {
        return "1"
                .equals(CaptureServer.value(
                        connection,
                        "SELECT GTID_SUBSET(" + CaptureServer.quoted(ids) + ", " + CaptureServer.quoted(others) + ")"));
    }

    private static long number(String file) {
        return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    }
}
