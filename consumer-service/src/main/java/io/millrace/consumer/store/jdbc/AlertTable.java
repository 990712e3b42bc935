package io.millrace.consumer.store.jdbc;

import io.millrace.consumer.engine.Alert;
import io.millrace.consumer.store.PartitionCommit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;

/** {@code alerts}: what was found. */
final class AlertTable {

    /**
     * An alert that is there already was stored before somebody set the offsets back by hand; storing it again would
     * double it, failing would stop the service for good.
     */
    private static final String INSERT = """
            INSERT INTO alerts (alert_id, consumer_group, rule, severity, message, kind, device_id, reading_type,
            reading_value, unit, event_time, raised_at, topic, partition_id, record_offset, record_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE alert_id = alert_id""";

    private final String group;
    private final Clock clock;

    AlertTable(String group, Clock clock) {
        this.group = group;
        this.clock = clock;
    }

    void insert(Connection connection, List<PartitionCommit> commits) throws SQLException {
        if (commits.stream().allMatch(commit -> commit.batch().alerts().isEmpty())) {
            return;
        }
        LocalDateTime now = Times.utc(clock.millis());
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (PartitionCommit commit : commits) {
                for (Alert alert : commit.batch().alerts()) {
                    bind(insert, alert, now);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void bind(PreparedStatement insert, Alert alert, LocalDateTime now) throws SQLException {
        insert.setString(1, alert.id().toString());
        insert.setString(2, group);
        insert.setString(3, alert.rule());
        insert.setString(4, alert.severity().label());
        insert.setString(5, alert.message());
        insert.setString(6, alert.kind().label());
        insert.setString(7, alert.key());
        insert.setString(8, alert.type());
        insert.setDouble(9, alert.value());
        insert.setString(10, alert.unit());
        insert.setObject(11, Times.utc(alert.eventTimeMillis()));
        insert.setObject(12, now);
        insert.setString(13, alert.partition().topic());
        insert.setInt(14, alert.partition().partition());
        insert.setLong(15, alert.offset());
        insert.setObject(16, Times.utc(alert.recordTimeMillis()));
    }
}
