package io.millrace.formats;

import io.millrace.formats.metadata.MetadataColumn;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What rows have besides values, and whether there is one without a value.
 *
 * @param columns {@code --metadata-columns}: additional columns, in the order of the enum
 * @param tombstones {@code --on-tombstone}: what becomes of records without a value
 * @param keys what keys are, if one of the columns has them
 * @param times {@code --column-times}: in which unit times stand in columnar files
 */
public record RowSettings(Set<MetadataColumn> columns, KeySettings keys, Tombstones tombstones, ColumnTimes times) {
    /** Values only. */
    public static final RowSettings NONE = new RowSettings(Set.of(), Tombstones.DEAD_LETTER);

    public RowSettings {
        columns = columns.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(columns));
    }

    /** Keys are text. */
    public RowSettings(Set<MetadataColumn> columns, Tombstones tombstones, ColumnTimes times) {
        this(columns, KeySettings.TEXT, tombstones, times);
    }

    /** Keys are text, and times as they are declared. */
    public RowSettings(Set<MetadataColumn> columns, Tombstones tombstones) {
        this(columns, tombstones, ColumnTimes.DECLARED);
    }
}
