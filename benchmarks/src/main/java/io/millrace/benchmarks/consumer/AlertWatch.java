package io.millrace.benchmarks.consumer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Looks for committed alerts from outside, as any reader of the table would, every few milliseconds. So what it measures
 * is too long by up to that, and never too short.
 */
final class AlertWatch implements Runnable {
    private static final long EVERY_MILLIS = 4;
    private static final String QUERY = "SELECT id, record_time, rule FROM alerts WHERE id > ? ORDER BY id";

    private final Callable<Connection> connections;
    private final List<Seen> seen = new ArrayList<>();
    private volatile boolean enough;
    private Exception failure;

    /** @param connections opens a connection to the service's database */
    AlertWatch(Callable<Connection> connections) {
        this.connections = connections;
    }

    /**
     * An alert of the rule {@code hot}.
     *
     * @param producedMillis when its reading was produced: its Kafka timestamp
     * @param seenMillis when it was found in the table
     */
    record Seen(long producedMillis, long seenMillis) {
        long latency() {
            return seenMillis - producedMillis;
        }
    }

    @Override
    public void run() {
        try (Connection connection = connections.call();
                PreparedStatement query = connection.prepareStatement(QUERY)) {
            long last = 0;
            while (!enough) {
                query.setLong(1, last);
                last = look(query, last);
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            }
        } catch (Exception e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private long look(PreparedStatement query, long last) throws SQLException {
        long newest = last;
        try (ResultSet rows = query.executeQuery()) {
            long now = System.currentTimeMillis();
            while (rows.next()) {
                newest = rows.getLong(1);
                if (rows.getString(3).equals("hot")) {
                    long produced = rows.getObject(2, LocalDateTime.class)
                            .toInstant(ZoneOffset.UTC)
                            .toEpochMilli();
                    synchronized (this) {
                        seen.add(new Seen(produced, now));
                    }
                }
            }
        }
        return newest;
    }

    /** How many have been found so far. */
    synchronized int count() throws Exception {
        if (failure != null) {
            throw failure;
        }
        return seen.size();
    }

    /** All that have been found. */
    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    void stop() {
        enough = true;
    }
}
