package io.millrace.sink.audit;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.Counts;
import io.millrace.sink.commit.DamagedLogException;
import io.millrace.sink.commit.InPlaceMarks;
import io.millrace.sink.commit.NewerLogException;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Audits a data folder. Not thread-safe. */
public final class Auditor {
    /** How often files that wait to be moved are looked at again before they are a fault. */
    public static final int PATIENCE = 20;

    private final FileStore store;
    private final String root;
    private final Depth depth;
    private final Runnable pause;
    /** Committed path to the partition that committed it. */
    private final Map<String, PartitionId> named = new HashMap<>();

    /**
     * @param root data root, without a trailing slash
     * @param pause waits a moment: what a sink at work is about to move is given {@link #PATIENCE} of them
     */
    public Auditor(FileStore store, String root, Depth depth, Runnable pause) {
        this.pause = pause;
        this.store = store;
        this.root = root;
        this.depth = depth;
    }

    /** Audits all partitions that have a commit log. */
    public AuditReport audit() throws IOException {
        // Before the logs are read: every file that is seen now was committed before, by a record that is read below.
        Map<String, Long> lengths = DataFiles.list(store, root);
        List<Draft> drafts = new ArrayList<>();
        for (PartitionId partition : partitions()) {
            drafts.add(examine(partition, lengths));
        }
        settle(drafts);
        List<PartitionAudit> partitions = new ArrayList<>();
        for (Draft draft : drafts) {
            draft.files().reportWaiting();
            partitions.add(draft.audit());
        }
        return new AuditReport(root, partitions, strays(lengths));
    }

    private void settle(List<Draft> drafts) throws IOException {
        List<Draft> unsettled = new ArrayList<>(drafts);
        for (int i = 0; ; i++) {
            for (Draft draft : List.copyOf(unsettled)) {
                if (draft.files().settled()) {
                    unsettled.remove(draft);
                }
            }
            if (unsettled.isEmpty() || i == PATIENCE) {
                return;
            }
            pause.run();
        }
    }

    /** What is known of a partition once its records were read, and before its last files have settled. */
    private record Draft(
            PartitionId partition,
            Optional<CommitRecord> last,
            Counts totals,
            long batches,
            long claims,
            FileCheck files,
            List<Finding> findings) {
        PartitionAudit audit() {
            List<Finding> all = new ArrayList<>(findings);
            all.addAll(files.findings());
            return new PartitionAudit(
                    partition,
                    last.map(CommitRecord::firstOffset).orElse(0L),
                    last.map(CommitRecord::nextOffset).orElse(0L),
                    totals,
                    batches,
                    claims,
                    files.pending(),
                    files.letGo(),
                    files.compacted(),
                    OptionalLong.empty(),
                    last.map(CommitRecord::identity),
                    all);
        }
    }

    /** The partitions that have a commit log. */
    public Set<PartitionId> partitions() throws IOException {
        return StoredPartitions.below(store, root);
    }

    private Draft examine(PartitionId partition, Map<String, Long> lengths) throws IOException {
        PartitionFolders folders = new PartitionFolders(root, partition.topic(), partition.partition());
        List<Finding> findings = new ArrayList<>();
        // Before the log, as a takeover does.
        OptionalLong marked = new InPlaceMarks(store, folders).last();
        Consumer<String> damage = message ->
                findings.add(new Finding(Kind.DAMAGED_RECORD, partition.topic(), partition.partition(), "", message));
        NavigableMap<Long, CommitRecord> records = new LogReader(store, folders, damage).readAll();
        findings.addAll(new ChainCheck(partition).check(records, marked));
        FileCheck files = new FileCheck(store, folders, partition, lengths, depth);
        try {
            files.begin();
        } catch (DamagedLogException | NewerLogException e) {
            damage.accept(e.getMessage());
        }
        Counts totals = Counts.NONE;
        long claims = 0;
        long pending = records.isEmpty() ? -1 : records.lastEntry().getValue().pending();
        for (CommitRecord record : records.values()) {
            totals = totals.plus(record.counts());
            claims += record.kind() == CommitRecord.Kind.CLAIM ? 1 : 0;
            for (CommittedFile file : record.files()) {
                if (named.putIfAbsent(file.path(), partition) != null) {
                    findings.add(new Finding(
                            Kind.NAMED_TWICE,
                            partition.topic(),
                            partition.partition(),
                            file.path(),
                            "file " + file.path() + " is named by more than one commit record"));
                }
                files.check(record, file, record.sequence() == pending);
            }
        }
        files.checkLarge();
        files.large().forEach(file -> named.putIfAbsent(file.path(), partition));
        // Not the records themselves: those of all partitions together may be more than the heap holds.
        Optional<CommitRecord> last = Optional.ofNullable(records.lastEntry()).map(Map.Entry::getValue);
        return new Draft(partition, last, totals, records.size() - claims, claims, files, findings);
    }

    /**
     * Files that no record names, in places that readers of the committed files read too. Other folders below the root,
     * such as the output of a job, are nobody's business here.
     */
    private List<Finding> strays(Map<String, Long> lengths) {
        Set<String> ours = new HashSet<>();
        named.keySet().forEach(path -> ours.add(top(path)));
        List<Finding> strays = new ArrayList<>();
        for (String path : new TreeSet<>(lengths.keySet())) {
            if (!named.containsKey(path) && ours.contains(top(path))) {
                strays.add(new Finding(
                        Kind.UNKNOWN_FILE,
                        "",
                        -1,
                        path,
                        "file " + path + " lies among the committed files, but no commit record names it: readers"
                                + " would count its records too"));
            }
        }
        return strays;
    }

    private static String top(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
