package io.millrace.sink.commit;

import io.millrace.sink.port.FileStore;
import io.millrace.stream.Clock;
import io.millrace.stream.FencedException;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.StoppedException;
import io.millrace.stream.TakeoverFacts;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/**
 * Makes somebody the owner of a partition: claim, roll forward, clean up, in this order. The claim comes first, so that
 * nothing that a former owner could still commit is deleted. One object for each partition of an owner; not thread-safe.
 */
public final class Takeover {
    private static final int CLAIM_ATTEMPTS = 5;

    private final FileStore store;
    private final Executor callers;
    private final CommitLog log;
    private final Clock clock;
    private final String owner;
    private final TakeoverRules rules;
    private final LogCheck check;
    private final InPlaceMarks marks;
    private final Archive archive;
    private final LeftOvers leftOvers;
    private final TopicDoubt doubt = new TopicDoubt();
    /** The claim of a takeover that failed before anything could be written under it. */
    private Optional<CommitRecord> unused = Optional.empty();
    /** The last claim that this owner published: a log that is empty after it is not one to begin. */
    private Optional<CommitRecord> published = Optional.empty();
    /** The last tenure that was begun here. */
    private Optional<Tenure> tenure = Optional.empty();
    /** A batch of that tenure that has become true though nobody could know. */
    private Optional<CommitRecord> foundOut = Optional.empty();

    /** What to do when Kafka deleted records before they were stored. */
    public enum LostOffsets {
        STOP,
        /** Count them as absent and go on. */
        CONTINUE
    }

    /** What to do when the log says that it belongs to another Kafka cluster, or lies on another file system. */
    public enum OtherCluster {
        STOP,
        /** The user knows that the cluster was restored under another id, or the root copied as a whole. */
        CONTINUE
    }

    /**
     * A partition that was taken over.
     *
     * @param resumeAt offset to read from
     * @param notes what was found that is no reason to stop, a sentence each
     * @param foundOut a batch that this owner tried to commit, without an answer, and that is true as the log says now; told
     *     once
     */
    public record Taken(Tenure tenure, long resumeAt, List<String> notes, Optional<CommitRecord> foundOut) {
        public Taken {
            notes = List.copyOf(notes);
        }
    }

    /** Where a partition begins that was never stored before. */
    public enum FirstOffset {
        EARLIEST,
        LATEST
    }

    /**
     * @param callers make calls to the store side by side, if they are several threads
     * @param owner a name that no other owner ever had
     */
    public Takeover(FileStore store, Executor callers, CommitLog log, Clock clock, String owner, TakeoverRules rules) {
        this.store = store;
        this.callers = callers;
        this.log = log;
        this.clock = clock;
        this.owner = owner;
        this.rules = rules;
        this.check = new LogCheck(log, rules);
        this.marks = new InPlaceMarks(store, log.folders());
        this.archive = new Archive(store, log);
        this.leftOvers = new LeftOvers(store, log.folders());
    }

    /**
     * Takes the partition over, from whoever has it.
     *
     * @param facts asked after the log was read: Kafka's end can be before the log's only if Kafka lost records
     * @param held the last record that this owner published, if it had the partition and failed: then it gives way to
     *     whoever took over meanwhile, and never begins a log. Empty if the partition was just given to it: then others
     *     give way
     * @param temporaryName name for the claim on its way, never used before
     * @throws FencedException if somebody else took over from an owner that held the partition
     * @throws StoppedException if the log and Kafka contradict each other, or the log is damaged
     * @throws IOException if the store fails; nothing is owned then, and trying again is safe
     */
    public Taken take(TakeoverFacts facts, Optional<CommitRecord> held, String temporaryName) throws IOException {
        // Before the log is read: a former owner may still go on, and the log must be no older than its traces.
        LogCheck.Traces traces = new LogCheck.Traces(held, marks.last(), facts.announced());
        Claimed claimed = claim(facts, traces, temporaryName);
        CommitRecord claim = claimed.record();
        if (claim.nextOffset() == claim.firstOffset()) {
            checkBeginning(claim, facts.announced());
        }
        List<String> notes = new ArrayList<>();
        if (isIdle(claim)) {
            tenure.get().beginAgain();
        } else {
            tenure = Optional.of(begin(claim, facts, traces, notes));
        }
        Optional<CommitRecord> told = foundOut;
        foundOut = Optional.empty();
        return new Taken(
                tenure.get(), Math.max(claim.nextOffset(), claimed.facts().beginning()), notes, told);
    }

