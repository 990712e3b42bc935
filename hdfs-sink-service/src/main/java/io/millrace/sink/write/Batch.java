package io.millrace.sink.write;

import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.Counts;
import io.millrace.sink.commit.RollReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became so far of the records after the last commit, and since when there are any. */
final class Batch {
    private static final long NEVER = -1;

    private final List<CommittedFile> files = new ArrayList<>();
    private long rows;
    private long bytes;
    private long deadLetters;
    private long skipped;
    private long tombstones;
    private long firstRecordAt = NEVER;
    private long lastRecordAt = NEVER;

    /**
     * Takes note that records come now. The first ones are those after the last commit, but also those that come first of
     * all: what was lost before them is uncommitted from the beginning.
     */
    void records(long now, boolean first) {
        if (first || firstRecordAt == NEVER) {
            firstRecordAt = now;
        }
        lastRecordAt = now;
    }

    /** Why the rules want a commit because its first or its last record is so long ago; empty if they do not. */
    Optional<RollReason> due(RollRules rules, long now) {
        if (firstRecordAt != NEVER && now - firstRecordAt >= rules.ageMillis()) {
            return Optional.of(RollReason.AGE);
        }
        boolean idle = lastRecordAt != NEVER && now - lastRecordAt >= rules.idleMillis();
        return idle ? Optional.of(RollReason.IDLE) : Optional.empty();
    }

    void finished(CommittedFile file) {
        files.add(file);
        rows += file.rows();
        bytes += file.length();
    }

    void deadLetter() {
        deadLetters++;
    }

    void skipped() {
        skipped++;
    }

    void tombstone() {
        tombstones++;
    }

    boolean hasDeadLetters() {
        return deadLetters > 0;
    }

    /** Finished files. */
    List<CommittedFile> files() {
        return files;
    }

    /** Rows in finished files. */
    long rows() {
        return rows;
    }

    /** Length of finished files. */
    long bytes() {
        return bytes;
    }

    /** @param offsets how many offsets the batch has; those without a record are what is left */
    Counts counts(long offsets) {
        return new Counts(
                files.size(),
                rows,
                bytes,
                deadLetters,
                skipped,
                tombstones,
                offsets - rows - deadLetters - skipped - tombstones);
    }

    void reset() {
        files.clear();
        rows = 0;
        bytes = 0;
        deadLetters = 0;
        skipped = 0;
        tombstones = 0;
        firstRecordAt = NEVER;
        lastRecordAt = NEVER;
    }
}
