package io.millrace.sink.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.ColumnTimes;
import io.millrace.record.PartitionId;
import io.millrace.sink.protocol.TableScenarios;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.Applied;
import io.millrace.sink.table.OvertakenException;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.StoredLogs;
import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TableFile;
import io.millrace.sink.table.TablePosition;
import io.millrace.sink.table.TableRefusedException;
import io.millrace.sink.table.TargetTable;
import io.millrace.sink.table.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.hadoop.HadoopTableOperations;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.LockManagers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the projector does with a real Iceberg table, read by Iceberg's own reader. */
class IcebergTableTest {
    private static final PartitionId ZERO = new PartitionId("t", 0);

    @TempDir
    Path folder;

    private LocalTables tables;

    @BeforeEach
    void makeCatalog() {
        tables = new LocalTables(folder);
    }

    @Test
    void whatWasStoredIsInTheTableOnce() throws Exception {
        SimWorld world = stored(TableScenarios.parquet("type={type}"));

        Applied applied = projector(world, tables.table()).step();

        assertThat(applied.rows()).isEqualTo(6);
        assertThat(tables.rows())
                .hasSize(6)
                .extracting(row -> row.getField("kafka_offset"))
                .doesNotHaveDuplicates();
        assertThat(projector(world, tables.table()).step().files()).isZero();
        assertThat(verifier(world).verify().faults()).isEmpty();
    }

    @Test
    void columnsThatCameLaterAreAddedAndEmptyBefore() throws Exception {
        SimWorld world = stored(TableScenarios.growing());

        Applied applied = projector(world, tables.table()).step();

        assertThat(tables.rows()).hasSize((int) applied.rows());
        long columns = tables.loaded().schema().columns().stream()
                .filter(column -> column.name().length() == 1)
                .count();
        assertThat(columns).isGreaterThan(1);
        assertThat(tables.loaded().schema().columns()).allMatch(Types.NestedField::isOptional);
        assertThat(tables.rows())
                .allSatisfy(row -> assertThat(row.getField("kafka_topic")).isEqualTo("t"));
        assertThat(tables.rows())
                .as("rows before and after the last column came")
                .anyMatch(row -> row.getField("n") == null)
                .anyMatch(row -> row.getField("n") != null);
    }

    @Test
    void filesOfOnePartitionAreInItAndReadersSkipTheOthers() throws Exception {
        SimWorld world = stored(TableScenarios.parquet("type={type}"));

        projector(world, tables.table(PartitionTerm.of("type"))).step();

        Table table = tables.loaded();
        assertThat(files(table)).allMatch(file -> file.spec().isPartitioned());
        List<FileScanTask> humid = StreamSupport.stream(
                        table.newScan()
                                .filter(Expressions.equal("type", "humidity"))
                                .planFiles()
                                .spliterator(),
                        false)
                .toList();
        assertThat(humid).isNotEmpty().hasSizeLessThan(files(table).size());
        assertThat(humid.stream().mapToLong(file -> file.file().recordCount()).sum())
                .isEqualTo(3);
    }

    @Test
    void aTableIsPartitionedByWhatItsFoldersSayAsFarAsTheColumnsSuit() throws Exception {
        SimWorld world = stored(TableScenarios.parquet("type={type}"));
        IcebergSettings settings = new IcebergSettings(
                "lake.readings",
                Optional.empty(),
                List.of(),
                List.of(
                        PartitionTerm.of("hour(timestamp)"),
                        PartitionTerm.of("type"),
                        PartitionTerm.of("day(unit)"),
                        PartitionTerm.of("none")));

        projector(world, tables.table(settings)).step();

        assertThat(tables.loaded().spec().fields())
                .extracting(field -> field.name())
                .containsExactly("timestamp_hour", "type");
        assertThat(files(tables.loaded())).allMatch(file -> file.spec().isPartitioned());
        assertThat(tables.rows()).hasSize(6);
    }

