package io.millrace.producer;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The binary logs of a MariaDB or MySQL. */
final class BinaryLogs {
    private BinaryLogs() {}

    /** Throws away all but the last, once nobody reads them. */
    static void purge(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            List<String> logs = logs(statement);
            String last = logs.get(logs.size() - 1);
            // The server keeps a log that it is still sending to somebody, and only warns.
            await().atMost(Duration.ofSeconds(180)).until(() -> {
                statement.execute("PURGE BINARY LOGS TO '" + last + "'");
                return logs(statement).get(0).equals(last);
            });
        }
    }

    private static List<String> logs(Statement statement) throws SQLException {
        List<String> logs = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
            while (rows.next()) {
                logs.add(rows.getString(1));
            }
        }
        return logs;
    }
}
