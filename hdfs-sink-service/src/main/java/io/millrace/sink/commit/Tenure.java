package io.millrace.sink.commit;

import io.millrace.sink.port.Clock;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.port.StoppedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The time during which one owner holds a partition. After any exception from {@link #commit} it is over: whether the
 * batch became true is found out by the next takeover, not guessed.
 */
public final class Tenure {
    private final FileStore store;
    private final CommitLog log;
    private final Clock clock;
    private final Archive archive;
    private final RollForward rollForward;
    private final CommitRecord claim;
    private CommitRecord last;
    private long names;

    Tenure(FileStore store, CommitLog log, Clock clock, Archive archive, RollForward rollForward, CommitRecord claim) {
        this.store = store;
        this.log = log;
        this.clock = clock;
        this.archive = archive;
        this.rollForward = rollForward;
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
     * @throws io.millrace.sink.port.FencedException if somebody else owns the partition by now
     * @throws IOException if the store failed; the batch may or may not be true
     */
    public CommitRecord commit(long next, List<CommittedFile> files, Counts counts) throws IOException {
        CommitRecord record = last.nextBatch(Instant.ofEpochMilli(clock.millis()), next, files, counts);
        if (last == claim) {
            checkNamesAreFree(files);
        }
        log.publish(record, folder() + "/commit-" + record.sequence() + ".json");
        last = record;
        try {
            rollForward.finish(record);
        } catch (DamagedLogException damage) {
            log.checkOwner(record);
            throw damage;
        }
        if (log.segmentOf(record.sequence()) != log.segmentOf(record.sequence() - 1)) {
            archive.foldBefore(record);
        }
        return record;
    }

    /**
     * Removes the folder of temporary files, once nothing is being written any more. The next takeover then knows
     * without a look at each file that the last batch is in place.
     */
    public void release() throws IOException {
        Folders.delete(store, folder());
    }

    /** Once per tenure: files of the same names mean a root that other software or a lost log has written to. */
    private void checkNamesAreFree(List<CommittedFile> files) throws IOException {
        for (CommittedFile file : files) {
            String target = log.folders().root() + "/" + file.path();
            if (store.stat(target).isPresent()) {
                // A later owner may have stored the same offsets by now: then that is the reason.
                log.checkOwner(claim);
                throw new StoppedException("file " + target + " exists already and is not in the commit log "
                        + log.folders().log() + ": nothing was committed; move the file away or use another root");
            }
        }
    }
}
