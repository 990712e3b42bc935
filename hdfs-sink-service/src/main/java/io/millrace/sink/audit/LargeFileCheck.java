package io.millrace.sink.audit;

import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.LargeFiles;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which committed files of one partition are in large ones, and gathers what these must hold. */
final class LargeFileCheck {
    private static final long NOTHING = -1;

    private final FileStore store;
    private final String root;
    private final LargeFiles files;
    /** Of large files, by path, as it was seen last. */
    private final Map<String, Long> lengths = new HashMap<>();
    /** Committed files that large files hold, by these. */
    private final Map<LargeFile, Map<String, CommittedFile>> held = new HashMap<>();

    /**
     * @param root data root, without a trailing slash
     * @param files read on by others
     */
    LargeFileCheck(FileStore store, String root, LargeFiles files) {
        this.store = store;
        this.root = root;
        this.files = files;
    }

    /** @param seen length by path of the files that were seen before the upkeep log was read */
    void begin(Map<String, Long> seen) {
        for (LargeFile file : files.all()) {
            lengths.put(file.path(), seen.getOrDefault(file.path(), NOTHING));
        }
    }

    /** All large files that the upkeep log names. */
    Collection<LargeFile> all() {
        return files.all();
    }

    /** True if the large file of this one had all its parts when it was seen: no part is anywhere else since then. */
    boolean wasWhole(String path) {
        return files.of(path)
                .filter(file -> lengths.getOrDefault(file.path(), NOTHING) == file.bytes())
                .isPresent();
    }

    /** The large file that holds this one at this moment, by what was read of the upkeep log. */
    Optional<LargeFile> holderNow(String path) throws IOException {
        Optional<LargeFile> file = files.of(path);
        if (file.isPresent()) {
            look(file.get());
        }
        return file.filter(known -> known.holds(path, lengths.get(known.path())));
    }

    private void look(LargeFile file) throws IOException {
        lengths.put(
                file.path(),
                store.stat(root + "/" + file.path())
                        .filter(there -> !there.folder())
                        .map(FileInfo::length)
                        .orElse(NOTHING));
    }

    /** True if it is not as long any more as when it was looked at last. */
    boolean hasGrown(LargeFile file) throws IOException {
        Long before = lengths.get(file.path());
        look(file);
        return !lengths.get(file.path()).equals(before);
    }

    /** Counts a file that its large one holds. */
    void hold(CommittedFile file) {
        files.of(file.path())
                .ifPresent(large ->
                        held.computeIfAbsent(large, made -> new HashMap<>()).put(file.path(), file));
    }

    /** What large files must hold, in its order, by these: all their parts, or the first one; those of which a part was let go are left out. */
    Map<LargeFile, List<CommittedFile>> contents() {
        Map<LargeFile, List<CommittedFile>> contents = new LinkedHashMap<>();
        held.forEach((large, byPath) -> {
            long length = lengths.getOrDefault(large.path(), NOTHING);
            List<CommittedFile> parts = large.parts().stream()
                    .map(part -> byPath.get(part.path()))
                    .filter(part -> part != null && large.holds(part.path(), length))
                    .toList();
            if (!parts.isEmpty()
                    && parts.stream().mapToLong(CommittedFile::length).sum() == length) {
                contents.put(large, parts);
            }
        });
        return contents;
    }

    /** Large files of a length that they cannot have, a sentence each. */
    Map<LargeFile, String> wrong() {
        Map<LargeFile, String> wrong = new HashMap<>();
        for (LargeFile file : files.all()) {
            long length = lengths.getOrDefault(file.path(), NOTHING);
            if (length != NOTHING
                    && length != file.bytes()
                    && length != file.first().bytes()) {
                wrong.put(
                        file,
                        "has " + length + " bytes where its " + file.parts().size() + " parts have " + file.bytes());
            }
        }
        return wrong;
    }

    CompactedAudit audit() {
        return new CompactedAudit(held.values().stream().mapToLong(Map::size).sum(), held.size());
    }
}
