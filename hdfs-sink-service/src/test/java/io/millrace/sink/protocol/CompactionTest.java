package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.Finding;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.port.Concatenation;
import io.millrace.sink.port.Piece;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimTable;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.TableRefusedException;
import io.millrace.sink.upkeep.Acknowledgement;
import io.millrace.sink.upkeep.Compaction;
import io.millrace.sink.upkeep.CompactionRule;
import io.millrace.sink.upkeep.CompactionSum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which files become large ones, and what becomes of those that somebody else has changed. */
class CompactionTest {
    private static final int MOST_PARTS = 100;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final SimWorld world = SimWorld.small();

    CompactionTest() {
        world.kafka.createTopic("t", 1, "id-1");
    }

    private void commit(String folder) {
        world.kafka.produce(Scenario.ZERO, folder);
        world.storeEverything();
    }

    private CompactionRule rule(long before, long targetBytes) {
        return new CompactionRule(
                Instant.ofEpochMilli(before),
                targetBytes,
                MOST_PARTS,
                name -> name.endsWith(".sim") ? Optional.of(".sim") : Optional.empty());
    }

    /** Files that become large ones, by their number. */
    private List<Long> run(CompactionRule rule) throws IOException {
        Map<PartitionId, CompactionSum> planned =
                Compactions.compaction(world, new Calls(Faults.NONE)).plan(topic -> true, rule);
        Map<PartitionId, CompactionSum> made = Compactions.compaction(world, new Calls(Faults.NONE))
                .run(topic -> true, rule, Expiries.WHO, world.clock);
        assertThat(made).isEqualTo(planned);
        Compactions.check(world, "compacted");
        return made.values().stream().map(CompactionSum::files).toList();
    }

    @Test
    void theFilesOfTheLastBatchAndOfYoungOnesAreLeftAlone() throws IOException {
        commit("a");
        commit("a");
        long young = world.clock.millis() + 1;
        world.clock.advance(HOUR);
        commit("b");
        commit("b");
        assertThat(run(rule(young, 1_000))).containsExactly(2L);
        assertThat(run(rule(world.clock.millis() + 1, 1_000))).isEmpty();
        commit("b");
        assertThat(run(rule(world.clock.millis() + 1, 1_000))).containsExactly(2L);
    }

    /** While files come into a folder, its last small ones wait for more. */
    @Test
    void theFilesOfAFolderThatGrowsWaitUntilTheyAreEnough() throws IOException {
        for (int i = 0; i < 5; i++) {
            commit("a");
        }
        long young = world.clock.millis() + 1;
        world.clock.advance(HOUR);
        commit("a");
        // Five files of 10 bytes each: two times 20 are full, the last one waits.
        assertThat(run(rule(young, 20))).containsExactly(4L);
        assertThat(run(rule(young, 1_000))).isEmpty();
        commit("b");
        world.clock.advance(HOUR);
        commit("b");
        assertThat(run(rule(world.clock.millis() - HOUR, 1_000))).containsExactly(2L);
    }

    @Test
    void whatIsLargeEnoughStays() throws IOException {
        for (int i = 0; i < 4; i++) {
            commit("a");
        }
        assertThat(run(rule(world.clock.millis() + 1, 12))).isEmpty();
        assertThat(run(rule(world.clock.millis() + 1, 13))).containsExactly(2L);
    }

    @Test
    void filesThatCannotBePutBehindEachOtherStay() throws IOException {
        for (int i = 0; i < 4; i++) {
            commit("a");
        }
        CompactionRule none =
                new CompactionRule(Instant.ofEpochMilli(world.clock.millis() + 1), 1_000, 10, name -> Optional.empty());
        assertThat(run(none)).isEmpty();
    }

