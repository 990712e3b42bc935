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

    /** The number of a connection; those that are made later have higher ones. */
    static long connection(TestDatabase database) throws SQLException {
        return Long.parseLong(database.value("SELECT CONNECTION_ID()"));
    }

    /** Waits until a source that connected behind this connection was sent all that is in the logs. */
    static void awaitSent(TestDatabase database, long behind) {
        await().atMost(Duration.ofSeconds(180))
                .until(() -> database.value(
                                "SELECT COUNT(*) FROM information_schema.processlist WHERE command LIKE 'Binlog"
                                        + " Dump%' AND state LIKE '%has sent all binlog to%' AND id > " + behind)
                        .equals("1"));
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
