package io.millrace.sink.commit;

import io.millrace.runtime.retry.ParallelCalls;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import io.millrace.stream.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Moves the files of a published batch to their places, side by side: a batch may have a thousand, and each waits for the
 * NameNode's disk. Any owner may do it, any number of times, at the same time as others: a missing source with the right
 * target in place is success. So a move that is still under way when another one failed does no harm.
 */
final class RollForward {
    private final FileStore store;
    private final Executor callers;
    private final CommitLog log;

    /** @param callers make calls to the store side by side, if they are several threads */
    RollForward(FileStore store, Executor callers, CommitLog log) {
        this.store = store;
        this.callers = callers;
        this.log = log;
    }

    /** Moves all files of a batch that its owner has just published. */
    void finish(CommitRecord batch) throws IOException {
        ParallelCalls<CommittedFile> moving = new ParallelCalls<>(callers, moved -> {});
        for (CommittedFile file : batch.files()) {
            moving.begin(() -> {
                move(batch, file);
                return file;
            });
        }
        moving.await();
    }

    /** The first of the files whose place is taken; empty if all are free. */
    Optional<CommittedFile> firstTaken(List<CommittedFile> files) throws IOException {
        List<CommittedFile> taken = new ArrayList<>();
        ParallelCalls<Optional<CommittedFile>> looking =
                new ParallelCalls<>(callers, found -> found.ifPresent(taken::add));
        for (CommittedFile file : files) {
            looking.begin(() -> store.stat(target(file)).map(there -> file));
        }
        looking.await();
        return taken.stream().findFirst();
    }

    /**
     * Moves what is left of a batch of a former owner. Files that have gone from the claim folder were moved by
     * somebody, unless the store lost them: that is checked one by one. A claim folder that has gone altogether
     * proves that all was moved, because cleaning up comes after moving.
     *
     * <p>A file that is nowhere is no reason to stop: what was committed stays committed, and nothing more is lost by going on. The
     * audit misses it until it is put back or acknowledged.
     *
     * @param wasInPlace whether it is known that all files of the batch were in place once: then what is not as committed was taken or
     *     changed by somebody else
     * @param mayBeGone whether a file may be nowhere though that is not known: only where it was looked for before, for it may have
     *     been away for a moment, together with the root
     */
    Recovered recover(CommitRecord batch, boolean wasInPlace, boolean mayBeGone) throws IOException {
        String folder = log.folders().claimFolder(batch.claim());
        if (store.stat(folder).isEmpty()) {
            return new Recovered(batch, List.of(), false, true);
        }
        List<String> taken = new ArrayList<>();
        Set<String> left = store.list(folder).stream().map(FileInfo::name).collect(Collectors.toSet());
        ParallelCalls<Optional<String>> recovering = new ParallelCalls<>(callers, gone -> gone.ifPresent(taken::add));
        for (CommittedFile file : batch.files()) {
            recovering.begin(() -> recover(batch, file, left.contains(file.temporary()), wasInPlace, mayBeGone));
        }
        recovering.await();
        boolean doubtful = !wasInPlace && !taken.isEmpty();
        if (!taken.isEmpty()) {
            LetGo letGo = new LetGo(new UpkeepLog(store, log.folders()));
            letGo.refresh(batch.sequence() - 1);
            taken.removeIf(letGo::names);
        }
        List<String> notes = taken.isEmpty() ? List.of() : List.of(note(batch, taken, wasInPlace));
        return new Recovered(batch, notes, doubtful, false);
    }

    /**
     * What came of it.
     *
     * @param batch which one
     * @param notes what somebody else did to the files, a sentence; empty if nothing, or if the upkeep log says it
     * @param doubtful true if files were nowhere to be seen of which it is not known that they were ever in place: whoever deletes the
     *     claim folder must see that they are not in it
     * @param folderGone true if there was no claim folder: one that is seen later was away for a moment, with what is in it
     */
    record Recovered(CommitRecord batch, List<String> notes, boolean doubtful, boolean folderGone) {
        Recovered {
            notes = List.copyOf(notes);
        }
    }

