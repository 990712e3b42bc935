package io.millrace.sink.cli;

import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.sink.iceberg.Catalogs;
import io.millrace.sink.iceberg.PartitionTerm;
import io.millrace.sink.table.TableNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which table what is stored goes into; a mixin. */
final class TableOptions {
    private static final String ICEBERG = "iceberg:";

    @Option(
            names = "--table",
            paramLabel = "KIND:NAME",
            defaultValue = "${env:TABLE}",
            description =
                    "Table that the stored Parquet files are added to, iceberg:NAMESPACE.NAME; with {topic} in the"
                            + " name, each topic has one [TABLE].")
    private String table;

    @Option(
            names = "--catalog-property",
            paramLabel = "NAME=VALUE",
            description =
                    "One setting of the table's catalog, as Iceberg names it: type (hadoop, rest, jdbc), warehouse,"
                            + " uri; repeatable [CATALOG_PROPERTIES, one NAME=VALUE per line].")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--table-branch",
            paramLabel = "NAME",
            defaultValue = "${env:TABLE_BRANCH}",
            description = "Branch of the table that files are added to [TABLE_BRANCH]. Default: main")
    private String branch;

    @Option(
            names = "--table-partition-by",
            split = ";",
            paramLabel = "FIELD",
            defaultValue = "${env:TABLE_PARTITION_BY}",
            description = "How a table is partitioned that is made: COLUMN, year(COLUMN), month(COLUMN), day(COLUMN),"
                    + " hour(COLUMN), bucket(N, COLUMN) or truncate(N, COLUMN); repeatable, or with ; in between"
                    + " [TABLE_PARTITION_BY]. Default: as the folders of --layout are made, of run")
    private List<String> partitionBy = new ArrayList<>();

    @Option(
            names = "--table-interval",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:TABLE_INTERVAL:-1m}",
            description = "How often files that are in place are added to the table, each time in one snapshot"
                    + " [TABLE_INTERVAL]. Default: ${DEFAULT-VALUE}")
    private TimeSpan interval = TimeSpan.UNREAD;

    /** True if a table is wanted. */
    boolean isGiven() {
        return table != null && !table.isBlank();
    }

    /** Empty if no table is wanted. */
    Optional<TableSettings> settings(Problems problems) {
        if (!isGiven()) {
            problems.require(
                    properties.isEmpty(),
                    "--catalog-property",
                    properties.keySet(),
                    "goes with --table, which is missing");
            return Optional.empty();
        }
        String name = table.startsWith(ICEBERG) ? table.substring(ICEBERG.length()) : "";
        problems.require(
                name.matches("[^.\\s/]+(\\.[^.\\s/]+)*"),
                "--table",
                table,
                "must be iceberg:NAME or iceberg:NAMESPACE.NAME");
        problems.require(interval.millis() >= 100, "--table-interval", interval, "must be at least 100ms");
        Map<String, String> all = new LinkedHashMap<>(PropertyLines.of("CATALOG_PROPERTIES"));
        all.putAll(properties);
        problems.collect(() -> {
            Catalogs.check(all);
            return true;
        });
        List<PartitionTerm> terms = new ArrayList<>();
        for (String term : partitionBy == null ? List.<String>of() : partitionBy) {
            PartitionTerm read = problems.collect(() -> term(term));
            if (read != null) {
                terms.add(read);
            }
        }
        return Optional.of(new TableSettings(
                new TableNames(name),
                all,
                Optional.ofNullable(branch).filter(given -> !given.isBlank()),
                terms,
                Map.of(),
                interval.duration()));
    }

    private static PartitionTerm term(String text) {
        try {
            return PartitionTerm.of(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("--table-partition-by: " + e.getMessage());
        }
    }
}
