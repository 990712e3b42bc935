package io.millrace.sink.iceberg;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which table of which catalog.
 *
 * @param name namespaces and table, with dots in between
 * @param catalog properties of the catalog, as Iceberg names them: {@code type}, {@code warehouse}, {@code uri} and so on
 * @param branch of the table that files are added to; empty for the main one
 * @param partitionBy how a table is partitioned that is made here, in Iceberg's words: {@code hour(time)}, {@code device}
 */
public record IcebergSettings(
        String name, Map<String, String> catalog, Optional<String> branch, List<PartitionTerm> partitionBy) {
    public IcebergSettings {
        requireNonNull(name, "name");
        catalog = Map.copyOf(catalog);
        requireNonNull(branch, "branch");
        partitionBy = List.copyOf(partitionBy);
    }

    /** For the log: without secrets. */
    @Override
    public String toString() {
        return "iceberg:" + name + branch.map(known -> " branch " + known).orElse("") + " "
                + Catalogs.printable(catalog);
    }
}
