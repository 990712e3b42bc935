package io.millrace.sink.commit;

import io.millrace.stream.FencedException;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.StoppedException;
import java.util.Optional;
import java.util.OptionalLong;

/** Holds a log, before it is claimed, against all that is known of it from elsewhere. */
final class LogCheck {
    private final CommitLog log;
    private final TakeoverRules rules;

    LogCheck(CommitLog log, TakeoverRules rules) {
        this.log = log;
        this.rules = rules;
    }

    /**
     * What was known before the log was read.
     *
     * @param held the last record that this owner knows as its own; empty if it comes for the first time
     * @param marked the last record that a mark names
     * @param announced the offset up to which the group was told that this root has stored the partition
     */
    record Traces(Optional<CommitRecord> held, OptionalLong marked, OptionalLong announced) {}

    /**
     * An empty log may be begun only if nothing says that it was not empty before.
     *
     * @param published the last claim of this owner, whatever became of it
     * @param offset where it would begin
     * @param archived whether segments of it were folded
     */
    void checkEmpty(Traces traces, Optional<CommitRecord> published, long offset, boolean archived) {
        Optional<CommitRecord> mine = traces.held().or(() -> published);
        if (mine.isPresent()) {
            throw log.gone(mine.get());
        }
        if (traces.marked().isPresent() || archived) {
            String witness = archived ? log.folders().archive() : log.folders().marks();
            throw new DamagedLogException("the commit log " + log.folders().log() + " is empty, but " + witness
                    + " says that it had records: the log was moved or deleted. Put it back; to store partition "
                    + log.partition() + " anew, move " + log.folders().control() + " and the partition's files away");
        }
        checkBeginning(traces.announced(), offset);
    }

    /** A log may not begin elsewhere than where the group was told that storing has come to. */
    void checkBeginning(OptionalLong announced, long offset) {
        if (announced.isPresent() && announced.getAsLong() != offset) {
            throw new DamagedLogException("the commit log " + log.folders().log()
                    + " is empty, but the group knows that"
                    + " partition " + log.partition() + " is stored below this root up to offset "
                    + announced.getAsLong() + ": the root folder was renamed, moved or emptied. Move it back;"
                    + " to store it anew from offset " + offset
                    + ", use another --group or delete the group's offsets");
        }
    }

    /** A log that has an end: nothing may have been there behind it. */
    void checkEnd(CommitRecord last, String owner, Traces traces) {
        if (traces.held().isPresent() && !last.owner().equals(owner)) {
            throw new FencedException("partition " + log.partition() + " was taken over by " + last.owner()
                    + " (claim " + last.claim() + ") while " + owner
                    + " had it; only one sink may write a partition at a time");
        }
        long known = Math.max(
                traces.marked().orElse(-1),
                traces.held().map(CommitRecord::sequence).orElse(-1L));
        if (known > last.sequence()) {
            throw missing(
                    last, "record " + known + " was there: " + log.folders().marks() + " names it", "");
        }
        if (traces.announced().orElse(-1) > last.nextOffset()) {
            throw missing(
                    last,
                    "the group was told that this root has stored offsets up to "
                            + traces.announced().getAsLong(),
                    " If all of the root was put back to an earlier state on purpose, files and log together, use another"
                            + " --group or delete the group's offsets.");
        }
    }

    private DamagedLogException missing(CommitRecord last, String evidence, String restored) {
        return new DamagedLogException("the commit log " + log.folders().log() + " ends with record " + last.sequence()
                + " (offset " + last.nextOffset() + "), but " + evidence
                + ". Going on would store records twice: put the missing records back, or move "
                + log.folders().control() + " and the partition's files away and store it anew with another --group."
                + restored);
    }

    /** The log and the servers must be those of one another. */
    void checkIdentity(LogIdentity identity, PartitionFacts facts, Optional<String> fileSystem) {
        boolean otherTopic = !identity.topicId().equals(facts.topicId());
        if (differ(identity.kafkaCluster(), Optional.of(facts.cluster()))
                && (otherTopic || rules.otherCluster() == Takeover.OtherCluster.STOP)) {
            throw new StoppedException("Kafka cluster " + facts.cluster() + " is connected, but the commit log "
                    + log.folders().log() + " belongs to Kafka cluster "
                    + identity.kafkaCluster().orElseThrow()
                    + ": correct --bootstrap-servers, or use another root folder"
                    + (otherTopic
                            ? ""
                            : ". If it is the same cluster, restored under a new id, start with --on-other-cluster"
                                    + " continue"));
        }
        checkTopic(identity, facts.topicId());
        if (differ(identity.fileSystem(), fileSystem) && rules.otherCluster() == Takeover.OtherCluster.STOP) {
            throw new StoppedException("the commit log " + log.folders().log() + " lies on file system "
                    + fileSystem.orElseThrow() + ", but was written on "
                    + identity.fileSystem().orElseThrow()
                    + ": it is a copy. If all of the root was copied and no sink writes to the original any more, start"
                    + " with --on-other-cluster continue; otherwise use another root folder");
        }
    }

    /** Offsets mean records of one topic only. */
    void checkTopic(LogIdentity identity, String topicId) {
        if (!identity.topicId().equals(topicId)) {
            throw new AnotherTopicException("topic " + log.folders().topic() + " has the id " + topicId
                    + ", but the commit log " + log.folders().log() + " belongs to id " + identity.topicId()
                    + ": the topic was deleted and created again, and its offsets mean other records now. Use another"
                    + " root folder, or move " + log.folders().control() + " and the topic's files away");
        }
    }

    /** A log that begins belongs for ever to the id that it begins with. */
    void checkAgreed(String topicId, String askedAgain) throws DoubtedAnswerException {
        if (!topicId.equals(askedAgain)) {
            throw new DoubtedAnswerException("it said that topic "
                    + log.folders().topic() + " has the id " + topicId + ", and then " + askedAgain);
        }
    }

    /** All logs of a topic below a root are about one topic: a new one may not be begun beside those of the old topic. */
    void checkSibling(LogIdentity sibling, String topicId) {
        if (!sibling.topicId().equals(topicId)) {
            String topic = log.folders().topic();
            throw new AnotherTopicException("topic " + topic + " has the id " + topicId
                    + ", but other partitions are stored below this root under id " + sibling.topicId()
                    + ": the topic was deleted and created again. Use another root folder, or move "
                    + PartitionFolders.controlRoot(log.folders().root()) + "/" + topic
                    + " and the topic's files away");
        }
    }

    private static boolean differ(Optional<String> one, Optional<String> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    /** What is stored must be there in Kafka, and what is not stored still be there. */
    void checkOffsets(CommitRecord last, PartitionFacts facts) {
        if (facts.end() < last.nextOffset()) {
            throw new StoppedException("partition " + log.partition() + " ends at offset " + facts.end()
                    + " in Kafka, but records up to offset " + last.nextOffset()
                    + " are stored already: Kafka has lost records that it had delivered, and new ones would take their"
                    + " offsets");
        }
        if (facts.beginning() > last.nextOffset() && rules.lostOffsets() == Takeover.LostOffsets.STOP) {
            throw new StoppedException("partition " + log.partition() + " begins at offset " + facts.beginning()
                    + " in Kafka, but records are stored only up to offset " + last.nextOffset() + ": Kafka deleted "
                    + (facts.beginning() - last.nextOffset()) + " offsets before they were stored. To go on without"
                    + " them, start with --on-lost-offsets continue");
        }
    }
}
