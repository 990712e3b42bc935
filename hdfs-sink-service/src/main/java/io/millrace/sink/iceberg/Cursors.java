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
     * @param cutOff true if none has one, and older ones were expired that may have had one
     */
    record Found(Optional<String> text, boolean cutOff) {
        Found {
            requireNonNull(text, "text");
        }
    }

    /** @param ancestors from the newest on */
    static Found in(Iterable<Snapshot> ancestors) {
        Snapshot oldest = null;
        for (Snapshot snapshot : ancestors) {
            String text = snapshot.summary().get(IcebergTable.CURSOR);
            if (text != null) {
                return new Found(Optional.of(text), false);
            }
            oldest = snapshot;
        }
        return new Found(Optional.empty(), oldest != null && oldest.parentId() != null);
    }

    /**
     * By the newest snapshot of the branch that has one; by the table's properties only where older snapshots were expired: a
     * table that was rolled back has come no further than the snapshots that it went back to.
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
        String kept = table.property(IcebergTable.property(branch), null);
        return found.cutOff() && kept != null ? CursorText.read(kept) : TableCursor.NONE;
    }
}
