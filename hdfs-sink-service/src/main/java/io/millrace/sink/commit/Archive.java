package io.millrace.sink.commit;

import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** Folds finished segments of a log, one file each, for the audit to read. Taking over never looks there. */
final class Archive {
    private final FileStore store;
    private final CommitLog log;
    /** For names that are never used again: a claim may be taken up again, with what an earlier try has left. */
    private long tries;

    Archive(FileStore store, CommitLog log) {
        this.store = store;
        this.log = log;
    }

    /**
     * Folds the segments before that of the record, and before that of the batch that the next owner will want to look
     * at. All batches in them must be in place.
     *
     * @param mine the last record of the owner that does this
     */
    void foldBefore(CommitRecord mine) throws IOException {
        long limit = log.segmentOf(mine.pending() >= 0 ? mine.pending() : mine.sequence());
        List<Long> segments = log.segments();
        // Ascending: a segment never goes before an older one, on which the fencing of former owners rests.
        for (int i = segments.size() - 1; i >= 0; i--) {
            long segment = segments.get(i);
            if (segment < limit) {
                fold(segment, mine);
            }
        }
    }

    private void fold(long segment, CommitRecord mine) throws IOException {
        PartitionFolders folders = log.folders();
        String target = folders.archivedSegment(segment);
        if (store.stat(target).isEmpty()) {
            String temporary = folders.claimFolder(mine.claim()) + "/archive-" + segment + "-" + tries++ + ".jsonl";
            try {
                long length = copy(segment, temporary);
                publish(temporary, target, length);
            } catch (NoSuchFileException | DamagedLogException e) {
                log.checkOwner(mine);
                // An owner before this one, in the middle of the same: the archive was whole before the segment went.
                if (store.stat(target).isEmpty()) {
                    throw e;
                }
            }
        }
        Folders.delete(store, folders.segment(segment));
    }

    private long copy(long segment, String temporary) throws IOException {
        List<Long> sequences = log.sequences(segment);
        if (!log.isComplete(segment, sequences)) {
            throw new DamagedLogException("the log " + log.folders().segment(segment) + " has the commit records "
                    + sequences + ", but later ones exist: some are missing; run audit");
        }
        long length = 0;
        try (OutputStream out = store.create(temporary)) {
            for (long sequence : sequences) {
                String path = log.folders().record(segment, sequence);
                try (InputStream in = store.open(path)) {
                    byte[] bytes = in.readAllBytes();
                    CommitRecordCodec.decode(bytes, path);
                    out.write(bytes);
                    length += bytes.length;
                }
            }
        }
        return length;
    }

    private void publish(String temporary, String target, long length) throws IOException {
        IOException cause;
        Folders.create(store, log.folders().archive());
        try {
            if (store.rename(temporary, target)) {
                return;
            }
            cause = new IOException("the store answered false");
        } catch (IOException e) {
            cause = e;
        }
        Optional<FileInfo> there = store.stat(target);
        if (there.isEmpty() || there.get().length() != length) {
            throw new IOException("cannot archive to " + target + ": " + cause.getMessage(), cause);
        }
    }
}