    /** True if a tenure was begun with this claim, and has not tried to commit since. */
    private boolean isIdle(CommitRecord claim) {
        return tenure.isPresent()
                && tenure.get().isIdle()
                && tenure.get().last().equals(claim);
    }

    private Tenure begin(CommitRecord claim, TakeoverFacts facts, LogCheck.Traces traces, List<String> notes)
            throws IOException {
        PartitionFolders folders = log.folders();
        RollForward rollForward = new RollForward(store, callers, log);
        // Nothing is written under a claim before all this is done: until then it can be taken up again.
        boolean again = mayTakeUp(claim);
        unused = Optional.of(claim);
        // Of a batch whose claim folder must not be there any more.
        Optional<String> gone = Optional.empty();
        if (claim.pending() >= 0) {
            RollForward.Recovered recovered =
                    recoverPending(claim, rollForward, traces.marked().orElse(-1) >= claim.pending());
            notes.addAll(recovered.notes());
            if (recovered.doubtful()) {
                leftOvers.deleteDoubtful(recovered.batch());
            }
            if (recovered.doubtful() || recovered.folderGone()) {
                gone = Optional.of(folders.claimFolder(recovered.batch().claim()));
            }
        }
        marks.begin(claim);
        leftOvers.delete(claim, gone);
        Folders.create(store, folders.claimFolder(claim.sequence()));
        // Only now that it is there: whoever claims from now on deletes it, and so ends what is written under this
        // claim.
        log.checkOwner(claim);
        if (again) {
            Folders.clear(store, folders.claimFolder(claim.sequence()));
        }
        archive.foldBefore(claim);
        // The first claim could not know where it would lie.
        LogIdentity identity =
                claim.sequence() > 0 ? claim.identity() : claim.identity().on(log.fileSystemOf(claim));
        unused = Optional.empty();
        return new Tenure(store, log, clock, new Tenure.Parts(archive, rollForward, marks), claim, () -> {
            try {
                check.checkTopic(claim.identity(), facts.topicId());
            } catch (AnotherTopicException said) {
                throw doubt.about(said);
            }
            doubt.settle();
            return identity;
        });
    }

    /**
     * Once more, now that the log has begun, and as long as nothing is stored by it: whoever stood still between the first
     * question and the claim may have missed that others stored the partition meanwhile, and that their root was renamed. The
     * claim stays in the log then, and whoever comes next must find out as well.
     */
    private void checkBeginning(CommitRecord claim, OptionalLong announced) throws IOException {
        try {
            check.checkBeginning(announced, claim.nextOffset());
        } catch (DamagedLogException elsewhere) {
            log.checkOwner(claim);
            throw elsewhere;
        }
    }

    /** A claim, and what Kafka said before it was published. */
    private record Claimed(CommitRecord record, PartitionFacts facts) {}

