package io.millrace.sink.commit;

import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The second trace of a log's end: an empty folder for each owner, whose name says up to which record all files are in
 * place. Whoever sets a mark has published that record and seen its files move, so a mark is true for ever, whoever owns
 * the partition by then.
 *
 * <p>Two things can be known from it alone. A log that ends before a mark has lost records. And a file that is not in its
 * place was there once, if a mark is not before its record: a reader moved it away.
 */
public final class InPlaceMarks {
    private final FileStore store;
    private final PartitionFolders folders;
    private List<String> seen = List.of();

    public InPlaceMarks(FileStore store, PartitionFolders folders) {
        this.store = store;
        this.folders = folders;
    }

    /** The last record that a mark names; empty without a mark. Read it before the log, which may go on meanwhile. */
    public OptionalLong last() throws IOException {
        seen = store.list(folders.marks()).stream()
                .map(FileInfo::name)
                .filter(name -> PartitionFolders.markedSequence(name).isPresent())
                .toList();
        return seen.stream()
                .map(PartitionFolders::markedSequence)
                .mapToLong(OptionalLong::getAsLong)
                .max();
    }

    /**
     * Sets the owner's mark at its claim, all files of earlier records being in place, and takes those away that {@link
     * #last} has seen. One that a former owner sets meanwhile stays until the next takeover.
     */
    void begin(CommitRecord claim) throws IOException {
        String mine = folders.mark(claim.claim(), claim.sequence());
        Folders.createBoth(store, mine);
        for (String name : seen) {
            // A later owner's mark stays: it says more than this one.
            if (PartitionFolders.markedSequence(name).orElse(-1) < claim.sequence()) {
                Folders.delete(store, folders.marks() + "/" + name);
            }
        }
    }

    /** Moves the owner's mark on to this record, whose files are all in place. */
    void advance(CommitRecord from, CommitRecord to) throws IOException {
        String target = folders.mark(to.claim(), to.sequence());
        IOException cause;
        try {
            if (store.rename(folders.mark(from.claim(), from.sequence()), target)) {
                return;
            }
            cause = new IOException("the store answered false");
        } catch (IOException e) {
            cause = e;
        }
        if (store.stat(target).isEmpty()) {
            throw new IOException("cannot set the mark " + target + ": " + cause.getMessage(), cause);
        }
    }
}
