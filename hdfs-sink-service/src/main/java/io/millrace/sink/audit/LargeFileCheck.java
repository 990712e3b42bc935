package io.millrace.sink.audit;

import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.LargeFiles;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

    /** Counts a file that its large one holds. */
    void hold(CommittedFile file) {
        files.of(file.path())
                .ifPresent(large ->
                        held.computeIfAbsent(large, made -> new HashMap<>()).put(file.path(), file));
    }

    /** Large files that hold all their parts, none of which was let go. */
    List<LargeFile> whole() {
        return held.keySet().stream().filter(this::holdsAll).toList();
    }

    private boolean holdsAll(LargeFile file) {
        return held.getOrDefault(file, Map.of()).size() == file.parts().size();
    }

    /** The parts of a large file that holds all of them, in its order. */
    List<CommittedFile> parts(LargeFile large) {
        Map<String, CommittedFile> byPath = held.get(large);
        return large.parts().stream().map(part -> byPath.get(part.path())).toList();
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
        long parts = 0;
        List<LargeFile> large = new ArrayList<>();
        for (Map.Entry<LargeFile, Map<String, CommittedFile>> entry : held.entrySet()) {
            parts += entry.getValue().size();
            large.add(entry.getKey());
        }
        return new CompactedAudit(parts, large.size());
    }
}
