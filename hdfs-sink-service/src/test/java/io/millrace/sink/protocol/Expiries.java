package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimTable;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.upkeep.Expiry;
import io.millrace.sink.upkeep.ExpiryRule;
import io.millrace.sink.upkeep.Upkeeper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Expiry over simulated worlds, and what must be true after it. */
final class Expiries {
    static final Upkeeper WHO =
            new Upkeeper("test", "old", () -> UUID.randomUUID().toString());

    private Expiries() {}

    /** Files that end before this offset are old. */
    static ExpiryRule before(long offset) {
        return (committed, file) -> file.lastOffset() < offset;
    }

    static Expiry expiry(SimWorld world, Calls calls) {
        return new Expiry(
                new SimStore(world.disk, calls),
                SimWorld.ROOT,
                world.settings.segmentSize(),
                topic -> true,
                3,
                () -> false);
    }

    /** All that the command does: logs first, tables next, files last. A crash or a failure ends it. */
    static void run(SimWorld world, SimTable table, ExpiryRule rule, Calls calls) throws IOException {
        Expiry expiry = expiry(world, calls);
        expiry.record(rule, WHO, world.clock);
        Map<PartitionId, Long> recorded = expiry.recorded();
        Projections.run(Projections.projector(world, table, calls, 3));
        expiry.delete(recorded);
    }

    /** The same in a new process without faults. */
    static void finish(SimWorld world, SimTable table, ExpiryRule rule) {
        try {
            run(world, table, rule, new Calls(Faults.NONE));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** No table names a file that is deleted: its readers would fail. */
    static void checkReadable(SimWorld world, SimTable table, String what) {
        for (String file : table.files()) {
            assertThat(world.disk.exists(file)).as(what + ": " + file).isTrue();
        }
    }

    /** Each record is stored once or was in a file that expired; the audit misses nothing. */
    static AuditReport check(SimWorld world, String what) {
        AuditReport report = Exactness.checkAudit(world, what);
        List<String> stored = Exactness.stored(world, what);
        assertThat(new HashSet<>(stored)).as(what).hasSameSizeAs(stored);
        assertThat(report.totals().rows())
                .as(what)
                .isEqualTo(world.kafka.records().stream().filter(world::stores).count());
        assertThat(stored.size() + report.letGo().rows())
                .as(what)
                .isEqualTo(report.totals().rows());
        assertThat(report.letGo().waitingFiles()).as(what).isZero();
        return report;
    }
}
