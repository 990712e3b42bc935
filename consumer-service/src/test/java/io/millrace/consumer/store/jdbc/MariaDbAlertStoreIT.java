package io.millrace.consumer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.consumer.Servers;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.testsupport.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Servers.class)
class MariaDbAlertStoreIT extends AlertStoreContract {

    private static MariaDbServer server;

    @BeforeAll
    static void startServer() {
        server = Servers.mariaDb();
    }

    @Test
    void aServerThatWasKilledIsAnOutageAndThenGoesOn() throws Exception {
        PartitionId partition = new PartitionId("outage", 0);
        try (JdbcAlertStore store = newStoreWith(server.password())) {
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
                new DatabaseSettings(server.jdbcUrl(), server.user(), password, Duration.ofSeconds(1)),
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
        return server.user();
    }

    @Override
    String password() {
        return server.password();
    }

    @Override
    Connection connect() throws SQLException {
        return server.connect();
    }
}
