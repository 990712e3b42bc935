package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import io.millrace.formats.FileKind;
import io.millrace.formats.FolderSettings;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.RowSettings;
import io.millrace.formats.Tombstones;
import io.millrace.formats.TopicFormat;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.Unwrap;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Change events of a real PostgreSQL, Debezium's own and those of {@code cdc --envelope}, as rows that DuckDB reads. */
@Tag("thorough")
@ExtendWith(Servers.class)
class EnvelopesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private record Value(byte[] bytes) implements SourceRecord {
        @Override
        public String topic() {
            return "changes";
        }

        @Override
        public int partition() {
            return 0;
        }

        @Override
        public long offset() {
            return 0;
        }

        @Override
        public long timestampMillis() {
            return 0;
        }

        @Override
        public ByteBuffer key() {
            return null;
        }

        @Override
        public ByteBuffer value() {
            return bytes == null ? null : ByteBuffer.wrap(bytes);
        }

        @Override
        public Iterable<RecordHeader> headers() {
            return List.of();
        }
    }

    private static TopicFormat format(ValueSettings described, MetadataColumn... more) {
        Set<MetadataColumn> columns = new java.util.HashSet<>(List.of(more));
        columns.addAll(List.of(MetadataColumn.OFFSET, MetadataColumn.OP));
        return TopicFormats.create(
                new FormatSettings(
                        Values.JSON,
                        described.unwrapped(Unwrap.DEBEZIUM),
                        FileKind.PARQUET,
                        Compression.SNAPPY,
                        FolderSettings.NONE,
                        Optional.empty(),
                        new RowSettings(columns, Tombstones.STORE),
                        Map.of()),
                "changes");
    }

    private List<String> rows(TopicFormat format, List<byte[]> values, String what) throws Exception {
        Path file = folder.resolve("rows.parquet");
        try (OutputStream out = Files.newOutputStream(file)) {
            DataFile rows = null;
            for (byte[] value : values) {
                format.route(new Value(value));
                if (rows == null) {
                    rows = format.open(out);
                }
                rows.append();
            }
            rows.finish();
        }
        List<String> found = new ArrayList<>();
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement();
                ResultSet read = statement.executeQuery(
                        "SELECT concat_ws('|', " + what + ") FROM read_parquet('" + file + "')")) {
            while (read.next()) {
                found.add(read.getString(1));
            }
        }
        return found;
    }

    @Test
    void whatCdcWritesWithEnvelopesIsStoredAsRows() throws Exception {
        String table = "enveloped";
        TestDatabase database = Servers.postgreSql();
        Captures captures = new Captures(Servers.broker());
        database.execute(
                "CREATE TABLE " + table + " (id INT PRIMARY KEY, price NUMERIC(10,2), at TIMESTAMPTZ)",
                "ALTER TABLE " + table + " REPLICA IDENTITY FULL",
                "INSERT INTO " + table + " VALUES (1, 10.50, '2026-03-01T12:00:00.123456Z')");
        try (RunningCommand running = captures.start(database, table, "--envelope")) {
            await().atMost(PATIENCE).until(() -> captures.records(table).size() == 1 || !running.isRunning());
            database.execute(
                    "INSERT INTO " + table + " VALUES (2, -0.01, NULL)",
                    "UPDATE " + table + " SET price = 11 WHERE id = 1",
                    "DELETE FROM " + table + " WHERE id = 2");
            await().atMost(PATIENCE).until(() -> captures.records(table).size() == 4 || !running.isRunning());
            assertThat(running.stop()).isZero();
        }
        Path schema = Files.writeString(folder.resolve("row.avsc"), """
                {"type":"record","name":"Row","fields":[{"name":"id","type":"int"},
                 {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}},
                 {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-micros"}]}]}
                """);
        List<byte[]> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : Servers.broker().committed(table)) {
            values.add(record.value());
        }
        assertThat(rows(
                        format(ValueSettings.ofSchema(schema.toString())),
                        values,
                        "change_op, id, coalesce(price::VARCHAR, '-'), coalesce(epoch_us(\"at\")::VARCHAR, '-')"))
                .containsExactly(
                        "r|1|10.50|1772366400123456", "c|2|-0.01|-", "u|1|11.00|1772366400123456", "d|2|-0.01|-");
    }

    private Properties engine(TestDatabase database, String table, boolean withSchemas) throws Exception {
        URI url = URI.create(database.url().substring("jdbc:".length()));
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "name",
                table,
                "connector.class",
                "io.debezium.connector.postgresql.PostgresConnector",
                "offset.storage",
                "org.apache.kafka.connect.storage.MemoryOffsetBackingStore",
                "topic.prefix",
                "shop",
                "database.hostname",
                url.getHost(),
                "database.port",
                Integer.toString(url.getPort()),
                "database.user",
                database.user(),
                "database.password",
                Files.readString(database.passwordFile()),
                "database.dbname",
                "weather_db",
                "plugin.name",
                "pgoutput"));
        // The engine's worker wants some, and connects to none.
        settings.put("bootstrap.servers", "127.0.0.1:1");
        settings.putAll(Map.of(
                "slot.name",
                "plain_" + table + withSchemas,
                "slot.drop.on.stop",
                "true",
                "publication.name",
                "plain_" + table,
                "publication.autocreate.mode",
                "filtered",
                "table.include.list",
                "public." + table,
                "converter.schemas.enable",
                Boolean.toString(withSchemas)));
        return settings;
    }

    private List<byte[]> debeziums(String table, boolean withSchemas, int count, String... statements)
            throws Exception {
        Queue<ChangeEvent<String, String>> events = new ConcurrentLinkedQueue<>();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (DebeziumEngine<ChangeEvent<String, String>> engine = DebeziumEngine.create(Json.class)
                .using(engine(Servers.postgreSql(), table, withSchemas))
                .notifying(events::add)
                .build()) {
            thread.execute(engine);
            await().atMost(PATIENCE).until(() -> events.size() == 1);
            Servers.postgreSql().execute(statements);
            await().atMost(PATIENCE).until(() -> events.size() == count);
        } finally {
            thread.shutdown();
        }
        return events.stream()
                .map(ChangeEvent::value)
                .map(value -> value == null ? null : value.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void whatDebeziumWritesWithItsSchemaIsStoredInColumnsOfItsTypes() throws Exception {
        String table = "typed";
        Servers.postgreSql()
                .execute(
                        "CREATE TABLE " + table + " (id INT PRIMARY KEY, d DATE, t TIME, tz TIMETZ, ts3 TIMESTAMP(3),"
                                + " ts TIMESTAMP, tstz TIMESTAMPTZ, n NUMERIC(38,10), f REAL, b BYTEA, u UUID, j JSONB,"
                                + " a INT[], s SMALLINT)",
                        "ALTER TABLE " + table + " REPLICA IDENTITY FULL",
                        "INSERT INTO " + table + " VALUES (1, '1969-12-31', '23:59:59.999999', '04:05:06+02',"
                                + " '1900-01-01 00:00:00.001', '9999-12-31 23:59:59.999999', '2026-03-01T12:00:00.123456+02',"
                                + " -1234567890123456789012345678.0123456789, 1.5, '\\x00ff',"
                                + " '123e4567-e89b-12d3-a456-426655440000', '{\"k\": 1}', '{1,NULL,3}', -32768)");
        List<byte[]> values = debeziums(
                table,
                true,
                5,
                "INSERT INTO " + table + " (id) VALUES (2)",
                "UPDATE " + table + " SET s = 7 WHERE id = 2",
                "DELETE FROM " + table + " WHERE id = 1");
        assertThat(values.get(4)).isNull();
        TopicFormat format = format(
                ValueSettings.NONE, MetadataColumn.SOURCE, MetadataColumn.SOURCE_TIMESTAMP, MetadataColumn.TOMBSTONE);
        String typed =
                "1|1969-12-31|23:59:59.999999|1900-01-01 00:00:00.001|9999-12-31 23:59:59.999999|1772359200123456|"
                        + "-1234567890123456789012345678.0123456789|1.5|2|123e4567-e89b-12d3-a456-426655440000|{\"k\": 1}|"
                        + "[1, NULL, 3]|-32768";
        String columns = "id, d, t, ts3, ts, epoch_us(tstz), n, f, octet_length(b), u, j, a::VARCHAR, s";
        assertThat(rows(
                        format,
                        values,
                        "change_op, " + columns + ", change_source::JSON->>'table',"
                                + " change_source_timestamp > TIMESTAMPTZ '2020-01-01', kafka_tombstone"))
                .containsExactly(
                        "r|" + typed + "|typed|true|false",
                        "c|2|typed|true|false",
                        "u|2|7|typed|true|false",
                        "d|" + typed + "|typed|true|false",
                        "true");
    }

    @Test
    void whatDebeziumWritesWithoutASchemaIsReadByOneThatIsGiven() throws Exception {
        String table = "untyped";
        Servers.postgreSql()
                .execute(
                        "CREATE TABLE " + table + " (id INT PRIMARY KEY, name TEXT, ts TIMESTAMP)",
                        "INSERT INTO " + table + " VALUES (1, 'ü', '2026-03-01 12:00:00.5')");
        Path schema = Files.writeString(folder.resolve("row.avsc"), """
                {"type":"record","name":"Row","fields":[{"name":"id","type":"int"},{"name":"name","type":["null","string"]},
                 {"name":"ts","type":["null",{"type":"long","logicalType":"timestamp-micros"}]}]}
                """);
        List<byte[]> values = debeziums(
                table,
                false,
                4,
                "UPDATE " + table + " SET name = NULL WHERE id = 1",
                "DELETE FROM " + table + " WHERE id = 1");
        assertThat(rows(
                        format(ValueSettings.ofSchema(schema.toString())),
                        values,
                        "coalesce(change_op, '-'), coalesce(id, -1), coalesce(name, '-'), coalesce(epoch_us(ts), -1)"))
                .containsExactly("r|1|ü|1772366400500000", "u|1|-|1772366400500000", "d|1|-|-1", "-|-1|-|-1");
    }
}
