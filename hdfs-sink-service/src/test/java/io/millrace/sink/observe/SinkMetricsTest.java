package io.millrace.sink.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.Counts;
import io.millrace.sink.commit.LogIdentity;
import io.millrace.sink.commit.RollReason;
import io.millrace.stream.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SinkMetricsTest {
    private static final PartitionId PARTITION = new PartitionId("t", 1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SinkMetrics metrics = new SinkMetrics(registry, Clock.system(), 1);

    @Test
    void aPartitionInWhichNothingWasCommittedEndsWhereItWasTakenOver() {
        metrics.takenOver(PARTITION, record(CommitRecord.Kind.CLAIM, 0, 0), 5);
        metrics.takenOver(new PartitionId("t", 2), record(CommitRecord.Kind.CLAIM, 42, 42), 5);
        assertThat(metrics.committed().get(PARTITION)).isEqualTo(new SinkMetrics.Committed(0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(metrics.committed().get(new PartitionId("t", 2)).nextOffset())
                .isEqualTo(42);
    }

    @Test
    void whatIsTakenOverAgainKeepsItsCounts() {
        metrics.takenOver(PARTITION, record(CommitRecord.Kind.CLAIM, 0, 0), 5);
        metrics.committed(PARTITION, record(CommitRecord.Kind.BATCH, 0, 10), 5);
        // Somebody else had it meanwhile.
        metrics.takenOver(PARTITION, record(CommitRecord.Kind.CLAIM, 30, 30), 5);
        assertThat(metrics.committed().get(PARTITION)).isEqualTo(new SinkMetrics.Committed(30, 1, 1, 7, 100, 0, 1, 2));
    }

    @Test
    void aPartitionThatOthersHoldIsNotOfThisProcess() {
        metrics.takenOver(PARTITION, record(CommitRecord.Kind.CLAIM, 0, 0), 1);
        metrics.committed(PARTITION, record(CommitRecord.Kind.BATCH, 0, 10), 1);
        metrics.lags().end(PARTITION, 100);
        assertThat(registry.get("millrace.lag").gauge().value()).isEqualTo(90);

        metrics.released(PARTITION);
        metrics.lags().end(PARTITION, 200);
        assertThat(registry.find("millrace.lag").gauge()).isNull();
    }

    @Test
    void tombstonesThatAreSkippedAreNoBadRecords() {
        metrics.takenOver(PARTITION, record(CommitRecord.Kind.CLAIM, 0, 0), 1);
        metrics.committed(PARTITION, record(CommitRecord.Kind.BATCH, 0, 10), 1);
        assertThat(registry.get("millrace.sink.commits")
                        .tag("reason", "age")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("millrace.sink.skipped").counter().count()).isEqualTo(1);
        assertThat(registry.get("millrace.sink.skipped.tombstones").counter().count())
                .isEqualTo(2);
    }

    private static CommitRecord record(CommitRecord.Kind kind, long start, long next) {
        Counts counts = next == start ? Counts.NONE : new Counts(1, next - start - 3, 100, 0, 1, 2, 0);
        return new CommitRecord(
                1,
                kind,
                "owner",
                1,
                Instant.EPOCH,
                new LogIdentity("id", Optional.empty(), Optional.empty(), OptionalInt.empty()),
                start,
                next,
                List.of(),
                counts,
                start,
                counts,
                -1,
                kind == CommitRecord.Kind.CLAIM ? Optional.empty() : Optional.of(RollReason.AGE));
    }
}
