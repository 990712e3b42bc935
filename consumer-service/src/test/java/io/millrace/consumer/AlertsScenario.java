package io.millrace.consumer;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the whole {@code alerts} command share. Each test has topics and a group of its own. */
@ExtendWith(Servers.class)
abstract class AlertsScenario {

    static final Duration SOON = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = Servers.cluster();
    }

    static RunningService alerts(String group, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(names(group)));
        return RunningService.alerts(cluster, arguments.toArray(String[]::new));
    }

    static String[] names(String group) {
        return new String[] {
            "--group=" + group, "--alerts-topic=" + group + "-alerts", "--dead-letter-topic=" + group + "-dead"
        };
    }

    static void awaitCommitted(String group, String topic, long offsets) {
        await().atMost(SOON).until(() -> cluster.committed(group, topic) == offsets);
    }

    static String reading(String device, double value, int second) {
        return """
                {"device_id":"%s","type":"temperature","value":%s,"unit":"°C","timestamp":"2026-03-01T12:%02d:%02dZ"}""".formatted(device, value, second / 60, second % 60);
    }

    static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    static long alertsOf(String group) throws SQLException {
        return Long.parseLong(column("SELECT COUNT(*) FROM alerts WHERE consumer_group = '" + group + "'")
                .get(0));
    }

    static List<String> column(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = cluster.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        } catch (SQLException e) {
            // The service has not made its tables yet.
            if (e.getErrorCode() == 42102) {
                return values;
            }
            throw e;
        }
        return values;
    }
}
