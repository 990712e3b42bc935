package io.millrace.consumer.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.database.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The connection pool and the schema's migrations. */
final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 2;

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private boolean migrated;

    Database(DatabaseSettings settings) {
        this.settings = settings;
        HikariConfig config = new HikariConfig();
        config.setPoolName("alerts");
        config.setJdbcUrl(url(settings));
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(settings.timeout().toMillis());
        config.setValidationTimeout(Math.min(5_000, settings.timeout().toMillis()));
        // The server may not be up yet; the first use finds out and is repeated.
        config.setInitializationFailTimeout(-1);
        if (!settings.isH2()) {
            // A frozen owner keeps its row locks for as long as the server keeps its connection: not for hours.
            config.setConnectionInitSql("SET SESSION wait_timeout = 60");
            config.setKeepaliveTime(30_000);
        }
        this.pool = new HikariDataSource(config);
    }

    /** Timeouts unless the user gave their own: without them a frozen server would hang the service for good. */
    private static String url(DatabaseSettings settings) {
        String url = settings.driverUrl();
        if (settings.isH2()) {
            return url.toUpperCase(Locale.ROOT).contains(";MODE=") ? url : url + ";MODE=MySQL";
        }
        String millis = Long.toString(settings.timeout().toMillis());
        url = withDefault(url, "connectTimeout", millis);
        url = withDefault(url, "socketTimeout", millis);
        return withDefault(url, "tcpKeepAlive", "true");
    }

    private static String withDefault(String url, String name, String value) {
        return url.contains(name + "=") ? url : url + (url.contains("?") ? "&" : "?") + name + "=" + value;
    }

    /** Something to do with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * Runs the work in one transaction.
     *
     * @throws StoreUnavailableException if it failed in a way that may pass; it may still have taken effect
     * @throws ServiceException if it can never go well
     */
    <T> T transaction(Work<T> work) throws StoreUnavailableException {
        migrate();
        try (Connection connection = pool.getConnection()) {
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw sorted(e);
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The pool throws broken connections away; the server rolls back what they leave.
            cause.addSuppressed(e);
        }
    }

    private StoreUnavailableException sorted(SQLException e) {
        if (SqlFailures.stays(e)) {
            throw new ServiceException("database %s refused: %s".formatted(settings.printable(), firstLine(e)), e);
        }
        return new StoreUnavailableException(firstLine(e), e);
    }

    private void migrate() throws StoreUnavailableException {
        if (migrated) {
            return;
        }
        try (Connection connection = pool.getConnection()) {
            connection.rollback();
        } catch (SQLException e) {
            throw sorted(e);
        }
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:io/millrace/consumer/db/migration")
                    .table("millrace_consumer_schema")
                    // The database may hold other people's tables; ours begin beside them.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .callbacks(new InterruptedMigration())
                    .loggers("slf4j")
                    .load();
            if (Stream.of(flyway.info().all())
                    .anyMatch(migration -> migration.getState().isFailed())) {
                // One that was refused, for a right that was missing, is tried again; what it left is found before.
                flyway.repair();
            }
            flyway.migrate();
            migrated = true;
        } catch (FlywayException e) {
            throw notMigrated(e);
        }
    }

    private RuntimeException notMigrated(FlywayException e) throws StoreUnavailableException {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && !SqlFailures.stays(sql)) {
                throw new StoreUnavailableException(firstLine(sql), e);
            }
        }
        return new ServiceException(
                "database %s: the schema cannot be brought up to date: %s"
                        .formatted(settings.printable(), firstLine(e)),
                e);
    }

    private String firstLine(Exception e) {
        Throwable at = e;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        String text = at.getMessage() == null ? at.getClass().getSimpleName() : settings.printable(at.getMessage());
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse(text);
    }

    @Override
    public void close() {
        pool.close();
    }
}
