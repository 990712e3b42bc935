package io.millrace.sink.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sink.protocol.TableScenarios;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.Applied;
import io.millrace.sink.table.OvertakenException;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.StoredLogs;
import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TableNotes;
import io.millrace.sink.table.TableReport;
import io.millrace.sink.table.Verifier;
import io.millrace.sink.upkeep.Expiry;
import io.millrace.sink.upkeep.ExpiryRule;
import io.millrace.sink.upkeep.Upkeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a real Iceberg table whose files expire, read by Iceberg's own reader. */
class ExpiredFilesTest {
    @TempDir
    Path folder;

    private LocalTables tables;
    private SimWorld world;

    @BeforeEach
    void store() throws IOException {
        tables = new LocalTables(folder);
        world = TableScenarios.parquet("type={type}");
        world.storeEverything();
        tables.copy(world.disk);
    }

    @Test
    void whatExpiredIsTakenOutBeforeItIsDeletedAndOlderSnapshotsStay() throws Exception {
        projector().step();
        int snapshots = snapshots();

        expiry().record(only("humidity"), who(), world.clock);
        Applied applied = projector().step();

        assertThat(applied.removed()).isPositive();
        assertThat(applied.more()).isTrue();
        assertThat(tables.rows())
                .hasSize(3)
                .extracting(row -> row.getField("type"))
                .containsOnly("temperature");
        assertThat(snapshots()).isEqualTo(snapshots + 1);
        assertThat(projector().step()).isEqualTo(new Applied(0, 0, 0, 0, false));
        TableReport report = verifier().verify();
        assertThat(report.faults()).isEmpty();
        assertThat(report.letGo()).isEqualTo(applied.removed());
    }

    /** Whoever looked before must not add it afterwards. */
    @Test
    void whatTheTableNeverHadMovesTheCursorAllTheSame() throws Exception {
        new Projector(logs(), tables.table(), 1).step();
        TableCursor before = tables.table().cursor();
        expiry().record((committed, file) -> true, who(), world.clock);

        Applied applied = projector().step();

        assertThat(applied.more()).isTrue();
        assertThat(tables.table().cursor()).isNotEqualTo(before);
        assertThatThrownBy(() -> tables.table().append(before, List.of(), before))
                .isInstanceOf(OvertakenException.class);
        Projector projector = projector();
        while (projector.step().more()) {
            // Nothing is left to add.
        }
        assertThat(tables.rows()).isEmpty();
    }

    @Test
    void aTableThatIsMadeAnewDoesWithoutThem() throws Exception {
        projector().step();
        expiry().record(only("humidity"), who(), world.clock);

        projector().rebuild();

        assertThat(tables.rows()).hasSize(3);
        assertThat(projector().step()).isEqualTo(new Applied(0, 0, 0, 0, false));
        assertThat(verifier().verify().faults()).isEmpty();
    }

    /** The rows are in a file of another name then, and only who rewrote it can take them out. */
    @Test
    void whatSomebodyRewroteIsToldByTheComparison() throws Exception {
        projector().step();
        Table table = tables.loaded();
        var old = table.newScan().planFiles().iterator().next().file();
        var renamed = org.apache.iceberg.DataFiles.builder(table.spec())
                .copy(old)
                .withPath(old.location() + ".rewritten.parquet")
                .build();
        table.newRewrite().deleteFile(old).addFile(renamed).commit();

        expiry().record((committed, file) -> true, who(), world.clock);
        Projector projector = projector();
        while (projector.step().more()) {
            // Until all is applied.
        }

        assertThat(verifier().verify().faults())
                .singleElement()
                .asString()
                .contains(".rewritten.parquet")
                .contains("which no log names");
    }

    @Test
    void theTableIsNotedBesideItsTopicBeforeItHasFiles() throws Exception {
        TableNotes notes = new TableNotes(SimStore.reliable(world.disk), SimWorld.ROOT);
        assertThat(notes.of("t")).isEmpty();
        projector().step();
        assertThat(notes.of("t")).containsExactly("iceberg:lake.readings");
        IcebergSettings others = new IcebergSettings("lake.others", Optional.of("audit"), List.of());
        new Projector(logs(), tables.table(others), 100).step();
        assertThat(notes.of("t")).containsExactly("iceberg:lake.others@audit", "iceberg:lake.readings");
    }

    private static ExpiryRule only(String type) {
        return (committed, file) -> file.path().startsWith("type=" + type + "/");
    }

    private static Upkeeper who() {
        return new Upkeeper("test", "old", () -> UUID.randomUUID().toString());
    }

    private int snapshots() {
        return (int) tables.loaded().currentSnapshot().sequenceNumber();
    }

    private Expiry expiry() {
        return new Expiry(
                SimStore.reliable(world.disk),
                SimWorld.ROOT,
                world.settings.segmentSize(),
                topic -> true,
                100,
                () -> false);
    }

    private StoredLogs logs() {
        return new StoredLogs(
                SimStore.reliable(world.disk), SimWorld.ROOT, world.settings.segmentSize(), topic -> true);
    }

    private Projector projector() {
        return new Projector(logs(), tables.table(), 100);
    }

    private Verifier verifier() {
        return new Verifier(logs(), tables.table());
    }
}
