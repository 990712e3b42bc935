package io.millrace.sink.commit;

import io.millrace.sink.port.FileStore;
import io.millrace.stream.Clock;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The time during which one owner holds a partition. After any exception from {@link #commit} it is over: whether the
 * batch became true is found out by the next takeover, not guessed.
 */
public final class Tenure {
    private final FileStore store;
    private final CommitLog log;
    private final Clock clock;
    private final Parts parts;
    private final CommitRecord claim;
    private final IdentityNow identity;
    private CommitRecord last;
    private long names;
    /** Nothing was begun whose late end could touch what is written after it: no commit, and not its end. */
    private boolean idle = true;

    /** The parts of the protocol that follow a publication. */
    record Parts(Archive archive, RollForward rollForward, InPlaceMarks marks) {}

    /** Looks up what the log belongs to now. */
    @FunctionalInterface
    interface IdentityNow {
        /**
         * The log's identity.
         *
         * @throws StoppedException if the topic is another one by now
         */
        LogIdentity check() throws IOException;
    }

    Tenure(FileStore store, CommitLog log, Clock clock, Parts parts, CommitRecord claim, IdentityNow identity) {
        this.store = store;
        this.log = log;
        this.clock = clock;
        this.parts = parts;
        this.identity = identity;
        this.claim = claim;
        this.last = claim;
    }

    /** The offset that the next batch begins at. */
    public long nextOffset() {
        return last.nextOffset();
    }

    /** The last record that this owner published. */
    public CommitRecord last() {
        return last;
    }

    /** A name for a temporary file that was never used before, within {@link #folder}. */
    public String newTemporary(String extension) {
        return "data-" + names++ + "." + extension;
    }

    /** The folder of this owner's temporary files. */
    public String folder() {
        return log.folders().claimFolder(claim.sequence());
    }

    /**
     * Makes the batch true and puts its files in place.
     *
     * @param next offset after the batch
     * @param files data files, closed durably in {@link #folder}
     * @param counts what became of the offsets from {@link #nextOffset} to next
     * @param reason why now
     * @throws io.millrace.stream.FencedException if somebody else owns the partition by now
     * @throws StoppedException if the records were read from another topic of the same name
     * @throws IOException if the store failed; the batch may or may not be true
     */
    public CommitRecord commit(long next, List<CommittedFile> files, Counts counts, RollReason reason)
            throws IOException {
        // After the records were read: if the topic is still the same one, they were that one's records.
        LogIdentity seen = identity.check();
        CommitRecord record = last.nextBatch(Instant.ofEpochMilli(clock.millis()), seen, next, files, counts, reason);
        if (last == claim) {
            checkNamesAreFree(files);
        }
        idle = false;
        log.publish(record, folder() + "/commit-" + record.sequence() + ".json");
        CommitRecord before = last;
        last = record;
        try {
            parts.rollForward().finish(record);
        } catch (DamagedLogException damage) {
            log.checkOwner(record);
            // The next takeover says whether it lasts: a root that was moved and moved back hides files for a moment.
            throw new IOException(damage.getMessage(), damage);
        }
        parts.marks().advance(before, record);
        if (log.segmentOf(record.sequence()) != log.segmentOf(record.sequence() - 1)) {
            parts.archive().foldBefore(record);
        }
        return record;
    }

    /**
     * Looks whether this tenure still stands: the topic is the same one, and what this owner claimed is still there.
     *
     * @throws StoppedException if the topic was made anew, the log is gone, or somebody else owns the partition by now
     * @throws IOException if a server does not answer, or the folder of temporary files is gone: the tenure is over then,
     *     as after a failed commit
     */
    public void verify() throws IOException {
        identity.check();
        if (store.stat(folder()).isEmpty()) {
            log.checkOwner(last);
            throw new IOException("folder " + folder() + " is gone, with the files that were being written");
        }
    }

    /**
     * Removes the folder of temporary files, once nothing is being written any more. The next takeover then knows
     * without a look at each file that the last batch is in place.
     */
    public void release() throws IOException {
        idle = false;
        Folders.delete(store, folder());
    }

    /**
     * True if it can be begun again: it never came to a commit, so that its claim is as good as a new one. Not once {@link #release}
     * was called: the folder may go late, with what was written meanwhile.
     */
    boolean isIdle() {
        return idle;
    }

    /**
     * Begins it again after a failure, the log still ending with its claim. Names of temporary files go on, so that no call that
     * takes effect late can meet a file of a later try. What earlier tries have left is taken away.
     *
     * @throws io.millrace.stream.FencedException if somebody else has claimed the partition since the log was read
     */
    void beginAgain() throws IOException {
        Folders.create(store, folder());
        // Only now that it is there: a later owner has deleted it with all else of this claim, and does so once.
        log.checkOwner(claim);
        Folders.clear(store, folder());
    }

    /** Once per tenure: files of the same names mean a root that other software or a lost log has written to. */
    private void checkNamesAreFree(List<CommittedFile> files) throws IOException {
        Optional<CommittedFile> taken = parts.rollForward().firstTaken(files);
        if (taken.isPresent()) {
            // A later owner may have stored the same offsets by now: then that is the reason.
            log.checkOwner(claim);
            throw new StoppedException("file " + log.folders().root() + "/"
                    + taken.get().path() + " exists already and is not in the commit log "
                    + log.folders().log() + ": nothing was committed; move the file away or use another root");
        }
    }
}
