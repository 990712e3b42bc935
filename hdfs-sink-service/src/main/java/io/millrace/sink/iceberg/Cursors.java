package io.millrace.sink.iceberg;

import static java.util.Objects.requireNonNull;

import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TableRefusedException;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.util.SnapshotUtil;

/** Finds how far a table has come. */
final class Cursors {
    private Cursors() {}

    /**
     * What the snapshots of a branch say.
     *
     * @param text the cursor of the newest one that has one
     * @param commit which commit has set it
     * @param cutOff true if none has one, and older ones were expired that may have had one
     */
    record Found(Optional<String> text, Optional<String> commit, boolean cutOff) {
        Found {
            requireNonNull(text, "text");
            requireNonNull(commit, "commit");
        }
    }

    /** @param ancestors from the newest on */
    static Found in(Iterable<Snapshot> ancestors) {
        Snapshot oldest = null;
        for (Snapshot snapshot : ancestors) {
            String text = snapshot.summary().get(IcebergTable.CURSOR);
            if (text != null) {
                return new Found(
                        Optional.of(text),
                        Optional.ofNullable(snapshot.summary().get(IcebergTable.COMMIT)),
                        false);
            }
            oldest = snapshot;
        }
        return new Found(Optional.empty(), Optional.empty(), oldest != null && oldest.parentId() != null);
    }

    /**
     * By the newest snapshot of the branch that has one; by the table's properties only where older snapshots were expired. A
     * table that was rolled back has come no further than the snapshots that it went back to; where those that said how far
     * that is were expired too, nobody knows.
     */
    static TableCursor of(TableMetadata table, String branch) throws TableRefusedException {
        Snapshot head = SnapshotUtil.latestSnapshot(table, branch);
        if (head == null) {
            return TableCursor.NONE;
        }
        Found found = in(SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot));
        if (found.text().isPresent()) {
            return CursorText.read(found.text().get());
        }
        if (!found.cutOff()) {
            return TableCursor.NONE;
        }
        String kept = table.property(IcebergTable.property(branch), null);
        // The head's ancestors have none: one elsewhere was left behind by a roll-back, and the property with it.
        boolean leftBehind = table.snapshots().stream()
                .anyMatch(snapshot -> snapshot.summary().containsKey(IcebergTable.CURSOR));
        return kept == null || leftBehind ? TableCursor.UNKNOWN : CursorText.read(kept);
    }
}
