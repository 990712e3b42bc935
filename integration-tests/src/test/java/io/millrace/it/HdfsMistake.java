package io.millrace.it;

import io.millrace.testsupport.SecureHdfs;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A mistake on the way to an HDFS that asks for Kerberos tickets, which time does not mend, and what is said to it. */
enum HdfsMistake {
    NO_TICKET(
            "Kerberos: HDFS asks for a ticket, and there is no valid one; give --kerberos-principal and --kerberos-keytab, or a"
                    + " ticket cache (kinit, KRB5CCNAME)"),
    SIMPLE(
            "Kerberos: HDFS asks for Kerberos, but hadoop.security.authentication is simple; set it to kerberos in core-site.xml"
                    + " (--hadoop-conf-dir), or with -D"),
    OTHER_PRINCIPAL("has no key of zoe, only of ann@EXAMPLE.COM; correct --kerberos-principal or --kerberos-keytab"),
    HOST_PRINCIPAL("has no key of zoe/HOST, only of ann@EXAMPLE.COM; correct --kerberos-principal"),
    UNKNOWN_PRINCIPAL("Kerberos: the KDC does not know ghost (keytab "),
    OTHER_KEYS("Kerberos: the KDC refuses the keys of ann (keytab "),
    NO_KDC("Kerberos: krb5.conf names no KDC for ann (keytab "),
    NO_KRB5_CONF("Kerberos: no realm is known: "),
    OTHER_SERVER(
            "Kerberos: Server has invalid Kerberos principal: hdfs/localhost@EXAMPLE.COM, expecting: nn/localhost@EXAMPLE.COM;"
                    + " correct dfs.namenode.kerberos.principal"),
    NO_SERVER("Kerberos: Failed to specify server's Kerberos principal name; set dfs.namenode.kerberos.principal"),
    OTHER_ENCRYPTION("set hadoop.rpc.protection to what the NameNode has"),
    OTHER_PORT("that is not the NameNode's port for clients ("),
    NO_RIGHT(
            "Permission denied: user=ann, access=EXECUTE, inode=\"/private\":hdfs:supergroup:drwx------; grant it with hdfs dfs"
                    + " -chown, -chmod or -setfacl"),
    NO_RIGHT_TO_WRITE(
            "Permission denied: user=ann, access=WRITE, inode=\"/readable\":hdfs:supergroup:drwxr-xr-x; grant it with hdfs dfs"
                    + " -chown, -chmod or -setfacl");

    private final String said;

    HdfsMistake(String said) {
        this.said = said;
    }

    /**
     * What is given besides what everybody is.
     *
     * @param keytab holds the keys of ann
     * @param strange holds keys of ann and ghost that this KDC did not give out
     */
    List<String> options(Path keytab, Path strange) {
        return switch (this) {
            case NO_TICKET -> List.of();
            case SIMPLE -> List.of("-Dhadoop.security.authentication=simple");
            case OTHER_PRINCIPAL -> login("zoe", keytab);
            case HOST_PRINCIPAL -> login("zoe/_HOST", keytab);
            case UNKNOWN_PRINCIPAL -> login("ghost", strange);
            case OTHER_KEYS -> login("ann", strange);
            case OTHER_SERVER ->
                with(login("ann", keytab), "-Ddfs.namenode.kerberos.principal=nn/localhost@EXAMPLE.COM");
            case NO_SERVER -> with(login("ann", keytab), "-Ddfs.namenode.kerberos.principal=");
            case OTHER_ENCRYPTION -> with(login("ann", keytab), "-Dhadoop.rpc.protection=privacy");
            default -> login("ann", keytab);
        };
    }

    /** The data folder. */
    String root(SecureHdfs hdfs) {
        return switch (this) {
            case OTHER_PORT -> "hdfs://127.0.0.1:" + hdfs.hdfs().webPort() + "/ann";
            case NO_RIGHT -> "/private/ann";
            case NO_RIGHT_TO_WRITE -> "/readable";
            default -> "/ann";
        };
    }

    /** The Kerberos configuration; {@code folder} holds {@code no-kdc.conf}. */
    Path krb5Conf(SecureHdfs hdfs, Path folder) {
        return switch (this) {
            case NO_KDC -> folder.resolve("no-kdc.conf");
            case NO_KRB5_CONF -> folder.resolve("missing.conf");
            default -> hdfs.krb5Conf();
        };
    }

    /** Who only reads is not told that he may not write. */
    boolean isOf(String command) {
        return this != NO_RIGHT_TO_WRITE || command.equals("run");
    }

    /** Part of what the command says. */
    String said() throws IOException {
        return said.replace(
                "HOST", InetAddress.getLocalHost().getCanonicalHostName().toLowerCase(Locale.ROOT));
    }

    static List<String> login(String principal, Path keys) {
        return List.of("--kerberos-principal=" + principal, "--kerberos-keytab=" + keys);
    }

    private static List<String> with(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all;
    }
}
