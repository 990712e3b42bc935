package io.millrace.sink.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sink.protocol.TableScenarios;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.StoredLogs;
import io.millrace.sink.table.TableRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in a catalog that is asked by REST, whose answers get lost, come late or are a refusal. */
class RestCatalogTest {
    @TempDir
    Path folder;

    private LocalTables tables;
    private RestServer server;
    private Projector projector;

    @BeforeEach
    void start() throws Exception {
        tables = new LocalTables(folder);
        server = new RestServer(tables.catalog());
        SimWorld world = TableScenarios.parquet("");
        world.storeEverything();
        tables.copy(world.disk);
        Map<String, String> properties = Map.of("type", "rest", "uri", server.uri());
        IcebergTable table = new IcebergTable(
                Catalogs.opener(properties, LocalTables.configuration()),
                new IcebergSettings("lake.readings", Optional.empty(), List.of(PartitionTerm.of("type"))),
                "file:" + folder,
                LocalTables.configuration(),
                Runnable::run);
        projector = new Projector(
                new StoredLogs(
                        SimStore.reliable(world.disk), SimWorld.ROOT, world.settings.segmentSize(), topic -> true),
                table,
                1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void finish() throws Exception {
        while (projector.step().more()) {
            assertThat(tables.catalog().tableExists(LocalTables.ID)).isTrue();
        }
    }

    @Test
    void aTableIsMadeGrownAndFilled() throws Exception {
        finish();

        assertThat(tables.rows()).hasSize(6);
        assertThat(tables.loaded().spec().isPartitioned()).isTrue();
        assertThat(tables.loaded().schema().findField("device_id").fieldId()).isGreaterThan(1 << 29);
    }

    @Test
    void anAnswerThatIsLostAfterTheCommitDoublesNothing() throws Exception {
        projector.step();
        int before = tables.rows().size();
        server.statusAfterCommit = 502;

        try {
            // Iceberg's client may find out by itself that the commit took effect.
            projector.step();
        } catch (IOException unknown) {
            assertThat(unknown).isNotInstanceOf(TableRefusedException.class);
        }

        assertThat(server.statusAfterCommit).as("the answer was lost").isZero();
        assertThat(tables.rows()).hasSizeGreaterThan(before);
        finish();
        assertThat(tables.rows()).hasSize(6);
    }

    @Test
    void anAnswerThatIsLostWhileTheTableIsMadeLeavesNoHalfTable() throws Exception {
        server.statusAfterCommit = 502;

        assertThatThrownBy(projector::step).isInstanceOf(IOException.class);

        finish();
        assertThat(tables.rows()).hasSize(6);
        assertThat(tables.loaded().spec().isPartitioned()).isTrue();
    }

    @Test
    void aCatalogThatRefusesTheLogInIsAskedAnew() throws Exception {
        projector.step();
        server.statusBefore = 401;

        assertThatThrownBy(projector::step).isInstanceOf(TableRefusedException.class);

        finish();
        assertThat(tables.rows()).hasSize(6);
    }

    @Test
    void aCatalogThatIsOverloadedIsAnOutage() throws Exception {
        server.close();

        assertThatThrownBy(projector::step)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(TableRefusedException.class)
                .hasMessageContaining("table iceberg:lake.readings");
    }
}
