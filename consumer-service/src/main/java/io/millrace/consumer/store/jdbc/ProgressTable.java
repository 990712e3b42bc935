package io.millrace.consumer.store.jdbc;

import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.engine.PartitionBatch;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.record.PartitionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code consumer_progress}: one row for each partition of a group, with its owner and how far it has come. */
final class ProgressTable {

    private static final String LOCK = """
            SELECT topic_id, outbox_id, epoch, owner, next_offset, outbox_sequence, reading_clock, weather_clock
            FROM consumer_progress WHERE consumer_group = ? AND topic = ? AND partition_id = ? FOR UPDATE""";
    private static final String BEGIN = """
            INSERT INTO consumer_progress (consumer_group, topic, partition_id, topic_id, outbox_id, epoch, owner,
            next_offset, outbox_sequence, reading_clock, weather_clock, records, alerts, dead_letters, updated_at)
            VALUES (?, ?, ?, ?, ?, 1, ?, ?, 0, ?, ?, 0, 0, 0, ?)""";
    private static final String TAKE_OVER = """
            UPDATE consumer_progress SET epoch = ?, owner = ?, updated_at = ?
            WHERE consumer_group = ? AND topic = ? AND partition_id = ?""";
    private static final String ADVANCE = """
            UPDATE consumer_progress SET next_offset = ?, outbox_sequence = ?, reading_clock = ?, weather_clock = ?,
            records = records + ?, alerts = alerts + ?, dead_letters = dead_letters + ?, updated_at = ?
            WHERE consumer_group = ? AND topic = ? AND partition_id = ? AND epoch = ? AND next_offset = ?""";

    private final String group;
    private final String owner;
    private final Clock clock;

    ProgressTable(String group, String owner, Clock clock) {
        this.group = group;
        this.owner = owner;
        this.clock = clock;
    }

    /** A partition's row. */
    record Row(
            String topicId,
            String outboxId,
            long epoch,
            String owner,
            long nextOffset,
            long outboxSequence,
            EventClock clock) {}

    /** Reads the row and keeps others from changing it until the transaction ends. */
    Optional<Row> lock(Connection connection, PartitionId partition) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, group);
            select.setString(2, partition.topic());
            select.setInt(3, partition.partition());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Row(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getString(4),
                                rows.getLong(5),
                                rows.getLong(6),
                                new EventClock(rows.getLong(7), rows.getLong(8))))
                        : Optional.empty();
            }
        }
    }

    Row begin(Connection connection, PartitionId partition, String topicId, String outboxId, long start)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setString(1, group);
            insert.setString(2, partition.topic());
            insert.setInt(3, partition.partition());
            insert.setString(4, topicId);
            insert.setString(5, outboxId);
            insert.setString(6, owner);
            insert.setLong(7, start);
            insert.setLong(8, EventClock.START.readingMillis());
            insert.setLong(9, EventClock.START.weatherMillis());
            insert.setObject(10, Times.utc(clock.millis()));
            insert.executeUpdate();
        }
        return new Row(topicId, outboxId, 1, owner, start, 0, EventClock.START);
    }

    Row takeOver(Connection connection, PartitionId partition, Row found) throws SQLException {
        long epoch = found.epoch() + 1;
        try (PreparedStatement update = connection.prepareStatement(TAKE_OVER)) {
            update.setLong(1, epoch);
            update.setString(2, owner);
            update.setObject(3, Times.utc(clock.millis()));
            update.setString(4, group);
            update.setString(5, partition.topic());
            update.setInt(6, partition.partition());
            update.executeUpdate();
        }
        return new Row(
                found.topicId(),
                found.outboxId(),
                epoch,
                owner,
                found.nextOffset(),
                found.outboxSequence(),
                found.clock());
    }

    /** Moves the rows on where they are still the caller's; returns how many were. */
    int advance(Connection connection, List<PartitionCommit> commits) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
            for (PartitionCommit commit : commits) {
                PartitionBatch batch = commit.batch();
                update.setLong(1, batch.nextOffset());
                update.setLong(2, commit.outboxSequence());
                update.setLong(3, batch.clock().readingMillis());
                update.setLong(4, batch.clock().weatherMillis());
                update.setInt(5, batch.records());
                update.setInt(6, batch.alerts().size());
                update.setInt(7, batch.rejections().size());
                update.setObject(8, Times.utc(clock.millis()));
                update.setString(9, group);
                update.setString(10, batch.partition().topic());
                update.setInt(11, batch.partition().partition());
                update.setLong(12, commit.epoch());
                update.setLong(13, commit.fromOffset());
                update.addBatch();
            }
            // One way to the server and back for all of them.
            return Arrays.stream(update.executeBatch()).sum();
        }
    }

    /** Says for people why a commit did not fit. */
    String describe(PartitionCommit commit, Optional<Row> row) {
        return row.map(found -> "partition %s belongs to %s now (epoch %d, offset %d); this process held epoch %d"
                        .formatted(
                                commit.batch().partition(),
                                found.owner(),
                                found.epoch(),
                                found.nextOffset(),
                                commit.epoch()))
                .orElseGet(() -> "the row of partition %s was deleted from consumer_progress"
                        .formatted(commit.batch().partition()));
    }
}
