package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.layout.FolderTimes;
import io.millrace.formats.layout.TemplateException;
import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.DoneLog;
import io.millrace.sink.commit.DoneRecord;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.done.Look;
import io.millrace.sink.done.MarkRules;
import io.millrace.sink.done.Marker;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimFormat;
import io.millrace.sink.sim.SimRecord;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.write.RollRules;
import io.millrace.stream.PartitionFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A simulated world with records of times, markers over it, and what must be true of their marks. */
final class Marks {
    static final String MARK = "_SUCCESS";
    static final Duration LATENESS = Duration.ofMinutes(10);

    /** A batch has two folders at most. */
    final SimWorld world = new SimWorld(
            SimSettings.small().withRules(new RollRules(2, Long.MAX_VALUE, 60_000, Long.MAX_VALUE, false, 2)));

    final FolderTimes times = times();
    /** Whether Kafka answers those that look for idle partitions. */
    boolean kafkaAnswers = true;
    /** Records that have come to each partition and cannot be read yet: no partition is idle then. Below 0 such as Kafka lost. */
    long kafkaHasMore;
    /** Another cluster than the one that was stored from. */
    Optional<String> kafkaCluster = Optional.empty();
    /** When each record came to Kafka. */
    private final Map<String, Long> produced = new HashMap<>();
    /** Records that came in time into folders that had a mark. */
    private final List<String> wrong = new ArrayList<>();

    Marks(int partitions) {
        world.kafka.createTopic("t", partitions, "id-1");
    }

