package io.millrace.sink.audit;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;

/** Checks that the records of a partition follow from one another: no gap, no overlap, right sums. */
final class ChainCheck {
    private final PartitionId partition;
    private final List<Finding> findings = new ArrayList<>();

    ChainCheck(PartitionId partition) {
        this.partition = partition;
    }

    /** @param marked the last record that must be there; empty if nothing says so */
    List<Finding> check(NavigableMap<Long, CommitRecord> records, OptionalLong marked) {
        long expectedSequence = 0;
        CommitRecord before = null;
        Counts totals = Counts.NONE;
        for (CommitRecord record : records.values()) {
            if (record.sequence() > expectedSequence) {
                missing(expectedSequence, record.sequence() - 1);
                before = null;
            }
            expectedSequence = record.sequence() + 1;
            totals = totals.plus(record.counts());
            if (before != null) {
                follow(before, record, totals);
            } else if (record.sequence() > 0) {
                totals = record.totals();
            }
            before = record;
        }
        if (marked.orElse(-1) >= expectedSequence) {
            missing(expectedSequence, marked.getAsLong());
        }
        return findings;
    }

    private void missing(long from, long to) {
        String which = from == to ? "record " + from + " is" : "records " + from + " to " + to + " are";
        add(Kind.MISSING_RECORD, "commit " + which + " missing: which files belong to them is not known");
    }

    private void follow(CommitRecord before, CommitRecord record, Counts totals) {
        if (record.startOffset() > before.nextOffset()) {
            add(
                    Kind.GAP,
                    "offsets " + before.nextOffset() + " to " + (record.startOffset() - 1)
                            + " are in no commit record");
        } else if (record.startOffset() < before.nextOffset()) {
            add(
                    Kind.OVERLAP,
                    "offsets " + record.startOffset() + " to " + (before.nextOffset() - 1)
                            + " are in more than one commit record");
        }
        if (!record.identity().topicId().equals(before.identity().topicId())) {
            add(
                    Kind.OTHER_TOPIC,
                    "commit record " + record.sequence() + " has topic id "
                            + record.identity().topicId() + ", the one before it "
                            + before.identity().topicId());
        }
        if (!record.totals().equals(totals)) {
            add(
                    Kind.WRONG_TOTALS,
                    "commit record " + record.sequence() + " has totals " + record.totals() + " where " + totals
                            + " must be");
        }
    }

    private void add(Kind kind, String message) {
        findings.add(new Finding(
                kind, partition.topic(), partition.partition(), "", "partition " + partition + ": " + message));
    }
}