    /** A run costs what is new, and late files of a week find each other. */
    @Test
    void recordsOfMoreThanAWeekAgoAreNotReadAgain() throws IOException {
        for (int i = 0; i < 20; i++) {
            commit("a");
            world.clock.advance(12 * HOUR);
        }
        assertThat(run(rule(world.clock.millis(), 1_000))).containsExactly(19L);
        long[] reads = {0};
        Calls calls = new Calls(call -> {
            reads[0] += call.startsWith("open ") && call.contains("/archive/") ? 1 : 0;
            return Fault.NONE;
        });
        assertThat(Compactions.compaction(world, calls).plan(topic -> true, rule(world.clock.millis(), 1_000)))
                .isEmpty();
        int archives = world.disk.files("/data/_millrace/t/0/archive", "").size();
        assertThat(archives).isGreaterThan(6);
        assertThat(reads[0]).isLessThan(archives);
    }

    /** Somebody takes a part away between the record and its effect: the others stay as they are, and only that one is missed. */
    @Test
    void aPartThatIsTakenAwayIsMissedAndTheOthersStay() throws IOException {
        for (int i = 0; i < 5; i++) {
            commit("a");
        }
        String taken = Compactions.visible(world).get(1);
        Calls calls = new Calls(call -> {
            if (call.startsWith("rename /data/a/")) {
                world.disk.delete(taken);
            }
            return Fault.NONE;
        });
        Compaction compaction = Compactions.compaction(world, calls);
        assertThat(compaction.run(topic -> true, rule(world.clock.millis() + 1, 1_000), Expiries.WHO, world.clock))
                .isEmpty();
        assertThat(compaction.left())
                .singleElement()
                .asString()
                .contains("stay as they are: a/")
                .contains("is not there any more");
        assertThat(Exactness.audit(world).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.path()).isEqualTo(taken.substring("/data/".length())));
        assertThat(Compactions.finish(world)).isEmpty();
        acknowledge(Exactness.audit(world).findings(), 1);
        Compactions.finishExpiry(world, (committed, file) -> true, "expired");
        assertThat(Compactions.visible(world)).isEmpty();
    }

    private void acknowledge(Collection<Finding> findings, long expected) throws IOException {
        Set<String> missing = findings.stream().map(Finding::path).collect(Collectors.toSet());
        assertThat(new Acknowledgement(SimStore.reliable(world.disk), SimWorld.ROOT, world.settings.segmentSize())
                        .acknowledge(Scenario.ZERO, missing, Expiries.WHO, world.clock)
                        .files())
                .isEqualTo(expected);
        Exactness.checkAudit(world, "acknowledged");
    }

    /** It stands with the name of the large file and the records of the first part, as long as the store says no. */
    @Test
    void aStoreThatRefusesLeavesAllRecordsWhereReadersFindThem() throws IOException {
        for (int i = 0; i < 5; i++) {
            commit("a");
        }
        Calls refusing = new Calls(call -> call.startsWith("concat ") ? Fault.REFUSE : Fault.NONE);
        for (int n = 0; n < 2; n++) {
            Compaction compaction = Compactions.compaction(world, refusing);
            compaction.run(topic -> true, rule(world.clock.millis() + 1, 1_000), Expiries.WHO, world.clock);
            assertThat(compaction.left())
                    .singleElement()
                    .asString()
                    .contains("4 files that were to become")
                    .contains("stay as they are until the next run: ");
            Compactions.check(world, "refused");
            assertThat(Compactions.large(world)).hasSize(1);
            assertThat(Compactions.visible(world)).hasSize(5);
        }
        Compactions.finishExpiry(world, Expiries.before(4), "expired");
        assertThat(Compactions.visible(world)).hasSize(1);
        assertThat(Compactions.finish(world)).isEmpty();
    }

    @Test
    void whatTheStoreRefusesOfOneTopicHoldsUpNoOther() throws IOException {
        PartitionId other = new PartitionId("u", 0);
        world.kafka.createTopic("u", 1, "id-2");
        for (int i = 0; i < 5; i++) {
            commit("a");
            world.kafka.produce(other, "b");
            world.storeEverything();
        }
        CompactionRule rule = rule(world.clock.millis() + 1, 1_000);
        Calls refusing = new Calls(call -> call.startsWith("concat /data/a/") ? Fault.REFUSE : Fault.NONE);
        for (int n = 0; n < 3; n++) {
            Compactions.compaction(world, refusing).run(topic -> true, rule, Expiries.WHO, world.clock);
        }
        assertThat(Compactions.visible(world).stream().filter(path -> path.startsWith("/data/b/")))
                .as("four are one, and the last batch's")
                .hasSize(2);
        // No record is published behind the one that could not be carried out.
        assertThat(Compactions.large(world)).hasSize(2);
        Compactions.compaction(world, new Calls(Faults.NONE)).run(topic -> true, rule, Expiries.WHO, world.clock);
        assertThat(Compactions.visible(world).stream().filter(path -> path.startsWith("/data/a/")))
                .hasSize(2);
        Compactions.check(world, "in the end");
    }

    /** What somebody else recorded, and left, after this run had looked for such things. */
    @Test
    void aCompactionThatAnotherLeftInBetweenIsFinishedBeforeItsMarkIsPassed() throws IOException {
        for (int i = 0; i < 9; i++) {
            commit("a");
        }
        CompactionRule rule = rule(world.clock.millis() + 1, 40);
        boolean[] once = {false};
        Calls interrupted = new Calls(call -> {
            if (!once[0] && call.startsWith("list /data/_millrace/t/0/log")) {
                once[0] = true;
                Calls dies = new Calls(inner -> inner.startsWith("concat ") ? Fault.REFUSE : Fault.NONE);
                try {
                    Compactions.compaction(world, dies).run(topic -> true, rule, Expiries.WHO, world.clock);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Fault.NONE;
        });
        Compactions.compaction(world, interrupted).run(topic -> true, rule, Expiries.WHO, world.clock);
        assertThat(once[0]).isTrue();
        for (int n = 0; n < 2; n++) {
            Compactions.compaction(world, new Calls(Faults.NONE)).run(topic -> true, rule, Expiries.WHO, world.clock);
        }
        assertThat(Compactions.visible(world))
                .as("two large ones and the last batch's")
                .hasSize(3);
        Compactions.check(world, "in the end");
    }

    @Test
    void aLargeFileOfAWrongLengthIsNoMissingFile() throws IOException {
        for (int i = 0; i < 5; i++) {
            commit("a");
        }
        run(rule(world.clock.millis() + 1, 1_000));
        String large = Compactions.large(world).get(0);
        byte[] bytes = Exactness.bytes(world, large);
        world.disk.put(large, Arrays.copyOf(bytes, bytes.length + 1));
        assertThat(Exactness.audit(world).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.WRONG_LENGTH);
        world.disk.put(large, bytes);
        Compactions.check(world, "as it was");
    }

    @Test
    void aLargeFileThatIsGoneIsMissedPartByPart() throws IOException {
        for (int i = 0; i < 5; i++) {
            commit("a");
        }
        run(rule(world.clock.millis() + 1, 1_000));
        String large = Compactions.large(world).get(0);
        byte[] bytes = Exactness.bytes(world, large);
        world.disk.delete(large);
        List<Finding> missing = Exactness.audit(world).findings();
        assertThat(missing).hasSize(4).extracting(Finding::kind).containsOnly(Finding.Kind.MISSING_FILE);
        acknowledge(missing, 4);
        world.disk.put(large, bytes);
        assertThat(Exactness.audit(world).findings())
                .hasSize(4)
                .extracting(Finding::kind)
                .containsOnly(Finding.Kind.LET_GO_FILE);
    }

    @Test
    void aLargeFileThatWasChangedIsFound() throws IOException {
        for (int i = 0; i < 5; i++) {
            commit("a");
        }
        String part = Compactions.visible(world).get(2);
        byte[] copy = Exactness.bytes(world, part);
        run(rule(world.clock.millis() + 1, 1_000));
        String large = Compactions.large(world).get(0);
        byte[] bytes = Exactness.bytes(world, large);

        byte[] altered = bytes.clone();
        altered[15]++;
        world.disk.put(large, altered);
        assertThat(Exactness.audit(world).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.ALTERED_FILE);
        world.disk.put(large, new byte[3]);
        assertThat(Exactness.audit(world).findings()).extracting(Finding::kind).contains(Finding.Kind.WRONG_LENGTH);
        world.disk.put(large, bytes);
        world.disk.put(part, copy);
        assertThat(Exactness.audit(world).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.STORED_TWICE);
        world.disk.delete(part);
        Compactions.check(world, "as it was");
    }

    /** HDFS takes no file in whose blocks are larger, and none of an encryption zone. */
    @Test
    void whatTheStoreWouldRefuseIsNotBegun() throws IOException {
        for (int i = 0; i < 6; i++) {
            commit("a");
        }
        Map<String, Piece> said = new HashMap<>();
        SimStore store = SimStore.reliable(world.disk);
        Concatenation particular = new Concatenation() {
            @Override
            public Map<String, Piece> pieces(String folder) throws IOException {
                Map<String, Piece> pieces = new HashMap<>(store.pieces(folder));
                pieces.replaceAll((name, piece) -> said.getOrDefault(name, piece));
                return pieces;
            }

            @Override
            public void concat(String target, List<String> parts) throws IOException {
                store.concat(target, parts);
            }
        };
        Compaction compaction = new Compaction(store, particular, SimWorld.ROOT, 4, 100, () -> false);
        CompactionRule rule = rule(world.clock.millis() + 1, 1_000);
        String second = Compactions.visible(world).get(1);
        String name = second.substring(second.lastIndexOf('/') + 1);
        said.put(name, new Piece(10, 1, "is in an encryption zone"));
        assertThat(compaction.plan(topic -> true, rule)).isEmpty();
        assertThat(compaction.left())
                .singleElement()
                .asString()
                .contains("the files in /data/a stay small")
                .contains("is in an encryption zone");
        said.put(name, new Piece(10, 2, ""));
        assertThat(compaction
                        .run(topic -> true, rule, Expiries.WHO, world.clock)
                        .values())
                .singleElement()
                .satisfies(sum -> assertThat(sum.files()).isEqualTo(4));
        assertThat(world.disk.exists(second)).isTrue();
        Compactions.check(world, "without one");
    }

    /** A table of such a topic, made later, is not made without them in silence. */
    @Test
    void aTableRefusesFilesThatHaveBecomeALargeOne() throws IOException {
        for (int i = 0; i < 5; i++) {
            commit("a");
        }
        run(rule(world.clock.millis() + 1, 1_000));
        assertThatThrownBy(() -> Projections.projector(world, new SimTable(), new Calls(Faults.NONE), 10)
                        .step())
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("-compacted-");
    }

    /** Whoever was paused right before he asks the store again finds that all is done, and others' marks stay. */
    @Test
    void marksSayUpToWhereAllIsMade() throws IOException {
        for (int i = 0; i < 5; i++) {
            commit("a");
        }
        UpkeepLog log = new UpkeepLog(SimStore.reliable(world.disk), new PartitionFolders(SimWorld.ROOT, "t", 0));
        assertThat(log.compacted()).isEqualTo(-1);
        Calls dying = new Calls(call -> call.startsWith("concat ") ? Fault.FAIL_BEFORE : Fault.NONE);
        assertThatThrownBy(() -> Compactions.run(world, dying)).isInstanceOf(IOException.class);
        assertThat(log.last()).isZero();
        assertThat(log.compacted()).isEqualTo(-1);
        Compactions.finish(world);
        assertThat(log.compacted()).isEqualTo(log.last());
        assertThat(log.deleted()).isEqualTo(-1);
    }
}
