package io.millrace.console.landed;

import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.hdfs.HdfsFileStore;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;

/** The file system, connected when it is first asked for. Thread-safe. */
public final class Hdfs implements AutoCloseable {
    /** Somebody waits before the page: Hadoop's own patience is ten minutes and more. */
    private static final Map<String, String> PATIENCE = Map.of(
            "ipc.client.connect.max.retries", "1",
            "ipc.client.connect.max.retries.on.timeouts", "1",
            "ipc.client.connect.timeout", "3000",
            "ipc.client.connect.retry.interval", "500",
            "ipc.client.rpc-timeout.ms", "10000",
            "dfs.client.retry.policy.enabled", "false",
            "dfs.client.socket-timeout", "5000",
            "dfs.client.max.block.acquire.failures", "1",
            "dfs.client.failover.max.attempts", "4");

    private final HdfsPlace place;
    private final HdfsConnection connection;
    private FileSystem fileSystem;
    private HdfsFileStore store;

    /** Connects to nothing yet. */
    public Hdfs(HdfsPlace place) {
        this.place = place;
        this.connection = place.connection().apply(PATIENCE);
        // Wrong settings are the user's to hear about at once.
        connection.rootUri();
    }

    /** The file system's address, with the folder. */
    public String address() {
        return connection.rootUri().toString();
    }

    /** The NameNode's page for people; null if there is none. */
    public String web() {
        return place.web().orElse(null);
    }

    /** The folder below which data roots are looked for, without a trailing slash. */
    String base() {
        return connection.rootPath();
    }

    synchronized FileSystem fileSystem() throws IOException {
        connect();
        return fileSystem;
    }

    synchronized FileStore store() throws IOException {
        connect();
        return store;
    }

    private void connect() throws IOException {
        if (fileSystem == null) {
            // This one logs in, if anybody has to.
            store = connection.open(HdfsFileStore.Durability.REPLICATED);
            fileSystem = FileSystem.newInstance(connection.rootUri(), connection.configuration());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (fileSystem != null) {
            fileSystem.close();
        }
    }
}
