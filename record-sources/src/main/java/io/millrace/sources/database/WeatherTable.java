package io.millrace.sources.database;

import io.millrace.model.WeatherReport;
import io.millrace.runtime.database.DatabaseSettings;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The table that simulated weather goes into: {@code id, station_id, date, degrees}. A day of a station is there once:
 * writing it again, because nobody knows whether the first time took effect, changes nothing. Not thread-safe.
 */
public final class WeatherTable implements AutoCloseable {
    private final JdbcLink link;
    private final String table;

    /** @param table name, letters, digits and underscores, made if it is missing */
    public WeatherTable(DatabaseSettings settings, String table) {
        this.link = new JdbcLink(settings, Dialect.of(settings), false);
        this.table = table;
    }

    /** Makes the table if it is missing; returns the last day in it. */
    public Optional<LocalDate> open() throws DatabaseException {
        return link.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(link.timeoutSeconds());
                statement.execute("CREATE TABLE IF NOT EXISTS " + table + " ("
                        + "id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, "
                        + "station_id VARCHAR(64) NOT NULL, "
                        + "date DATE NOT NULL, "
                        + "degrees DOUBLE NOT NULL, "
                        + "UNIQUE (station_id, date))");
                try (ResultSet rows = statement.executeQuery("SELECT MAX(date) FROM " + table)) {
                    rows.next();
                    return Optional.ofNullable(rows.getObject(1, LocalDate.class));
                }
            }
        });
    }

    /** Writes the reports in one transaction; returns how many were not there yet. */
    public int write(List<WeatherReport> reports) throws DatabaseException {
        return link.call(connection -> {
            String sql = "INSERT IGNORE INTO " + table + " (station_id, date, degrees) VALUES (?, ?, ?)";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setQueryTimeout(link.timeoutSeconds());
                int written = 0;
                for (WeatherReport report : reports) {
                    insert.setString(1, report.stationId());
                    insert.setObject(2, report.date().atZone(ZoneOffset.UTC).toLocalDate());
                    insert.setDouble(3, report.degrees());
                    written += insert.executeUpdate();
                }
                return written;
            }
        });
    }

    @Override
    public void close() {
        link.close();
    }
}
