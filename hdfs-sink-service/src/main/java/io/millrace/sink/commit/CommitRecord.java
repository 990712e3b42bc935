package io.millrace.sink.commit;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of a partition's commit log: a batch that became true, or the claim of a new owner (no files, no
 * offsets). Carries running totals, so that the last record is a snapshot of all before it.
 *
 * @param sequence its place in the log, from 0 without gaps
 * @param kind batch or claim
 * @param owner who published it; unique for each owner that ever ran
 * @param claim sequence of the claim under which it was published; a claim names itself
 * @param time when it was written, by the owner's clock
 * @param identity what the log belongs to
 * @param startOffset first offset of the batch
 * @param nextOffset offset after the batch; equal to startOffset in a claim
 * @param files the batch's data files
 * @param counts what became of the batch's offsets
 * @param firstOffset where the log's very first record began
 * @param totals counts of all records up to this one
 * @param pending sequence of the last batch whose files may not all be in place yet; -1 if none
 * @param reason why the batch was committed then; empty for a claim, and for what a release wrote that did not say
 */
public record CommitRecord(
        long sequence,
        Kind kind,
        String owner,
        long claim,
        Instant time,
        LogIdentity identity,
        long startOffset,
        long nextOffset,
        List<CommittedFile> files,
        Counts counts,
        long firstOffset,
        Counts totals,
        long pending,
        Optional<RollReason> reason) {

    /** What a record is. */
    public enum Kind {
        CLAIM,
        BATCH
    }

    public CommitRecord {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(identity, "identity");
        files = List.copyOf(files);
        Objects.requireNonNull(counts, "counts");
        Objects.requireNonNull(totals, "totals");
        Objects.requireNonNull(reason, "reason");
        if (nextOffset < startOffset) {
            throw new IllegalArgumentException(
                    "next offset " + nextOffset + " must not be before start offset " + startOffset);
        }
        if (counts.offsets() != nextOffset - startOffset) {
            throw new IllegalArgumentException("counts " + counts + " must add up to the offsets from " + startOffset
                    + " to " + nextOffset + " (exclusive)");
        }
        if (totals.offsets() != nextOffset - firstOffset) {
            throw new IllegalArgumentException("totals " + totals + " must add up to the offsets from " + firstOffset
                    + " to " + nextOffset + " (exclusive)");
        }
    }

    /** The claim that begins a log. */
    public static CommitRecord firstClaim(String owner, Instant time, LogIdentity identity, long startOffset) {
        return new CommitRecord(
                0,
                Kind.CLAIM,
                owner,
                0,
                time,
                identity,
                startOffset,
                startOffset,
                List.of(),
                Counts.NONE,
                startOffset,
                Counts.NONE,
                -1,
                Optional.empty());
    }

    /** The claim that follows this record. */
    public CommitRecord nextClaim(String newOwner, Instant now, LogIdentity seen) {
        return new CommitRecord(
                sequence + 1,
                Kind.CLAIM,
                newOwner,
                sequence + 1,
                now,
                seen,
                nextOffset,
                nextOffset,
                List.of(),
                Counts.NONE,
                firstOffset,
                totals,
                pending,
                Optional.empty());
    }

    /** The batch of the same owner that follows this record, once all files of earlier batches are in place. */
    public CommitRecord nextBatch(
            Instant now,
            LogIdentity seen,
            long next,
            List<CommittedFile> batchFiles,
            Counts batchCounts,
            RollReason why) {
        return new CommitRecord(
                sequence + 1,
                Kind.BATCH,
                owner,
                claim,
                now,
                seen,
                nextOffset,
                next,
                batchFiles,
                batchCounts,
                firstOffset,
                totals.plus(batchCounts),
                batchFiles.isEmpty() ? -1 : sequence + 1,
                Optional.of(why));
    }
}
