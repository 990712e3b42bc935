package io.millrace.sink.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.protocol.TableScenarios;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.Applied;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.StoredLogs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the projector does with a real Iceberg table, read by Iceberg's own reader. */
class IcebergTableTest {
    @TempDir
    Path folder;

    @Test
    void whatWasStoredIsInTheTableOnce() throws Exception {
        SimWorld world = TableScenarios.parquet("type={type}");
        world.storeEverything();
        LocalTables tables = new LocalTables(folder);
        tables.copy(world.disk);

        Applied applied = projector(world, tables.table()).step();

        assertThat(applied.rows()).isEqualTo(6);
        assertThat(tables.rows())
                .hasSize(6)
                .extracting(row -> row.getField("kafka_offset"))
                .doesNotHaveDuplicates();
        assertThat(projector(world, tables.table()).step().files()).isZero();
    }

    private static Projector projector(SimWorld world, IcebergTable table) {
        return new Projector(
                new StoredLogs(
                        SimStore.reliable(world.disk), SimWorld.ROOT, world.settings.segmentSize(), topic -> true),
                table,
                Projector.MOST_FILES);
    }
}
