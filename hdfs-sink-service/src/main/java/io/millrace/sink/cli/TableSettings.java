package io.millrace.sink.cli;

import io.millrace.formats.FileKind;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.layout.FolderTemplate;
import io.millrace.runtime.cli.Problems;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.iceberg.Catalogs;
import io.millrace.sink.iceberg.IcebergSettings;
import io.millrace.sink.iceberg.IcebergTable;
import io.millrace.sink.iceberg.PartitionTerm;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.table.TableNames;
import io.millrace.sink.table.TableSet;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Which tables of which catalog.
 *
 * @param names of the tables
 * @param catalog properties of the catalog
 * @param branch of the tables; empty for the main one
 * @param partitionBy of tables that are made
 * @param byFolders how a table is partitioned that is made, where nothing is told: by its name
 * @param interval between two looks
 */
record TableSettings(
        TableNames names,
        Map<String, String> catalog,
        Optional<String> branch,
        List<PartitionTerm> partitionBy,
        Map<String, List<PartitionTerm>> byFolders,
        Duration interval) {
    TableSettings {
        catalog = Map.copyOf(catalog);
        partitionBy = List.copyOf(partitionBy);
        byFolders = Map.copyOf(byFolders);
    }

    /** The same, with what the folders of these topics say: of a table of several topics, what all of them say. */
    TableSettings with(StoredTopics topics) {
        Map<String, List<PartitionTerm>> terms = new TreeMap<>();
        topics.named().forEach((topic, own) -> {
            List<PartitionTerm> some = terms(own.format());
            terms.merge(names.of(topic), some, (one, other) -> {
                List<PartitionTerm> both = new ArrayList<>(one);
                both.retainAll(other);
                return both;
            });
        });
        return new TableSettings(names, catalog, branch, partitionBy, terms, interval);
    }

    static List<PartitionTerm> terms(FormatSettings format) {
        List<PartitionTerm> terms = new ArrayList<>();
        for (FolderTemplate.Common common : format.common()) {
            PartitionTerm.Kind kind = common.unit().map(TableSettings::kind).orElse(PartitionTerm.Kind.IDENTITY);
            terms.add(new PartitionTerm(kind, common.column(), OptionalInt.empty()));
        }
        return terms;
    }

    private static PartitionTerm.Kind kind(ChronoUnit unit) {
        return switch (unit) {
            case YEARS -> PartitionTerm.Kind.YEAR;
            case MONTHS -> PartitionTerm.Kind.MONTH;
            case DAYS -> PartitionTerm.Kind.DAY;
            default -> PartitionTerm.Kind.HOUR;
        };
    }

    /** Tables take Parquet files. */
    void check(StoredTopics topics, Problems problems) {
        Map<String, SinkSettings.TopicSettings> all = new TreeMap<>(topics.named());
        if (topics.pattern().isPresent()) {
            all.put("(any that matches)", topics.others().apply("topic"));
        }
        all.forEach((topic, own) -> problems.require(
                own.format().files() == FileKind.PARQUET,
                "--file-format",
                own.format().files(),
                "must be parquet for topic " + topic + ", as --table asks"));
    }

    /** The tables of what is stored below the connection's root. */
    TableSet tables(HdfsConnection connection, FileStore store, Predicate<String> topics, Executor threads) {
        URI root = connection.rootUri();
        IcebergTable.Opener opener = Catalogs.opener(catalog, connection.configuration());
        String fileSystem = root.getScheme() + "://" + (root.getAuthority() == null ? "" : root.getAuthority());
        return new TableSet(
                store,
                connection.rootPath(),
                CommitLog.SEGMENT_SIZE,
                topics,
                names,
                name -> new IcebergTable(
                        opener,
                        new IcebergSettings(name, branch, partitionBy, byFolders.getOrDefault(name, List.of())),
                        fileSystem,
                        connection.configuration(),
                        threads));
    }

    /** For the log: without secrets. */
    @Override
    public String toString() {
        return "iceberg:" + names.template()
                + branch.map(known -> " branch " + known).orElse("") + " partitioned by " + partitionBy + " each "
                + interval.toMillis() + " ms, catalog " + Catalogs.printable(catalog);
    }
}
