package io.millrace.sink.commit;

import io.millrace.layout.PartitionFolders;
import io.millrace.sink.port.Clock;
import io.millrace.sink.port.FencedException;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.port.PartitionFacts;
import io.millrace.sink.port.StoppedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes somebody the owner of a partition: claim, roll forward, clean up, in this order. The claim comes first, so that
 * nothing that a former owner could still commit is deleted.
 */
public final class Takeover {
    private static final int CLAIM_ATTEMPTS = 5;

    private final FileStore store;
    private final CommitLog log;
    private final Clock clock;
    private final String owner;
    private final LostOffsets lostOffsets;
    private final Archive archive;

    /** What to do when Kafka deleted records before they were stored. */
    public enum LostOffsets {
        STOP,
        /** Count them as absent and go on. */
        CONTINUE
    }

    /** How this owner comes to the partition. */
    public enum Entry {
        /** It was just given to it: whoever had it before gives way. */
        NEW,
        /** It had it and failed: if somebody else took over meanwhile, this one gives way. */
        AGAIN
    }

    /** Asks Kafka about the partition. */
    @FunctionalInterface
    public interface Facts {
        PartitionFacts now() throws IOException;
    }

    /**
     * A partition that was taken over.
     *
     * @param resumeAt offset to read from
     */
    public record Taken(Tenure tenure, long resumeAt) {}

    /** Where a partition begins that was never stored before. */
    public enum FirstOffset {
        EARLIEST,
        LATEST
    }

    /** @param owner a name that no other owner ever had */
    public Takeover(FileStore store, CommitLog log, Clock clock, String owner, LostOffsets lostOffsets) {
        this.store = store;
        this.log = log;
        this.clock = clock;
        this.owner = owner;
        this.lostOffsets = lostOffsets;
        this.archive = new Archive(store, log);
    }

    /**
     * Takes the partition over, from whoever has it.
     *
     * @param facts asked after the log was read: Kafka's end can be before the log's only if Kafka lost records
     * @param first where to begin if the log is empty
     * @param entry whether others give way, or this one
     * @param temporaryName name for the claim on its way, never used before
     * @throws FencedException if somebody else took over before an entry {@link Entry#AGAIN}
     * @throws StoppedException if the log and Kafka contradict each other, or the log is damaged
     * @throws IOException if the store fails; nothing is owned then, and trying again is safe
     */
    public Taken take(Facts facts, FirstOffset first, Entry entry, String temporaryName) throws IOException {
        PartitionFolders folders = log.folders();
        Folders.create(store, folders.temporary());
        PartitionFacts[] seen = new PartitionFacts[1];
        Facts remembered = () -> seen[0] = facts.now();
        CommitRecord claim = claim(remembered, first, entry, temporaryName);
        RollForward rollForward = new RollForward(store, log);
        if (claim.pending() >= 0) {
            recoverPending(claim, rollForward);
        }
        cleanUp(claim);
        Folders.create(store, folders.claimFolder(claim.sequence()));
        archive.foldBefore(claim);
        Tenure tenure = new Tenure(store, log, clock, archive, rollForward, claim);
        return new Taken(tenure, Math.max(tenure.nextOffset(), seen[0].beginning()));
    }

    private CommitRecord claim(Facts facts, FirstOffset first, Entry entry, String temporaryName) throws IOException {
        FencedException lost = null;
        for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
            CommitRecord claim = nextClaim(facts, first, entry);
            try {
                log.publish(claim, log.folders().temporary() + "/" + temporaryName + "-" + attempt + ".json");
                return claim;
            } catch (FencedException somebodyWasFaster) {
                lost = somebodyWasFaster;
            }
        }
        throw new IOException("cannot claim the partition: others claim it again and again", lost);
    }

    private CommitRecord nextClaim(Facts facts, FirstOffset first, Entry entry) throws IOException {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Optional<CommitRecord> last = log.last();
        if (last.isEmpty()) {
            log.createFirstSegment();
            // Again, after the folder was made: a log that has moved on since must not begin a second time.
            last = log.last();
        }
        if (last.isEmpty()) {
            PartitionFacts known = facts.now();
            long offset = first == FirstOffset.EARLIEST ? known.beginning() : known.end();
            return CommitRecord.firstClaim(owner, now, known.topicId(), offset);
        }
        if (entry == Entry.AGAIN && !last.get().owner().equals(owner)) {
            throw new FencedException("partition " + log.folders().topic() + "-"
                    + log.folders().partition() + " was taken over by "
                    + last.get().owner() + " (claim " + last.get().claim() + ") while " + owner
                    + " had it; only one sink may write a partition at a time");
        }
        check(last.get(), facts.now());
        return last.get().nextClaim(owner, now);
    }

    private void check(CommitRecord last, PartitionFacts facts) {
        String name = log.folders().topic() + "-" + log.folders().partition();
        if (!last.topicId().equals(facts.topicId())) {
            throw new StoppedException("topic " + log.folders().topic() + " has the id " + facts.topicId()
                    + ", but the commit log " + log.folders().log() + " belongs to id " + last.topicId()
                    + ": the topic was deleted and created again, and its offsets mean other records now. Use another"
                    + " root folder, or move " + log.folders().control() + " and the topic's files away");
        }
        if (facts.end() < last.nextOffset()) {
            throw new StoppedException("partition " + name + " ends at offset " + facts.end()
                    + " in Kafka, but records up to offset " + last.nextOffset()
                    + " are stored already: Kafka has lost records that it had delivered, and new ones would take their"
                    + " offsets");
        }
        if (facts.beginning() > last.nextOffset() && lostOffsets == LostOffsets.STOP) {
            throw new StoppedException("partition " + name + " begins at offset " + facts.beginning()
                    + " in Kafka, but records are stored only up to offset " + last.nextOffset() + ": Kafka deleted "
                    + (facts.beginning() - last.nextOffset()) + " offsets before they were stored. To go on without"
                    + " them, start with --on-lost-offsets continue");
        }
    }

    private void recoverPending(CommitRecord claim, RollForward rollForward) throws IOException {
        try {
            rollForward.recover(log.read(claim.pending()));
        } catch (NoSuchFileException folded) {
            // Only an owner that came later folds records that this one still needs.
            log.checkOwner(claim);
            throw new DamagedLogException("commit record " + claim.pending() + " is missing in "
                    + log.folders().log());
        } catch (DamagedLogException damage) {
            log.checkOwner(claim);
            throw damage;
        }
    }

    /** Deletes what owners before this claim left. Their claims were beaten, so nothing of it can be committed. */
    private void cleanUp(CommitRecord claim) throws IOException {
        String temporary = log.folders().temporary();
        for (FileInfo entry : store.list(temporary)) {
            OptionalLong number = entry.folder() ? PartitionFolders.number(entry.name()) : OptionalLong.of(-1);
            if (number.isPresent() && number.getAsLong() < claim.sequence()) {
                Folders.delete(store, temporary + "/" + entry.name());
            }
        }
    }
}
