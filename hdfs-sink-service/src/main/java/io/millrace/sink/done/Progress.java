package io.millrace.sink.done;

import io.millrace.formats.layout.FolderTimes;
import io.millrace.sink.commit.DoneRecord;
import io.millrace.stream.PartitionFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** How far event time has come in all partitions of a topic together: as far as in the one that is furthest behind. */
final class Progress {
    private final Instant asked;
    private final Duration lateness;
    private Instant least = Instant.MAX;
    private OptionalInt last = OptionalInt.empty();

    /** @param asked the moment before Kafka was asked */
    Progress(Instant asked, Duration lateness) {
        this.asked = asked;
        this.lateness = lateness;
    }

    /**
     * Takes one more partition.
     *
     * @param read how far its log was read; empty if it has none
     * @param held what Kafka has of it; empty if Kafka does not name it
     */
    void add(int partition, Optional<DoneRecord.Position> read, Optional<PartitionFacts> held) {
        Instant passed = Instant.MIN;
        if (read.isPresent() && read.get().latest().isPresent()) {
            passed = Instant.ofEpochMilli(read.get().latest().getAsLong()).minus(lateness);
        }
        if (held.isPresent() && isIdle(read, held.get())) {
            Instant idle = asked.minus(lateness);
            passed = idle.isAfter(passed) ? idle : passed;
        }
        if (passed.isBefore(least)) {
            least = passed;
            last = OptionalInt.of(partition);
        }
    }

    /** True if all that it held when Kafka was asked is stored and was read. */
    private static boolean isIdle(Optional<DoneRecord.Position> read, PartitionFacts held) {
        return read.map(position -> position.nextOffset() >= held.end()).orElse(held.beginning() == held.end());
    }

    /** The partition that is furthest behind. */
    OptionalInt last() {
        return last;
    }

    /** The moment before which all folders are done, which never goes back. */
    Instant passed(FolderTimes times, Instant before) {
        if (last.isEmpty() || least.equals(Instant.MIN)) {
            return before;
        }
        Instant begun = times.begin(least);
        return begun.isAfter(before) ? begun : before;
    }
}
