package io.millrace.sources.tail;

import io.millrace.sources.delivery.MemoryLog;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** A transaction log in a file, for processes that are killed: a frame that is whole was committed, all others never were. */
final class FileLog extends MemoryLog {
    /** Bytes of a frame's length and sum. */
    private static final int HEAD = 12;

    private final Path file;

    /** What a run before this one left is read: its positions, and not its records. */
    FileLog(Path file) throws IOException {
        this.file = file;
        long whole = readOn(file, 0, record -> {}, positions());
        if (Files.exists(file)) {
            try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
        }
    }

    /** Every record that was committed, in its order. */
    static List<String> lines(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        readOn(file, 0, lines::add);
        return lines;
    }

    /** Hands on the records that were committed behind this place, where a frame begins; returns the place behind them. */
    static long readOn(Path file, long place, Consumer<String> record) throws IOException {
        return readOn(file, place, record, new HashMap<>());
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

    private static long readOn(Path file, long place, Consumer<String> record, Map<String, byte[]> positions)
            throws IOException {
        if (!Files.exists(file)) {
            return place;
        }
        long at = place;
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ).position(place);
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)))) {
            long size = channel.size();
            while (size - at >= HEAD) {
                int length = in.readInt();
                long sum = in.readLong();
                byte[] frame = length > size - at - HEAD ? new byte[0] : in.readNBytes(length);
                CRC32 found = new CRC32();
                found.update(frame);
                if (frame.length < length || found.getValue() != sum) {
                    break;
                }
                frame(new DataInputStream(new ByteArrayInputStream(frame)), record, positions);
                at += HEAD + length;
            }
        }
        return at;
    }

    private static void frame(DataInputStream in, Consumer<String> record, Map<String, byte[]> positions)
            throws IOException {
        for (int i = in.readInt(); i > 0; i--) {
            record.accept(in.readUTF());
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
