package io.millrace.sink.write;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Caps on the open files of one thread, over all its partitions. Over a cap, the file that was longest not written to
 * is finished: it stays part of its partition's batch and waits, closed, for the commit, so no offset is skipped.
 */
public final class FileBudget {
    private final int maxFiles;
    private final long maxBytes;
    /** In order of last use, the oldest first. */
    private final Map<OpenFile, Boolean> files = new LinkedHashMap<>(16, 0.75f, true);

    private long buffered;

    /**
     * @param maxFiles open files, at least 1
     * @param maxBytes bytes of heap held by open files; one file alone is finished by its writer when it exceeds this
     */
    public FileBudget(int maxFiles, long maxBytes) {
        if (maxFiles < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "open files " + maxFiles + " and buffered bytes " + maxBytes + " must be at least 1");
        }
        this.maxFiles = maxFiles;
        this.maxBytes = maxBytes;
    }

    public int openFiles() {
        return files.size();
    }

    public long bufferedBytes() {
        return buffered;
    }

    /** Makes room for one more file. */
    void makeRoom() {
        while (files.size() >= maxFiles) {
            evict();
        }
    }

    void opened(OpenFile file) {
        files.put(file, Boolean.TRUE);
        update(file);
    }

    /** The file is in use again. */
    void touched(OpenFile file) {
        files.get(file);
    }

    /** Takes note of what the file holds now and finishes others where that is too much. */
    void update(OpenFile file) {
        long now = file.data.bufferedBytes();
        buffered += now - file.budgeted;
        file.budgeted = now;
        // The file that was used last goes last: its writer is in the middle of using it.
        while (buffered > maxBytes && files.size() > 1) {
            evict();
        }
    }

    /** True if the one file that is left holds too much alone. */
    boolean isOver() {
        return buffered > maxBytes;
    }

    void closed(OpenFile file) {
        if (files.remove(file) != null) {
            buffered -= file.budgeted;
            file.budgeted = 0;
        }
    }

    private void evict() {
        Iterator<OpenFile> oldest = files.keySet().iterator();
        OpenFile file = oldest.next();
        file.owner.finishEarly(file);
        // finishEarly has called closed(); a file that is still here would be evicted for ever.
        if (files.containsKey(file)) {
            throw new IllegalStateException("evicted file " + file.folder + " is still open");
        }
    }
}
