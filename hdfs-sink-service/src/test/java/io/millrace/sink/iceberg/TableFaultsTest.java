package io.millrace.sink.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord;
import io.millrace.sink.iceberg.FaultyCatalog.Fault;
import io.millrace.sink.protocol.TableScenarios;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.OvertakenException;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.StoredLogs;
import io.millrace.sink.table.TargetTable;
import io.millrace.sink.table.Verifier;
import io.millrace.sink.upkeep.Expiry;
import io.millrace.sink.upkeep.Upkeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every commit of a projector to a real Iceberg table, from making it over columns and partitions to the last files and to those that
 * expired, times every way in which it can go wrong: afterwards the table can be read, and holds each row once.
 */
@Tag("thorough")
class TableFaultsTest {
    private static final IcebergSettings SETTINGS =
            new IcebergSettings("lake.readings", Optional.empty(), List.of(PartitionTerm.of("f")));

    /** Files that end before this offset expire. */
    private static final long FIRST_KEPT = 3;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Fault.class)
    void theTableIsWholeAndExactWhateverCommitGoesWrong(Fault fault) throws Exception {
        SimWorld world = TableScenarios.growing();
        world.storeEverything();
        int points = 0;
        boolean reached = true;
        for (int at = 1; reached; at++) {
            LocalTables tables = new LocalTables(Files.createDirectory(folder.resolve(fault + "-" + at)));
            tables.copy(world.disk);
            String what = fault + " at commit " + at;
            FaultyCatalog faulty = new FaultyCatalog(tables, fault, at, () -> finish(world, tables.table(SETTINGS)));
            try {
                run(world, tables.tableOf(faulty, SETTINGS));
            } catch (FaultyCatalog.Crash crash) {
                assertThat(fault).as(what).isIn(Fault.CRASH_BEFORE, Fault.CRASH_AFTER);
            }
            reached = faulty.commits() >= at;
            finish(world, tables.table(SETTINGS));
            assertThat(tables.rows()).as(what).hasSize(14 - expired(world));
            assertThat(tables.rows())
                    .as(what)
                    .extracting(row -> row.getField("kafka_partition") + " " + row.getField("kafka_offset"))
                    .doesNotHaveDuplicates();
            assertThat(tables.loaded().snapshots())
                    .as(what)
                    .extracting(Snapshot::operation)
                    .contains(DataOperations.DELETE);
            assertThat(tables.loaded().spec().isPartitioned()).as(what).isTrue();
            assertThat(new Verifier(logs(world), tables.table(SETTINGS))
                            .verify()
                            .faults())
                    .as(what)
                    .isEmpty();
            points++;
        }
        System.out.printf("Commits to a table, %s: %d points%n", fault, points);
        assertThat(points).isGreaterThan(5);
    }

    private static void finish(SimWorld world, TargetTable table) {
        try {
            run(world, table);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Adds all there is, and takes out what has expired then. */
    private static void run(SimWorld world, TargetTable table) throws IOException {
        run(projector(world, table));
        Expiry expiry = new Expiry(
                SimStore.reliable(world.disk),
                SimWorld.ROOT,
                world.settings.segmentSize(),
                topic -> true,
                1,
                () -> false);
        expiry.record(
                (committed, file) -> file.lastOffset() < FIRST_KEPT,
                new Upkeeper("test", "old", () -> UUID.randomUUID().toString()),
                world.clock);
        run(projector(world, table));
    }

    private static int expired(SimWorld world) throws IOException {
        int rows = 0;
        for (int partition = 0; partition < 2; partition++) {
            PartitionFolders folders = new PartitionFolders(SimWorld.ROOT, "t", partition);
            for (UpkeepRecord record : new UpkeepLog(SimStore.reliable(world.disk), folders).after(-1)) {
                rows += record.files().stream()
                        .mapToInt(file -> (int) file.rows())
                        .sum();
            }
        }
        assertThat(rows).isPositive();
        return rows;
    }

    /** One file at a time, as many commits as there can be. */
    private static Projector projector(SimWorld world, TargetTable table) {
        return new Projector(logs(world), table, 1);
    }

    private static void run(Projector projector) {
        for (int i = 0; i < 100; i++) {
            try {
                if (!projector.step().more()) {
                    return;
                }
            } catch (IOException | OvertakenException again) {
                // What became true is found out by the next step.
            }
        }
        throw new AssertionError("no end after 100 steps");
    }

    private static StoredLogs logs(SimWorld world) {
        return new StoredLogs(
                SimStore.reliable(world.disk), SimWorld.ROOT, world.settings.segmentSize(), topic -> true);
    }
}
