package io.millrace.sources.tail;

import io.millrace.sources.delivery.MemoryLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** A transaction log in a file, for processes that are killed: a frame that is whole was committed, all others never were. */
final class FileLog extends MemoryLog {
    private final Path file;

    /** What a run before this one left is read: its positions, and not its records. */
    FileLog(Path file) throws IOException {
        this.file = file;
        long whole = read(file, new ArrayList<>(), positions());
        if (Files.exists(file)) {
            try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
        }
    }

    /** Every record that was committed, in its order. */
    static List<String> lines(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        read(file, lines, new java.util.HashMap<>());
        return lines;
    }

    @Override
    public void commit(Map<String, byte[]> changed) {
        int before = committed().size();
        super.commit(changed);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream frame = new DataOutputStream(bytes);
            List<String> records = lines().subList(before, committed().size());
            frame.writeInt(records.size());
            for (String record : records) {
                frame.writeUTF(record);
            }
            frame.writeInt(changed.size());
            for (Map.Entry<String, byte[]> entry : changed.entrySet()) {
                frame.writeUTF(entry.getKey());
                frame.writeInt(entry.getValue() == null ? -1 : entry.getValue().length);
                frame.write(entry.getValue() == null ? new byte[0] : entry.getValue());
            }
            CRC32 sum = new CRC32();
            sum.update(bytes.toByteArray());
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(whole);
            out.writeInt(bytes.size());
            out.writeLong(sum.getValue());
            bytes.writeTo(out);
            Files.write(file, whole.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            committed().clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where the last whole frame ends. */
    private static long read(Path file, List<String> lines, Map<String, byte[]> positions) throws IOException {
        byte[] all = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int at = 0;
        while (all.length - at >= 12) {
            DataInputStream head = new DataInputStream(new ByteArrayInputStream(all, at, 12));
            int length = head.readInt();
            long sum = head.readLong();
            CRC32 found = new CRC32();
            if (length > all.length - at - 12) {
                break;
            }
            found.update(all, at + 12, length);
            if (found.getValue() != sum) {
                break;
            }
            frame(new DataInputStream(new ByteArrayInputStream(all, at + 12, length)), lines, positions);
            at += 12 + length;
        }
        return at;
    }

    private static void frame(DataInputStream in, List<String> lines, Map<String, byte[]> positions)
            throws IOException {
        for (int i = in.readInt(); i > 0; i--) {
            lines.add(in.readUTF());
        }
        for (int i = in.readInt(); i > 0; i--) {
            String id = in.readUTF();
            int length = in.readInt();
            if (length < 0) {
                positions.remove(id);
            } else {
                positions.put(id, in.readNBytes(length));
            }
        }
    }
}
