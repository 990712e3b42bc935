package io.millrace.sink.audit;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the data files that the records of one partition name. */
final class FileCheck {
    private final FileStore store;
    private final PartitionFolders folders;
    private final PartitionId partition;
    private final Map<String, Long> lengths;
    private final Depth depth;
    private final ContentCheck contents;
    private final LetGoFiles letGo;
    private final LargeFileCheck large;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();

    /** A committed file that was not in its place yet. */
    private record Waiting(CommittedFile file, String path) {}

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
        this.contents = new ContentCheck(store);
        this.letGo = new LetGoFiles(store, folders);
        this.large = new LargeFileCheck(store, folders.root(), letGo.large());
    }

    /** Reads what was let go, and what has become large; before the first check. */
    void begin() throws IOException {
        letGo.begin();
        large.begin(lengths);
    }

    /** All large files that committed ones were to become. */
    Collection<LargeFile> large() {
        return large.all();
    }

    /** How many of them are there. */
    CompactedAudit compacted() {
        return large.audit();
    }

    /** What is not there and is not missed. */
    LetGoAudit letGo() {
        return letGo.audit();
    }

    List<Finding> findings() {
        return findings;
    }

    /** Committed files that wait to be moved into place. */
    long pending() {
        return waiting.size();
    }

    /** @param mayWait true for the last batch, whose owner may have died before it moved the files */
    void check(CommitRecord record, CommittedFile file, boolean mayWait) throws IOException {
        Long length = lengths.get(file.path());
        if (large.wasWhole(file.path())) {
            checkPart(file, length != null);
            return;
        }
        if (length == null) {
            length = lengthNow(file);
        }
        if (length == null && mayWait) {
            String path = folders.claimFolder(record.claim()) + "/" + file.temporary();
            if (store.stat(path).isPresent()) {
                waiting.add(new Waiting(file, path));
                return;
            }
            length = lengthNow(file);
        }
        checkInPlace(file, length);
    }

    private Long lengthNow(CommittedFile file) throws IOException {
        return store.stat(inPlace(file)).map(FileInfo::length).orElse(null);
    }

    private String inPlace(CommittedFile file) {
        return folders.root() + "/" + file.path();
    }

    private void checkInPlace(CommittedFile file, Long length) throws IOException {
        if (letGo.isNamed(file.path())) {
            checkLetGo(file);
        } else if (length == null) {
            lost(
                    file,
                    "is missing: " + file.rows() + " records of offsets " + file.firstOffset() + " to "
                            + file.lastOffset());
        } else if (length != file.length()) {
            add(Kind.WRONG_LENGTH, file, "has " + length + " bytes where " + file.length() + " were committed");
        } else {
            checkContent(file, inPlace(file));
        }
    }

    /** One that a large file has taken in. */
    private void checkPart(CommittedFile file, boolean wasSeen) throws IOException {
        if (letGo.isNamed(file.path())) {
            checkLetGo(file);
            return;
        }
        large.hold(file);
        if (wasSeen && lengthNow(file) != null) {
            add(
                    Kind.STORED_TWICE,
                    file,
                    "is a part of a large file, and there besides: readers count its " + file.rows()
                            + " records twice; move it away");
        }
    }

    /** Reads the large files, after all parts were checked. */
    void checkLarge() throws IOException {
        for (Map.Entry<LargeFile, String> wrong : large.wrong().entrySet()) {
            add(Kind.WRONG_LENGTH, wrong.getKey().path(), wrong.getValue());
        }
        if (depth == Depth.LENGTHS) {
            return;
        }
        for (Map.Entry<LargeFile, List<CommittedFile>> entry : large.contents().entrySet()) {
            String name = entry.getKey().path();
            try {
                Optional<ContentCheck.Fault> fault =
                        contents.check(entry.getValue(), name, folders.root() + "/" + name);
                // One that got its other parts while it was read is not what was to be read.
                if (fault.isPresent() && !large.hasGrown(entry.getKey())) {
                    add(fault.get().kind(), name, fault.get().what());
                }
            } catch (NoSuchFileException deletedMeanwhile) {
                for (CommittedFile part : entry.getValue()) {
                    lost(part, "vanished with the large file that it is a part of");
                }
            }
        }
    }

    /** Looks again at the files that waited; true if none does any more. A sink at work moves them within moments. */
    boolean settled() throws IOException {
        for (Waiting file : List.copyOf(waiting)) {
            if (store.stat(file.path()).isEmpty()) {
                waiting.remove(file);
                checkInPlace(file.file(), lengthNow(file.file()));
            }
        }
        return waiting.isEmpty();
    }

    /** What waits now has nobody who moves it. */
    void reportWaiting() throws IOException {
        for (Waiting file : waiting) {
            checkContent(file.file(), file.path());
            add(
                    Kind.NOT_IN_PLACE,
                    file.file(),
                    "is committed, but not in place: readers do not see "
                            + file.file().rows() + " records of offsets "
                            + file.file().firstOffset() + " to "
                            + file.file().lastOffset() + ". It waits as " + file.path()
                            + " until a sink owns the partition that may write to its folder");
        }
    }

    private void checkContent(CommittedFile file, String path) throws IOException {
        if (depth == Depth.LENGTHS) {
            return;
        }
        try {
            Optional<ContentCheck.Fault> fault = contents.check(file, path);
            fault.ifPresent(wrong -> add(wrong.kind(), file, wrong.what()));
        } catch (NoSuchFileException movedOrDeletedMeanwhile) {
            // A file that waited may have been moved while it was read: it is looked at again.
            if (path.equals(inPlace(file))) {
                lost(file, "vanished while it was read");
            }
        }
    }

    /** Not in its place: let go, or in a large file, or missing. */
    private void lost(CommittedFile file, String what) throws IOException {
        if (letGo.isNamedNow(file.path())) {
            checkLetGo(file);
            return;
        }
        Optional<LargeFile> holder = large.holderNow(file.path());
        // Unless that was deleted between the two looks.
        if (holder.isPresent() || letGo.isNamedNow(file.path())) {
            holder.ifPresent(found -> large.hold(file));
            if (holder.isEmpty()) {
                checkLetGo(file);
            }
        } else {
            add(Kind.MISSING_FILE, file, what);
        }
    }

    /** What was seen before the upkeep log was read may be deleted by now. */
    private void checkLetGo(CommittedFile file) throws IOException {
        boolean isThere =
                lengthNow(file) != null || large.holderNow(file.path()).isPresent();
        letGo.check(file, isThere).ifPresent(fault -> add(Kind.LET_GO_FILE, file, fault));
    }

    private void add(Kind kind, CommittedFile file, String what) {
        add(kind, file.path(), what);
    }

    private void add(Kind kind, String path, String what) {
        findings.add(new Finding(kind, partition.topic(), partition.partition(), path, "file " + path + " " + what));
    }
}
