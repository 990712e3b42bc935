package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.audit.Auditor;
import io.millrace.sink.audit.Depth;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whoever reads while files are compacted, standing still before any of his own calls until the compaction has come to any of its:
 * he finds each record once, or is told that a file is gone. So does the audit.
 */
class CompactionReadersTest {
    private enum Order {
        /** As listings are. */
        BY_NAME,
        /** As several that read side by side may come to them. */
        BACKWARDS
    }

    @Test
    void aReaderInOrderOfNamesNeverCountsWrongAtAnyPairOfPoints() {
        Tally tally = pairs(Order.BY_NAME, 1);
        System.out.printf("Readers in order of names: %s%n", tally);
        assertThat(tally.pairs).isGreaterThan(Points.atLeast(500));
        assertThat(tally.right).isGreaterThan(Points.atLeast(100));
        assertThat(tally.told).isGreaterThan(Points.atLeast(100));
        assertThat(tally.wrong).isEmpty();
    }

    /** In any order, if he has listed before a file was given its new name: a file that gets longer has no name that he knows. */
    @Test
    void aReaderInAnyOrderThatHasListedBeforeNeverCountsWrong() {
        Tally tally = pairs(Order.BACKWARDS, 2);
        System.out.printf("Readers backwards that had listed before: %s%n", tally);
        assertThat(tally.pairs).isGreaterThan(Points.atLeast(500));
        assertThat(tally.told).isGreaterThan(Points.atLeast(100));
        assertThat(tally.wrong).isEmpty();
    }

    /** He stands still before he lists, and once more before he opens any of the files. */
    @Test
    void aReaderInOrderOfNamesNeverCountsWrongWhereverHeStandsStillTwice() {
        Tally tally = twice(Order.BY_NAME);
        System.out.printf("Readers in order of names that stand still twice: %s%n", tally);
        assertThat(tally.pairs).isGreaterThan(Points.atLeast(500));
        assertThat(tally.told).isGreaterThan(Points.atLeast(100));
        assertThat(tally.wrong).isEmpty();
    }

    /** What is said of readers in any order: those that list between the two calls, and only they, may count twice. */
    @Test
    void aReaderInAnyOrderCountsTwiceOnlyIfHeHasListedBetweenTheTwoCalls() {
        Tally tally = twice(Order.BACKWARDS);
        System.out.printf(
                "Readers backwards that stand still twice: %d of %d wrong%n", tally.wrong.size(), tally.pairs);
        assertThat(tally.wrong)
                .isNotEmpty()
                .allSatisfy(wrong -> assertThat(wrong).contains("listed before concat "));
    }

    private static Tally twice(Order order) {
        Tally tally = new Tally();
        boolean came = true;
        for (int first = 1; came; first++) {
            for (int opening = 2; opening <= 10; opening++) {
                for (int later : new int[] {first + 1, first + 2, Integer.MAX_VALUE}) {
                    SimWorld world = Compactions.stored(oneFolder());
                    List<String> lines = new ArrayList<>();
                    SimThread reader = reader(world, order, lines, Set.of(1, opening));
                    reader.resume();
                    String[] listedBefore = {""};
                    int at = first;
                    long[] count = {0};
                    Calls calls = new Calls(call -> {
                        count[0]++;
                        if (count[0] == at) {
                            listedBefore[0] = call;
                        }
                        if (count[0] == at || count[0] == later) {
                            reader.resume();
                        }
                        return Fault.NONE;
                    });
                    compact(world, calls);
                    came = count[0] >= first;
                    reader.resume();
                    reader.resume();
                    tally.add("listed before " + listedBefore[0] + ", opens call " + opening, reader, lines);
                }
            }
        }
        return tally;
    }

