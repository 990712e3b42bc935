package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command {@code cdc} on real servers. */
@ExtendWith(Servers.class)
class CdcIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Captures captures = new Captures(Servers.broker());

    /** A server, and the schema that its tables are in unless they say otherwise. */
    enum Kind {
        MARIADB,
        /** Is skipped without {@code -Pthorough}. */
        MYSQL,
        POSTGRESQL;

        TestDatabase database() {
            return switch (this) {
                case MARIADB -> Servers.database();
                case MYSQL -> Servers.mySql();
                case POSTGRESQL -> Servers.postgreSql();
            };
        }

        String table(String name) {
            return name + "_" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bringsTheRowsThatAreThereAndEachChangeOnceAcrossRestarts(Kind kind) throws Exception {
        String table = kind.table("changed");
        kind.database()
                .execute(
                        "CREATE TABLE " + table + " (id INT PRIMARY KEY, v INT)",
                        "INSERT INTO " + table + " VALUES (1, 10), (2, 20)");
        try (RunningCommand running = start(kind, table)) {
            await().atMost(PATIENCE).until(() -> records(table).size() == 2 || !running.isRunning());
            assertThat(running.errors()).isEmpty();
            kind.database()
                    .execute(
                            "INSERT INTO " + table + " VALUES (3, 30)",
                            "UPDATE " + table + " SET v = 11 WHERE id = 1",
                            "DELETE FROM " + table + " WHERE id = 2");
            await().atMost(PATIENCE).until(() -> records(table).size() == 5 || !running.isRunning());
            assertThat(running.stop()).isZero();
        }
        kind.database()
                .execute(
                        "INSERT INTO " + table + " VALUES (4, 40)",
                        "ALTER TABLE " + table + " ADD COLUMN w INT",
                        "UPDATE " + table + " SET id = 5, w = 1 WHERE id = 4");
        try (RunningCommand running = start(kind, table)) {
            await().atMost(PATIENCE).until(() -> records(table).size() == 8 || !running.isRunning());
            assertThat(running.stop()).isZero();
        }
        assertThat(records(table))
                .containsExactly(
                        "1 {\"id\":1,\"v\":10}",
                        "2 {\"id\":2,\"v\":20}",
                        "3 {\"id\":3,\"v\":30}",
                        "1 {\"id\":1,\"v\":11}",
                        "2 null",
                        "4 {\"id\":4,\"v\":40}",
                        "4 null",
                        "5 {\"id\":5,\"v\":40,\"w\":1}");
    }

    /** MySQL: {@link MySqlServersIT}, on a server that keeps its data. */
    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "POSTGRESQL"})
    void goesOnWhenTheServerIsBack(Kind kind) throws Exception {
        String table = kind.table("outage");
        kind.database()
                .execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)", "INSERT INTO " + table + " VALUES (1)");
        try (RunningCommand running = start(kind, table)) {
            await().atMost(PATIENCE).until(() -> records(table).size() == 1);
            kind.database().kill();
            kind.database().restart();
            kind.database().execute("INSERT INTO " + table + " VALUES (2)");
            await().atMost(PATIENCE).until(() -> records(table).size() == 2 || !running.isRunning());
            assertThat(running.stop()).isZero();
        }
        assertThat(records(table)).containsExactly("1 {\"id\":1}", "2 {\"id\":2}");
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource
    void endsWithASentenceWhenWhatItHadNotReadIsGone(Kind kind) throws Exception {
        String table = kind.table("gone");
        kind.database()
                .execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)", "INSERT INTO " + table + " VALUES (1)");
        try (RunningCommand running = start(kind, table)) {
            await().atMost(PATIENCE).until(() -> records(table).size() == 1);
            assertThat(running.stop()).isZero();
        }
        if (kind == Kind.POSTGRESQL) {
            kind.database().execute("SELECT pg_drop_replication_slot('millrace_" + table + "')");
        } else {
            // What it goes on from would otherwise be in no file before the new one.
            kind.database().execute("INSERT INTO " + table + " VALUES (2)", "FLUSH BINARY LOGS");
            BinaryLogs.purge(kind.database());
        }
        try (RunningCommand running = start(kind, table)) {
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors())
                    .contains(kind == Kind.POSTGRESQL ? "does not exist any more" : "was purged")
                    .contains("Begin anew with a snapshot under another --name")
                    .doesNotContain("nexpected");
        }
        assertThat(records(table)).hasSize(1);
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void asksForTheWholeOldRowWhereLongValuesWouldBeLeftOut(Kind kind) throws Exception {
        String table = kind.table("long");
        kind.database().execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, v INT, t TEXT)");
        try (RunningCommand running = start(kind, table)) {
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors()).contains("column t").contains("REPLICA IDENTITY FULL");
        }
        kind.database()
                .execute(
                        "ALTER TABLE " + table + " REPLICA IDENTITY FULL",
                        "ALTER TABLE " + table + " ALTER t SET STORAGE EXTERNAL",
                        "INSERT INTO " + table + " VALUES (1, 1, repeat('x', 100000))");
        try (RunningCommand running = start(kind, table)) {
            await().atMost(PATIENCE).until(() -> records(table).size() == 1 || !running.isRunning());
            kind.database().execute("UPDATE " + table + " SET v = 2");
            await().atMost(PATIENCE).until(() -> records(table).size() == 2 || !running.isRunning());
            assertThat(running.stop()).isZero();
        }
        assertThat(records(table))
                .containsExactly(
                        "1 {\"id\":1,\"v\":1,\"t\":\"" + "x".repeat(100_000) + "\"}",
                        "1 {\"id\":1,\"v\":2,\"t\":\"" + "x".repeat(100_000) + "\"}");
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void letsTheServerForgetWhatIsInKafka(Kind kind) throws Exception {
        String table = kind.table("forgotten");
        kind.database().execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)");
        try (RunningCommand running = start(kind, table)) {
            await().atMost(PATIENCE).until(() -> confirmed(table) != null);
            String made = confirmed(table);
            kind.database().execute("INSERT INTO " + table + " VALUES (1)");
            await().atMost(PATIENCE).until(() -> !made.equals(confirmed(table)));
            assertThat(records(table)).hasSize(1);
            assertThat(running.stop()).isZero();
        }
    }

    private static String confirmed(String table) throws SQLException {
        try (Connection connection = Servers.postgreSql().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'millrace_" + table
                                + "'")) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource
    void showsEachTypeAsJdbcDoesOrAsDocumented(Kind kind) throws Exception {
        String section = kind == Kind.POSTGRESQL ? "PostgreSQL" : "MySQL and MariaDB";
        String other = kind == Kind.MYSQL ? "MariaDB" : "MySQL";
        String server = kind == Kind.MYSQL ? "MySQL" : "MariaDB";
        Map<String, DocumentedTypes> others = DocumentedTypes.of(
                        "#### Types of " + section + " that cdc shows otherwise")
                .filter(row -> !row.where().equals(other))
                .collect(Collectors.toMap(row -> row + (row.where().equals(server) ? "" : row.where()), row -> row));
        List<DocumentedTypes> types = DocumentedTypes.of("#### Types of " + section)
                .filter(row -> !row.where().equals(other))
                .filter(row -> !others.containsKey(row.toString() + "not read"))
                .toList();
        String table = kind.table("all_types");
        try (Connection connection = kind.database().connect();
                Statement statement = connection.createStatement()) {
            if (kind == Kind.POSTGRESQL) {
                statement.execute("SET TIME ZONE '+02:00'");
                statement.execute("DROP TYPE IF EXISTS mood CASCADE");
                statement.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')");
            } else {
                statement.execute("SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+02:00'");
            }
            StringBuilder columns = new StringBuilder();
            StringBuilder values = new StringBuilder();
            for (int i = 0; i < types.size(); i++) {
                columns.append(", v")
                        .append(i)
                        .append(' ')
                        .append(types.get(i).type())
                        .append(" NULL");
                values.append(", ").append(types.get(i).example());
            }
            statement.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY" + columns + ")");
            if (kind == Kind.POSTGRESQL) {
                statement.execute("ALTER TABLE " + table + " REPLICA IDENTITY FULL");
            }
            statement.execute("INSERT INTO " + table + " VALUES (1" + values + ")");
            try (RunningCommand running = start(kind, table)) {
                await().atMost(PATIENCE).until(() -> records(table).size() == 1 || !running.isRunning());
                assertThat(running.errors()).isEmpty();
                statement.execute("INSERT INTO " + table + " VALUES (2" + values + ")");
                await().atMost(PATIENCE).until(() -> records(table).size() == 2 || !running.isRunning());
                assertThat(running.stop()).isZero();
            }
        }
        List<String> wrong = new ArrayList<>();
        for (String which : List.of("snapshot", "changes")) {
            String record = records(table).get(which.equals("snapshot") ? 0 : 1);
            for (int i = 0; i < types.size(); i++) {
                DocumentedTypes type = types.get(i);
                DocumentedTypes expected = Optional.ofNullable(others.get(type.toString() + which))
                        .orElse(others.getOrDefault(type.toString(), type));
                String start = "\"v" + i + "\":";
                int from = record.indexOf(start) + start.length();
                int to = i + 1 == types.size() ? record.length() - 1 : record.indexOf(",\"v" + (i + 1) + "\":");
                String json = record.substring(from, to);
                if (!json.equals(expected.json())) {
                    wrong.add("| `" + type.type() + "` | `" + type.example() + "` | `" + json + "` | " + which + " |");
                }
            }
        }
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    private RunningCommand start(Kind kind, String table, String... more) {
        return captures.start(kind.database(), table, more);
    }

    private List<String> records(String topic) {
        return captures.records(topic);
    }
}
