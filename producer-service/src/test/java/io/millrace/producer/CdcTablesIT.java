package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that {@code cdc} meets, and what is done to them. */
@Tag("thorough")
@ExtendWith(Servers.class)
class CdcTablesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final TestBroker broker = Servers.broker();
    private final Captures captures = new Captures(broker);

    @ParameterizedTest
    @EnumSource
    void tellsThatATableWasTruncated(CdcIT.Kind kind) throws Exception {
        String table = kind.table("emptied");
        kind.database()
                .execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)", "INSERT INTO " + table + " VALUES (1)");
        try (RunningCommand running = captures.start(kind.database(), table, "--envelope")) {
            awaitRecords(running, table, 1);
            kind.database().execute("TRUNCATE TABLE " + table);
            awaitRecords(running, table, 2);
            assertThat(running.stop()).isZero();
        }
        kind.database().execute("INSERT INTO " + table + " VALUES (2)");
        try (RunningCommand running = captures.start(kind.database(), table, "--envelope")) {
            awaitRecords(running, table, 3);
            assertThat(running.stop()).isZero();
        }
        List<String> records = captures.records(table);
        assertThat(records.get(1)).startsWith("null {\"op\":\"t\"");
        assertThat(records.get(2)).startsWith("2 {\"op\":\"c\"").endsWith("\"after\":{\"id\":2}}");
    }

    @Test
    void readsOnInATableThatMariaDbMadeAnew() throws Exception {
        TestDatabase database = Servers.database();
        database.execute("CREATE TABLE anew (id INT PRIMARY KEY)", "INSERT INTO anew VALUES (1)");
        try (RunningCommand running = captures.start(database, "anew")) {
            awaitRecords(running, "anew", 1);
            database.execute(
                    "DROP TABLE anew",
                    "CREATE TABLE anew (id INT PRIMARY KEY, w INT)",
                    "INSERT INTO anew VALUES (2, 3)");
            awaitRecords(running, "anew", 2);
            assertThat(running.stop()).isZero();
        }
        assertThat(captures.records("anew")).containsExactly("1 {\"id\":1}", "2 {\"id\":2,\"w\":3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UUID", "INET4", "INET6"})
    void refusesAMariaDbTableWhoseValuesWouldBeWrong(String type) throws Exception {
        TestDatabase database = Servers.database();
        String table = "unread_" + type.toLowerCase(java.util.Locale.ROOT);
        database.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, u " + type + ")");
        try (RunningCommand running = captures.start(database, table)) {
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors()).contains("has column u of type " + type);
        }
    }

    @Test
    void endsWhenAMariaDbTableGetsAColumnWhoseValuesWouldBeWrong() throws Exception {
        TestDatabase database = Servers.database();
        database.execute("CREATE TABLE unread_later (id INT PRIMARY KEY)", "INSERT INTO unread_later VALUES (1)");
        try (RunningCommand running = captures.start(database, "unread_later")) {
            awaitRecords(running, "unread_later", 1);
            database.execute("ALTER TABLE unread_later ADD COLUMN u UUID");
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors()).contains("has column u of type UUID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOTHING", "USING INDEX other_key"})
    void refusesATableWhoseDeletedRowsPostgreSqlWouldNotTellByTheirKey(String identity) throws Exception {
        TestDatabase database = Servers.postgreSql();
        database.execute(
                "DROP TABLE IF EXISTS unidentified",
                "CREATE TABLE unidentified (id INT PRIMARY KEY, u INT NOT NULL)",
                "CREATE UNIQUE INDEX other_key ON unidentified (u)",
                "ALTER TABLE unidentified REPLICA IDENTITY " + identity,
                "INSERT INTO unidentified VALUES (1, 11)");
        try (RunningCommand running = captures.start(database, "unidentified")) {
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors())
                    .contains("table public.unidentified has REPLICA IDENTITY " + identity.replace(" other_key", ""));
        }
        // There is no publication yet, for which the server would refuse this.
        database.execute("UPDATE unidentified SET u = 12");
    }

    @Test
    void letsPostgreSqlForgetWhatOtherTablesWrote() throws Exception {
        TestDatabase database = Servers.postgreSql();
        database.execute("CREATE TABLE calm (id INT PRIMARY KEY)", "CREATE TABLE loud (t TEXT)");
        try (RunningCommand running = captures.start(database, "calm")) {
            database.execute("INSERT INTO calm VALUES (1)");
            awaitRecords(running, "calm", 1);
            String place = captures.place("calm");
            database.execute("INSERT INTO loud SELECT repeat('x', 1000) FROM generate_series(1, 10000)");
            long loud = number(database, "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn");
            await().atMost(PATIENCE)
                    .until(() -> number(
                                    database,
                                    "SELECT confirmed_flush_lsn - '0/0'::pg_lsn FROM pg_replication_slots WHERE"
                                            + " slot_name = 'millrace_calm'")
                            >= loud);
            assertThat(captures.place("calm")).isNotEqualTo(place);
            assertThat(running.stop()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void putsRowsThatAreTooLargeIntoTheDeadLettersWithTheirPlace(CdcIT.Kind kind) throws Exception {
        String table = kind.table("too_large");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(table, 1, (short) 1).configs(Map.of("max.message.bytes", "10000"))))
                    .all()
                    .get();
        }
        kind.database().execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, t VARCHAR(15000))");
        if (kind == CdcIT.Kind.POSTGRESQL) {
            kind.database().execute("ALTER TABLE " + table + " REPLICA IDENTITY FULL");
        }
        String insert = "INSERT INTO " + table + " VALUES (%d, '" + "x".repeat(12_000) + "')";
        kind.database().execute(insert.formatted(1));
        String dead = table + "_dead";
        try (RunningCommand running = captures.start(
                kind.database(), table, "--dead-letter-topic=" + dead, "--kafka-property=compression.type=none")) {
            await().atMost(PATIENCE).until(() -> captures.records(dead).size() == 1 || !running.isRunning());
            kind.database().execute(insert.formatted(2), "INSERT INTO " + table + " VALUES (3, 'small')");
            awaitRecords(running, table, 1);
            assertThat(running.stop()).isZero();
        }
        assertThat(captures.records(table)).containsExactly("3 {\"id\":3,\"t\":\"small\"}");
        List<ConsumerRecord<byte[], byte[]>> letters = broker.committed(dead);
        assertThat(letters).hasSize(2);
        String origin = "table:" + (kind == CdcIT.Kind.POSTGRESQL ? "public" : "weather_db") + "." + table;
        assertThat(header(letters.get(0), "origin")).isEqualTo(origin + " snapshot");
        assertThat(header(letters.get(0), "position")).isEqualTo("1");
        assertThat(header(letters.get(1), "origin")).startsWith(origin + " transaction:");
        assertThat(letters.get(1).key()).isEqualTo("2".getBytes(StandardCharsets.UTF_8));
    }

    private void awaitRecords(RunningCommand running, String table, int count) {
        await().atMost(PATIENCE).until(() -> captures.records(table).size() >= count || !running.isRunning());
        assertThat(running.errors()).isEmpty();
    }

    private static long number(TestDatabase database, String sql) throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(
                letter.headers().lastHeader("millrace.dead-letter." + name).value(), StandardCharsets.UTF_8);
    }
}
