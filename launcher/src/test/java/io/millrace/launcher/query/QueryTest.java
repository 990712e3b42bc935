package io.millrace.launcher.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks folders on the local disk through Hadoop's own file system. */
class QueryTest {
    @TempDir
    Path landed;

    @TempDir
    Path copies;

    private FileSystem fs;

    @BeforeEach
    void open() throws IOException {
        fs = FileSystem.newInstance(URI.create("file:///"), new Configuration(false));
    }

    @AfterEach
    void close() throws IOException {
        fs.close();
    }

    @Test
    void linesOfTextAreRowsWhateverTheyHold() throws IOException {
        write("logs/a.txt", "one, \"two\"\n\\N\n\n\\t|;\0\u0001\r\nüß 漢\nlast");
        assertThat(csv("SELECT number, line FROM logs ORDER BY number"))
                .isEqualTo(
                        "number,line\r\n1,\"one, \"\"two\"\"\"\r\n2,\\N\r\n3,\"\"\r\n4,\\t|;\uFFFD\u0001\r\n5,üß 漢\r\n6,last\r\n");
        assertThat(csv("SELECT DISTINCT file FROM logs")).contains(landed + "/logs/a.txt");
    }

    @Test
    void aLineOfSeveralMegabytesIsOneRow() throws IOException {
        write("logs/a.txt", "x".repeat(20_000_000) + "\nshort\n");
        assertThat(csv("SELECT max(length(line)), count(*) FROM logs")).endsWith("20000000,2\r\n");
    }

    @Test
    void jsonOfManyFilesIsOneTableWithTheColumnsOfAll() throws IOException {
        write("iot/dt=2026-11-28/a.jsonl", "{\"id\":1,\"v\":1}\n{\"id\":2,\"v\":2.5}\n");
        write("iot/dt=2026-11-29/b.json", "{\n  \"id\": 3,\n  \"unit\": \"C\"\n}\n");
        assertThat(csv("SELECT id, v, unit, dt FROM iot ORDER BY id"))
                .isEqualTo("id,v,unit,dt\r\n1,1.0,,2026-11-28\r\n2,2.5,,2026-11-28\r\n3,,C,2026-11-29\r\n");
    }

    @Test
    void rowsOfParquetAreReadByTheNamesOfTheirColumns() throws Exception {
        parquet("iot/a.parquet", "SELECT 1 AS id, 'x' AS name");
        parquet("iot/b.parquet", "SELECT 2 AS id, 2.5::DOUBLE AS v");
        assertThat(csv("SELECT id, name, v FROM iot ORDER BY id")).isEqualTo("id,name,v\r\n1,x,\r\n2,,2.5\r\n");
    }

