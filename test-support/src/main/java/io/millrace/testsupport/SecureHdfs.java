package io.millrace.testsupport;

import io.millrace.stack.EmbeddedHdfs;
import io.millrace.stack.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.client.KrbClient;

/**
 * A KDC, a NameNode and a DataNode that ask everybody for a Kerberos ticket. Hadoop knows one log-in for each JVM: from {@link #start} to
 * {@link #close} this one is the servers' ({@code hdfs/localhost}, who may do everything), so whoever else is to log in needs a process
 * of his own, with {@link #krb5Conf} and {@link #clientFolder}.
 *
 * <p>Not thread-safe.
 */
public final class SecureHdfs implements AutoCloseable {
    private static final String SERVER = "hdfs/localhost";

    private final Path folder;
    private MiniKdc kdc;
    private EmbeddedHdfs hdfs;

    /** @param folder for what the servers keep, and for the files that clients need */
    public SecureHdfs(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** Starts all of them; returns once the file system takes writes. */
    public void start() throws IOException {
        Path servers = folder.resolve("servers.keytab");
        try {
            kdc = new MiniKdc(
                    MiniKdc.createConf(),
                    Files.createDirectories(folder.resolve("kdc")).toFile());
            kdc.start();
            kdc.createPrincipal(servers.toFile(), SERVER, "HTTP/localhost");
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the KDC did not start", e);
        }
        Map<String, String> settings = new LinkedHashMap<>(clientSettings());
        settings.put("dfs.namenode.keytab.file", servers.toString());
        settings.put("dfs.datanode.keytab.file", servers.toString());
        settings.put("dfs.web.authentication.kerberos.principal", "HTTP/localhost@" + kdc.getRealm());
        settings.put("dfs.web.authentication.kerberos.keytab", servers.toString());
        settings.put("dfs.block.access.token.enable", "true");
        settings.put("ignore.secure.ports.for.testing", "true");
        Configuration server = new Configuration();
        settings.forEach(server::set);
        UserGroupInformation.setConfiguration(server);
        UserGroupInformation.loginUserFromKeytab(SERVER, servers.toString());
        hdfs = new EmbeddedHdfs(folder.resolve("hdfs"), FreePorts.any(), FreePorts.any(), 1, settings);
        hdfs.start();
        Configuration client = new Configuration(false);
        clientSettings().forEach(client::set);
        client.set("fs.defaultFS", hdfs.uri().toString());
        try (OutputStream out =
                Files.newOutputStream(Files.createDirectories(clientFolder()).resolve("core-site.xml"))) {
            client.writeXml(out);
        }
    }

    /** What clients need to know besides the address. */
    private Map<String, String> clientSettings() {
        return Map.of(
                "hadoop.security.authentication",
                "kerberos",
                "dfs.namenode.kerberos.principal",
                serverPrincipal(),
                "dfs.datanode.kerberos.principal",
                serverPrincipal(),
                "dfs.data.transfer.protection",
                "authentication");
    }

    /** Who the servers are. */
    public String serverPrincipal() {
        return SERVER + "@" + kdc.getRealm();
    }

    /** What follows the {@code @} of each name. */
    public String realm() {
        return kdc.getRealm();
    }

    /**
     * Makes users, or gives those that are there new keys.
     *
     * @param name of the file
     * @param users without their realm
     * @return the keytab with their keys
     */
    public Path keytab(String name, String... users) throws IOException {
        Path file = folder.resolve(name);
        try {
            kdc.createPrincipal(file.toFile(), users);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("no users " + String.join(", ", users), e);
        }
        return file;
    }

    /**
     * Logs a user in as {@code kinit} does.
     *
     * @param keytab holds the user's keys
     * @param krb5Conf one of {@link #krb5Conf}
     * @param cache where the ticket goes, for {@code KRB5CCNAME}
     */
    public void kinit(String user, Path keytab, Path krb5Conf, Path cache) throws IOException {
        try {
            KrbClient client = new KrbClient(krb5Conf.getParent().toFile());
            client.init();
            client.storeTicket(client.requestTgt(user, keytab.toFile()), cache.toFile());
        } catch (KrbException e) {
            throw new IOException("no ticket for " + user, e);
        }
    }

    /**
     * A Kerberos configuration of its own.
     *
     * @param name of the folder that it is in
     * @param port where the KDC is found on loopback
     * @param lifetime how long tickets are good for
     */
    public Path krb5Conf(String name, int port, Duration lifetime) throws IOException {
        return Files.writeString(
                Files.createDirectories(folder.resolve(name)).resolve("krb5.conf"),
                String.join(
                        "\n",
                        "[libdefaults]",
                        " default_realm = " + realm(),
                        " udp_preference_limit = 1",
                        " ticket_lifetime = " + lifetime.toSeconds() + "s",
                        "[realms]",
                        " " + realm() + " = {",
                        "  kdc = localhost:" + port,
                        " }",
                        ""));
    }

    /** The Kerberos configuration that names the KDC, for {@code java.security.krb5.conf}. */
    public Path krb5Conf() {
        return kdc.getKrb5conf().toPath();
    }

    /** The KDC's port on loopback. */
    public int kdcPort() {
        return kdc.getPort();
    }

    /** Holds the clients' {@code core-site.xml}, for {@code HADOOP_CONF_DIR}. */
    public Path clientFolder() {
        return folder.resolve("client");
    }

    /** The servers themselves. */
    public EmbeddedHdfs hdfs() {
        return hdfs;
    }

    /** A new client that may do everything; the caller closes it. */
    public FileSystem newClient() {
        Configuration configuration = new Configuration();
        configuration.addResource(new org.apache.hadoop.fs.Path(
                clientFolder().resolve("core-site.xml").toUri()));
        try {
            return FileSystem.newInstance(hdfs.uri(), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("no client for " + hdfs.uri(), e);
        }
    }

    @Override
    public void close() {
        UserGroupInformation.reset();
        if (hdfs != null) {
            hdfs.close();
        }
        if (kdc != null) {
            kdc.stop();
        }
        UserGroupInformation.setConfiguration(new Configuration(false));
    }
}
