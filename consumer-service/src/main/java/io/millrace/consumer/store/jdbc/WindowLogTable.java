package io.millrace.consumer.store.jdbc;

import io.millrace.consumer.engine.StateKey;
import io.millrace.consumer.rules.RecordKind;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.consumer.store.WindowChanges;
import io.millrace.consumer.store.WindowLog;
import io.millrace.record.PartitionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code consumer_window_log}: what the latest batches changed, a row for each batch of a partition. */
final class WindowLogTable {

    private static final int VERSION = 1;
    private static final int ABSENT = -1;
    private static final String READ = """
            SELECT sequence_number, changes FROM consumer_window_log
            WHERE consumer_group = ? AND topic = ? AND partition_id = ?""";
    private static final String ADD = """
            INSERT INTO consumer_window_log (consumer_group, topic, partition_id, sequence_number, changes)
            VALUES (?, ?, ?, ?, ?)""";
    private static final String FOLD = """
            DELETE FROM consumer_window_log
            WHERE consumer_group = ? AND topic = ? AND partition_id = ? AND sequence_number <= ?""";

    private final String group;

    WindowLogTable(String group) {
        this.group = group;
    }

    WindowLog read(Connection connection, PartitionId partition) throws SQLException {
        TreeMap<Long, Map<StateKey, byte[]>> entries = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            bind(select, partition);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.put(rows.getLong(1), decode(rows.getBytes(2)));
                }
            }
        }
        return new WindowLog(entries);
    }

    void write(Connection connection, List<PartitionCommit> commits) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD);
                PreparedStatement fold = connection.prepareStatement(FOLD)) {
            int adds = 0;
            int folds = 0;
            for (PartitionCommit commit : commits) {
                for (WindowChanges.Entry entry : commit.windows().added()) {
                    bind(add, commit.batch().partition());
                    add.setLong(4, entry.sequence());
                    add.setBytes(5, encode(entry.changes()));
                    add.addBatch();
                    adds++;
                }
                if (commit.windows().foldedThrough() != WindowChanges.NOTHING_FOLDED) {
                    bind(fold, commit.batch().partition());
                    fold.setLong(4, commit.windows().foldedThrough());
                    fold.addBatch();
                    folds++;
                }
            }
            if (adds > 0) {
                add.executeBatch();
            }
            if (folds > 0) {
                fold.executeBatch();
            }
        }
    }

    private void bind(PreparedStatement statement, PartitionId partition) throws SQLException {
        statement.setString(1, group);
        statement.setString(2, partition.topic());
        statement.setInt(3, partition.partition());
    }

    private static byte[] encode(Map<StateKey, byte[]> changes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * changes.size());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(changes.size());
            for (Map.Entry<StateKey, byte[]> change : changes.entrySet()) {
                byte[] name = change.getKey().key().getBytes(StandardCharsets.UTF_8);
                byte[] state = change.getValue();
                out.writeUTF(change.getKey().kind().label());
                out.writeInt(name.length);
                out.write(name);
                out.writeInt(state == null ? ABSENT : state.length);
                if (state != null) {
                    out.write(state);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }

    private static Map<StateKey, byte[]> decode(byte[] stored) {
        Map<StateKey, byte[]> changes = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "stored window changes have version %d, must be %d".formatted(version, VERSION));
            }
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                RecordKind kind = WindowRowTable.kind(in.readUTF());
                String name = new String(read(in, in.readInt()), StandardCharsets.UTF_8);
                int length = in.readInt();
                changes.put(new StateKey(kind, name), length == ABSENT ? null : read(in, length));
            }
        } catch (IOException e) {
            throw new IllegalStateException("stored window changes are damaged", e);
        }
        return changes;
    }

    private static byte[] read(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
