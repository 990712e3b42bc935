package io.millrace.producer.cdc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places in MySQL's log: whether the log is still the one that a place is of. */
final class MySqlPlaces {
    private static final Logger log = LoggerFactory.getLogger(MySqlPlaces.class);
    private static final Pattern ID = Pattern.compile("([0-9a-fA-F-]{36}):(\\d+)");
    private static final Pattern TAG = Pattern.compile(":[ ]*[A-Za-z_]");
    /** Where the server was asked for a place in the middle of an event. */
    private static final int NO_EVENT_THERE = 1220;

    private static final int PAGE = 1000;
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
        String purged = CaptureServer.value(connection, "SELECT @@global.gtid_purged");
        if (!isWithin(connection, purged, ids)) {
            throw capture.refused("binary log was purged: gtid_purged is " + purged
                    + ", must be within what was read so" + " far, " + ids + BinlogPlace.ANEW);
        }
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

    /**
     * A server whose log was begun anew counts its transactions anew too, and may have more of them by now than were read. The
     * same number at the same place in a file of the same name says that it was not.
     */
    private void requireSame(Connection connection, Map<String, Object> place, String server, MySqlIds executed)
            throws SQLException {
        String file = (String) place.get(BinlogPlace.FILE);
        List<String> files = CaptureServer.values(connection, "SHOW BINARY LOGS");
        int index = files.indexOf(file);
        if (index < 0) {
            // What is thrown away besides the place is in gtid_purged, as long as the log is the same.
            if (number(file) > number(files.get(0))) {
                throw capture.refused("binary log " + file + " does not exist, and " + files.get(0)
                        + " does: the log was begun anew" + BinlogPlace.ANEW);
            }
            return;
        }
        long read = new MySqlIds((String) place.get(BinlogPlace.GTIDS)).last(server);
        long next =
                BinlogPlace.isHead(place) ? lastBefore(connection, file, server) + 1 : next(connection, place, server);
        if (next == 0) {
            next = index + 1 < files.size()
                    ? lastBefore(connection, files.get(index + 1), server) + 1
                    : executed.last(server) + 1;
        }
        boolean isSame =
                BinlogPlace.isHead(place) ? next <= read + MOST_AHEAD : next > read && next <= read + MOST_AHEAD;
        if (!isSame) {
            throw capture.refused("binary log " + file + " has not transaction " + server + ":" + read + " before byte "
                    + place.get(BinlogPlace.POSITION) + ": it was begun anew" + BinlogPlace.ANEW);
        }
    }

    /** The number of the first transaction of this server behind the place in its file; 0 if there is none. */
    private long next(Connection connection, Map<String, Object> place, String server) throws SQLException {
        long position = ((Number) place.get(BinlogPlace.POSITION)).longValue();
        while (true) {
            List<Event> events = events(connection, (String) place.get(BinlogPlace.FILE), position);
            for (Event event : events) {
                Matcher id = ID.matcher(event.info());
                if (event.type().equals("Gtid") && id.find() && id.group(1).equalsIgnoreCase(server)) {
                    return Long.parseLong(id.group(2));
                }
                position = event.end();
            }
            if (events.size() < PAGE) {
                return 0;
            }
        }
    }

    /** The number of this server's last transaction before this file. */
    private long lastBefore(Connection connection, String file, String server) throws SQLException {
        for (Event event : events(connection, file, 4)) {
            if (event.type().equals("Previous_gtids")) {
                return new MySqlIds(event.info()).last(server);
            }
        }
        return 0;
    }

    private List<Event> events(Connection connection, String file, long position) throws SQLException {
        List<Event> events = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW BINLOG EVENTS IN " + CaptureServer.quoted(file) + " FROM "
                        + position + " LIMIT " + PAGE)) {
            while (rows.next()) {
                events.add(
                        new Event(rows.getString("Event_type"), rows.getLong("End_log_pos"), rows.getString("Info")));
            }
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_EVENT_THERE) {
                throw e;
            }
            throw capture.refused("binary log " + file + " has no event at byte " + position + ": it was begun anew"
                    + BinlogPlace.ANEW);
        }
        return events;
    }

    private static String executed(Connection connection) throws SQLException {
        return CaptureServer.value(connection, "SELECT @@global.gtid_executed");
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

    private record Event(String type, long end, String info) {}
}
