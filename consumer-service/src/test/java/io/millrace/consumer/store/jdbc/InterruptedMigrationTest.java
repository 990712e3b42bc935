package io.millrace.consumer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.database.DatabaseSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What a start finds whose predecessor was killed between two statements of a migration, or was refused one. */
class InterruptedMigrationTest {
    private static final PartitionId PARTITION = new PartitionId("readings", 2);

    @Test
    void theFirstVersionIsNamedAndCanBeDropped() throws Exception {
        List<String> statements = statements("V1__alerts.sql");
        assertThat(statements).hasSize(7);
        for (int done = 1; done <= statements.size(); done++) {
            String url = url("first" + done);
            try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
                execute(connection, statements.subList(0, done));
                String sentence = refusal(url);
                assertThat(sentence)
                        .startsWith("database jdbc:h2:mem:interrupted-first" + done)
                        .contains("table consumer_progress is there, but not known to have been made whole")
                        .doesNotContain("\n");
                String remedy = sentence.substring(sentence.indexOf("DROP VIEW"));
                execute(connection, List.of(remedy.split(";")));
                start(url);
            }
        }
    }

    @Test
    void theSecondVersionIsMendedWithWhatItsRowsHold() throws Exception {
        List<String> statements = statements("V2__window_log.sql");
        assertThat(statements).hasSize(2);
        for (int done = 1; done <= statements.size(); done++) {
            String url = url("second" + done);
            try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
                Flyway.configure()
                        .dataSource(url, "sa", "")
                        .locations("classpath:io/millrace/consumer/db/migration")
                        .table("millrace_consumer_schema")
                        .target("1")
                        .load()
                        .migrate();
                execute(
                        connection,
                        List.of(
                                "INSERT INTO consumer_window_state VALUES ('group', 'readings', 2, X'01', 'reading', 'dev',"
                                        + " X'07')"));
                execute(connection, statements.subList(0, done));
                start(url);
                try (Statement statement = connection.createStatement();
                        var rows = statement.executeQuery("SELECT key_name FROM consumer_window_rows")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("dev");
                }
            }
        }
    }

    @Test
    void oneThatWasRefusedIsTriedAgain() throws Exception {
        String url = url("refused");
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            execute(connection, List.of("CREATE TABLE warning_temperatures (id INT)"));
            assertThat(refusal(url)).containsIgnoringCase("warning_temperatures");
            execute(connection, List.of("DROP TABLE warning_temperatures"));
            String sentence = refusal(url);
            assertThat(sentence).contains("table consumer_progress is there");
            execute(
                    connection,
                    List.of(sentence.substring(sentence.indexOf("DROP VIEW")).split(";")));
            start(url);
        }
    }

    private static String url(String name) {
        return "jdbc:h2:mem:interrupted-" + name + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;TIME ZONE=UTC";
    }

    private static void start(String url) throws Exception {
        DatabaseSettings settings = new DatabaseSettings(url, "sa", "", Duration.ofSeconds(10));
        try (JdbcAlertStore store = new JdbcAlertStore(settings, "group", "new", Clock.systemUTC())) {
            assertThat(store.claim(PARTITION, "topic-id", 0).nextOffset()).isZero();
        }
    }

    private static String refusal(String url) {
        ServiceException[] refused = new ServiceException[1];
        assertThatThrownBy(() -> start(url))
                .isInstanceOfSatisfying(ServiceException.class, failure -> refused[0] = failure);
        return refused[0].getMessage();
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> statements(String migration) throws IOException {
        try (InputStream file =
                InterruptedMigrationTest.class.getResourceAsStream("/io/millrace/consumer/db/migration/" + migration)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return Stream.of(text.split(";")).filter(sql -> !sql.isBlank()).toList();
        }
    }
}
