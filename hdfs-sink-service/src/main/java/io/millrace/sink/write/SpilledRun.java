package io.millrace.sink.write;

import io.millrace.formats.bytes.Bytes;
import io.millrace.sink.port.SpillSpace.SpillFile;
import java.io.IOException;

/**
 * Rows in a spilled file, sorted by folder: the folder's number, how many rows it has, the rows; then the next folder.
 * Read once, from its beginning to its end.
 */
final class SpilledRun {
    private static final int WRITE_BUFFER = 128 << 10;
    private static final int FIRST_BUFFER = 4 << 10;

    private final SpillFile file;
    private final long end;
    /** Where the next byte to be read into the buffer is. */
    private long position;

    private byte[] buffer;
    private int bufferBytes;
    private int from;
    private int to;
    private int folder = -1;
    private int rowsLeft;

    private SpilledRun(SpillFile file, long start, long end) {
        this.file = file;
        this.position = start;
        this.end = end;
    }

    /** Writes a run's rows. */
    @FunctionalInterface
    interface Content {
        void write(Writer out) throws IOException;
    }

    /** Takes the rows of a run, in their order. */
    static final class Writer {
        private final SpillFile file;
        private final Bytes pending = new Bytes(FIRST_BUFFER);
        private long length;

        private Writer(SpillFile file) {
            this.file = file;
        }

        void beginFolder(int number, int rows) throws IOException {
            makeRoom(8);
            pending.putInt(number);
            pending.putInt(rows);
        }

        /** The row that begins there. */
        void row(byte[] array, int at) throws IOException {
            int bytes = WaitingRow.length(array, at);
            makeRoom(bytes);
            if (bytes > WRITE_BUFFER) {
                file.append(array, at, bytes);
                length += bytes;
            } else {
                pending.put(array, at, bytes);
            }
        }

        private void makeRoom(int bytes) throws IOException {
            if (pending.size + (long) bytes > WRITE_BUFFER) {
                flush();
            }
        }

        private void flush() throws IOException {
            file.append(pending.array, 0, pending.size);
            length += pending.size;
            pending.clear();
        }
    }

    /** Appends a run to the file, which must be this long. */
    static SpilledRun write(SpillFile file, long start, Content content) throws IOException {
        Writer out = new Writer(file);
        content.write(out);
        out.flush();
        return new SpilledRun(file, start, start + out.length);
    }

    /** Where it ends in its file. */
    long end() {
        return end;
    }

    /** @param bytes of heap for reading; a longer row takes more while it is shown */
    void begin(int bytes) throws IOException {
        bufferBytes = bytes;
        buffer = new byte[bytes];
        beginFolder();
    }

    private void beginFolder() throws IOException {
        if (to - from == 0 && position == end) {
            folder = Integer.MAX_VALUE;
            buffer = null;
            return;
        }
        need(8);
        folder = (int) Bytes.INT.get(buffer, from);
        rowsLeft = (int) Bytes.INT.get(buffer, from + 4);
        from += 8;
    }

    /** Sets the view to the folder's next row; false if this run has no more of it. Folders must be asked for ascending. */
    boolean next(int wanted, WaitingRow view) throws IOException {
        if (folder == wanted && rowsLeft == 0) {
            beginFolder();
        }
        if (folder != wanted) {
            return false;
        }
        need(4);
        int length = WaitingRow.length(buffer, from);
        need(length);
        view.set(buffer, from);
        from += length;
        rowsLeft--;
        return true;
    }

    /** Has so many bytes in the buffer, one after the other. */
    private void need(int bytes) throws IOException {
        if (to - from >= bytes) {
            return;
        }
        byte[] target = buffer;
        if (bytes > buffer.length || buffer.length > bufferBytes && bytes <= bufferBytes) {
            target = new byte[Math.max(bytes, bufferBytes)];
        }
        System.arraycopy(buffer, from, target, 0, to - from);
        to -= from;
        from = 0;
        buffer = target;
        int count = (int) Math.min(buffer.length - to, end - position);
        file.read(position, buffer, to, count);
        position += count;
        to += count;
        if (to < bytes) {
            throw new IOException("spilled rows are cut off: " + to + " bytes where a row has " + bytes);
        }
    }
}
