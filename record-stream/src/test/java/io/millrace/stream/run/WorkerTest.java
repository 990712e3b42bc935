package io.millrace.stream.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.record.SourceRecord;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.stream.Clock;
import io.millrace.stream.Landing;
import io.millrace.stream.PartitionLanding;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import io.millrace.stream.StoppedException;
import io.millrace.stream.StreamEvents;
import io.millrace.stream.TakeoverFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** What the loop does to a source and a landing, in order. */
class WorkerTest {
    private static final PartitionId ZERO = new PartitionId("t", 0);
    private static final PartitionId ONE = new PartitionId("t", 1);

    private final List<String> calls = new ArrayList<>();
    private final Health health = new Health();
    private final FakeSource source = new FakeSource(calls);
    private final FakeLanding landing = new FakeLanding();
    private final Clock clock = new Clock() {
        @Override
        public long millis() {
            return landing.now;
        }

        @Override
        public long monotonicMillis() {
            return landing.now;
        }
    };
    private final EndsOfAssigned ends = new EndsOfAssigned();
    private final Worker worker = new Worker(
            new WorkerContext(
                    0,
                    source,
                    landing,
                    new Outages(new OutageBoard(outage("Kafka")), new OutageBoard(outage("the landing"))),
                    Backoff.STANDARD,
                    new SplittableRandom(1),
                    clock,
                    StreamEvents.NONE),
            Optional.of(ends));

    private Outage outage(String subject) {
        return new Outage(subject, health, NOPLogger.NOP_LOGGER, java.time.Clock.systemUTC());
    }

    @Test
    void aPartitionIsReadFromWhereItsLandingSaysAndWrittenBeforeTheRoundEnds() {
        take(ZERO);
        worker.step();
        assertThat(calls).containsExactly("poll", "begin", "end", "take t-0", "resume t-0 at 5");
        calls.clear();
        source.batches.add(new Batch(ZERO, 7));
        worker.step();

        assertThat(calls).containsExactly("poll", "begin", "write t-0 to 7", "tick t-0", "end");
    }

    @Test
    void nothingIsReadForALandingThatIsFullAndItGoesOnFromThereAfterwards() {
        take(ZERO);
        worker.step();
        calls.clear();
        landing.readiness = Landing.Readiness.FULL;
        worker.step();
        worker.step();
        landing.readiness = Landing.Readiness.OPEN;
        worker.step();

        assertThat(calls.stream().filter(call -> call.contains(" t-0") && !call.startsWith("tick")))
                .containsExactly("pause t-0", "resume t-0");
    }

    @Test
    void nothingIsTakenOverForALandingThatIsAway() {
        take(ZERO);
        landing.readiness = Landing.Readiness.AWAY;
        worker.step();
        assertThat(calls).doesNotContain("take t-0");
        landing.readiness = Landing.Readiness.OPEN;
        worker.step();

        assertThat(calls).contains("take t-0");
    }

    @Test
    void whatTheGroupDidNotHearIsAnnouncedAgainForAsLongAsItIsTrue() {
        take(ZERO);
        worker.step();
        landing.committed = Optional.of(new RecordSource.Committed("id", 7));
        worker.step();
        String announcement = "announce {t-0=Committed[topicId=id, nextOffset=7]}";
        assertThat(calls).containsOnlyOnce(announcement);
        worker.step();
        assertThat(calls).containsOnlyOnce(announcement);
        calls.clear();
        source.unheard.add(ZERO);
        worker.step();
        assertThat(calls).containsOnlyOnce(announcement);
        calls.clear();
        // Somebody else may have it by now, and have gone on.
        landing.committed = Optional.empty();
        source.unheard.add(ZERO);
        worker.step();
        assertThat(calls).noneMatch(call -> call.startsWith("announce"));
    }

    @Test
    void aFailureThatMayHealLeadsToAnotherTakeoverOnceItsPauseIsOver() {
        take(ZERO);
        worker.step();
        landing.failure = new IOException("away");
        source.batches.add(new Batch(ZERO, 7));
        worker.step();
        assertThat(calls).contains("abandon t-0", "pause t-0");
        assertThat(health.problems()).containsOnlyKeys("the landing");
        calls.clear();
        landing.now += 1_000;
        worker.step();

        assertThat(calls).contains("take t-0");
        assertThat(health.healthy()).isTrue();
    }

    @Test
    void whatKafkaDoesNotTellIsNoFailureOfTheLanding() {
        take(ZERO);
        source.failure = new IOException("no leader");
        worker.step();

        assertThat(health.problems()).containsOnlyKeys("Kafka");
    }

