package io.millrace.sink.write;

import io.millrace.formats.TopicFormat;
import io.millrace.formats.bytes.Bytes;
import io.millrace.sink.port.SpillSpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of folders that have no open file: they wait, in the form in which they go into files, until the commit writes one
 * folder after the other. In memory in the order of their offsets; what was spilled is in runs that are sorted by folder, and by offset
 * within it, so that reading all runs side by side once gives folder after folder.
 */
final class WaitingRows {
    /** Chunks begin small and double: a thread may have thousands of partitions with a row or two each. */
    private static final int FIRST_CHUNK = 4 << 10;

    private static final int LARGEST_CHUNK = 256 << 10;
    private static final int FIRST_ROWS = 16;
    /** What the heap holds of a folder besides its name: two entries of maps and lists. */
    private static final int FOLDER_BYTES = 200;
    /** What the heap holds of a run: its object and its entry in the list. */
    private static final int RUN_BYTES = 80;
    /** More runs than this cannot be read side by side without long seeks between short reads. */
    private static final int MOST_RUNS = 1000;

    private final SpillSpace space;
    private final WaitingRow view = new WaitingRow();
    private final List<String> folders = new ArrayList<>();
    private final List<Bytes> chunks = new ArrayList<>();
    private final List<SpilledRun> runs = new ArrayList<>();
    /** Of each row in memory: its folder, and its chunk and place in it. */
    private int[] rowFolders = new int[FIRST_ROWS];

    private long[] rowPlaces = new long[FIRST_ROWS];
    private int rowsInMemory;
    private long chunkBytes;
    private long nameBytes;
    private long rows;
    private long bytes;
    private SpillSpace.SpillFile file;
    private long spilled;
    /** No run can be written. */
    private boolean broken;

    /** Takes rows, one folder after the other, each folder's in the order of offsets. */
    @FunctionalInterface
    interface Visitor {
        /** @param row a view, valid until this returns */
        void row(String folder, WaitingRow row) throws IOException;
    }

    WaitingRows(SpillSpace space) {
        this.space = space;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** Rows that wait, spilled ones included. */
    long rows() {
        return rows;
    }

    /** Their bytes as they wait. */
    long bytes() {
        return bytes;
    }

    /** How many folders they are for. */
    int folders() {
        return folders.size();
    }

    /** Bytes of heap. */
    long heldBytes() {
        return folders.isEmpty()
                ? 0
                : chunkBytes + 12L * rowFolders.length + nameBytes + (long) RUN_BYTES * runs.size();
    }

    /** Those of them that are for the folders, which {@link RollRules#filesPerBatch} bounds. */
    long folderBytes() {
        return nameBytes;
    }

    /** Bytes of heap that {@link #spill} would give back. */
    long spillableBytes() {
        return chunkBytes;
    }

    /** Bytes on the local disk. */
    long spilledBytes() {
        return spilled;
    }

    /** False once the disk failed, or the rows are in so many pieces that they had better be written. */
    boolean canSpill() {
        return !broken && runs.size() < MOST_RUNS;
    }

    /** A folder whose rows will wait; its number for {@link #add}. */
    int addFolder(String name) {
        folders.add(name);
        nameBytes += FOLDER_BYTES + 2L * name.length();
        return folders.size() - 1;
    }

    /** Keeps the record that the format has routed last. */
    void add(int folder, long offset, TopicFormat format) {
        int length = WaitingRow.length(format);
        Bytes chunk = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (chunk == null || chunk.array.length - chunk.size < length) {
            chunk = new Bytes((int) Math.max(Math.min(LARGEST_CHUNK, Math.max(FIRST_CHUNK, chunkBytes)), length));
            chunks.add(chunk);
            chunkBytes += chunk.array.length;
        }
        int row = rowsInMemory;
        if (row == rowFolders.length) {
            rowFolders = Arrays.copyOf(rowFolders, row * 2);
            rowPlaces = Arrays.copyOf(rowPlaces, row * 2);
        }
        rowFolders[row] = folder;
        rowPlaces[row] = (long) (chunks.size() - 1) << 32 | chunk.size;
        WaitingRow.append(offset, format, chunk);
        rowsInMemory = row + 1;
        rows++;
        bytes += length;
    }

    /**
     * Moves what is in memory to the local disk.
     *
     * @throws IOException if the disk does not take it; everything is in memory still
     */
    void spill() throws IOException {
        if (rowsInMemory == 0) {
            return;
        }
        // Until it is whole: half a run may be in the file, behind which no other can begin.
        broken = true;
        if (file == null) {
            file = space.create();
        }
        SpilledRun run = SpilledRun.write(file, spilled, this::writeSorted);
        broken = false;
        spilled = run.end();
        runs.add(run);
        forgetMemory();
    }

    private void writeSorted(SpilledRun.Writer out) throws IOException {
        int[] starts = new int[folders.size() + 1];
        long[] places = sorted(starts);
        for (int folder = 0; folder < folders.size(); folder++) {
            int count = starts[folder + 1] - starts[folder];
            if (count > 0) {
                out.beginFolder(folder, count);
                for (int i = starts[folder]; i < starts[folder + 1]; i++) {
                    out.row(chunk(places[i]), at(places[i]));
                }
            }
        }
    }

    /**
     * Counts the rows in memory out into their folders.
     *
     * @param starts takes the index at which each folder begins, and one more
     * @return the rows' places, folder by folder
     */
    private long[] sorted(int[] starts) {
        for (int row = 0; row < rowsInMemory; row++) {
            starts[rowFolders[row] + 1]++;
        }
        for (int folder = 1; folder < starts.length; folder++) {
            starts[folder] += starts[folder - 1];
        }
        int[] next = starts.clone();
        long[] places = new long[rowsInMemory];
        for (int row = 0; row < rowsInMemory; row++) {
            places[next[rowFolders[row]]++] = rowPlaces[row];
        }
        return places;
    }

    private byte[] chunk(long place) {
        return chunks.get((int) (place >>> 32)).array;
    }

    private static int at(long place) {
        return (int) place;
    }

    /**
     * Shows all rows, those of the folder first that was added first.
     *
     * @param readBytes heap for reading what was spilled
     */
    void forEach(Visitor visitor, long readBytes) throws IOException {
        // Nothing may move while it is shown.
        broken = true;
        int buffer = (int) Math.max(4 << 10, Math.min(64 << 10, readBytes / Math.max(1, runs.size())));
        for (SpilledRun run : runs) {
            run.begin(buffer);
        }
        int[] starts = new int[folders.size() + 1];
        long[] places = sorted(starts);
        for (int folder = 0; folder < folders.size(); folder++) {
            String name = folders.get(folder);
            for (SpilledRun run : runs) {
                while (run.next(folder, view)) {
                    visitor.row(name, view);
                }
            }
            for (int i = starts[folder]; i < starts[folder + 1]; i++) {
                view.set(chunk(places[i]), at(places[i]));
                visitor.row(name, view);
            }
        }
    }

    private void forgetMemory() {
        chunks.clear();
        chunkBytes = 0;
        rowsInMemory = 0;
        rowFolders = new int[FIRST_ROWS];
        rowPlaces = new long[FIRST_ROWS];
    }

    /** Forgets everything and gives the disk's room back. */
    void clear() {
        forgetMemory();
        folders.clear();
        runs.clear();
        nameBytes = 0;
        rows = 0;
        bytes = 0;
        spilled = 0;
        broken = false;
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
