package io.millrace.sink.cli;

import io.millrace.sink.hdfs.HdfsConnection;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The way to the data folder; a mixin of every command, and of others that read what landed. */
public final class HdfsOptions {
    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            defaultValue = "${env:HDFS_DIR:-/user/kafka}",
            description = "Data folder on HDFS, a path or an hdfs:// URI [HDFS_DIR]. Default: ${DEFAULT-VALUE}")
    private String root;

    @Option(
            names = "--hadoop-conf-dir",
            paramLabel = "FOLDER",
            defaultValue = "${env:HADOOP_CONF_DIR}",
            description = "Folder of core-site.xml and hdfs-site.xml [HADOOP_CONF_DIR].")
    private File configurationFolder;

    @Option(
            names = {"-D", "--hadoop-property"},
            paramLabel = "NAME=VALUE",
            description = "One Hadoop setting; repeatable, wins over the configuration files [HADOOP_PROPERTIES, one"
                    + " NAME=VALUE per line].")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--kerberos-principal",
            paramLabel = "NAME",
            defaultValue = "${env:KERBEROS_PRINCIPAL}",
            description =
                    "Kerberos principal to log in as, _HOST in it for this machine's name [KERBEROS_PRINCIPAL]. Default:"
                            + " whoever has a ticket cache here")
    private String principal;

    @Option(
            names = "--kerberos-keytab",
            paramLabel = "FILE",
            defaultValue = "${env:KERBEROS_KEYTAB}",
            description = "File with the principal's keys; tickets are renewed before they end [KERBEROS_KEYTAB].")
    private String keytab;

    HdfsConnection connection() {
        return connection(Map.of());
    }

    /** The way there, with these Hadoop settings where the user gave no others. */
    public HdfsConnection connection(Map<String, String> defaults) {
        Map<String, String> all = new LinkedHashMap<>(defaults);
        all.putAll(PropertyLines.of("HADOOP_PROPERTIES"));
        all.putAll(properties);
        return new HdfsConnection(
                root,
                Optional.ofNullable(configurationFolder),
                all,
                Optional.ofNullable(principal),
                Optional.ofNullable(keytab));
    }
}
