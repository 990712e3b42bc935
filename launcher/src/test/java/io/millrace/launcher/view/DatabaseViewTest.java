package io.millrace.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looks into a database in memory. */
class DatabaseViewTest {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE";
    private final DatabaseView view = new DatabaseView(() -> DriverManager.getConnection(url));
    private Connection open;

    @BeforeEach
    void open() throws SQLException {
        open = DriverManager.getConnection(url);
    }

    @AfterEach
    void close() throws SQLException {
        open.close();
    }

    @Test
    void beforeAServiceHasMadeItsTableThereAreNoAlerts() {
        assertThat(view.lastAlerts(5)).isEmpty();
        assertThat(view.rowCounts()).isEmpty();
    }

    @Test
    void theLastAlertsComeInTheirOrder() throws SQLException {
        alerts();
        assertThat(view.lastAlerts(2)).extracting(DatabaseView.Alert::rule).containsExactly("b", "c");
        assertThat(view.lastAlerts(9)).hasSize(3).first().satisfies(alert -> {
            assertThat(alert.time()).isEqualTo(LocalDateTime.of(2026, 1, 1, 10, 0));
            assertThat(alert.severity()).isEqualTo("info");
            assertThat(alert.message()).isEqualTo("one");
        });
    }

    @Test
    void alertsOfAnEarlierRunAreLeftOut() throws SQLException {
        alerts();
        assertThat(view.alertsSince(Instant.parse("2026-01-01T11:00:02Z"), 9))
                .extracting(DatabaseView.Alert::rule)
                .containsExactly("b", "c");
    }

    @Test
    void whatServicesKeepForThemselvesIsNotCounted() throws SQLException {
        alerts();
        run("CREATE TABLE consumer_offsets (n INT)");
        run("CREATE TABLE millrace_history (n INT)");
        run("CREATE TABLE weather (n INT)");
        assertThat(view.rowCounts()).containsOnlyKeys("alerts", "weather").containsEntry("alerts", 3L);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsOneSentence() {
        DatabaseView away = new DatabaseView(() -> {
            throw new SQLException("connection refused");
        });
        assertThatThrownBy(() -> away.lastAlerts(1))
                .isInstanceOf(ServiceException.class)
                .hasMessage("the database cannot be read: connection refused");
        assertThatThrownBy(away::rowCounts).hasMessage("the database cannot be read: connection refused");
    }

    private void alerts() throws SQLException {
        run("CREATE TABLE alerts (id INT AUTO_INCREMENT PRIMARY KEY, event_time TIMESTAMP, raised_at TIMESTAMP,"
                + " severity VARCHAR(9), rule VARCHAR(9), message VARCHAR(9))");
        run("INSERT INTO alerts (event_time, raised_at, severity, rule, message) VALUES"
                + " ('2026-01-01 10:00:00', '2026-01-01 11:00:01', 'info', 'a', 'one'),"
                + " ('2026-01-01 10:00:00', '2026-01-01 11:00:02', 'info', 'b', 'two'),"
                + " ('2026-01-01 10:00:00', '2026-01-01 11:00:03', 'critical', 'c', 'three')");
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute(sql);
        }
    }
}
