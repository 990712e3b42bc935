package io.millrace.consumer.store.jdbc;

import io.millrace.consumer.store.OutboxEntry;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.record.PartitionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** {@code consumer_outbox}: what is still to be published, or not yet known to be. */
final class OutboxTable {

    /** What one read takes: many partitions may be taken over at once, each with an outbox of any length. */
    private static final long BYTES_PER_READ = 1 << 20;

    private static final int ENTRIES_PER_READ = 2_000;

    private static final String MEASURE = """
            SELECT sequence_number, COALESCE(OCTET_LENGTH(record_key), 0) + COALESCE(OCTET_LENGTH(record_value), 0)
            + OCTET_LENGTH(headers) FROM consumer_outbox
            WHERE consumer_group = ? AND topic = ? AND partition_id = ? AND sequence_number > ?
            ORDER BY sequence_number LIMIT ?""";
    private static final String READ = """
            SELECT sequence_number, destination, record_key, record_value, headers FROM consumer_outbox
            WHERE consumer_group = ? AND topic = ? AND partition_id = ? AND sequence_number > ? AND sequence_number <= ?
            ORDER BY sequence_number""";
    private static final String ADD = """
            INSERT INTO consumer_outbox (consumer_group, topic, partition_id, sequence_number, destination, record_key,
            record_value, headers) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String FORGET = """
            DELETE FROM consumer_outbox
            WHERE consumer_group = ? AND topic = ? AND partition_id = ? AND sequence_number <= ?""";

    private final String group;

    OutboxTable(String group) {
        this.group = group;
    }

    /** Entries with numbers after {@code after}: as many as one read takes, and one however large it is. */
    List<OutboxEntry> read(Connection connection, PartitionId partition, long after) throws SQLException {
        List<OutboxEntry> entries = new ArrayList<>();
        long last = lastOfRead(connection, partition, after);
        if (last == after) {
            return entries;
        }
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            bind(select, partition);
            select.setLong(4, after);
            select.setLong(5, last);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(new OutboxEntry(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getBytes(3),
                            rows.getBytes(4),
                            Headers.read(rows.getBytes(5))));
                }
            }
        }
        return entries;
    }

    /** Measures before it reads: a driver may take the whole answer to a query into memory. */
    private long lastOfRead(Connection connection, PartitionId partition, long after) throws SQLException {
        long last = after;
        long bytes = 0;
        try (PreparedStatement select = connection.prepareStatement(MEASURE)) {
            bind(select, partition);
            select.setLong(4, after);
            select.setInt(5, ENTRIES_PER_READ);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    bytes += rows.getLong(2);
                    if (last > after && bytes > BYTES_PER_READ) {
                        return last;
                    }
                    last = rows.getLong(1);
                }
            }
        }
        return last;
    }

    void write(Connection connection, List<PartitionCommit> commits) throws SQLException {
        forget(connection, commits);
        if (commits.stream().allMatch(commit -> commit.outbox().isEmpty())) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            for (PartitionCommit commit : commits) {
                for (OutboxEntry entry : commit.outbox()) {
                    bind(insert, commit.batch().partition());
                    insert.setLong(4, entry.sequence());
                    insert.setString(5, entry.topic());
                    insert.setBytes(6, entry.key());
                    insert.setBytes(7, entry.value());
                    insert.setBytes(8, Headers.bytes(entry.headers()));
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void forget(Connection connection, List<PartitionCommit> commits) throws SQLException {
        if (commits.stream().allMatch(commit -> commit.publishedSequence() == 0)) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            for (PartitionCommit commit : commits) {
                if (commit.publishedSequence() > 0) {
                    bind(delete, commit.batch().partition());
                    delete.setLong(4, commit.publishedSequence());
                    delete.addBatch();
                }
            }
            delete.executeBatch();
        }
    }

    private void bind(PreparedStatement statement, PartitionId partition) throws SQLException {
        statement.setString(1, group);
        statement.setString(2, partition.topic());
        statement.setInt(3, partition.partition());
    }
}
