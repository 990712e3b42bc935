package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The tables that a root's topics go into: one for all of them, or one for each topic. Topics that come later get theirs when
 * something of them is stored.
 *
 * <p>Not thread-safe.
 */
public final class TableSet {
    private final FileStore store;
    private final String root;
    private final int segmentSize;
    private final Predicate<String> topics;
    private final TableNames names;
    private final Function<String, TargetTable> opener;
    private final Map<String, MadeTable> made = new TreeMap<>();

    /**
     * A table of the set.
     *
     * @param projector brings it up to date
     * @param verifier compares it with the logs
     */
    public record MadeTable(Projector projector, Verifier verifier) {}

    /**
     * Nothing is looked for yet.
     *
     * @param segmentSize records per segment of the logs
     * @param topics true for those that belong into tables
     * @param opener makes a target of a table's name; must not wait for servers
     */
    public TableSet(
            FileStore store,
            String root,
            int segmentSize,
            Predicate<String> topics,
            TableNames names,
            Function<String, TargetTable> opener) {
        this.store = requireNonNull(store, "store");
        this.root = requireNonNull(root, "root");
        this.segmentSize = segmentSize;
        this.topics = requireNonNull(topics, "topics");
        this.names = requireNonNull(names, "names");
        this.opener = requireNonNull(opener, "opener");
    }

    /**
     * The tables of the topics that are stored now, by their names.
     *
     * @throws TableRefusedException if two topics would be one table, and were not meant to be
     */
    public SortedMap<String, MadeTable> tables() throws IOException {
        SortedSet<String> stored = new TreeSet<>();
        for (PartitionId partition : StoredPartitions.below(store, root)) {
            if (topics.test(partition.topic())) {
                stored.add(partition.topic());
            }
        }
        SortedMap<String, MadeTable> all = new TreeMap<>();
        for (String table : names.of(stored)) {
            all.put(table, made.computeIfAbsent(table, this::make));
        }
        return Collections.unmodifiableSortedMap(all);
    }

    private MadeTable make(String table) {
        StoredLogs logs = new StoredLogs(
                store,
                root,
                segmentSize,
                topic -> topics.test(topic) && names.of(topic).equals(table));
        TargetTable target = opener.apply(table);
        return new MadeTable(new Projector(logs, target, Projector.MOST_FILES), new Verifier(logs, target));
    }
}
