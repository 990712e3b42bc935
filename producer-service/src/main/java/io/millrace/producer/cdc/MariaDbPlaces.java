package io.millrace.producer.cdc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places in MariaDB's log: whether the log is still the one that a place is of. */
final class MariaDbPlaces {
    private static final Logger log = LoggerFactory.getLogger(MariaDbPlaces.class);
    private final CaptureServer capture;

    MariaDbPlaces(CaptureServer capture) {
        this.capture = capture;
    }

    /**
     * A server whose log was begun anew counts its transactions anew too, and would go on behind the one of the same number.
     * Behind another server of the same replication the numbers are the same transactions; that one finds them, or says that it
     * has not got them.
     */
    void requireLog(Connection connection, Map<String, Object> place, String server) throws SQLException {
        Object before = place.get(CaptureServer.SERVER);
        if (ids(place.get(BinlogPlace.GTIDS)).isEmpty()) {
            // Name and position alone may be of any server; the engine fails without ids anyway.
            throw capture.refused("server has the server_id " + server + ", and the place at server_id " + before
                    + " has no global transaction ids, must have them to be found again" + BinlogPlace.ANEW);
        }
        if (before != null && !before.equals(server)) {
            requireOfReplication(connection, place, server);
            log.warn(
                    "Going on at another server, by global transaction ids: server-id={} before={} gtids={}",
                    server,
                    before,
                    place.get(BinlogPlace.GTIDS));
            return;
        }
        String file = (String) place.get(BinlogPlace.FILE);
        if (!CaptureServer.values(connection, "SHOW BINARY LOGS").contains(file)) {
            throw capture.refused("binary log " + file + " was purged, or this is another server" + BinlogPlace.ANEW);
        }
        requireSame(connection, place, server);
    }

    /** Without any transaction id the engine fails, and finds no better words for it than a null. */
    void requireTransaction(Connection connection) throws SQLException {
        if (lastOfEach(connection).isEmpty()) {
            throw capture.refused(
                    "log has no transaction yet (gtid_binlog_pos is empty), must have one before it can be"
                            + " read: write anything, for instance CREATE DATABASE");
        }
    }

    private void requireSame(Connection connection, Map<String, Object> place, String server) throws SQLException {
        String file = (String) place.get(BinlogPlace.FILE);
        Set<String> wanted = ids(place.get(BinlogPlace.GTIDS));
        Map<String, Long> all = lastOfEach(connection);
        if (BinlogPlace.isHead(place)) {
            // The place is anywhere in the file, so the state at its head tells nothing.
            for (String id : wanted) {
                if (!isContained(id, all)) {
                    throw capture.refused("binary log " + file + " is of a server that has not " + id
                            + " in its gtid_binlog_pos, must have it: it was begun anew or is another server's"
                            + BinlogPlace.ANEW);
                }
            }
            return;
        }
        long position = ((Number) place.get(BinlogPlace.POSITION)).longValue();
        String found = CaptureServer.value(
                connection, "SELECT BINLOG_GTID_POS(" + CaptureServer.quoted(file) + ", " + position + ")");
        Set<String> there = ids(found);
        boolean isSame = wanted.containsAll(there)
                && wanted.stream()
                        .filter(id -> !there.contains(id))
                        .allMatch(id -> isOfAnother(id, server) && isContained(id, all));
        if (!isSame) {
            throw capture.refused("binary log " + file + " has the transactions " + found + " before byte " + position
                    + ", must have " + place.get(BinlogPlace.GTIDS) + ": it was begun anew or is another server's"
                    + BinlogPlace.ANEW);
        }
    }

    /**
     * A server that took over may have written on its own before it had its first transaction of the other one. It gives these
     * first, and what was read at the other one lies behind them in its log.
     */
    private static boolean isOfAnother(String id, String server) {
        return !id.split("-")[1].equals(server);
    }

    /** The engine goes on at another server only if the last transactions of all former ones are known there as such. */
    private void requireOfReplication(Connection connection, Map<String, Object> place, String server)
            throws SQLException {
        Object before = place.get(CaptureServer.SERVER);
        Map<String, Long> all = lastOfEach(connection);
        for (String id : ids(place.get(BinlogPlace.GTIDS))) {
            if (!isContained(id, all)) {
                throw capture.refused("server has the server_id " + server + ", and " + id
                        + " is not in its gtid_binlog_pos, must be the server that was read so far, " + before
                        + ", or one that has its transactions under a gtid_domain_id of its own" + BinlogPlace.ANEW);
            }
        }
    }

    /** The number of the last transaction of each domain, by domain and server. */
    private static Map<String, Long> lastOfEach(Connection connection) throws SQLException {
        Map<String, Long> last = new HashMap<>();
        for (String id : ids(CaptureServer.value(connection, "SELECT @@global.gtid_binlog_pos"))) {
            last.put(stream(id), number(id));
        }
        return last;
    }

    private static boolean isContained(String id, Map<String, Long> all) {
        return all.getOrDefault(stream(id), -1L) >= number(id);
    }

    private static String stream(String id) {
        return id.substring(0, id.lastIndexOf('-'));
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }

    /** Global transaction ids, which have no order. */
    private static Set<String> ids(Object ids) {
        return ids == null || ids.toString().isEmpty()
                ? Set.of()
                : Set.of(ids.toString().split(","));
    }
}
