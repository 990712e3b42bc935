package io.millrace.sink.hdfs;

import io.millrace.runtime.cli.SettingsException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * How to reach the file system of a root folder: Hadoop's own configuration files, then single properties, then the
 * Kerberos login if one is wanted.
 *
 * @param root the root folder as given: a path, or a URI that names its file system
 * @param configurationFolder holds core-site.xml and hdfs-site.xml; empty for Hadoop's built-in values
 * @param properties single Hadoop settings, which win
 * @param principal Kerberos principal to log in as; empty to be whoever the process is
 * @param keytab file with the principal's keys
 */
public record HdfsConnection(
        String root,
        Optional<File> configurationFolder,
        Map<String, String> properties,
        Optional<String> principal,
        Optional<String> keytab) {

    private static final String RENEWAL = "hadoop.kerberos.keytab.login.autorenewal.enabled";

    public HdfsConnection {
        properties = Map.copyOf(properties);
        if (configurationFolder.isPresent() && !configurationFolder.get().isDirectory()) {
            throw new SettingsException(
                    "HADOOP_CONF_DIR is '" + configurationFolder.get() + "', must be a folder that can be read");
        }
        if (principal.isPresent() != keytab.isPresent()) {
            throw new SettingsException("--kerberos-principal and --kerberos-keytab must be given together");
        }
        if (root.isBlank()) {
            throw new SettingsException("--root is '', must be a folder such as /user/kafka/logs");
        }
    }

    /** The effective Hadoop configuration. */
    public Configuration configuration() {
        Configuration configuration = new Configuration();
        // A file is complete once a DataNode's report has reached the NameNode, usually milliseconds after the first
        // question.
        // Asking again at first after 20 ms instead of 400, and more often, waits as long in all; the user's files win.
        configuration.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 20);
        configuration.setInt("dfs.client.block.write.locateFollowingBlock.retries", 10);
        configurationFolder.ifPresent(folder -> {
            for (String name : new String[] {"core-site.xml", "hdfs-site.xml"}) {
                File file = new File(folder, name);
                if (file.isFile()) {
                    configuration.addResource(new Path(file.toURI()));
                }
            }
        });
        // Tickets of a keytab login end after a day: without this only a failing call would renew them.
        // Hadoop's own default is false and counts as set, so the user's word is looked for by its source.
        String[] sources = configuration.getPropertySources(RENEWAL);
        if (sources == null || sources[sources.length - 1].endsWith("core-default.xml")) {
            configuration.setBoolean(RENEWAL, true);
        }
        properties.forEach(configuration::set);
        return configuration;
    }

    /** The root folder with its file system, without a trailing slash. */
    public URI rootUri() {
        Path path;
        try {
            path = new Path(root);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("--root is '" + root + "', must be a folder such as /user/kafka/logs");
        }
        URI base = org.apache.hadoop.fs.FileSystem.getDefaultUri(configuration());
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

    /** Connects, which needs the names of hosts to resolve but no server to answer. */
    public HdfsFileStore open(HdfsFileStore.Durability durability) throws IOException {
        Configuration configuration = configuration();
        UserGroupInformation.setConfiguration(configuration);
        if (principal.isPresent()) {
            UserGroupInformation.loginUserFromKeytab(principal.get(), keytab.orElseThrow());
        }
        try {
            return new HdfsFileStore(FileContext.getFileContext(rootUri(), configuration), durability);
        } catch (RuntimeException e) {
            // The client wraps what went wrong, an unknown host for instance, more than once.
            throw new IOException("no connection to " + rootUri() + ": " + deepest(e), e);
        }
    }

    private static String deepest(Throwable e) {
        Throwable at = e;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        return at instanceof java.net.UnknownHostException ? "unknown host " + at.getMessage() : at.getMessage();
    }
}
