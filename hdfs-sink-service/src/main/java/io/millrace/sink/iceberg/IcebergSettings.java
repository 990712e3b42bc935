package io.millrace.sink.iceberg;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Which table of a catalog.
 *
 * @param name namespaces and table, with dots in between
 * @param branch of the table that files are added to; empty for the main one
 * @param partitionBy how a table is partitioned that is made here, in Iceberg's words: {@code hour(time)}, {@code device}
 * @param byFolders the same by what the files' folders say, where nothing is told: only of columns that the files have, and that
 *     suit
 */
public record IcebergSettings(
        String name, Optional<String> branch, List<PartitionTerm> partitionBy, List<PartitionTerm> byFolders) {
    /** With nothing but what is told. */
    public IcebergSettings(String name, Optional<String> branch, List<PartitionTerm> partitionBy) {
        this(name, branch, partitionBy, List.of());
    }

    public IcebergSettings {
        requireNonNull(name, "name");
        requireNonNull(branch, "branch");
        partitionBy = List.copyOf(partitionBy);
        byFolders = List.copyOf(byFolders);
    }
}
