package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.producer.cdc.CaptureServer;
import io.millrace.producer.cdc.ChangeSettings;
import io.millrace.producer.cdc.DebeziumLog;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.database.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What MariaDB is asked of places that {@code cdc} reaches for moments only. */
@Tag("thorough")
@ExtendWith(Servers.class)
class CdcCheckIT {
    private static final String ANEW = "Begin anew with a snapshot under another --name";

    @TempDir
    Path folder;

    @Test
    void asksOnlyForTheTransactionsOfAPlaceAtALogsHead() throws Exception {
        TestDatabase database = Servers.database();
        database.execute("CREATE TABLE at_head (id INT PRIMARY KEY)");
        String file = database.value("SHOW MASTER STATUS");
        try (DebeziumLog log = log(database, "weather_db.at_head")) {
            log.check(Map.of(
                    "file",
                    file,
                    "pos",
                    4,
                    "gtids",
                    database.value("SELECT @@global.gtid_binlog_pos"),
                    "millrace_server",
                    "1"));
            assertThatThrownBy(() ->
                            log.check(Map.of("file", file, "pos", 4, "gtids", "1-1-999999999", "millrace_server", "1")))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("has not 1-1-999999999 in its gtid_binlog_pos")
                    .hasMessageContaining(ANEW);
        }
    }

    @Test
    void doesNotGoOnWithoutTransactionIds() throws Exception {
        TestDatabase database = Servers.database();
        database.execute("CREATE TABLE without_ids (id INT PRIMARY KEY)");
        String file = database.value("SHOW MASTER STATUS");
        try (DebeziumLog log = log(database, "weather_db.without_ids")) {
            for (String server : List.of("1", "7")) {
                assertThatThrownBy(() -> log.check(Map.of("file", file, "pos", 500, "millrace_server", server)))
                        .isInstanceOf(ServiceException.class)
                        .hasMessageContaining("the place at server_id " + server + " has no global transaction ids")
                        .hasMessageContaining(ANEW);
            }
        }
    }

    @Test
    void saysThatALogWithoutAnyTransactionCannotBeRead() throws Exception {
        try (TestDatabase database = TestMariaDb.start(folder)) {
            database.execute("CREATE TABLE first_ever (id INT PRIMARY KEY)", "RESET MASTER");
            try (DebeziumLog log = log(database, "weather_db.first_ever")) {
                assertThatThrownBy(() -> log.check(null))
                        .isInstanceOf(ServiceException.class)
                        .hasMessageContaining("log has no transaction yet (gtid_binlog_pos is empty)");
                database.execute("INSERT INTO first_ever VALUES (1)");
                log.check(null);
            }
        }
    }

    private static DebeziumLog log(TestDatabase database, String table) throws IOException {
        DatabaseSettings settings = new DatabaseSettings(
                database.url(), database.user(), Files.readString(database.passwordFile()), Duration.ofSeconds(10));
        ChangeSettings captured =
                new ChangeSettings(List.of(table), true, false, "unused", 4711, Duration.ofMinutes(1));
        return new DebeziumLog(CaptureServer.of(settings, captured), settings);
    }
}
