package io.millrace.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.FileKind;
import io.millrace.formats.FolderSettings;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.RowSettings;
import io.millrace.formats.TopicFormat;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.value.ValueSettings;
import io.millrace.sink.audit.ContentCheck.Fault;
import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.sim.SimDisk;
import io.millrace.sink.sim.SimRecord;
import io.millrace.sink.sim.SimStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files are asked themselves how many records they hold, though every byte is the one that was committed. */
class ContentCheckTest {
    private static final int ROWS = 1_000;

    private final SimDisk disk = new SimDisk();

    /** A file as the sink writes it. */
    private record Sample(String path, byte[] bytes) {
        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Sample> samples() {
        Stream<Sample> lines = Arrays.stream(Compression.values())
                .flatMap(compression -> Stream.of(
                        sample(Values.TEXT, FileKind.TEXT, compression),
                        sample(Values.JSON, FileKind.JSONL, compression)));
        return Stream.concat(
                lines,
                Arrays.stream(Compression.values())
                        .flatMap(compression -> Stream.of(
                                sample(Values.JSON, FileKind.PARQUET, compression),
                                sample(Values.JSON, FileKind.AVRO, compression))));
    }

    private static Sample sample(Values values, FileKind files, Compression compression) {
        FormatSettings settings = new FormatSettings(
                values,
                files == FileKind.PARQUET || files == FileKind.AVRO
                        ? ValueSettings.ofSchema("sensor-reading")
                        : ValueSettings.NONE,
                files,
                compression,
                FolderSettings.NONE,
                Optional.of("{n}"),
                RowSettings.NONE,
                Map.of());
        try {
            TopicFormat format = TopicFormats.create(settings, "t");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DataFile file = format.open(out);
            for (int i = 0; i < ROWS; i++) {
                format.route(new SimRecord(
                        "t",
                        0,
                        i,
                        "{\"device_id\":\"d" + i + "\",\"type\":\"light\",\"value\":" + i
                                + ",\"unit\":\"lx\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"anomaly\":false}"));
                file.append();
            }
            file.finish();
            return new Sample("f=1/1." + format.extension(), out.toByteArray());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Optional<Fault> check(String path, byte[] bytes, long rows) throws Exception {
        disk.put("/data/" + path, bytes);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        CommittedFile file = new CommittedFile("data-0", path, bytes.length, rows, (int) crc.getValue(), 0, rows);
        return new ContentCheck(SimStore.reliable(disk)).check(file, "/data/" + path);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFileOfEachKindHasTheRecordsThatWereCommitted(Sample sample) throws Exception {
        assertThat(check(sample.path(), sample.bytes(), ROWS)).isEmpty();
        assertThat(check(sample.path(), sample.bytes(), ROWS + 1))
                .contains(new Fault(Kind.WRONG_ROWS, "holds 1000 records where 1001 were committed"));
    }

    static Stream<Sample> concatenatedSamples() {
        return samples()
                .filter(sample -> TopicFormats.concatenatedEnding(sample.path()).isPresent());
    }

    /** As HDFS puts them behind each other; other readers than ours find all lines of all three, too. */
    @ParameterizedTest
    @MethodSource("concatenatedSamples")
    void filesBehindEachOtherHaveAllTheirRecords(Sample sample, @TempDir Path folder) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            all.writeBytes(sample.bytes());
        }
        CommittedFile part = part(sample, ROWS);
        disk.put("/data/large", all.toByteArray());
        ContentCheck check = new ContentCheck(SimStore.reliable(disk));
        assertThat(check.check(List.of(part, part, part), sample.path(), "/data/large"))
                .isEmpty();
        assertThat(check.check(List.of(part, part, part(sample, ROWS - 1)), sample.path(), "/data/large"))
                .contains(new Fault(Kind.WRONG_ROWS, "holds 3000 records where 2999 were committed"));
        byte[] altered = all.toByteArray();
        altered[sample.bytes().length - 1]++;
        disk.put("/data/large", altered);
        assertThat(check.check(List.of(part, part, part), sample.path(), "/data/large"))
                .get()
                .extracting(Fault::kind)
                .isEqualTo(Kind.ALTERED_FILE);

        Path file = folder.resolve(sample.path().substring(sample.path().lastIndexOf('/') + 1));
        Files.write(file, all.toByteArray());
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM read_csv('" + file
                        + "', header=false, columns={'line': 'VARCHAR'}, delim='\\t', quote='', escape='')")) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(3L * ROWS);
        }
    }

    private static CommittedFile part(Sample sample, long rows) {
        CRC32C crc = new CRC32C();
        crc.update(sample.bytes());
        return new CommittedFile("data-0", sample.path(), sample.bytes().length, rows, (int) crc.getValue(), 0, rows);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFileOfWhichHalfIsMissingIsNotTakenForWhole(Sample sample) throws Exception {
        byte[] half = Arrays.copyOf(sample.bytes(), sample.bytes().length / 2);
        assertThat(check(sample.path(), half, ROWS))
                .get()
                .extracting(Fault::kind)
                .isIn(Kind.UNREADABLE_FILE, Kind.WRONG_ROWS);
    }

    @Test
    void aParquetFileWhoseFooterIsNoneSaysWhy() throws Exception {
        assertThat(check("a.parquet", "PAR1".getBytes(StandardCharsets.US_ASCII), 1))
                .contains(new Fault(
                        Kind.UNREADABLE_FILE,
                        "has the bytes that were committed, but cannot be read as Parquet: it has only 4 bytes"));
        byte[] noFooter = "PAR1....\7\0\0\0PAR1".getBytes(StandardCharsets.US_ASCII);
        assertThat(check("b.parquet", noFooter, 1))
                .get()
                .extracting(Fault::what)
                .asString()
                .contains("its footer says");
    }

    @Test
    void otherBytesOfTheSameLengthAreAnAlteredFileWhateverTheyHold() throws Exception {
        disk.put("/data/a.jsonl", new byte[] {1, 2, '\n'});
        CommittedFile file = new CommittedFile("data-0", "a.jsonl", 3, 7, 12345, 0, 7);
        assertThat(new ContentCheck(SimStore.reliable(disk)).check(file, "/data/a.jsonl"))
                .get()
                .extracting(Fault::kind)
                .isEqualTo(Kind.ALTERED_FILE);
    }

    @Test
    void filesOfOtherKindsAreComparedByTheirBytesAlone() throws Exception {
        assertThat(check("1.json", "{\n}\n".getBytes(StandardCharsets.UTF_8), 1))
                .isEmpty();
    }
}