    private Claimed claim(TakeoverFacts facts, LogCheck.Traces traces, String temporaryName) throws IOException {
        FencedException lost = null;
        for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
            Claimed claim = nextClaim(facts, traces);
            if (mayTakeUp(claim.record())) {
                return claim;
            }
            try {
                log.publish(claim.record(), log.folders().temporary() + "/" + temporaryName + "-" + attempt + ".json");
                published = Optional.of(claim.record());
                return claim;
            } catch (FencedException somebodyWasFaster) {
                lost = somebodyWasFaster;
            }
        }
        throw new IOException("cannot claim the partition: others claim it again and again", lost);
    }

    /** The claim to publish: what the log, Kafka and the traces say together allows it. */
    private Claimed nextClaim(TakeoverFacts facts, LogCheck.Traces traces) throws IOException {
        Optional<CommitRecord> last = log.last();
        for (int attempt = 1; ; attempt++) {
            try {
                Claimed claimed = compared(last, facts, traces);
                doubt.settle();
                return claimed;
            } catch (StoppedException contradiction) {
                // They were not asked at one moment: whoever stores the partition may have moved the log on meanwhile.
                Optional<CommitRecord> seen = last;
                last = log.last();
                if (attempt == CLAIM_ATTEMPTS || last.equals(seen)) {
                    if (contradiction instanceof AnotherTopicException said) {
                        throw doubt.about(said);
                    }
                    throw contradiction;
                }
            }
        }
    }

    private Claimed compared(Optional<CommitRecord> seen, TakeoverFacts facts, LogCheck.Traces traces)
            throws IOException {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Optional<CommitRecord> last = seen;
        if (last.isEmpty()) {
            PartitionFacts known = facts.now();
            Optional<LogIdentity> sibling = log.lastOfLowestSibling().map(CommitRecord::identity);
            // What is begun after the topic was made anew would lie beside what is left of the old one.
            sibling.ifPresent(others -> check.checkSibling(others, known.topicId()));
            long offset = beginsEarliest(sibling) ? known.beginning() : known.end();
            // Before any folder is made: a root that was renamed can be moved back only to where there is none.
            check.checkEmpty(
                    traces,
                    published,
                    offset,
                    !store.list(log.folders().archive()).isEmpty());
            Folders.createAll(store, log.folders().temporary());
            log.createFirstSegment();
            // Again, after the folder was made: a log that has moved on since must not begin a second time.
            last = log.last();
            if (last.isEmpty()) {
                check.checkAgreed(known.topicId(), facts.now().topicId());
                LogIdentity identity = new LogIdentity(
                        known.topicId(),
                        Optional.of(known.cluster()),
                        Optional.empty(),
                        OptionalInt.of(known.partitions()));
                return new Claimed(CommitRecord.firstClaim(owner, now, identity, offset), known);
            }
        }
        Folders.create(store, log.folders().temporary());
        CommitRecord end = last.get();
        check.checkEnd(end, owner, traces);
        Optional<String> fileSystem = log.fileSystemOf(end);
        PartitionFacts known = facts.now();
        check.checkIdentity(end.identity(), known, fileSystem);
        check.checkOffsets(end, known);
        if (mayTakeUp(end)) {
            return new Claimed(end, known);
        }
        if (isNews(end)) {
            foundOut = Optional.of(end);
        }
        LogIdentity identity = end.identity().from(known.cluster()).on(fileSystem);
        return new Claimed(end.nextClaim(owner, now, identity), known);
    }

    /**
     * True for the log's end if it is this owner's claim and nothing came of it: a folder that refuses files, or a registry that is
     * away, for days must not fill the log with claims.
     */
    private boolean mayTakeUp(CommitRecord end) {
        return unused.isPresent() && unused.get().equals(end) || isIdle(end);
    }

    /** True for the log's end if it is a batch that the last tenure did not hear to be true. */
    private boolean isNews(CommitRecord end) {
        return tenure.isPresent()
                && end.kind() == CommitRecord.Kind.BATCH
                && end.owner().equals(owner)
                && end.claim() == tenure.get().last().claim()
                && end.sequence() > tenure.get().last().sequence();
    }

    /**
     * Where to begin the latest is told for the topic. A partition that the topic did not have yet when its storing began
     * is no new topic: what came before the partition was found is not to be left out.
     */
    private boolean beginsEarliest(Optional<LogIdentity> sibling) {
        if (rules.firstOffset() == FirstOffset.EARLIEST) {
            return true;
        }
        OptionalInt had = sibling.map(LogIdentity::firstPartitions).orElse(OptionalInt.empty());
        return had.isPresent() && log.folders().partition() >= had.getAsInt();
    }

    private RollForward.Recovered recoverPending(CommitRecord claim, RollForward rollForward, boolean wasInPlace)
            throws IOException {
        try {
            return recoverOnce(claim, rollForward, wasInPlace, false);
        } catch (DamagedLogException damage) {
            // Only an owner that came later folds records, and moves files, that this one still needs.
            log.checkOwner(claim);
            // Else what is missing may have been away for a moment, while the root was renamed and moved back.
            RollForward.Recovered again = recoverOnce(claim, rollForward, wasInPlace, true);
            log.checkOwner(claim);
            return again;
        }
    }

    private RollForward.Recovered recoverOnce(
            CommitRecord claim, RollForward rollForward, boolean wasInPlace, boolean mayBeGone) throws IOException {
        CommitRecord batch;
        try {
            batch = log.read(claim.pending());
        } catch (NoSuchFileException missing) {
            throw new DamagedLogException("commit record " + claim.pending() + " is missing in "
                    + log.folders().log());
        }
        try {
            return rollForward.recover(batch, wasInPlace, mayBeGone);
        } catch (DamagedLogException damage) {
            // The marks were read before the claim. Until then the former owner may have put the files in place and
            // said so, and a reader may have taken one.
            if (wasInPlace || marks.last().orElse(-1) < claim.pending()) {
                throw damage;
            }
            return rollForward.recover(batch, true, true);
        }
    }
}