    @Test
    void aFileOfSeveralPartitionsIsOutsideOfThemAndItsRowsAreFound() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));

        projector(world, tables.table(PartitionTerm.of("type"), PartitionTerm.of("day(timestamp)")))
                .step();

        assertThat(files(tables.loaded())).anyMatch(file -> file.spec().isUnpartitioned());
        assertThat(tables.rows()).hasSize(6);
    }

    @Test
    void hoursComeFromTheRowsNotFromFolders() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));

        projector(world, tables.table(PartitionTerm.of("hour(timestamp)"))).step();

        assertThat(files(tables.loaded()))
                .isNotEmpty()
                .allMatch(file -> file.spec().isPartitioned())
                .allSatisfy(file -> assertThat(
                                file.spec().partitionToPath(file.file().partition()))
                        .isEqualTo("timestamp_hour=2026-01-01-00"));
    }

    @Test
    void filtersOfTimesFindTheRowsThatAWholeReadFinds() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));
        projector(world, tables.table()).step();
        String midnight = "2026-01-01T00:00:00+00:00";

        assertThat(tables.rows(Expressions.equal("timestamp", midnight))).hasSize(6);
        assertThat(tables.rows(Expressions.greaterThan("timestamp", midnight))).isEmpty();
        assertThat(tables.rows(Expressions.lessThan("timestamp", "2025-12-31T23:59:59+00:00")))
                .isEmpty();
    }

    @Test
    void aColumnToPartitionByThatIsNotThereIsRefusedByName() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));

        assertThatThrownBy(() -> projector(world, tables.table(PartitionTerm.of("colour")))
                        .step())
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("partitioned by colour: the files have no column 'colour'");
        assertThat(tables.catalog().tableExists(LocalTables.ID)).isFalse();
    }

    @Test
    void aProjectorThatKnowsAnOldCursorAddsNothing() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));
        TargetTable late = tables.table();
        TableCursor before = late.cursor();
        projector(world, tables.table()).step();

        assertThatThrownBy(() -> late.append(before, someFiles(world), at(1))).isInstanceOf(OvertakenException.class);
        assertThat(tables.rows()).hasSize(6);
    }

    /** The moment that counts is the catalog's: what was looked at before may be hours old. */
    @Test
    void aProjectorThatIsPausedRightBeforeItsCommitAddsNothing() throws Exception {
        List<TableFile> files = begun();
        IcebergTable paused =
                tables.tableOf(new SlowCatalog(tables, () -> tables.table().append(at(1), files.subList(1, 2), at(2))));

        assertThatThrownBy(() -> paused.append(at(1), files.subList(1, 2), at(2)))
                .isInstanceOf(OvertakenException.class);

        assertThat(files(tables.loaded())).hasSize(2);
        assertThat(tables.table().cursor()).isEqualTo(at(2));
    }

    @Test
    void oneThatIsPausedWhileItMakesTheTableDoesNotTakeItFromTheOther() throws Exception {
        List<TableFile> files = someFiles(stored(TableScenarios.parquet("")));
        IcebergTable paused =
                tables.tableOf(new SlowCatalog(tables, () -> tables.table().append(TableCursor.NONE, files, at(2))));

        assertThatThrownBy(() -> paused.append(TableCursor.NONE, files, at(2))).isInstanceOf(OvertakenException.class);

        assertThat(tables.rows()).hasSize(6);
    }

    /** What others write moves no cursor, so both go in. */
    @Test
    void aCommitOfAnotherWriterMeanwhileDoesNoHarm() throws Exception {
        List<TableFile> files = begun();
        IcebergTable paused = tables.tableOf(new SlowCatalog(
                tables,
                () -> tables.loaded().newAppend().set("somebody", "else").commit()));

        paused.append(at(1), files.subList(1, 2), at(2));

        assertThat(tables.table().cursor()).isEqualTo(at(2));
        assertThat(files(tables.loaded())).hasSize(2);
    }

    /** The rename took effect and its answer was lost: what became true is what the table says, and it can be read. */
    @Test
    void anAnswerThatWasLostLeavesAWholeTable() throws Exception {
        List<TableFile> files = begun();
        IcebergTable unlucky = tables.tableOf(new LostAnswers(tables));

        assertThatThrownBy(() -> unlucky.append(at(1), files.subList(1, 2), at(2)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(TableRefusedException.class);

        assertThat(tables.table().cursor()).isEqualTo(at(2));
        assertThat(tables.rows()).hasSize(6);
    }

    @Test
    void aTableThatWasRolledBackGetsItsFilesAgain() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));
        tables.catalog().createTable(LocalTables.ID, new Schema());
        tables.loaded().newAppend().set("somebody", "else").commit();
        long before = tables.loaded().currentSnapshot().snapshotId();
        projector(world, tables.table()).step();

        tables.loaded().manageSnapshots().rollbackTo(before).commit();

        assertThat(tables.rows()).isEmpty();
        projector(world, tables.table()).step();
        assertThat(tables.rows()).hasSize(6);
    }

    @Test
    void theCursorOutlivesSnapshotsThatAreExpired() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));
        projector(world, tables.table()).step();
        TableCursor cursor = tables.table().cursor();
        Table table = tables.loaded();
        table.updateProperties().set(TableProperties.GC_ENABLED, "true").commit();
        table.newAppend().set("somebody", "else").commit();
        table.expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .cleanupLevel(org.apache.iceberg.ExpireSnapshots.CleanupLevel.NONE)
                .commit();

        assertThat(tables.loaded().snapshots()).hasSize(1);
        assertThat(tables.table().cursor()).isEqualTo(cursor).isNotEqualTo(TableCursor.NONE);
        assertThat(projector(world, tables.table()).step().files()).isZero();
    }

    @Test
    void nobodyDeletesStoredFilesBySnapshotsThatExpire() throws Exception {
        projector(stored(TableScenarios.parquet("")), tables.table()).step();

        assertThatThrownBy(() -> tables.loaded().expireSnapshots().commit()).hasMessageContaining("GC is disabled");
    }

    @Test
    void aTableIsMadeAnewWithWhatTheLogsSay() throws Exception {
        SimWorld world = stored(TableScenarios.parquet("type={type}"));
        projector(world, tables.table()).step();
        Table table = tables.loaded();
        table.newDelete().deleteFile(files(table).get(0).file().location()).commit();
        assertThat(verifier(world).verify().faults()).isNotEmpty();

        projector(world, tables.table()).rebuild();

        assertThat(tables.rows()).hasSize(6);
        assertThat(verifier(world).verify().faults()).isEmpty();
    }

    @Test
    void aBranchHasItsOwnCursorAndTheMainOneDoesNotSeeItsRows() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));
        IcebergSettings branch = new IcebergSettings("lake.readings", Optional.of("audited"), List.of());

        projector(world, tables.table(branch)).step();

        assertThat(tables.rows()).isEmpty();
        assertThat(tables.table(branch).content().orElseThrow().rows().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(6);
        assertThat(tables.table().cursor()).isEqualTo(TableCursor.NONE);
        projector(world, tables.table()).step();
        assertThat(tables.rows()).hasSize(6);
    }

    @Test
    void aTableThatSomebodyElseMadeIsRefusedByItsColumnsNumbers() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));
        tables.catalog()
                .createTable(
                        LocalTables.ID, new Schema(Types.NestedField.optional(1, "value", Types.DoubleType.get())));

        assertThatThrownBy(() -> projector(world, tables.table()).step())
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("file '/data/t-0-")
                .hasMessageContaining("has column 'value' with the number");
        assertThat(files(tables.loaded())).isEmpty();
    }

    @Test
    void columnsThatDoNotFitAreRefusedWithTheFileAndBothTypes() throws Exception {
        projector(stored(column("long", "1")), tables.table()).step();

        assertThatThrownBy(() -> projector(stored(column("string", "\"one\"")), tables.table())
                        .rebuild())
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("column 'v' of file '/data/t-0-")
                .hasMessageContaining("is string, which does not fit the table's long");
    }

    @Test
    void aWiderTypeIsTakenOver() throws Exception {
        projector(stored(column("int", "1")), tables.table()).step();

        projector(stored(column("long", "4000000000")), tables.table()).rebuild();

        assertThat(tables.rows()).extracting(row -> row.getField("v")).containsExactly(4_000_000_000L);
    }

    @Test
    void aColumnThatWasRenamedInTheTableStaysWhatItIsAndADroppedOneStaysAway() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));
        List<TableFile> files = someFiles(world);
        tables.table().append(TableCursor.NONE, files.subList(0, 1), at(1));
        tables.loaded()
                .updateSchema()
                .renameColumn("device_id", "device")
                .deleteColumn("unit")
                .commit();

        tables.table().append(at(1), files.subList(1, 2), at(2));

        assertThat(tables.rows())
                .hasSize(6)
                .allSatisfy(row -> assertThat(row.getField("device")).isEqualTo("d"));
        assertThat(tables.loaded().schema().findField("device_id")).isNull();
        assertThat(tables.loaded().schema().findField("unit")).isNull();
    }

    @Test
    void filesOfWhichReadersWouldLoseRowsAreRefusedWithTheColumn() throws Exception {
        SimWorld world = stored(TableScenarios.parquet("", ColumnTimes.DECLARED));

        assertThatThrownBy(() -> projector(world, tables.table()).step())
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("column timestamp of file '/data/t-0-")
                .hasMessageContaining("--column-times micros");
        assertThat(tables.catalog().tableExists(LocalTables.ID)).isFalse();
    }

    @Test
    void filesThatAreNoParquetAreRefusedByName() {
        TableFile text = new TableFile("/data/a.txt", 5, 1);

        assertThatThrownBy(() -> tables.table().append(TableCursor.NONE, List.of(text), at(1)))
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("'/data/a.txt' is not Parquet");
    }

    @Test
    void aFileWithOtherRowsThanWereCommittedIsRefused() throws Exception {
        SimWorld world = stored(TableScenarios.parquet(""));
        TableFile file = someFiles(world).get(0);

        assertThatThrownBy(() -> tables.table()
                        .append(
                                TableCursor.NONE,
                                List.of(new TableFile(file.path(), file.length(), file.rows() + 1)),
                                at(1)))
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("run audit");
    }

    private SimWorld stored(SimWorld world) throws IOException {
        world.storeEverything();
        tables.copy(world.disk);
        return world;
    }

    private static TableCursor at(long sequence) {
        TreeMap<PartitionId, TablePosition> positions = new TreeMap<>();
        positions.put(ZERO, new TablePosition("id-1", sequence, sequence, -1));
        return new TableCursor(SimWorld.ROOT, positions);
    }

    private static List<FileScanTask> files(Table table) {
        return StreamSupport.stream(table.newScan().planFiles().spliterator(), false)
                .toList();
    }

    /** A table with the first of the files that are returned. */
    private List<TableFile> begun() throws Exception {
        List<TableFile> files = someFiles(stored(TableScenarios.parquet("")));
        tables.table().append(TableCursor.NONE, files.subList(0, 1), at(1));
        return files;
    }

    private SimWorld column(String type, String value) throws IOException {
        Path schema = folder.resolve(type + ".avsc");
        Files.writeString(
                schema, "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"v\",\"type\":\"" + type + "\"}]}");
        return TableScenarios.json(schema.toString(), List.of("{\"v\":" + value + "}"));
    }

    /** The files that were stored. */
    private static List<TableFile> someFiles(SimWorld world) throws Exception {
        CollectingTable collected = new CollectingTable();
        projector(world, collected).step();
        return collected.files();
    }

    private static StoredLogs logs(SimWorld world) {
        return new StoredLogs(
                SimStore.reliable(world.disk), SimWorld.ROOT, world.settings.segmentSize(), topic -> true);
    }

    private static Projector projector(SimWorld world, TargetTable table) {
        return new Projector(logs(world), table, Projector.MOST_FILES);
    }

    private Verifier verifier(SimWorld world) {
        return new Verifier(logs(world), tables.table());
    }

    /** Somebody else does something once, in the moment before a commit takes effect. */
    private static class SlowCatalog extends HadoopCatalog {
        private final Meanwhile meanwhile;
        private boolean done;

        interface Meanwhile {
            void happens() throws Exception;
        }

        SlowCatalog(LocalTables tables, Meanwhile meanwhile) {
            super(LocalTables.configuration(), tables.warehouse());
            this.meanwhile = meanwhile;
        }

        @Override
        protected TableOperations newTableOps(TableIdentifier id) {
            return new Operations(new org.apache.hadoop.fs.Path(defaultWarehouseLocation(id)));
        }

        private final class Operations extends HadoopTableOperations {
            Operations(org.apache.hadoop.fs.Path location) {
                super(
                        location,
                        new HadoopFileIO(LocalTables.configuration()),
                        LocalTables.configuration(),
                        LockManagers.defaultLockManager());
            }

            @Override
            public void commit(TableMetadata base, TableMetadata metadata) {
                if (!done) {
                    done = true;
                    try {
                        meanwhile.happens();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
                super.commit(base, metadata);
            }
        }
    }

    /** Millrace's own catalog over a file system whose renames take effect and then fail. */
    private static final class LostAnswers extends HdfsCatalog {
        LostAnswers(LocalTables tables) {
            Configuration configuration = new Configuration();
            configuration.set("fs.file.impl", UnluckyFileSystem.class.getName());
            configuration.setBoolean("fs.file.impl.disable.cache", true);
            setConf(configuration);
            initialize("lost", Map.of("warehouse", tables.warehouse()));
        }
    }

    /** Renames and says that it failed. */
    public static final class UnluckyFileSystem extends QuickFileSystem {
        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            super.rename(from, to);
            throw new IOException("no answer");
        }
    }
}
