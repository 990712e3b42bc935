package io.millrace.console.alerts;

import io.millrace.runtime.database.DatabaseSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the table of alerts. Changes nothing. Thread-safe. */
public final class AlertsReader implements AutoCloseable {
    private static final long SELDOM = Duration.ofSeconds(30).toNanos();
    /** So many of the newest are told by rule and by minute. */
    private static final int MOST_COUNTED = 20_000;

    private static final Logger log = LoggerFactory.getLogger(AlertsReader.class);
    private static final String COLUMNS =
            "SELECT id, event_time, raised_at, severity, rule, device_id, message, topic, partition_id, record_offset FROM alerts";

    private final DatabaseSettings database;
    private Connection connection;
    private long count;
    private long countedUpTo = -1;
    private long countedAt = System.nanoTime() - SELDOM;

    public AlertsReader(DatabaseSettings database) {
        this.database = database;
    }

    /**
     * Which alerts are wanted.
     *
     * @param rule the only rule; empty for all
     * @param severity the only severity; empty for all
     * @param device the only device; empty for all
     * @param before only those with a lower number; empty for all
     */
    public record Wanted(String rule, String severity, String device, OptionalLong before, int most) {}

    /** How often a rule raised an alert among the latest. */
    public record RuleCount(String rule, String severity, long count, long last) {}

    /** Where the database is, without secrets. */
    public String address() {
        return database.printable();
    }

    /**
     * How many alerts there are; empty if no service has made their table yet.
     *
     * @throws IOException if the database does not answer
     */
    public OptionalLong count() throws IOException {
        return ask(connected -> {
            if (!isThere(connected)) {
                return OptionalLong.empty();
            }
            // To count takes a look at every row; the highest number is known at once, and rises with each.
            long highest = number(connected, "SELECT COALESCE(MAX(id), 0) FROM alerts");
            if (highest != countedUpTo && System.nanoTime() - countedAt >= SELDOM) {
                count = number(connected, "SELECT COUNT(*) FROM alerts");
                countedUpTo = highest;
                countedAt = System.nanoTime();
            }
            return OptionalLong.of(count + Math.max(0, highest - countedUpTo));
        });
    }

    private long number(Connection connected, String sql) throws SQLException {
        try (PreparedStatement statement = statement(connected, sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The newest that are wanted, newest first; none if there is no table. */
    public List<ShownAlert> newest(Wanted wanted) throws IOException {
        return ask(connected -> isThere(connected) ? newest(connected, wanted) : List.<ShownAlert>of());
    }

    private List<ShownAlert> newest(Connection connected, Wanted wanted) throws SQLException {
        String where =
                " WHERE (? = '' OR rule = ?) AND (? = '' OR severity = ?) AND (? = '' OR device_id = ?) AND id < ?";
        try (PreparedStatement statement = statement(connected, COLUMNS + where + " ORDER BY id DESC LIMIT ?")) {
            int at = 1;
            for (String value : List.of(wanted.rule(), wanted.severity(), wanted.device())) {
                statement.setString(at++, value);
                statement.setString(at++, value);
            }
            statement.setLong(at++, wanted.before().orElse(Long.MAX_VALUE));
            statement.setInt(at, wanted.most());
            return alerts(statement);
        }
    }

    /** Those that the record at this place raised. */
    public List<ShownAlert> of(String topic, int partition, long offset) throws IOException {
        return ask(connected -> {
            if (!isThere(connected)) {
                return List.<ShownAlert>of();
            }
            try (PreparedStatement statement = statement(
                    connected,
                    COLUMNS
                            + " WHERE topic = ? AND partition_id = ? AND record_offset = ? ORDER BY id DESC LIMIT 100")) {
                statement.setString(1, topic);
                statement.setInt(2, partition);
                statement.setLong(3, offset);
                return alerts(statement);
            }
        });
    }

    /** The latest alerts by rule and severity, most frequent first. */
    public List<RuleCount> rules() throws IOException {
        return ask(connected -> {
            if (!isThere(connected)) {
                return List.<RuleCount>of();
            }
            try (PreparedStatement statement = statement(
                            connected,
                            "SELECT rule, severity, COUNT(*), MAX(raised_at) FROM (SELECT rule, severity, raised_at FROM alerts"
                                    + " ORDER BY id DESC LIMIT " + MOST_COUNTED
                                    + ") latest GROUP BY rule, severity ORDER BY 3 DESC LIMIT 200");
                    ResultSet rows = statement.executeQuery()) {
                List<RuleCount> rules = new ArrayList<>();
                while (rows.next()) {
                    rules.add(new RuleCount(rows.getString(1), rows.getString(2), rows.getLong(3), millis(rows, 4)));
                }
                return rules;
            }
        });
    }

    /** How many were raised in each of the last minutes in which any was, oldest first: the minute's begin and the count. */
    public List<long[]> minutes() throws IOException {
        return ask(connected -> {
            if (!isThere(connected)) {
                return List.<long[]>of();
            }
            TreeMap<Long, Long> minutes = new TreeMap<>();
            try (PreparedStatement statement = statement(
                            connected, "SELECT raised_at FROM alerts ORDER BY id DESC LIMIT " + MOST_COUNTED);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long raised = millis(rows, 1);
                    minutes.merge(raised - raised % 60_000, 1L, Long::sum);
                }
            }
            return minutes.entrySet().stream()
                    .map(minute -> new long[] {minute.getKey(), minute.getValue()})
                    .toList();
        });
    }

    private static List<ShownAlert> alerts(PreparedStatement statement) throws SQLException {
        List<ShownAlert> alerts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                alerts.add(new ShownAlert(
                        rows.getLong(1),
                        millis(rows, 2),
                        millis(rows, 3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getString(7),
                        rows.getString(8),
                        rows.getInt(9),
                        rows.getLong(10)));
            }
        }
        return alerts;
    }

    /** The table holds UTC, whatever the session's zone. */
    private static long millis(ResultSet rows, int column) throws SQLException {
        LocalDateTime time = rows.getObject(column, LocalDateTime.class);
        return time == null ? 0 : time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static boolean isThere(Connection connected) throws SQLException {
        try (PreparedStatement statement = connected.prepareStatement(
                        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = SCHEMA() AND table_name = 'alerts'");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }

    private PreparedStatement statement(Connection connected, String sql) throws SQLException {
        PreparedStatement statement = connected.prepareStatement(sql);
        statement.setQueryTimeout((int) Math.max(1, database.timeout().toSeconds()));
        return statement;
    }

    /** One question. */
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private synchronized <T> T ask(Question<T> question) throws IOException {
        try {
            if (connection == null || !connection.isValid(2)) {
                connection = connect();
            }
            return question.ask(connection);
        } catch (SQLException e) {
            close();
            throw new IOException(
                    "The database " + database.printable() + " does not answer: "
                            + database.printable(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        if (!database.isH2()) {
            String millis = String.valueOf(database.timeout().toMillis());
            properties.setProperty("connectTimeout", millis);
            properties.setProperty("socketTimeout", millis);
        }
        Connection made = DriverManager.getConnection(database.driverUrl(), properties);
        made.setReadOnly(true);
        return made;
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("A connection could not be closed: database={}", database.printable(), e);
            }
            connection = null;
        }
    }
}
