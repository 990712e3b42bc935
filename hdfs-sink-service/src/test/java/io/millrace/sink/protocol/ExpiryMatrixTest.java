package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.audit.Finding;
import io.millrace.sink.commit.DamagedLogException;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimTable;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.sink.table.OvertakenException;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.Verifier;
import io.millrace.sink.upkeep.Acknowledgement;
import io.millrace.sink.upkeep.Deleted;
import io.millrace.sink.upkeep.Expiry;
import io.millrace.sink.upkeep.ExpiryRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call that lets files go, times every way in which it can go wrong, beside sinks, projectors and another one that does the
 * same: what is not old is stored once, what is old goes once, tables name nothing that is deleted, and the audit misses nothing.
 */
class ExpiryMatrixTest {
    private static final List<Fault> FAULTS = List.of(
            Fault.CRASH_BEFORE,
            Fault.CRASH_AFTER,
            Fault.FAIL_BEFORE,
            Fault.FAIL_AFTER,
            Fault.FALSE_BEFORE,
            Fault.FALSE_AFTER,
            Fault.REFUSE);
    private static final ExpiryRule OLD = Expiries.before(8);
    private static final ExpiryRule LESS = Expiries.before(5);
    private static final ExpiryRule ALL = (committed, file) -> true;

    static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.oneFolder(), Scenario.manyFolders(), Scenario.filePerRecord(), Scenario.waitingRows());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void oldFilesGoOnceWhateverHappensAtAnyCall(Scenario scenario) throws IOException {
        Calls counted = new Calls(Faults.NONE);
        SimWorld whole = stored(scenario);
        SimTable table = projected(whole);
        Expiries.run(whole, table, OLD, counted);
        long expired = checkAll(whole, table, scenario.toString()).letGo().expiredFiles();
        assertThat(expired).isPositive();
        assertThat(table.files()).isNotEmpty();

        long points = Points.each(FAULTS, 1, counted.count(), (fault, n) -> {
            String what = scenario + ": " + fault + " at call " + n;
            SimWorld world = stored(scenario);
            SimTable own = projected(world);
            long[] count = {0};
            try {
                Expiries.run(world, own, OLD, new Calls(call -> ++count[0] == n ? fault : Fault.NONE));
            } catch (IOException | SimulatedCrash ended) {
                // Started again below.
            }
            Expiries.checkReadable(world, own, what);
            // A sink goes on whatever is half done.
            world.kafka.produce(Scenario.ZERO, "");
            world.storeEverything();
            Expiries.finish(world, own, OLD);
            assertThat(checkAll(world, own, what).letGo().expiredFiles())
                    .as(what)
                    .isEqualTo(expired);
        });
        System.out.printf("Crash matrix of expiry, %s: %d points%n", scenario, points);
        assertThat(points).isGreaterThanOrEqualTo(Points.atLeast(100));
    }

    /** A sink that dies in the middle of whatever it did, and then all that is in place expires, its last batch too. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void aSinkGoesOnBehindABatchThatExpiredBeforeItsOwnerSaidThatItWasInPlace(Scenario scenario) {
        long[] calls = {0};
        scenario.world().get().storeEverything(call -> {
            calls[0]++;
            return Fault.NONE;
        });
        long points = Points.each(List.of(Fault.CRASH_BEFORE, Fault.CRASH_AFTER), 1, calls[0], (fault, n) -> {
            SimWorld world = scenario.world().get();
            SimTable table = new SimTable();
            String what = scenario + ": sink with " + fault + " at call " + n;
            long[] count = {0};
            SimSink sink = world.sink(call -> ++count[0] == n ? fault : Fault.NONE, Optional.of(world.kafka.ends()));
            sink.takeAll();
            sink.runWhateverHappens();
            Expiries.finish(world, table, ALL);
            assertThat(table.files()).as(what).isEmpty();
            world.storeEverything();
            Projections.finish(world, table);
            checkAll(world, table, what);
            Expiries.finish(world, table, ALL);
            assertThat(checkAll(world, table, what).letGo().rows())
                    .as(what)
                    .isEqualTo(Expiries.check(world, what).totals().rows());
        });
        System.out.printf("Expiry at any moment of a sink, %s: %d points%n", scenario, points);
        assertThat(points).isGreaterThanOrEqualTo(Points.atLeast(100));
    }

    /** The first is paused before any of its calls, for as long as the second takes to come to any of its own. */
    @Test
    void twoAtOnceLetEachFileGoOnceAtEveryPairOfPoints() {
        long pairs = Points.pairs((pausedAt, resumedAt) -> {
            if (pausedAt % 3 == 0) {
                // The one that is paused has told its tables of less than the other one lets go meanwhile.
                two(pausedAt, resumedAt, true, OLD, LESS);
            }
            return two(pausedAt, resumedAt, true, LESS, OLD);
        });
        System.out.printf("Two that let files go: %d pairs of points%n", pairs);
        assertThat(pairs).isGreaterThan(Points.atLeast(500));
    }

    /** A projector that has looked, and is paused before it adds what expires meanwhile. */
    @Test
    void aPausedProjectorAddsNothingThatExpiredMeanwhileAtEveryPairOfPoints() {
        long pairs = Points.pairs((pausedAt, resumedAt) -> two(pausedAt, resumedAt, false, OLD, OLD));
        System.out.printf("A projector and one that lets files go: %d pairs of points%n", pairs);
        assertThat(pairs).isGreaterThan(Points.atLeast(500));
    }

    private static Points.Pair two(
            int pausedAt, int resumedAt, boolean bothExpire, ExpiryRule firstsRule, ExpiryRule secondsRule) {
        SimWorld world = stored(Scenario.manyFolders());
        SimTable table = new SimTable();
        step(Projections.projector(world, table, new Calls(Faults.NONE), 2));
        String what = "paused before call " + pausedAt + ", resumed before call " + resumedAt + " of the other";
        SimThread[] thread = new SimThread[1];
        long[] firsts = {0};
        Calls firstCalls = new Calls(call -> {
            if (++firsts[0] == pausedAt) {
                thread[0].pause();
            }
            return Fault.NONE;
        });
        thread[0] = new SimThread("first", () -> {
            if (bothExpire) {
                runOrGiveUp(world, table, firstsRule, firstCalls);
            } else {
                Projections.run(Projections.projector(world, table, firstCalls, 4));
            }
        });
        thread[0].resume();
        boolean paused = !thread[0].isFinished();
        long[] seconds = {0};
        boolean[] resumed = {false};
        runOrGiveUp(world, table, secondsRule, new Calls(call -> {
            if (++seconds[0] == resumedAt) {
                resumed[0] = true;
                thread[0].resume();
            }
            return Fault.NONE;
        }));
        thread[0].resume();
        if (thread[0].failure() != null) {
            throw new AssertionError(what, thread[0].failure());
        }
        Expiries.checkReadable(world, table, what);
        Expiries.finish(world, table, OLD);
        checkAll(world, table, what);
        return new Points.Pair(paused, resumed[0]);
    }

    /** Two that tidy up may be in each other's way: the command ends then, and its next run goes on. */
    private static void runOrGiveUp(SimWorld world, SimTable table, ExpiryRule rule, Calls calls) {
        try {
            Expiries.run(world, table, rule, calls);
        } catch (IOException again) {
            Expiries.checkReadable(world, table, "given up");
        }
    }

    private static void step(Projector projector) {
        try {
            projector.step();
        } catch (IOException | OvertakenException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aMissingFileIsAcknowledgedOnceWhateverHappensAtAnyCall() throws IOException {
        Calls counted = new Calls(Faults.NONE);
        String path = acknowledge(withAMissingFile(), counted);
        long points = Points.each(FAULTS, 1, counted.count(), (fault, n) -> {
            String what = fault + " at call " + n;
            SimWorld world = withAMissingFile();
            long[] count = {0};
            try {
                acknowledge(world, new Calls(call -> ++count[0] == n ? fault : Fault.NONE));
            } catch (IOException | SimulatedCrash ended) {
                // Done again below.
            }
            try {
                acknowledge(world, new Calls(Faults.NONE));
            } catch (IOException e) {
                throw new AssertionError(what, e);
            }
            AuditReport report = Expiries.check(world, what);
            assertThat(report.letGo().acknowledgedFiles()).as(what).isEqualTo(1);
            assertThat(report.letGo().acknowledgements())
                    .as(what)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("by test: old");
            SimTable table = projected(world);
            checkAll(world, table, what);
            assertThat(table.files()).as(what).doesNotContain(SimWorld.ROOT + "/" + path);
        });
        System.out.printf("Crash matrix of an acknowledgement: %d points%n", points);
        assertThat(points).isGreaterThanOrEqualTo(Points.atLeast(40));
    }

    private static SimWorld withAMissingFile() {
        SimWorld world = stored(Scenario.manyFolders());
        world.disk.delete(visible(world).get(2));
        return world;
    }

    private static String acknowledge(SimWorld world, Calls calls) throws IOException {
        String missing = Exactness.audit(world).findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.MISSING_FILE)
                .map(Finding::path)
                .findFirst()
                .orElse("none");
        Acknowledgement acknowledgement =
                new Acknowledgement(new SimStore(world.disk, calls), SimWorld.ROOT, world.settings.segmentSize());
        for (PartitionId partition : List.of(Scenario.ZERO, Scenario.ONE)) {
            acknowledgement.acknowledge(partition, Set.of(missing), Expiries.WHO, world.clock);
        }
        return missing;
    }

    @Test
    void aFileThatIsThereIsNotAcknowledgedAndOneThatCameBackIsAFault() throws IOException {
        SimWorld world = withAMissingFile();
        String missing = acknowledge(world, new Calls(Faults.NONE));
        Acknowledgement acknowledgement =
                new Acknowledgement(SimStore.reliable(world.disk), SimWorld.ROOT, world.settings.segmentSize());
        String there = visible(world).get(0).substring(SimWorld.ROOT.length() + 1);
        for (PartitionId partition : List.of(Scenario.ZERO, Scenario.ONE)) {
            assertThat(acknowledgement
                            .acknowledge(partition, Set.of(there, missing), Expiries.WHO, world.clock)
                            .files())
                    .isZero();
        }
        Expiries.check(world, "acknowledged");
        world.disk.put(SimWorld.ROOT + "/" + missing, new byte[3]);
        assertThat(Exactness.audit(world).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.LET_GO_FILE))
                .satisfies(finding -> assertThat(finding.message()).contains("is there again"));
    }

    @Test
    void aFileThatCameBackAfterItExpiredIsAFaultAndOneThatIsNotDeletedYetIsNone() throws IOException {
        SimWorld world = stored(Scenario.oneFolder());
        Expiries.expiry(world, new Calls(Faults.NONE)).record(OLD, Expiries.WHO, world.clock);
        AuditReport recorded = Exactness.checkAudit(world, "recorded");
        assertThat(recorded.letGo().waitingFiles()).isPositive();
        assertThat(recorded.letGo().expiredFiles()).isZero();
        String first = visible(world).get(0);
        byte[] bytes = Exactness.bytes(world, first);
        Expiries.finish(world, new SimTable(), OLD);
        Expiries.check(world, "expired");
        world.disk.put(first, bytes);
        assertThat(Exactness.audit(world).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.LET_GO_FILE);
    }

    /** Files that were nowhere for a moment, because the root was renamed, are the only copies when it is back. */
    @Test
    void aTakeoverDeletesNoFileThatWasAwayForAMoment() {
        long[] calls = {0};
        Scenario.manyFolders().world().get().storeEverything(call -> {
            calls[0]++;
            return Fault.NONE;
        });
        long points = 0;
        for (int crash = 1; crash <= calls[0]; crash += 1 + crash % 3) {
            int at = crash;
            points += Points.each(List.of(2, 5, 9), 1, 59, (window, away) -> aMomentAway(at, away, window));
        }
        System.out.printf("Roots that are away for a moment of a takeover: %d points%n", points);
    }

    private static void aMomentAway(int crash, long away, int window) {
        SimWorld world = Scenario.manyFolders().world().get();
        long[] count = {0};
        SimSink dying = world.sink(
                call -> ++count[0] == crash ? Fault.CRASH_BEFORE : Fault.NONE, Optional.of(world.kafka.ends()));
        dying.takeAll();
        dying.runWhateverHappens();
        long[] seconds = {0};
        boolean[] isAway = {false};
        SimSink next = world.sink(
                call -> {
                    seconds[0]++;
                    if (seconds[0] == away && world.disk.exists(SimWorld.ROOT)) {
                        world.disk.move(SimWorld.ROOT, "/away");
                        isAway[0] = true;
                    } else if (isAway[0] && seconds[0] == away + window) {
                        back(world);
                        isAway[0] = false;
                    }
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        next.takeAll();
        next.runWhateverHappens();
        if (isAway[0]) {
            back(world);
        }
        assertThat(Exactness.audit(world).findings())
                .as("crash at call %d, root away from call %d for %d calls", crash, away, window)
                .extracting(Finding::kind)
                .doesNotContain(Finding.Kind.MISSING_FILE);
    }

    private static void back(SimWorld world) {
        world.disk.delete(SimWorld.ROOT);
        world.disk.move("/away", SimWorld.ROOT);
    }

    /** What lies at the place of an expired file and is another file, or a folder, is somebody else's. */
    @Test
    void whatIsNotTheFileThatWasCommittedStays() throws IOException {
        SimWorld world = stored(Scenario.oneFolder());
        String changed = visible(world).get(0);
        String replaced = visible(world).get(1);
        world.disk.put(changed, "longer than it was".getBytes(StandardCharsets.UTF_8));
        world.disk.delete(replaced);
        world.disk.put(replaced + "/part-r-00000", new byte[3]);
        Expiry expiry = Expiries.expiry(world, new Calls(Faults.NONE));
        expiry.record(ALL, Expiries.WHO, world.clock);
        Deleted deleted = expiry.delete(expiry.recorded());
        assertThat(deleted.left())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("and stays"));
        assertThat(visible(world)).containsExactlyInAnyOrder(changed, replaced + "/part-r-00000");
        assertThat(Exactness.audit(world).findings()).extracting(Finding::kind).contains(Finding.Kind.LET_GO_FILE);
    }

    /** A clock that was wrong for a while makes nothing old that came after what is young. */
    @Test
    void whatWasWrittenBehindAYoungRecordIsNotOld() throws IOException {
        SimWorld world = SimWorld.small();
        world.kafka.createTopic("t", 1, "id-1");
        world.clock.advance(10_000_000);
        world.kafka.produce(Scenario.ZERO, "");
        world.storeEverything();
        world.clock.set(1_000);
        world.kafka.produce(Scenario.ZERO, "");
        world.storeEverything();
        Expiry expiry = Expiries.expiry(world, new Calls(Faults.NONE));
        assertThat(expiry.plan(ExpiryRule.committedBefore(Instant.ofEpochMilli(100_000))))
                .isEmpty();
    }

    /** A root that was put back to an earlier state, under a table that has seen more. */
    @Test
    void aTableRefusesAnUpkeepLogThatEndsBeforeWhatItHasApplied() throws IOException {
        SimWorld world = stored(Scenario.oneFolder());
        SimTable table = projected(world);
        Expiries.finish(world, table, OLD);
        world.disk.delete("/data/_millrace/t/0/upkeep");
        Projector projector = Projections.projector(world, table, new Calls(Faults.NONE), 3);
        assertThatThrownBy(projector::step)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("ends with record -1");
    }

    @Test
    void aComparisonTellsOfFilesThatAreDeletedAndThatTheTableStillNames() throws IOException {
        SimWorld world = stored(Scenario.oneFolder());
        SimTable table = projected(world);
        Expiry expiry = Expiries.expiry(world, new Calls(Faults.NONE));
        expiry.record(OLD, Expiries.WHO, world.clock);
        assertThat(verify(world, table)).isEmpty();
        long files = expiry.delete(expiry.recorded()).files();
        assertThat(verify(world, table))
                .hasSize((int) files)
                .allSatisfy(fault -> assertThat(fault).contains("was let go and is deleted"));
    }

    @Test
    void aDamagedUpkeepRecordIsAFindingAndEndsNoAudit() throws IOException {
        SimWorld world = stored(Scenario.oneFolder());
        Expiries.finish(world, new SimTable(), OLD);
        String record = world.disk.files("/data/_millrace/t/0/upkeep", ".json").get(0);
        world.disk.put(record, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(Exactness.audit(world).findings())
                .extracting(Finding::kind)
                .contains(Finding.Kind.DAMAGED_RECORD, Finding.Kind.MISSING_FILE);
    }

    /** Folders that are empty go, and those that others are in stay. */
    @Test
    void emptyFoldersGoWithTheirFiles() throws IOException {
        SimWorld world = stored(Scenario.manyFolders());
        world.disk.put("/data/f=0/of-somebody-else", new byte[1]);
        Expiries.finish(world, new SimTable(), ALL);
        assertThat(world.disk.folders(SimWorld.ROOT))
                .filteredOn(folder -> !folder.contains("_millrace"))
                .containsExactly("/data/f=0");
    }

    /** The log is read on from where all files are gone: a run costs what is new. */
    @Test
    void aRunReadsTheCommitLogFromTheFirstRecordThatIsNotAllGone() {
        SimWorld world = stored(Scenario.oneFolder());
        Expiries.finish(world, new SimTable(), ALL);
        long[] reads = {0};
        Calls calls = new Calls(call -> {
            reads[0] += call.startsWith("open ") && call.contains("/archive/") ? 1 : 0;
            return Fault.NONE;
        });
        try {
            assertThat(Expiries.expiry(world, calls).plan(ALL)).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(world.disk.files("/data/_millrace/t/0/archive", "")).isNotEmpty();
        assertThat(reads[0]).isZero();
    }

    private static AuditReport checkAll(SimWorld world, SimTable table, String what) {
        AuditReport report = Expiries.check(world, what);
        Projections.check(world, table, what);
        Expiries.checkReadable(world, table, what);
        assertThat(verify(world, table)).as(what).isEmpty();
        return report;
    }

    private static List<String> verify(SimWorld world, SimTable table) {
        try {
            return new Verifier(Projections.logs(world, new Calls(Faults.NONE)), table.view(new Calls(Faults.NONE)))
                    .verify()
                    .faults();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> visible(SimWorld world) {
        return world.disk.files(SimWorld.ROOT, "").stream()
                .filter(path -> !path.contains("/_"))
                .toList();
    }

    private static SimWorld stored(Scenario scenario) {
        SimWorld world = scenario.world().get();
        world.storeEverything();
        return world;
    }

    private static SimTable projected(SimWorld world) {
        SimTable table = new SimTable();
        Projections.finish(world, table);
        return table;
    }
}
