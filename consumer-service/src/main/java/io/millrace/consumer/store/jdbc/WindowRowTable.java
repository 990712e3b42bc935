package io.millrace.consumer.store.jdbc;

import io.millrace.consumer.engine.StateKey;
import io.millrace.consumer.rules.RecordKind;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.record.PartitionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code consumer_window_rows}: what windowed rules remember about keys that are not in the log. The primary key holds a
 * hash of the key's name: databases compare text by rules of their own (trailing blanks, length of an index), and two
 * devices must never share a row.
 */
final class WindowRowTable {

    private static final String READ = """
            SELECT kind, key_name, state FROM consumer_window_rows
            WHERE consumer_group = ? AND topic = ? AND partition_id = ?""";
    private static final String PUT = """
            INSERT INTO consumer_window_rows (consumer_group, topic, partition_id, key_hash, kind, key_name, state)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE state = VALUES(state)""";
    private static final String FORGET = """
            DELETE FROM consumer_window_rows
            WHERE consumer_group = ? AND topic = ? AND partition_id = ? AND key_hash = ?""";

    private final String group;

    WindowRowTable(String group) {
        this.group = group;
    }

    Map<StateKey, byte[]> read(Connection connection, PartitionId partition) throws SQLException {
        Map<StateKey, byte[]> windows = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            bind(select, partition);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    windows.put(new StateKey(kind(rows.getString(1)), rows.getString(2)), rows.getBytes(3));
                }
            }
        }
        return windows;
    }

    void write(Connection connection, List<PartitionCommit> commits) throws SQLException {
        if (commits.stream().allMatch(commit -> commit.windows().rows().isEmpty())) {
            return;
        }
        try (PreparedStatement put = connection.prepareStatement(PUT);
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            int puts = 0;
            int forgets = 0;
            for (PartitionCommit commit : commits) {
                PartitionId partition = commit.batch().partition();
                for (Map.Entry<StateKey, byte[]> change :
                        commit.windows().rows().entrySet()) {
                    PreparedStatement statement = change.getValue() == null ? forget : put;
                    bind(statement, partition);
                    statement.setBytes(4, hash(change.getKey()));
                    if (change.getValue() == null) {
                        forgets++;
                    } else {
                        put.setString(5, change.getKey().kind().label());
                        put.setString(6, change.getKey().key());
                        put.setBytes(7, change.getValue());
                        puts++;
                    }
                    statement.addBatch();
                }
            }
            if (puts > 0) {
                put.executeBatch();
            }
            if (forgets > 0) {
                forget.executeBatch();
            }
        }
    }

    private void bind(PreparedStatement statement, PartitionId partition) throws SQLException {
        statement.setString(1, group);
        statement.setString(2, partition.topic());
        statement.setInt(3, partition.partition());
    }

    static RecordKind kind(String label) {
        return label.equals(RecordKind.WEATHER.label()) ? RecordKind.WEATHER : RecordKind.READING;
    }

    private static byte[] hash(StateKey key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key.kind().label().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(key.key().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
