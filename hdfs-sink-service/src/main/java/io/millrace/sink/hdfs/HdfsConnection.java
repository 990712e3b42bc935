package io.millrace.sink.hdfs;

import io.millrace.runtime.cli.Secrets;
import io.millrace.runtime.cli.SettingsException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How to reach the file system of a root folder: Hadoop's own configuration files, then single properties, then the
 * Kerberos login if one is wanted.
 *
 * <p>Thread-safe.
 */
public final class HdfsConnection {
    /** Packets of 64 KiB that a file may have on their way to the DataNodes: a megabyte, enough for any round trip within a site. */
    static final int PACKETS_IN_FLIGHT = 16;

    private static final String RENEWAL = "hadoop.kerberos.keytab.login.autorenewal.enabled";
    private static final String RELOGIN_PAUSE = "hadoop.kerberos.min.seconds.before.relogin";

    private final String root;
    private final Optional<File> configurationFolder;
    private final Map<String, String> properties;
    private final KerberosLogin login;
    private boolean loggedIn;
    /** Made once: each making reads all of Hadoop's files of defaults. */
    private Configuration configuration;

    /**
     * @param root the root folder as given: a path, or a URI that names its file system
     * @param configurationFolder holds core-site.xml and hdfs-site.xml; empty for Hadoop's built-in values
     * @param properties single Hadoop settings, which win
     * @param principal Kerberos principal to log in as, {@code _HOST} in it for this machine's name; empty to be whoever the process is
     * @param keytab file with the principal's keys
     */
    public HdfsConnection(
            String root,
            Optional<File> configurationFolder,
            Map<String, String> properties,
            Optional<String> principal,
            Optional<String> keytab) {
        this.root = root;
        this.configurationFolder = configurationFolder;
        this.properties = Map.copyOf(properties);
        this.login = new KerberosLogin(principal, keytab);
        if (configurationFolder.isPresent() && !configurationFolder.get().isDirectory()) {
            throw new SettingsException(
                    "HADOOP_CONF_DIR is '" + configurationFolder.get() + "', must be a folder that can be read");
        }
        if (principal.isPresent() != keytab.isPresent()) {
            throw new SettingsException("--kerberos-principal and --kerberos-keytab must be given together");
        }
        if (keytab.isPresent() && !new File(keytab.get()).canRead()) {
            throw new SettingsException("--kerberos-keytab is '" + keytab.get() + "', must be a file that can be read");
        }
        if (root.isBlank()) {
            throw new SettingsException("--root is '', must be a folder such as /user/kafka/logs");
        }
    }

    /** The effective Hadoop configuration, the same one each time. */
    public synchronized Configuration configuration() {
        if (configuration == null) {
            configuration = newConfiguration();
        }
        return configuration;
    }

    private Configuration newConfiguration() {
        Configuration made = new Configuration();
        // A file is complete once a DataNode's report has reached the NameNode, usually milliseconds after the first
        // question.
        // Asking again at first after 20 ms instead of 400, and more often, waits as long in all; the user's files win.
        made.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 20);
        made.setInt("dfs.client.block.write.locateFollowingBlock.retries", 10);
        // A file may have 80 packets of 64 KiB on their way otherwise, and many files can be open.
        made.setInt("dfs.client.write.max-packets-in-flight", PACKETS_IN_FLIGHT);
        configurationFolder.ifPresent(folder -> {
            for (String name : new String[] {"core-site.xml", "hdfs-site.xml"}) {
                File file = new File(folder, name);
                if (file.isFile()) {
                    made.addResource(new Path(file.toURI()));
                }
            }
        });
        // Tickets of a keytab login end after a day: without this only a failing call would renew them.
        setUnlessGiven(made, RENEWAL, "true");
        // Hadoop asks the KDC once a minute at most, which is too late for tickets of a minute, and for a KDC that is
        // back.
        setUnlessGiven(made, RELOGIN_PAUSE, "5");
        properties.forEach(made::set);
        return made;
    }

    /** Hadoop's own defaults count as set, so the user's word is looked for by its source. */
    private static void setUnlessGiven(Configuration made, String name, String value) {
        String[] sources = made.getPropertySources(name);
        if (sources == null || sources[sources.length - 1].endsWith("core-default.xml")) {
            made.set(name, value);
        }
    }

    /** The root folder with its file system, without a trailing slash. */
    public URI rootUri() {
        Path path;
        try {
            path = new Path(root);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("--root is '" + root + "', must be a folder such as /user/kafka/logs");
        }
        URI base = FileSystem.getDefaultUri(configuration());
        URI full = path.makeQualified(base, new Path("/")).toUri();
        if (!"hdfs".equals(full.getScheme()) && !"viewfs".equals(full.getScheme())) {
            throw new SettingsException("--root is '" + full
                    + "', must be on HDFS: give hdfs://HOST:PORT/FOLDER, or a Hadoop configuration with fs.defaultFS"
                    + " in HADOOP_CONF_DIR (the commit protocol needs HDFS's atomic rename)");
        }
        return full;
    }

    /** The root folder as a path within its file system. */
    public String rootPath() {
        String path = rootUri().getPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /**
     * Logs in and connects, which needs the names of hosts to resolve but no NameNode to answer.
     *
     * @throws io.millrace.stream.RefusedException if somebody has to change something first
     */
    public HdfsFileStore open(HdfsFileStore.Durability durability) throws IOException {
        logIn();
        try {
            return new HdfsFileStore(FileContext.getFileContext(rootUri(), configuration()), durability, login);
        } catch (RuntimeException e) {
            throw HdfsFailures.ofConnecting(e);
        }
    }

    /** Each log-in of Hadoop's begins a thread that renews for ever: later tries only look whether the ticket still holds. */
    private synchronized void logIn() throws IOException {
        if (loggedIn) {
            login.renew();
        } else {
            login.logIn(configuration());
            loggedIn = true;
        }
    }

    /** Throws if the root is not named by the file system that it is on: others put no files behind each other. */
    public void checkConcatenation() {
        if (!"hdfs".equals(rootUri().getScheme())) {
            throw new SettingsException(
                    "--root is '" + rootUri()
                            + "', must be given by its HDFS, as hdfs://HOST:PORT/FOLDER: only that puts files behind each other");
        }
    }

    /** The same for putting files behind each other; after {@link #open}, which logs in. */
    public HdfsConcatenation openConcatenation() throws IOException {
        return new HdfsConcatenation(FileSystem.get(rootUri(), configuration()), login);
    }

    /** For the log: without secrets. */
    @Override
    public String toString() {
        Map<String, String> printable = new TreeMap<>();
        properties.forEach((name, value) -> printable.put(name, Secrets.printable(name, value)));
        return "HdfsConnection[root=" + root + ", configurationFolder=" + configurationFolder + ", properties="
                + printable + ", login=" + login + "]";
    }
}