    /** Recovers one file; returns its path if it was in place and is not as committed any more. */
    private Optional<String> recover(
            CommitRecord batch, CommittedFile file, boolean left, boolean wasInPlace, boolean mayBeGone)
            throws IOException {
        if (left) {
            move(batch, file);
            return Optional.empty();
        }
        try {
            if (!checkMoved(batch, file, Optional.empty())) {
                // The listing was made while the root was away.
                move(batch, file);
            }
            return Optional.empty();
        } catch (DamagedLogException notAsCommitted) {
            if (!wasInPlace && (!mayBeGone || store.stat(target(file)).isPresent())) {
                throw notAsCommitted;
            }
            return Optional.of(file.path());
        }
    }

    private String target(CommittedFile file) {
        return log.folders().root() + "/" + file.path();
    }

    private String note(CommitRecord batch, List<String> taken, boolean wasInPlace) {
        return taken.size() + " of " + batch.files().size() + " files of record " + batch.sequence() + " (offsets "
                + batch.startOffset() + " to " + (batch.nextOffset() - 1)
                + (wasInPlace
                        ? ") were in place and have been moved away, deleted or changed since, the first one being "
                        : ") are neither in their places nor in the claim folder: they were moved away, deleted or lost,"
                                + " the first one being ")
                + log.folders().root() + "/" + taken.get(0)
                + "; the sink goes on behind them, and the audit misses them until they are put back or acknowledged";
    }

    private void move(CommitRecord batch, CommittedFile file) throws IOException {
        String target = target(file);
        IOException first = rename(batch, file);
        if (first == null) {
            return;
        }
        if (checkMoved(batch, file, Optional.of(first))) {
            return;
        }
        // The usual reason: the folder is new. It is made only now, so that known folders cost no call.
        Folders.createAll(store, target.substring(0, target.lastIndexOf('/')));
        IOException second = rename(batch, file);
        if (second != null && !checkMoved(batch, file, Optional.of(second))) {
            String message = "cannot move committed file to " + target + ": " + second.getMessage();
            throw second instanceof RefusedException
                    ? new RefusedException(message, second)
                    : new IOException(message, second);
        }
    }

    private IOException rename(CommitRecord batch, CommittedFile file) {
        try {
            String source = log.folders().claimFolder(batch.claim()) + "/" + file.temporary();
            String target = target(file);
            return store.rename(source, target) ? null : new IOException("the store answered false");
        } catch (IOException e) {
            return e;
        }
    }

    /** True if the file is in place, false if it still waits to be moved; everything else is an error. */
    private boolean checkMoved(CommitRecord batch, CommittedFile file, Optional<IOException> cause) throws IOException {
        String target = target(file);
        String source = log.folders().claimFolder(batch.claim()) + "/" + file.temporary();
        // The source first: between the two looks somebody else may move the file, never back.
        boolean waiting = store.stat(source).isPresent();
        Optional<FileInfo> there = store.stat(target);
        if (!waiting && there.isPresent() && there.get().length() == file.length()) {
            return true;
        }
        if (waiting && there.isEmpty()) {
            return false;
        }
        if (waiting && store.stat(source).isEmpty()) {
            // Somebody moved it between the two looks.
            return checkMoved(batch, file, cause);
        }
        throw contradiction(batch, file, waiting, there, cause);
    }

    private RuntimeException contradiction(
            CommitRecord batch,
            CommittedFile file,
            boolean waiting,
            Optional<FileInfo> there,
            Optional<IOException> cause) {
        String target = target(file);
        String rule;
        if (there.isEmpty()) {
            rule = "it is neither there nor in the claim folder; start the sink again to go on behind it";
        } else if (waiting) {
            rule = "another file has that name; move it away";
        } else {
            rule = "it has " + there.get().length() + " bytes where the commit says " + file.length()
                    + "; somebody changed it";
        }
        DamagedLogException damage = new DamagedLogException(
                "committed file " + target + " of record " + batch.sequence() + " cannot be put in place: " + rule);
        cause.ifPresent(damage::addSuppressed);
        return damage;
    }
}
