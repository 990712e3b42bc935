package io.millrace.stack;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.h2.tools.Server;

/**
 * An H2 database that speaks MySQL's dialect, served over TCP on loopback. Clients begin in its schema {@code weather_db}.
 *
 * <p>Its password is made by chance at the first start and lies beside the data in a file that only the owner reads. Not
 * thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String USER = "millrace";
    /** What MySQL calls a database: tables have the same full names here as there. */
    private static final String SCHEMA = "weather_db";

    private final Path folder;
    private final int port;
    private Server server;
    private Connection keepOpen;

    /**
     * @param folder where the database file lies
     * @param port the TCP port, 0 for a free one
     */
    public EmbeddedDatabase(Path folder, int port) {
        this.folder = folder;
        this.port = FreePorts.choose("--database-port", port);
    }

    /** Starts the server; returns once clients can connect. */
    public void start() {
        // H2 reads it once per JVM, at its first use; without it the server listens on all addresses.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        try {
            Files.createDirectories(folder);
            String password = password();
            // A remote client may not make a database; this first connection does, and keeps it open.
            keepOpen = DriverManager.getConnection(
                    "jdbc:h2:file:" + folder.resolve("millrace") + options() + ";INIT=CREATE SCHEMA IF NOT EXISTS "
                            + SCHEMA,
                    USER,
                    password);
            server = Server.createTcpServer(
                            "-tcpPort", String.valueOf(port), "-baseDir", folder.toString(), "-ifExists")
                    .start();
        } catch (SQLException | IOException e) {
            throw new ServiceException("the database on port " + port + " did not start: " + e.getMessage(), e);
        }
    }

    /** The TCP port. */
    public int port() {
        return port;
    }

    /** Where JDBC clients connect. */
    public String jdbcUrl() {
        return "jdbc:h2:tcp://127.0.0.1:" + port + "/./millrace" + options() + ";SCHEMA=" + SCHEMA;
    }

    /** The one user. */
    public String user() {
        return USER;
    }

    /** The file that holds the user's password. */
    public Path passwordFile() {
        return folder.resolve("password");
    }

    /** A new connection; the caller closes it. */
    public Connection connect() throws SQLException {
        try {
            return DriverManager.getConnection(
                    jdbcUrl(), USER, Files.readString(passwordFile(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SQLException("no password in " + passwordFile(), e);
        }
    }

    /** Stops the server; the data stays. Does nothing if it is not running. */
    public void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
        if (keepOpen != null) {
            try (Connection closing = keepOpen;
                    Statement statement = closing.createStatement()) {
                statement.execute("SHUTDOWN");
            } catch (SQLException e) {
                // 90121: it is closed already, which is what we want.
                if (e.getErrorCode() != 90121) {
                    throw new ServiceException("the database did not stop: " + e.getMessage(), e);
                }
            }
            keepOpen = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static String options() {
        return ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;TIME ZONE=UTC;DB_CLOSE_ON_EXIT=FALSE";
    }

    private String password() throws IOException {
        Path file = passwordFile();
        if (!Files.exists(file)) {
            byte[] bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(bytes), StandardCharsets.UTF_8);
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
