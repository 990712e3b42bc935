package io.millrace.stack;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.guard.DataNodeGuard;
import io.millrace.stack.guard.WebPagesGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.client.HdfsClientConfigKeys;
import org.apache.hadoop.http.HttpServer2;

/**
 * A NameNode and DataNodes on loopback. They can be stopped one by one and started again on the same ports and data.
 *
 * <p>Not thread-safe.
 */
public final class EmbeddedHdfs implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final int webPort;
    private final int dataNodes;
    private final Map<String, String> configs;
    private PlainPath plain;
    private MiniDFSCluster cluster;

    /**
     * @param folder where images, edits and blocks lie
     * @param port the NameNode's RPC port, 0 for a free one
     * @param webPort the NameNode's web page, 0 for a free one
     * @param dataNodes how many DataNodes, at least 1
     * @param configs further settings by their Hadoop names
     */
    public EmbeddedHdfs(Path folder, int port, int webPort, int dataNodes, Map<String, String> configs) {
        // MiniDFSCluster compares it with the same path made absolute.
        this.folder = folder.toAbsolutePath().normalize();
        this.port = FreePorts.choose("--hdfs-port", port);
        this.webPort = FreePorts.choose("--hdfs-web-port", webPort);
        this.dataNodes = dataNodes;
        this.configs = Map.copyOf(configs);
    }

    /** Starts the servers; returns once the file system takes writes. */
    public void start() {
        try {
            boolean isNew = !Files.exists(folder.resolve("name-0-1/current/VERSION"));
            Files.createDirectories(folder);
            plain = PlainPath.of(folder);
            cluster = new MiniDFSCluster.Builder(settings(), plain.path().toFile())
                    .nameNodePort(port)
                    .nameNodeHttpPort(webPort)
                    .numDataNodes(dataNodes)
                    // Its own way resolves links and writes URIs, which a DataNode takes for paths and for formats.
                    .manageDataDfsDirs(false)
                    .dataNodeConfOverlays(IntStream.range(0, dataNodes)
                            .mapToObj(this::dataNodeSettings)
                            .toArray(Configuration[]::new))
                    .format(isNew)
                    // This cluster keeps people's data, unlike a test's: its edits are synced to the disk.
                    .skipFsyncForTesting(false)
                    .build();
            cluster.waitActive();
            cluster.getFileSystem().setSafeMode(org.apache.hadoop.fs.SafeModeAction.LEAVE);
        } catch (IOException | RuntimeException e) {
            stop();
            throw new ServiceException("the NameNode on port " + port + " did not start: " + e, e);
        }
    }

    /** Where clients find the file system: {@code hdfs://127.0.0.1:port}. */
    public URI uri() {
        return URI.create("hdfs://127.0.0.1:" + port);
    }

    /** The NameNode's web page. */
    public URI webPage() {
        return URI.create("http://127.0.0.1:" + webPort + "/");
    }

    /** The NameNode's RPC port. */
    public int port() {
        return port;
    }

    /** The port of the NameNode's web page. */
    public int webPort() {
        return webPort;
    }

    /** What a client needs to know, as it would stand in core-site.xml and hdfs-site.xml. */
    public Configuration clientConfiguration() {
        Configuration client = new Configuration();
        clientSettings().forEach(client::set);
        return client;
    }

    /** The same as names and values. */
    public Map<String, String> clientSettings() {
        return Map.of(
                CommonConfigurationKeysPublic.FS_DEFAULT_NAME_KEY, uri().toString(),
                // fsck asks the NameNode there.
                DFSConfigKeys.DFS_NAMENODE_HTTP_ADDRESS_KEY, webPage().getAuthority(),
                DFSConfigKeys.DFS_REPLICATION_KEY, String.valueOf(Math.min(dataNodes, 3)),
                // The DataNodes have no names that a resolver knows.
                HdfsClientConfigKeys.DFS_CLIENT_USE_DN_HOSTNAME, "false");
    }

    /** A new client of the file system; the caller closes it. */
    public FileSystem newClient() {
        try {
            return FileSystem.newInstance(uri(), clientConfiguration());
        } catch (IOException e) {
            throw new UncheckedIOException("no client for " + uri(), e);
        }
    }

    /** The servers themselves, for tests that stop and restart parts. */
    public MiniDFSCluster cluster() {
        return cluster;
    }

    /** From now on only the user who runs the servers, and whom he lets in, sees what is in the file system. */
    public void closeToOthers() {
        try {
            cluster.getFileSystem().setPermission(new org.apache.hadoop.fs.Path("/"), new FsPermission("700"));
        } catch (IOException e) {
            throw new ServiceException("the file system's root cannot be closed to other users: " + e.getMessage(), e);
        }
    }

    /** Stops the servers; the data stays. Does nothing if they are not running. */
    public void stop() {
        if (cluster != null) {
            // Not its own shutdown: that one, a test's, has the JVM delete all data when it exits, even if told to keep
            // them.
            cluster.shutdownDataNodes();
            cluster.shutdownNameNodes();
            cluster = null;
        }
        if (plain != null) {
            try {
                plain.close();
            } catch (IOException e) {
                throw new ServiceException("the link " + plain.path() + " cannot be deleted: " + e.getMessage(), e);
            }
            plain = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Two volumes per DataNode, where the data of earlier versions lies too. */
    private Configuration dataNodeSettings(int dataNode) {
        Configuration conf = new Configuration(false);
        conf.set(
                DFSConfigKeys.DFS_DATANODE_DATA_DIR_KEY,
                IntStream.rangeClosed(2 * dataNode + 1, 2 * dataNode + 2)
                        .mapToObj(volume ->
                                plain.path().resolve("data/data" + volume).toString())
                        .collect(Collectors.joining(",")));
        return conf;
    }

    private Configuration settings() {
        Configuration conf = new HdfsConfiguration();
        conf.set(DFSConfigKeys.DFS_REPLICATION_KEY, String.valueOf(Math.min(dataNodes, 3)));
        // Everything on loopback: MiniDFSCluster binds to "localhost", the web page's host must agree.
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, plain.path().toString());
        conf.set(DFSConfigKeys.DFS_NAMENODE_HTTP_BIND_HOST_KEY, "127.0.0.1");
        // Loopback keeps other machines out, but not the pages in a browser of this one.
        conf.set(HttpServer2.FILTER_INITIALIZER_PROPERTY, WebPagesGuard.Initializer.class.getName());
        conf.set(
                DFSConfigKeys.DFS_DATANODE_HTTPSERVER_FILTER_HANDLERS,
                DataNodeGuard.class.getName() + "," + DFSConfigKeys.DFS_DATANODE_HTTPSERVER_FILTER_HANDLERS_DEFAULT);
        // A second lock on what changes files: a browser must send a header that no other site's page can set.
        conf.setBoolean(HdfsClientConfigKeys.DFS_WEBHDFS_REST_CSRF_ENABLED_KEY, true);
        // The NameNode's page shows folders as the user whose they are; nobody logs in there.
        conf.set(CommonConfigurationKeys.HADOOP_HTTP_STATIC_USER, System.getProperty("user.name"));
        conf.set(DFSConfigKeys.DFS_PERMISSIONS_SUPERUSERGROUP_KEY, "supergroup");
        // With few DataNodes there is no other to replace a lost one in a pipeline.
        conf.set(HdfsClientConfigKeys.BlockWrite.ReplaceDatanodeOnFailure.ENABLE_KEY, "false");
        conf.setInt(DFSConfigKeys.DFS_NAMENODE_SAFEMODE_EXTENSION_KEY, 0);
        conf.setInt(DFSConfigKeys.DFS_NAMENODE_HANDLER_COUNT_KEY, 4);
        conf.setInt(DFSConfigKeys.DFS_DATANODE_HANDLER_COUNT_KEY, 4);
        configs.forEach(conf::set);
        return conf;
    }
}
