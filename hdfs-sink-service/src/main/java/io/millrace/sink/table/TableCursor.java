package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

import io.millrace.record.PartitionId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a table has come: all that the log says up to here is in it, and nothing that the log says behind it.
 *
 * @param root path of the data root whose logs were applied; empty if none was yet
 * @param positions of each partition of which something was applied
 */
public record TableCursor(String root, SortedMap<PartitionId, TablePosition> positions) {
    /** Of a table that is not there, or that holds nothing of any log. */
    public static final TableCursor NONE = new TableCursor("", Collections.emptySortedMap());

    /** Of a table of which nobody knows any more how far it has come: it can only be made anew. */
    public static final TableCursor UNKNOWN = new TableCursor("?", Collections.emptySortedMap());

    public TableCursor {
        requireNonNull(root, "root");
        positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
    }

    /** The same, further in some partitions. */
    TableCursor with(String dataRoot, Map<PartitionId, TablePosition> further) {
        SortedMap<PartitionId, TablePosition> all = new TreeMap<>(positions);
        all.putAll(further);
        return new TableCursor(dataRoot, all);
    }
}
