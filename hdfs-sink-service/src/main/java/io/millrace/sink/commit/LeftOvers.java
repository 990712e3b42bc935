package io.millrace.sink.commit;

import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Deletes what former owners left below a partition's folder of temporary files, and nothing that was committed. */
final class LeftOvers {
    private final FileStore store;
    private final PartitionFolders folders;

    LeftOvers(FileStore store, PartitionFolders folders) {
        this.store = store;
        this.folders = folders;
    }

    /**
     * Deletes the claim folder of a batch if it, or its files, were nowhere to be seen: file by file and then itself only if nothing is in it:
     * were they away for a moment, and are back, they are the only copies.
     */
    void deleteDoubtful(CommitRecord batch) throws IOException {
        String folder = folders.claimFolder(batch.claim());
        Set<String> wanted =
                batch.files().stream().map(CommittedFile::temporary).collect(Collectors.toSet());
        for (FileInfo entry : store.list(folder)) {
            if (!wanted.contains(entry.name())) {
                Folders.delete(store, folder + "/" + entry.name());
            }
        }
        if (!store.deleteEmptyFolder(folder) && store.stat(folder).isPresent()) {
            throw new IOException("claim folder " + folder + " has files of record " + batch.sequence()
                    + " that were not there a moment ago; looking again");
        }
    }

    /** Deletes what owners before this claim left. Their claims were beaten, so nothing of it can be committed. */
    void delete(CommitRecord claim, Optional<String> butNot) throws IOException {
        String temporary = folders.temporary();
        for (FileInfo entry : store.list(temporary)) {
            OptionalLong number = entry.folder() ? PartitionFolders.number(entry.name()) : OptionalLong.of(-1);
            String path = temporary + "/" + entry.name();
            if (number.isPresent() && number.getAsLong() < claim.sequence()) {
                if (butNot.filter(path::equals).isPresent()) {
                    throw new IOException("claim folder " + path + " is there again; looking again");
                }
                Folders.delete(store, path);
            }
        }
    }
}