    @Test
    void aPartitionThatIsSomebodyElsesIsLeftAloneAndTheOthersGoOn() {
        take(ZERO, ONE);
        worker.step();
        landing.lost.add(ZERO);
        worker.step();
        calls.clear();
        landing.now += 59_000;
        source.batches.add(new Batch(ZERO, 9));
        source.batches.add(new Batch(ONE, 9));
        worker.step();

        assertThat(calls).contains("write t-1 to 9").noneMatch(call -> call.endsWith("t-0") || call.contains("t-0 to"));

        // Still ours by the group's word: then it was claimed late, and nobody reads it.
        landing.now += 2_000;
        worker.step();

        assertThat(calls).contains("take t-0");
    }

    @Test
    void anUnknownFailureCommitsNothingAndAStopThatIsKnownDoes() {
        take(ZERO);
        worker.step();
        source.batches.add(new Batch(ZERO, 7));
        landing.broken = new IllegalStateException("half done");
        assertThatThrownBy(() -> worker.run(() -> false)).hasMessage("half done");
        assertThat(calls).contains("abandon t-0").doesNotContain("commit t-0");

        calls.clear();
        take(ONE);
        worker.step();
        source.batches.add(new Batch(ONE, 7));
        landing.broken = new StoppedException("somebody has to decide");
        assertThatThrownBy(() -> worker.run(() -> false)).hasMessage("somebody has to decide");
        assertThat(calls).contains("abandon t-1");
    }

    @Test
    void theLandingHasTheLastWordBeforeItsPartitionsGo() {
        take(ZERO);
        int[] rounds = {0};
        worker.run(() -> rounds[0]++ == 2);

        assertThat(calls.subList(calls.indexOf("leave"), calls.size()))
                .containsExactly("leave", "commit t-0", "release t-0", "close");
    }

    @Test
    void aRunToTheEndIsOverOnceAllThatIsHereIsCommittedUpToTheEndsThatWereSeen() {
        take(ZERO);
        worker.step();
        assertThat(ends.finished()).isFalse();
        source.batches.add(new Batch(ZERO, FakeSource.END));
        worker.step();

        assertThat(ends.finished()).isTrue();
    }

    private void take(PartitionId... partitions) {
        worker.start();
        worker.assigned(List.of(partitions));
    }

    private record Batch(PartitionId partition, long nextOffset) implements RecordBatch {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public SourceRecord record(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    }

    private final class FakeLanding implements Landing {
        private final Map<PartitionId, FakePartition> partitions = new TreeMap<>();
        private final List<PartitionId> lost = new ArrayList<>();
        private Readiness readiness = Readiness.OPEN;
        private IOException failure;
        private RuntimeException broken;
        private Optional<RecordSource.Committed> committed = Optional.empty();
        private long now;

        @Override
        public PartitionLanding partition(PartitionId partition) {
            return partitions.computeIfAbsent(partition, FakePartition::new);
        }

        @Override
        public Readiness readiness() {
            return readiness;
        }

        @Override
        public void beginRound() {
            calls.add("begin");
        }

        @Override
        public Collection<PartitionId> endRound(long millis) {
            calls.add("end");
            List<PartitionId> now = List.copyOf(lost);
            lost.clear();
            return now;
        }

        @Override
        public void leave() {
            calls.add("leave");
        }
    }

    private final class FakePartition implements PartitionLanding {
        private final PartitionId id;
        private long next = 5;

        FakePartition(PartitionId id) {
            this.id = id;
        }

        @Override
        public long takeOver(TakeoverFacts facts, long now) throws IOException {
            facts.now();
            calls.add("take " + id);
            return next;
        }

        @Override
        public void write(RecordBatch records, long now) throws IOException {
            if (landing.failure != null) {
                IOException once = landing.failure;
                landing.failure = null;
                throw once;
            }
            if (landing.broken != null) {
                throw landing.broken;
            }
            next = records.nextOffset();
            calls.add("write " + id + " to " + next);
        }

        @Override
        public void tick(long now) {
            calls.add("tick " + id);
        }

        @Override
        public void commit() {
            calls.add("commit " + id);
        }

        @Override
        public long nextOffset() {
            return next;
        }

        @Override
        public long committedOffset() {
            return next;
        }

        @Override
        public Optional<RecordSource.Committed> committed() {
            return landing.committed;
        }

        @Override
        public void release() {
            calls.add("release " + id);
        }

        @Override
        public void abandon() {
            calls.add("abandon " + id);
        }
    }
}