    @Test
    void packedFilesAreUnpacked() throws IOException {
        Path file = Files.createDirectories(landed.resolve("logs")).resolve("a.txt.gz");
        Files.createDirectories(landed.resolve("logs/_millrace"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a\nb\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(csv("SELECT line FROM logs ORDER BY number")).isEqualTo("line\r\na\r\nb\r\n");
    }

    @Test
    void aFileOfAnotherKindIsNoRowsOfRubbish() throws IOException {
        write("logs/a.txt", "ORC and Obj begin many a line\n");
        assertThat(csv("SELECT line FROM logs")).isEqualTo("line\r\nORC and Obj begin many a line\r\n");
        write("logs/b.orc", "ORC\0\n\u0001");
        assertThatThrownBy(() -> csv("SELECT line FROM logs"))
                .hasMessage("file " + landed + "/logs/b.orc is an ORC file, must be Parquet, JSON or text");
    }

    @Test
    void whatReadersDoNotSeeIsNotAsked() throws IOException {
        write("logs/a.txt", "a\n");
        write("logs/_millrace/logs/0/tmp/b.txt", "b\n");
        write("logs/sub/.c.txt", "c\n");
        assertThat(csv("SELECT line FROM logs")).isEqualTo("line\r\na\r\n");
    }

    @Test
    void aRootOfTwoKindsIsTwoTables() throws IOException {
        write("mixed/a.txt", "a\n");
        write("mixed/b.jsonl", "{\"x\":1}\n");
        assertThat(csv("SELECT (SELECT line FROM mixed_text) AS t, (SELECT x FROM mixed_json) AS j"))
                .isEqualTo("t,j\r\na,1\r\n");
    }

    @Test
    void rootsOfTheSameNameAreToldApartByTheFolderAbove() throws IOException {
        write("anna/iot/a.txt", "a\n");
        write("ben/iot/a.txt", "b\n");
        write("ben/2026-x/a.txt", "c\n");
        assertThat(csv("SELECT name, files FROM landed ORDER BY path"))
                .isEqualTo("name,files\r\nanna_iot,1\r\nt_2026_x,1\r\nben_iot,1\r\n");
        assertThat(csv("SELECT line FROM ben_iot")).isEqualTo("line\r\nb\r\n");
    }

    @Test
    void anyFolderCanBeNamed() throws IOException {
        Files.createDirectories(landed.resolve("other"));
        Files.writeString(landed.resolve("other/x.log"), "hello\n");
        assertThat(run("SELECT line FROM mine", new CsvForm(), Map.of("mine", landed + "/other"), "1GiB"))
                .isEqualTo("line\r\nhello\r\n");
        assertThatThrownBy(() -> run("SELECT 1", new CsvForm(), Map.of("mine", landed + "/no"), "1GiB"))
                .isInstanceOf(ServiceException.class)
                .hasMessage("--folder is 'mine=" + landed + "/no', must name a folder that is there");
    }

    @Test
    void tablesAndTheirColumnsCanBeListed() throws IOException {
        write("logs/a.txt", "a\n");
        assertThat(csv("SHOW TABLES")).isEqualTo("name\r\nlanded\r\nlogs\r\n");
        assertThat(csv("DESCRIBE logs")).contains("file,VARCHAR", "number,BIGINT", "line,VARCHAR");
    }

    @Test
    void aTableThatIsNotKnownIsAnsweredWithThoseThatThereAre() throws IOException {
        write("logs/a.txt", "a\n");
        assertThatThrownBy(() -> csv("SELECT * FROM lgos"))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "Catalog Error: Table with name lgos does not exist! What landed is logs: 1 folder, listed by SELECT *"
                                + " FROM landed.");
    }

    @Test
    void aRootWithoutAFileSaysSo() throws IOException {
        Files.createDirectories(landed.resolve("logs/_millrace"));
        assertThatThrownBy(() -> csv("SELECT * FROM logs"))
                .hasMessage(landed + "/logs has no file yet, must have one to be asked as 'logs'");
    }

    @Test
    void aRootWithoutAFileIsInNobodysWay() throws IOException {
        Files.createDirectories(landed.resolve("logs/_millrace"));
        write("iot/a.jsonl", "{\"value\":1}\n");
        assertThat(csv("SELECT value AS logs FROM iot")).isEqualTo("logs\r\n1\r\n");
        assertThat(csv("SHOW TABLES")).isEqualTo("name\r\niot\r\nlanded\r\n");
    }

    @Test
    void namesOfFilesAreNoPatterns() throws IOException {
        write("iot/a*.jsonl", "{\"v\":1}\n");
        write("iot/ab.jsonl", "{\"v\":2}\n");
        write("iot/part-[0]'?.jsonl", "{\"v\":4}\n");
        assertThat(csv("SELECT sum(v) AS v FROM iot")).isEqualTo("v\r\n7\r\n");
    }

    @Test
    void foldersThatSomeFilesLackAreNoColumns() throws IOException {
        write("logs/a.txt", "a\n");
        write("logs/dt=1/b.txt", "b\n");
        assertThat(csv("SELECT line FROM logs ORDER BY line")).isEqualTo("line\r\na\r\nb\r\n");
    }

    @Test
    void aStatementReadsAndWritesNothingElse() throws IOException {
        write("logs/a.txt", "a\n");
        Path secret = Files.writeString(copies.resolve("secret.csv"), "x\n1\n");
        assertThatThrownBy(() -> csv("SELECT * FROM read_csv('" + secret + "')"))
                .hasMessageContaining("Permission Error");
        assertThatThrownBy(() -> csv("COPY (SELECT 1) TO '" + copies.resolve("out.csv") + "'"))
                .hasMessageContaining("Permission Error");
    }

    @Test
    void copiesOfAProcessThatIsGoneAreDeleted() throws IOException {
        Path gone = Files.createDirectories(copies.resolve("millrace-query-999999999-1/x"))
                .getParent();
        Path alive = Files.createDirectory(
                copies.resolve("millrace-query-" + ProcessHandle.current().pid() + "-1"));
        CopyFolder.sweep(copies);
        assertThat(gone).doesNotExist();
        assertThat(alive).isDirectory();
    }

    @Test
    void onlyWhatAStatementNamesIsCopied() throws IOException {
        write("big/a.txt", "x".repeat(3000) + "\n");
        write("logs/a.txt", "a\n");
        assertThat(run("SELECT line FROM logs", new CsvForm(), Map.of(), "2KiB"))
                .isEqualTo("line\r\na\r\n");
        assertThatThrownBy(() -> run("SELECT line FROM big", new CsvForm(), Map.of(), "2KiB"))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith(
                        "what the statement asks for is more than 2KiB, must be copied to this machine first");
    }

    @Test
    void jsonShowsWhatTurnsTheWritingRoundAndKeepsItsValue() throws IOException {
        write("logs/a.txt", "a\n");
        assertThat(run("SELECT chr(8238) || 'moc' AS name, chr(155) || '2J' AS c1", new JsonForm(), Map.of(), "1GiB"))
                .isEqualTo("{\"name\":\"\\u202emoc\",\"c1\":\"\\u009b2J\"}\n");
    }

    @Test
    void jsonKeepsTypesAndNesting() throws IOException {
        write("logs/a.txt", "a\n");
        assertThat(run(
                        "SELECT 1 AS i, 1.50::DECIMAL(9,2) AS d, 2.5::DOUBLE AS f, 'nan'::DOUBLE AS n, true AS b, NULL AS z, 'x\"y' AS s,"
                                + " [1, NULL] AS l, {'a': {'b': 'c'}} AS o, MAP {'k': 1} AS m, 170141183460469231731687303715884105727 AS h,"
                                + " TIMESTAMP '2026-11-29 01:02:03.004005' AS t, TIMESTAMPTZ '2026-11-29 01:02:03+01' AS tz, DATE"
                                + " '1970-01-01' AS day, '{\"q\": [1]}'::JSON AS js",
                        new JsonForm(),
                        Map.of(),
                        "1GiB"))
                .isEqualTo(
                        "{\"i\":1,\"d\":1.50,\"f\":2.5,\"n\":\"NaN\",\"b\":true,\"z\":null,\"s\":\"x\\\"y\",\"l\":[1,null],"
                                + "\"o\":{\"a\":{\"b\":\"c\"}},\"m\":{\"k\":1},\"h\":170141183460469231731687303715884105727,"
                                + "\"t\":\"2026-11-29 01:02:03.004005\",\"tz\":\"2026-11-29 00:02:03Z\",\"day\":\"1970-01-01\","
                                + "\"js\":{\"q\": [1]}}\n");
    }

    /** As the sink writes them: headers in a list, and no field of a value where there is none. */
    @Test
    void headersAndTombstonesAreRowsLikeAnyOther() throws IOException {
        write(
                "iot/a.jsonl",
                "{\"kafka_key\":\"a\",\"kafka_headers\":[{\"name\":\"h\",\"value\":\"x\"},{\"name\":\"h\",\"value\":null}],"
                        + "\"kafka_tombstone\":true}\n"
                        + "{\"kafka_key\":\"b\",\"kafka_headers\":[],\"kafka_tombstone\":false,\"v\":1}\n");
        assertThat(run(
                        "SELECT kafka_key, kafka_headers, v FROM iot ORDER BY kafka_key",
                        new JsonForm(),
                        Map.of(),
                        "1GiB"))
                .isEqualTo("{\"kafka_key\":\"a\",\"kafka_headers\":[{\"name\":\"h\",\"value\":\"x\"},"
                        + "{\"name\":\"h\",\"value\":null}],\"v\":null}\n"
                        + "{\"kafka_key\":\"b\",\"kafka_headers\":[],\"v\":1}\n");
        assertThat(
                        csv(
                                "SELECT list_filter(kafka_headers, lambda h: h.name = 'h')[1].value AS h FROM iot WHERE kafka_tombstone"))
                .isEqualTo("h\r\nx\r\n");
    }

    @Test
    void aTableAlignsNumbersAndSaysHowManyRowsThereAre() throws IOException {
        write("logs/a.txt", "a\nbcd\n\u001b[31m漢\n");
        assertThat(run("SELECT line, number FROM logs ORDER BY number", new TableForm(2), Map.of(), "1GiB"))
                .isEqualTo("""
                line  number
                ----  ------
                a          1
                bcd        2
                (2 of 3 rows; --rows 0 shows all)
                """);
        assertThat(run("SELECT line FROM logs WHERE number = 3", new TableForm(9), Map.of(), "1GiB"))
                .contains("\\u001b[31m漢", "(1 row)");
    }

    private String csv(String sql) throws IOException {
        return run(sql, new CsvForm(), Map.of(), "1GiB");
    }

    private String run(String sql, ResultForm form, Map<String, String> named, String most) throws IOException {
        StringWriter out = new StringWriter();
        List<LandedRoot> roots = new LandedRoots(fs).find(landed.toString(), named);
        Path folder = Files.createTempDirectory(copies, "q");
        try (Engine engine = new Engine(roots, new LocalCopies(fs, folder, DataSize.of(most), () -> false), folder)) {
            engine.run(sql, rows -> form.write(rows, new PrintWriter(out, true)));
        }
        return out.toString();
    }

    private void write(String file, String text) throws IOException {
        Path path = landed.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        Path root = landed;
        for (Path part : landed.relativize(path)) {
            root = root.resolve(part);
            if (List.of("logs", "iot", "mixed", "big", "2026-x").contains(part.toString())) {
                Files.createDirectories(root.resolve("_millrace"));
                return;
            }
        }
    }

    private void parquet(String file, String sql) throws IOException, SQLException {
        write(file, "");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + sql + ") TO '" + landed.resolve(file) + "' (FORMAT parquet)");
        }
    }
}
