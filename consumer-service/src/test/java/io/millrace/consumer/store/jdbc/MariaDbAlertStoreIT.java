package io.millrace.consumer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.consumer.MariaDbServer;
import io.millrace.consumer.engine.PartitionId;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.runtime.cli.ServiceException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbAlertStoreIT extends AlertStoreContract {

    @TempDir
    private static Path folder;

    private static MariaDbServer server;

    @BeforeAll
    static void startServer() {
        server = MariaDbServer.startOrSkip(folder);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aServerThatWasKilledIsAnOutageAndThenGoesOn() throws Exception {
        PartitionId partition = new PartitionId("outage", 0);
        try (JdbcAlertStore store = newStoreWith(MariaDbServer.PASSWORD)) {
            store.claim(partition, "id", 7);
            server.kill();
            try {
                assertThatThrownBy(() -> store.claim(partition, "id", 0)).isInstanceOf(StoreUnavailableException.class);
            } finally {
                server.start();
            }
            // The pool notices in its own time; the service asks again and again, and so does this.
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .until(() -> store.claim(partition, "id", 0).nextOffset() == 7);
        }
    }

    @Test
    void aWrongPasswordIsSaidOnceAndNotTriedForEver() {
        try (JdbcAlertStore store = newStoreWith("wrong")) {
            assertThatThrownBy(store::open)
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("Access denied for user 'millrace'");
        }
    }

    private static JdbcAlertStore newStoreWith(String password) {
        return new JdbcAlertStore(
                new DatabaseSettings(server.jdbcUrl(), MariaDbServer.USER, password, Duration.ofSeconds(2)),
                "outage",
                "me",
                Clock.systemUTC());
    }

    @Override
    String url() {
        return server.jdbcUrl();
    }

    @Override
    String user() {
        return MariaDbServer.USER;
    }

    @Override
    String password() {
        return MariaDbServer.PASSWORD;
    }

    @Override
    Connection connect() throws SQLException {
        return server.connect();
    }
}