    private static void compact(SimWorld world, Calls calls) {
        try {
            Compactions.run(world, calls);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One that stands still before these of his calls. */
    private static SimThread reader(SimWorld world, Order order, List<String> lines, Set<Integer> pauses) {
        SimThread[] thread = new SimThread[1];
        int[] count = {0};
        Calls calls = new Calls(call -> {
            if (pauses.contains(++count[0])) {
                thread[0].pause();
            }
            return Fault.NONE;
        });
        thread[0] = new SimThread("reader", () -> lines.addAll(read(new SimStore(world.disk, calls), order)));
        return thread[0];
    }

    private static final class Tally {
        private long pairs;
        private long right;
        private long told;
        private final List<String> wrong = new ArrayList<>();

        void add(String what, SimThread reader, List<String> lines) {
            pairs++;
            if (reader.failure() != null) {
                assertThat(reader.failure()).as(what).isInstanceOf(GoneException.class);
                told++;
            } else if (lines.size() == 9 && new HashSet<>(lines).size() == 9) {
                right++;
            } else {
                wrong.add(what + ": " + lines);
            }
        }

        @Override
        public String toString() {
            return pairs + " pairs of points, " + right + " right counts, " + told + " told that a file is gone, wrong "
                    + wrong;
        }
    }

    /** @param from the first of the reader's calls before which he stands still; the first one is the listing */
    private static Tally pairs(Order order, int from) {
        Tally tally = new Tally();
        Points.pairs(from, 1, (pausedAt, resumedAt) -> {
            SimWorld world = Compactions.stored(oneFolder());
            String what = "reader before call " + pausedAt + ", compaction before call " + resumedAt;
            List<String> lines = new ArrayList<>();
            SimThread reader = reader(world, order, lines, Set.of(pausedAt));
            reader.resume();
            boolean paused = !reader.isFinished();
            boolean resumed = compactAround(world, resumedAt, reader);
            reader.resume();
            tally.add(what, reader, lines);
            return new Points.Pair(paused, resumed);
        });
        return tally;
    }

    private static Scenario oneFolder() {
        return new Scenario("one folder, one file per record", () -> {
            SimWorld world = Scenario.filePerRecord().world().get();
            SimWorld single = new SimWorld(world.settings);
            single.kafka.createTopic("t", 1, "id-1");
            for (int i = 0; i < 9; i++) {
                single.kafka.produce(Scenario.ZERO, "f=0");
            }
            return single;
        });
    }

    /** Returns true if it came to that call. */
    private static boolean compactAround(SimWorld world, int resumedAt, SimThread thread) {
        long[] count = {0};
        boolean[] resumed = {false};
        compact(world, new Calls(call -> {
            if (++count[0] == resumedAt) {
                resumed[0] = true;
                thread.resume();
            }
            return Fault.NONE;
        }));
        return resumed[0];
    }

    private static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GoneException(IOException cause) {
            super(cause);
        }
    }

    private static List<String> read(SimStore store, Order order) {
        List<String> lines = new ArrayList<>();
        try {
            List<String> names = new ArrayList<>(
                    store.list("/data/f=0").stream().map(entry -> entry.name()).toList());
            Collections.sort(names);
            if (order == Order.BACKWARDS) {
                Collections.reverse(names);
            }
            for (String name : names) {
                String text = new String(store.open("/data/f=0/" + name).readAllBytes(), StandardCharsets.UTF_8);
                text.lines().filter(line -> !line.equals("end")).forEach(lines::add);
            }
        } catch (NoSuchFileException gone) {
            throw new GoneException(gone);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    /** An audit that stands still before any of its calls while all is compacted up to any call, and expires too. */
    @Test
    void anAuditFindsNothingAtAnyPairOfPoints() {
        long pairs = 0;
        Set<Boolean> seen = new HashSet<>();
        for (boolean expires : new boolean[] {false, true}) {
            // All points of the compaction would be 20,000 pairs.
            pairs += Points.pairs(1, 3, (pausedAt, resumedAt) -> auditAround(pausedAt, resumedAt, expires, seen));
        }
        System.out.printf("Audits beside compaction and expiry: %d pairs of points%n", pairs);
        assertThat(pairs).isGreaterThan(Points.atLeast(500));
        assertThat(seen).containsExactlyInAnyOrder(false, true);
    }

    private static Points.Pair auditAround(int pausedAt, int resumedAt, boolean expires, Set<Boolean> seen) {
        SimWorld world = Compactions.stored(Scenario.filePerRecord());
        String what =
                "audit before call " + pausedAt + ", compaction before call " + resumedAt + ", expires " + expires;
        SimThread[] thread = new SimThread[1];
        long[] count = {0};
        Calls calls = new Calls(call -> {
            if (++count[0] == pausedAt) {
                thread[0].pause();
            }
            return Fault.NONE;
        });
        AuditReport[] report = new AuditReport[1];
        thread[0] = new SimThread("audit", () -> report[0] = audit(new SimStore(world.disk, calls)));
        thread[0].resume();
        boolean paused = !thread[0].isFinished();
        if (expires) {
            Compactions.finish(world);
        }
        boolean resumed =
                expires ? expireAround(world, resumedAt, thread[0]) : compactAround(world, resumedAt, thread[0]);
        thread[0].resume();
        if (thread[0].failure() != null) {
            throw new AssertionError(what, thread[0].failure());
        }
        assertThat(report[0].findings()).as(what).isEmpty();
        seen.add(report[0].compacted().files() > 0);
        return new Points.Pair(paused, resumed);
    }

    private static boolean expireAround(SimWorld world, int resumedAt, SimThread thread) {
        long[] count = {0};
        boolean[] resumed = {false};
        try {
            Compactions.expire(world, (committed, file) -> true, new Calls(call -> {
                if (++count[0] == resumedAt) {
                    resumed[0] = true;
                    thread.resume();
                }
                return Fault.NONE;
            }));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return resumed[0];
    }

    private static AuditReport audit(SimStore store) {
        try {
            return new Auditor(store, SimWorld.ROOT, Depth.CONTENTS, () -> {}).audit();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The files' bytes one behind the other, in the order of the log. */
    @Test
    void aLargeFileIsItsPartsBehindEachOther() throws IOException {
        SimWorld world = Compactions.stored(Scenario.text());
        Compactions.run(world, new Calls(Faults.NONE));
        String large = Compactions.large(world).get(0);
        assertThat(new String(Exactness.bytes(world, large), StandardCharsets.UTF_8))
                .startsWith("t 0 0\nt 0 1\n")
                .endsWith("\n");
        assertThat(large).matches("/data/t-0-0-5-compacted-0-0\\.txt");
    }
}
