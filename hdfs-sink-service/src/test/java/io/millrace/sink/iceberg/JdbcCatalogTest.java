package io.millrace.sink.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.protocol.TableScenarios;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.StoredLogs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in a catalog that a database holds. */
class JdbcCatalogTest {
    @TempDir
    Path folder;

    @Test
    void aTableIsMadeGrownAndFilled() throws Exception {
        Map<String, String> properties = Map.of(
                "type",
                "jdbc",
                "uri",
                "jdbc:h2:mem:lake;DB_CLOSE_DELAY=-1",
                "warehouse",
                folder.resolve("warehouse").toUri().toString());
        SimWorld world = TableScenarios.growing();
        world.storeEverything();
        new LocalTables(folder).copy(world.disk);
        IcebergTable table = new IcebergTable(
                Catalogs.opener(properties, LocalTables.configuration()),
                new IcebergSettings("lake.readings", Optional.empty(), List.of()),
                "file:" + folder,
                LocalTables.configuration(),
                Runnable::run);
        Projector projector = new Projector(
                new StoredLogs(
                        SimStore.reliable(world.disk), SimWorld.ROOT, world.settings.segmentSize(), topic -> true),
                table,
                1);

        long rows = 0;
        boolean more = true;
        while (more) {
            var applied = projector.step();
            rows += applied.rows();
            more = applied.more();
        }

        Catalog catalog = CatalogUtil.buildIcebergCatalog("millrace", properties, LocalTables.configuration());
        Table loaded = catalog.loadTable(LocalTables.ID);
        try (var read = IcebergGenerics.read(loaded).build()) {
            assertThat(read).hasSize((int) rows);
        }
        assertThat(rows).isGreaterThan(10);
        assertThat(loaded.schema().findField("s")).isNotNull();
    }
}
