package io.millrace.formats.file;

import io.millrace.formats.metadata.MetadataColumns;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueShape;

/**
 * What the files of one topic are written from, on one thread.
 *
 * @param kind of the values
 * @param values of the topic
 * @param tree the files' columns
 * @param row holds the record that is written next
 * @param metadata what is added to values
 * @param compression of the files
 * @param microseconds true if times of milliseconds are written in microseconds, by files that have units
 * @param mostBytes of heap that a record may take in one place: of a value and its columns together, or of its line
 */
public record WriterSettings(
        ValueFormat kind,
        ValueShape values,
        Tree tree,
        Row row,
        MetadataColumns metadata,
        Compression compression,
        boolean microseconds,
        long mostBytes) {}
