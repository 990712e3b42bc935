package io.millrace.launcher.view;

import io.millrace.runtime.cli.ServiceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a user sees in the database. */
public final class DatabaseView {
    private final Source source;

    /** Gives connections; who asks closes them. */
    public interface Source {
        Connection connect() throws SQLException;
    }

    /**
     * An alert as it is stored.
     *
     * @param time when what it is about happened
     * @param severity {@code info}, {@code warning} or {@code critical}
     * @param rule the rule that raised it
     * @param message what it says
     */
    public record Alert(LocalDateTime time, String severity, String rule, String message) {}

    public DatabaseView(Source source) {
        this.source = source;
    }

    /** Rows of each table and view, by name; without those in which services keep their own affairs. */
    public Map<String, Long> rowCounts() {
        try (Connection connection = source.connect()) {
            Map<String, Long> counts = new LinkedHashMap<>();
            for (String table : tables(connection)) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM \"" + table + "\"")) {
                    rows.next();
                    counts.put(table, rows.getLong(1));
                }
            }
            return counts;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** The alerts that were raised last, newest last; none if no service has made their table yet. */
    public List<Alert> lastAlerts(int most) {
        return alertsSince(Instant.EPOCH, most);
    }

    /** As {@link #lastAlerts}, without those raised before a time. */
    public List<Alert> alertsSince(Instant start, int most) {
        try (Connection connection = source.connect()) {
            if (!tables(connection).contains("alerts")) {
                return List.of();
            }
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT event_time, severity, rule, message FROM alerts WHERE raised_at >= ? ORDER BY id DESC LIMIT ?")) {
                statement.setTimestamp(1, Timestamp.valueOf(LocalDateTime.ofInstant(start, ZoneOffset.UTC)));
                statement.setInt(2, most);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Alert> alerts = new ArrayList<>();
                    while (rows.next()) {
                        alerts.add(new Alert(
                                rows.getObject(1, LocalDateTime.class),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4)));
                    }
                    Collections.reverse(alerts);
                    return alerts;
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema ="
                                + " SCHEMA() AND table_name NOT LIKE 'consumer\\_%' AND table_name NOT LIKE 'millrace\\_%'"
                                + " ORDER BY table_name");
                ResultSet rows = statement.executeQuery()) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private static ServiceException unreadable(SQLException e) {
        return new ServiceException("the database cannot be read: " + e.getMessage(), e);
    }
}
