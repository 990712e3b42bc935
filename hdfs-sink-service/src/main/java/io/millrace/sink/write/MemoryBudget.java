package io.millrace.sink.write;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the open files and waiting rows of one thread may hold, over all its partitions. Over it, waiting rows go to the
 * local disk and column buffers to their files, whichever gives more back; only for one huge record are files finished. What
 * waiting rows hold after that goes with a commit of the partition that has most of it.
 */
public final class MemoryBudget {
    /** Giving back less than this is not worth a row group or a run. */
    private static final long LEAST = 16 << 10;

    private final int maxFiles;
    private final long maxBytes;
    private final long maxRecordBytes;
    private final long maxSpilledBytes;
    private final long streamBytes;
    private final Set<OpenFile> files = new LinkedHashSet<>();
    private final Set<WaitingPart> waiting = new LinkedHashSet<>();
    private long buffered;

    /**
     * @param maxFiles files that are open for writing side by side, at least 1; a commit opens one more
     * @param maxBytes bytes of heap held by open files and waiting rows
     * @param maxRecordBytes bytes of heap that these may hold together with what one record needs on its way
     * @param maxSpilledBytes bytes on the local disk
     * @param streamBytes bytes of heap that the store holds for each open file
     */
    public MemoryBudget(int maxFiles, long maxBytes, long maxRecordBytes, long maxSpilledBytes, long streamBytes) {
        if (maxFiles < 1 || maxBytes < 1 || maxRecordBytes < maxBytes || maxSpilledBytes < 0) {
            throw new IllegalArgumentException("open files " + maxFiles + " and buffered bytes " + maxBytes
                    + " must be at least 1, bytes with a record " + maxRecordBytes
                    + " not less than these, spilled bytes " + maxSpilledBytes + " at least 0");
        }
        this.maxFiles = maxFiles;
        this.maxBytes = maxBytes;
        this.maxRecordBytes = maxRecordBytes;
        this.maxSpilledBytes = maxSpilledBytes;
        this.streamBytes = streamBytes;
    }

    public int openFiles() {
        return files.size();
    }

    /** Bytes of heap held by open files and waiting rows. */
    public long bufferedBytes() {
        return buffered;
    }

    /** Bytes of waiting rows on the local disk. */
    public long spilledBytes() {
        long spilled = 0;
        for (WaitingPart part : waiting) {
            spilled += part.rows.spilledBytes();
        }
        return spilled;
    }

    /**
     * True if there is room for one more file; else its rows have to wait.
     *
     * @param cost what an empty file holds
     */
    boolean mayOpen(long cost) {
        // Half of it at most for what files hold without any row: the rest is for rows.
        return files.size() < maxFiles && (files.isEmpty() || (files.size() + 1) * cost <= maxBytes / 2);
    }

    /** Has the partition commit that has most on the local disk, if no more may go there. */
    void relieveDisk() {
        if (spilledBytes() < maxSpilledBytes) {
            return;
        }
        WaitingPart longest = null;
        for (WaitingPart part : waiting) {
            if (longest == null || part.rows.spilledBytes() > longest.rows.spilledBytes()) {
                longest = part;
            }
        }
        if (longest != null) {
            longest.commitSoon();
        }
    }

    /** Heap for reading spilled rows. */
    long readBytes() {
        return maxBytes / 4;
    }

    void opened(OpenFile file) {
        files.add(file);
        update(file);
    }

    /** Takes note of what the file holds now. */
    void update(OpenFile file) {
        long now = streamBytes + file.data.bufferedBytes();
        buffered += now - file.budgeted;
        file.budgeted = now;
    }

    /** Takes note of what the partition's waiting rows hold now. */
    void update(WaitingPart part) {
        long now = part.rows.heldBytes();
        buffered += now - part.budgeted;
        part.budgeted = now;
        if (now == 0) {
            waiting.remove(part);
        } else {
            waiting.add(part);
        }
    }

    void closed(OpenFile file) {
        if (files.remove(file)) {
            buffered -= file.budgeted;
            file.budgeted = 0;
        }
    }

    /** Gives heap back until what is held is within the budget, or nothing more can be given back without a commit. */
    void relieve() {
        boolean more = true;
        while (more && buffered > maxBytes) {
            more = giveBack(LEAST);
        }
        // Many partitions with little each: a little over is better than a run for each of them at each poll.
        long hard = maxBytes + maxBytes / 4;
        if (buffered > hard) {
            // A batch may have as many folders as the user says.
            hard += waiting.stream().mapToLong(part -> part.rows.folderBytes()).sum();
        }
        more = true;
        while (more && buffered > hard) {
            more = giveBack(0);
        }
        if (buffered > hard) {
            askForCommit(hard, maxBytes / 2);
        }
    }

    /**
     * Asks the partition whose waiting rows hold most to commit, unless those that were asked before hold enough.
     *
     * @param hard bytes that may be held afterwards
     * @param files bytes that open files may hold: as long as they are the ones that hold more, commits do not help
     */
    private void askForCommit(long hard, long files) {
        long all = 0;
        long asked = 0;
        WaitingPart fattest = null;
        for (WaitingPart part : waiting) {
            all += part.budgeted - part.rows.folderBytes();
            if (part.wantsCommit()) {
                asked += part.budgeted;
            } else if (fattest == null || part.budgeted > fattest.budgeted) {
                fattest = part;
            }
        }
        if (fattest != null && all > files && buffered - asked > hard) {
            fattest.commitSoon();
        }
    }

    /**
     * Makes room for a record that needs so much heap on its way, finishing files if need be.
     *
     * @param bytes at most what was given as that of a record
     * @throws IllegalStateException if it is more: no room can be made for that, and formats refuse such a record
     */
    void makeRoom(long bytes) {
        if (bytes > maxRecordBytes) {
            throw new IllegalStateException("a record needs " + bytes + " bytes of heap where one may have "
                    + maxRecordBytes + ", and was not refused");
        }
        boolean more = true;
        while (more && buffered + bytes > maxRecordBytes) {
            more = giveBack(LEAST) || finishOne() || giveBack(0);
        }
    }

    /** @param leastRows waiting rows of no more bytes stay; files are not flushed for less than {@link #LEAST} anyway */
    private boolean giveBack(long leastRows) {
        WaitingPart longest = null;
        long most = leastRows;
        for (WaitingPart part : waiting) {
            if (part.rows.canSpill() && part.rows.spillableBytes() > most) {
                most = part.rows.spillableBytes();
                longest = part;
            }
        }
        OpenFile fattest = null;
        most = Math.max(most, LEAST);
        for (OpenFile file : files) {
            if (file.data.flushableBytes() > most) {
                most = file.data.flushableBytes();
                fattest = file;
            }
        }
        if (fattest != null) {
            fattest.owner.flushEarly(fattest);
        } else if (longest != null) {
            longest.spillEarly();
        }
        return fattest != null || longest != null;
    }

    private boolean finishOne() {
        OpenFile fattest = null;
        for (OpenFile file : files) {
            if (fattest == null || file.budgeted > fattest.budgeted) {
                fattest = file;
            }
        }
        if (fattest == null) {
            return false;
        }
        fattest.owner.finishEarly(fattest);
        // finishEarly has called closed(); a file that is still here would be finished for ever.
        if (files.contains(fattest)) {
            throw new IllegalStateException("file of folder " + fattest.folder + " is open after its end");
        }
        return true;
    }
}
