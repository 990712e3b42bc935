package io.millrace.sink.audit;

import io.millrace.layout.PartitionFolders;
import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.port.PartitionId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Checks the data files that the records of one partition name. */
final class FileCheck {
    private final FileStore store;
    private final PartitionFolders folders;
    private final PartitionId partition;
    private final Map<String, Long> lengths;
    private final Depth depth;
    private final byte[] buffer = new byte[1 << 16];
    private final List<Finding> findings = new ArrayList<>();
    private long pending;

    /**
     * @param lengths length by path (relative to the root) of the files that were seen before the log was read
     */
    FileCheck(
            FileStore store, PartitionFolders folders, PartitionId partition, Map<String, Long> lengths, Depth depth) {
        this.store = store;
        this.folders = folders;
        this.partition = partition;
        this.lengths = lengths;
        this.depth = depth;
    }

    List<Finding> findings() {
        return findings;
    }

    /** Committed files that wait to be moved into place. */
    long pending() {
        return pending;
    }

    /** @param mayWait true for the last batch, whose owner may have died before it moved the files */
    void check(CommitRecord record, CommittedFile file, boolean mayWait) throws IOException {
        String path = folders.root() + "/" + file.path();
        Long length = lengths.get(file.path());
        if (length == null) {
            Optional<FileInfo> there = store.stat(path);
            if (there.isPresent()) {
                length = there.get().length();
            } else if (mayWait) {
                String waiting = folders.claimFolder(record.claim()) + "/" + file.temporary();
                if (store.stat(waiting).isPresent()) {
                    pending++;
                    checkContent(file, waiting);
                    return;
                }
                length = store.stat(path).map(FileInfo::length).orElse(null);
            }
        }
        if (length == null) {
            add(
                    Kind.MISSING_FILE,
                    file,
                    "is missing: " + file.rows() + " records of offsets " + file.firstOffset() + " to "
                            + file.lastOffset());
        } else if (length != file.length()) {
            add(Kind.WRONG_LENGTH, file, "has " + length + " bytes where " + file.length() + " were committed");
        } else {
            checkContent(file, path);
        }
    }

    private void checkContent(CommittedFile file, String path) throws IOException {
        if (depth == Depth.LENGTHS) {
            return;
        }
        CRC32C crc = new CRC32C();
        try (InputStream in = store.open(path)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        } catch (NoSuchFileException movedOrDeletedMeanwhile) {
            add(Kind.MISSING_FILE, file, "vanished while it was read");
            return;
        }
        if ((int) crc.getValue() != file.crc32c()) {
            add(Kind.ALTERED_FILE, file, "has the committed length, but other bytes than were committed");
        }
    }

    private void add(Kind kind, CommittedFile file, String what) {
        findings.add(new Finding(
                kind, partition.topic(), partition.partition(), file.path(), "file " + file.path() + " " + what));
    }
}