    private static FolderTimes times() {
        try {
            return new FolderTimes(SimFormat.LAYOUT, ZoneOffset.UTC);
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The clock of the world is at 08:00 of that day when it begins. */
    static long at(String time) {
        return Instant.parse("2027-01-15T" + time + "Z").toEpochMilli();
    }

    /** A record with this event time, in a folder of this name below the hour's. */
    void produce(int partition, long millis, String below) {
        SimRecord record = world.kafka.produce(new PartitionId("t", partition), "@" + millis + "/" + below);
        produced.put(key(partition, record.offset()), world.clock.millis());
    }

    /** The same a minute after that time: not late, however late it is stored. */
    void come(int partition, long millis, String below) {
        world.clock.set(millis + 60_000);
        produce(partition, millis, below);
    }

    void produce(int partition, String time) {
        produce(partition, at(time), "f=0");
    }

    private static String key(int partition, long offset) {
        return partition + " " + offset;
    }

    /** Stores all that there is, by a sink that is watched. */
    void store() {
        world.storeEverything(watched(Faults.NONE));
    }

    /** The faults, with a look at each file that is about to come into a folder. */
    Faults watched(Faults faults) {
        return call -> {
            Fault fault = faults.next(call);
            checkArrival(call);
            return fault;
        };
    }

    private void checkArrival(String call) {
        int arrow = call.indexOf(" -> " + SimWorld.ROOT + "/dt=");
        if (!call.startsWith("rename ") || arrow < 0) {
            return;
        }
        String path = call.substring(arrow + 4);
        String folder = path.substring(0, SimWorld.ROOT.length() + "/dt=2027-01-15/hour=08".length());
        if (world.disk.exists(folder + "/" + MARK)) {
            String from = call.substring("rename ".length(), arrow);
            if (world.disk.exists(from)) {
                checkLate(from, path);
            }
        }
    }

    /**
     * All records of a file that comes into a folder with a mark must be late: behind what its partition had committed before, or
     * behind the moment at which they came.
     */
    private void checkLate(String from, String path) {
        for (String line : lines(from)) {
            String[] parts = line.split(" ");
            int partition = Integer.parseInt(parts[1]);
            long offset = Long.parseLong(parts[2]);
            long time = time(partition, offset);
            long passed = produced.get(key(partition, offset));
            for (CommitRecord record : log(partition)) {
                for (CommittedFile file : record.files()) {
                    // Of earlier batches: that of the record was not there when its file was not.
                    if (record.nextOffset() <= batchStart(partition, offset)) {
                        passed = Math.max(passed, believed(partition, record, file));
                    }
                }
            }
            if (time >= passed - LATENESS.toMillis()) {
                // Not thrown: a sink takes what goes wrong in its calls for a failure of the store.
                wrong.add("record " + line + " of " + Instant.ofEpochMilli(time)
                        + " is in time (passed: " + Instant.ofEpochMilli(passed) + "), and " + path
                        + " has a mark already");
            }
        }
    }

    private long batchStart(int partition, long offset) {
        return log(partition).stream()
                .filter(record -> record.startOffset() <= offset && offset < record.nextOffset())
                .mapToLong(CommitRecord::startOffset)
                .findFirst()
                .orElseThrow();
    }

    private long believed(int partition, CommitRecord record, CommittedFile file) {
        long latest = Long.MIN_VALUE;
        for (long offset = file.firstOffset(); offset <= file.lastOffset(); offset++) {
            long time = time(partition, offset);
            if (time <= record.time().plus(MarkRules.AHEAD).toEpochMilli()) {
                latest = Math.max(latest, time);
            }
        }
        return latest;
    }

    private long time(int partition, long offset) {
        return world.kafka.records().stream()
                .filter(record -> record.partition() == partition && record.offset() == offset)
                .map(SimRecord::text)
                .filter(text -> text.startsWith("@"))
                .mapToLong(SimFormat::millis)
                .findFirst()
                .orElse(Long.MIN_VALUE);
    }

    private List<String> lines(String path) {
        try {
            return new String(world.disk.read(path), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.equals("end"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<CommitRecord> log(int partition) {
        LogHistory history = new LogHistory(
                SimStore.reliable(world.disk),
                new PartitionFolders(SimWorld.ROOT, "t", partition),
                world.settings.segmentSize());
        try {
            Optional<LogHistory.State> state = history.state();
            return state.isEmpty()
                    ? List.of()
                    : history.read(-1, state.get().last().sequence(), Integer.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MarkRules rules() {
        return new MarkRules(times, LATENESS, MARK);
    }

    /** A process that reads few files in a step, so that there are many. */
    Marker marker(Calls calls, int mostFiles) {
        return marker(calls, mostFiles, rules());
    }

    Marker marker(Calls calls, int mostFiles, MarkRules rules) {
        return new Marker(
                new Marker.Surroundings(
                        new SimStore(world.disk, calls),
                        SimWorld.ROOT,
                        world.settings.segmentSize(),
                        topic -> ends(),
                        world.clock,
                        () -> UUID.randomUUID().toString(),
                        mostFiles),
                "t",
                rules);
    }

    private Optional<Map<Integer, PartitionFacts>> ends() {
        if (!kafkaAnswers) {
            return Optional.empty();
        }
        Map<Integer, PartitionFacts> ends = new HashMap<>();
        for (PartitionId partition : world.kafka.partitions()) {
            PartitionFacts facts = world.kafka.facts(partition);
            ends.put(
                    partition.partition(),
                    new PartitionFacts(
                            kafkaCluster.orElse(facts.cluster()),
                            facts.topicId(),
                            facts.partitions(),
                            facts.beginning(),
                            facts.end() + kafkaHasMore));
        }
        return Optional.of(ends);
    }

    /** Looks until there is nothing more, whatever fails on the way; a crash ends it. Returns the late records that it counted. */
    static long run(Marker marker) {
        long late = 0;
        for (int i = 0; i < 500; i++) {
            try {
                Look look = marker.step();
                late += look.late();
                if (!look.more()) {
                    return late;
                }
            } catch (IOException again) {
                // What it came from is found out by the next step.
            }
        }
        throw new AssertionError("no end after 500 steps");
    }

    /** The same in a new process without faults. */
    long finish() {
        return run(marker(new Calls(Faults.NONE), 4));
    }

    Instant before() {
        return last().map(DoneRecord::before).orElse(Instant.MIN);
    }

    /** The last decision whose marks are set. */
    Optional<DoneRecord> last() {
        try {
            return new DoneLog(SimStore.reliable(world.disk), SimWorld.ROOT, "t").lastMarked();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Folders with a mark, relative to the root. */
    List<String> marked() {
        return world.disk.files(SimWorld.ROOT, "/" + MARK).stream()
                .map(path -> path.substring(SimWorld.ROOT.length() + 1, path.length() - MARK.length() - 1))
                .toList();
    }

    /** Exactly the folders whose times have passed have a mark. */
    void check(String what) {
        assertThat(wrong).as(what).isEmpty();
        Instant before = before();
        List<String> done = world.disk.files(SimWorld.ROOT, ".sim").stream()
                .filter(path -> !path.contains("/_"))
                .map(path -> path.substring(SimWorld.ROOT.length() + 1))
                .map(path -> times.folder(path).orElseThrow())
                .filter(folder -> !folder.end().isAfter(before))
                .map(FolderTimes.TimeFolder::path)
                .distinct()
                .sorted()
                .toList();
        if (!marked().equals(done)) {
            assertThat(marked())
                    .as(what + ", done up to " + before + "\n" + world.disk)
                    .isEqualTo(done);
        }
    }

    /** The same when all is stored and Kafka answers: all partitions are idle, so that time alone says what has passed. */
    void checkEnd(String what) {
        check(what);
        Instant passed = Instant.ofEpochMilli(world.clock.millis()).minus(LATENESS);
        assertThat(before()).as(what).isBetween(times.begin(passed), times.begin(passed.plus(MarkRules.AHEAD)));
        // One that was too late may have left a record that nobody reads, until the next decision.
        assertThat(world.disk.files(SimWorld.ROOT + "/_millrace/t/done", ""))
                .as(what)
                .hasSizeLessThanOrEqualTo(2);
    }
}
