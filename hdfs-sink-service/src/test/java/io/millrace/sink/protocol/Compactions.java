package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.FileKind;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.record.PartitionId;
import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.upkeep.Compaction;
import io.millrace.sink.upkeep.CompactionRule;
import io.millrace.sink.upkeep.CompactionSum;
import io.millrace.sink.upkeep.Deleted;
import io.millrace.sink.upkeep.Expiry;
import io.millrace.sink.upkeep.ExpiryRule;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compaction over simulated worlds, and what must be true at any moment of it. */
final class Compactions {
    /** Parts of one large file, so that there are several. */
    static final int MOST_PARTS = 3;

    private Compactions() {}

    /** Two partitions whose files lie in the same folders. */
    static Scenario manyFolders() {
        return new Scenario("two folders, two partitions, markers and bad records", () -> {
            SimWorld world = new SimWorld(SimSettings.small().withRules(SimWorld.rolling(2)));
            world.kafka.createTopic("t", 2, "id-1");
            for (int i = 0; i < 12; i++) {
                world.kafka.produce(Scenario.ZERO, i % 7 == 3 ? "bad" : "f=" + i % 2);
                world.kafka.produce(Scenario.ONE, "f=" + i % 2);
                if (i % 5 == 0) {
                    world.kafka.marker(Scenario.ZERO);
                }
            }
            return world;
        });
    }

    /** Compressed lines. */
    static Scenario gzip() {
        return new Scenario("gzip text files", () -> {
            SimWorld world = new SimWorld(SimSettings.small()
                    .withFormat(() ->
                            TopicFormats.create(FormatSettings.of(Values.TEXT, FileKind.TEXT, Compression.GZIP), "t"))
                    .withRules(SimWorld.rolling(2)));
            world.kafka.createTopic("t", 1, "id-1");
            for (int i = 0; i < 12; i++) {
                world.kafka.produce(Scenario.ZERO, "t 0 " + i);
            }
            return world;
        });
    }

    /** All files that no takeover may look for. */
    static CompactionRule all(SimWorld world) {
        return new CompactionRule(
                Instant.ofEpochMilli(world.clock.millis() + 1),
                1_000,
                MOST_PARTS,
                name -> name.endsWith(".sim") ? Optional.of(".sim") : TopicFormats.concatenatedEnding(name));
    }

    static Compaction compaction(SimWorld world, Calls calls) {
        SimStore store = new SimStore(world.disk, calls);
        return new Compaction(store, store, SimWorld.ROOT, world.settings.segmentSize(), 4, () -> false);
    }

    /** All that the command does. A crash or a failure ends it. */
    static Map<PartitionId, CompactionSum> run(SimWorld world, Calls calls) throws IOException {
        return compaction(world, calls).run(topic -> true, all(world), Expiries.WHO, world.clock);
    }

    /** The same in a new process without faults. */
    static Map<PartitionId, CompactionSum> finish(SimWorld world) {
        try {
            return run(world, new Calls(Faults.NONE));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Expiry of a root without tables. */
    static Deleted expire(SimWorld world, ExpiryRule rule, Calls calls) throws IOException {
        Expiry expiry = Expiries.expiry(world, calls);
        expiry.record(rule, Expiries.WHO, world.clock);
        return expiry.delete(expiry.recorded());
    }

    /** The same in a new process without faults, and what must be true then. */
    static AuditReport finishExpiry(SimWorld world, ExpiryRule rule, String what) {
        try {
            assertThat(expire(world, rule, new Calls(Faults.NONE)).left())
                    .as(what)
                    .isEmpty();
        } catch (IOException e) {
            throw new AssertionError(what, e);
        }
        return Expiries.check(world, what);
    }

    /** Visible files that others have become. */
    static List<String> large(SimWorld world) {
        return visible(world).stream()
                .filter(path -> path.contains("-compacted-"))
                .toList();
    }

    static List<String> visible(SimWorld world) {
        return world.disk.files(SimWorld.ROOT, "").stream()
                .filter(path -> !path.contains("/_"))
                .toList();
    }

    static SimWorld stored(Scenario scenario) {
        SimWorld world = scenario.world().get();
        world.storeEverything();
        return world;
    }

    /** Each record is visible once, and the audit finds nothing. */
    static AuditReport check(SimWorld world, String what) {
        return Exactness.check(world, what);
    }
}
