package io.millrace.sink.upkeep;

import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord;
import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Reads a partition's commit log and puts together what can become large files. A folder's last small files wait until they are
 * enough, or until nothing comes into the folder any more: so each file is moved once.
 */
final class CompactionScan {
    /** Of a log's own time: a folder into which nothing came for so long gets no more that is worth waiting for. */
    private static final Duration QUIET = Duration.ofDays(1);

    private final LogHistory history;
    private final CompactionRule rule;
    private final int mostFiles;
    private final long inPlace;
    /** The first record whose files a takeover may still look for. */
    private final long unsettled;
    /** Let go, or in a large file. */
    private final Set<String> taken = new HashSet<>();
    /** The last record of the upkeep log that was seen. */
    private long upkeep = -1;

    private final Map<Group, Open> open = new HashMap<>();
    private final Set<Group> live = new HashSet<>();
    private final Queue<Parts> ready = new ArrayDeque<>();
    private long read;
    private long recent = Long.MAX_VALUE;
    private Instant latest = Instant.MIN;
    private boolean ended;

    /** Files that can be put behind each other. */
    private record Group(String folder, String ending) {}

    /** Files that are to become a large one. */
    record Parts(String ending, List<LetGoFile> files) {}

    private static final class Open {
        final List<LetGoFile> files = new ArrayList<>();
        long bytes;
        Instant latest = Instant.MIN;
    }

    /** @param mostFiles read at once, about */
    CompactionScan(LogHistory history, UpkeepLog log, CompactionRule rule, int mostFiles) throws IOException {
        this.history = history;
        this.rule = rule;
        this.mostFiles = mostFiles;
        Optional<LogHistory.State> state = history.state();
        inPlace = state.map(LogHistory.State::inPlace).orElse(-1L);
        long pending = state.map(known -> known.last().pending()).orElse(-1L);
        unsettled = pending < 0 ? Long.MAX_VALUE : pending;
        long[] lookedBefore = {0};
        log.after(-1, record -> {
            if (record.kind() == UpkeepRecord.Kind.COMPACT) {
                lookedBefore[0] = Math.max(lookedBefore[0], record.allBefore());
            }
            know(record.files(), lookedBefore[0]);
            record.large().forEach(large -> know(large.parts(), lookedBefore[0]));
            upkeep = record.sequence();
            return true;
        });
        read = lookedBefore[0] - 1;
        ended = read >= inPlace;
    }

    private void know(List<LetGoFile> files, long lookedBefore) {
        files.stream().filter(file -> file.commit() >= lookedBefore).forEach(file -> taken.add(file.path()));
    }

    /** The number that the next record of the upkeep log must have, if it is to be right. */
    long next() {
        return upkeep + 1;
    }

    /** That record is written. */
    void published() {
        upkeep++;
    }

    /** True once {@link #take} has handed out all. */
    boolean isEnded() {
        return ended && ready.isEmpty();
    }

    /** What is to become large files, up to about so many parts; may be nothing although the scan has not ended. */
    List<Parts> take(int mostParts) throws IOException {
        if (ready.isEmpty() && !ended) {
            readOn();
        }
        List<Parts> some = new ArrayList<>();
        for (int parts = 0; !ready.isEmpty() && parts < mostParts; ) {
            Parts one = ready.remove();
            some.add(one);
            parts += one.files().size();
        }
        return some;
    }

    /** Nothing in records before this one is left to be looked at, but for what was handed out last. */
    long lookedBefore() {
        long before = Math.min(read + 1, recent);
        for (Open waiting : open.values()) {
            before = Math.min(before, waiting.files.get(0).commit());
        }
        for (Parts waiting : ready) {
            before = Math.min(before, waiting.files().get(0).commit());
        }
        return before;
    }

    private void readOn() throws IOException {
        for (CommitRecord record : history.read(read, inPlace, mostFiles)) {
            // Whose clock was set back wrote nothing older than what was there before.
            latest = latest.isAfter(record.time()) ? latest : record.time();
            boolean young = !latest.isBefore(rule.committedBefore());
            boolean unfinished = record.sequence() >= unsettled;
            if (unfinished || !latest.isBefore(rule.lookBackTo())) {
                recent = Math.min(recent, record.sequence());
            }
            record.files().stream()
                    .sorted(Comparator.comparingLong(CommittedFile::firstOffset))
                    .forEach(file -> offer(record, file, young, unfinished));
            read = record.sequence();
        }
        ended = read >= inPlace;
        open.entrySet().removeIf(entry -> {
            Open waiting = entry.getValue();
            boolean quiet = waiting.latest.plus(QUIET).isBefore(latest) || ended && !live.contains(entry.getKey());
            if (quiet && waiting.files.size() > 1) {
                ready.add(new Parts(entry.getKey().ending(), waiting.files));
            }
            return quiet;
        });
    }

    private void offer(CommitRecord record, CommittedFile file, boolean young, boolean unfinished) {
        Optional<String> ending = rule.endings().apply(LargeFile.nameOf(file.path()));
        if (ending.isEmpty()) {
            return;
        }
        Group group = new Group(LargeFile.folderOf(file.path()), ending.get());
        if (young) {
            live.add(group);
        }
        if (young || unfinished || taken.contains(file.path()) || !rule.isSmall(file.length())) {
            return;
        }
        Open waiting = open.computeIfAbsent(group, made -> new Open());
        waiting.files.add(LetGoFile.of(record, file));
        waiting.bytes += file.length();
        waiting.latest = latest;
        if (waiting.bytes >= rule.targetBytes() || waiting.files.size() == rule.mostParts()) {
            open.remove(group);
            if (waiting.files.size() > 1) {
                ready.add(new Parts(group.ending(), waiting.files));
            }
        }
    }
}
