package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.kerby.kerberos.kerb.client.KrbClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar on an HDFS that asks for Kerberos tickets, run by Hadoop's local runner without its native library: with a keytab, with a
 * ticket cache as {@code kinit} leaves it, and with neither.
 */
@Tag("thorough")
class KerberosIT {
    private static final String LINES = """
            2024-05-01 10:00:00,001 INFO  [main] com.acme.A: started
            2024-05-01 10:00:00,002 WARN  [main] com.acme.A: an ERROR was expected
            2024-05-01 10:00:00,003 INFO  [main] com.acme.A: done
            """;

    @TempDir
    private static Path folder;

    private static MiniKdc kdc;
    private static MiniDFSCluster hdfs;
    private static FileSystem fs;
    private static Path client;
    private static Path keytab;

    @BeforeAll
    static void start() throws Exception {
        kdc = new MiniKdc(
                MiniKdc.createConf(),
                Files.createDirectories(folder.resolve("kdc")).toFile());
        kdc.start();
        Path servers = folder.resolve("servers.keytab");
        kdc.createPrincipal(servers.toFile(), "hdfs/localhost", "HTTP/localhost");
        keytab = folder.resolve("ann.keytab");
        kdc.createPrincipal(keytab.toFile(), "ann");

        Configuration configuration = new Configuration();
        configuration.set("hadoop.security.authentication", "kerberos");
        configuration.set("dfs.namenode.kerberos.principal", "hdfs/localhost@" + kdc.getRealm());
        configuration.set("dfs.datanode.kerberos.principal", "hdfs/localhost@" + kdc.getRealm());
        configuration.set("dfs.web.authentication.kerberos.principal", "HTTP/localhost@" + kdc.getRealm());
        configuration.set("dfs.block.access.token.enable", "true");
        configuration.set("dfs.data.transfer.protection", "authentication");
        Configuration server = new Configuration(configuration);
        server.set("dfs.namenode.keytab.file", servers.toString());
        server.set("dfs.datanode.keytab.file", servers.toString());
        server.set("dfs.web.authentication.kerberos.keytab", servers.toString());
        server.set("ignore.secure.ports.for.testing", "true");
        server.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("dfs").toString());
        UserGroupInformation.setConfiguration(server);
        UserGroupInformation.loginUserFromKeytab("hdfs/localhost", servers.toString());
        hdfs = new MiniDFSCluster.Builder(server).numDataNodes(1).build();
        fs = hdfs.getFileSystem();
        for (String name : List.of("/logs", "/out")) {
            fs.mkdirs(new org.apache.hadoop.fs.Path(name));
            fs.setPermission(new org.apache.hadoop.fs.Path(name), new FsPermission("777"));
        }
        for (int file = 0; file < 3; file++) {
            try (FSDataOutputStream out = fs.create(new org.apache.hadoop.fs.Path("/logs/" + file + ".log"))) {
                out.write(LINES.getBytes(StandardCharsets.UTF_8));
            }
        }
        configuration.set("fs.defaultFS", fs.getUri().toString());
        client = Files.createDirectories(folder.resolve("client"));
        try (OutputStream out = Files.newOutputStream(client.resolve("core-site.xml"))) {
            configuration.writeXml(out);
        }
    }

    @AfterAll
    static void stop() {
        UserGroupInformation.reset();
        if (hdfs != null) {
            hdfs.shutdown();
        }
        if (kdc != null) {
            kdc.stop();
        }
        UserGroupInformation.setConfiguration(new Configuration(false));
    }

    @Test
    void a_keytab_is_enough() throws Exception {
        Run run =
                run(Map.of("KRB5PRINCIPAL", "ann", "KRB5KEYTAB", keytab.toString()), "levels", "/logs", "/out/keytab");
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(result("/out/keytab")).containsExactly("INFO\t6", "WARN\t3");
        assertThat(fs.getFileStatus(new org.apache.hadoop.fs.Path("/out/keytab"))
                        .getOwner())
                .isEqualTo("ann");
    }

    @Test
    void a_ticket_cache_is_enough_and_several_tasks_are_merged() throws Exception {
        Path cache = folder.resolve("ann.cache");
        KrbClient kinit = new KrbClient(kdc.getKrb5conf().getParentFile());
        kinit.init();
        kinit.storeTicket(kinit.requestTgt("ann", keytab.toFile()), cache.toFile());
        Run run = run(
                Map.of("KRB5CCNAME", cache.toString()),
                "levels",
                "-Dmapreduce.input.fileinputformat.split.maxsize=100",
                "-Dmapreduce.task.io.sort.factor=2",
                "--by",
                "source",
                "/logs",
                "/out/cache");
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(result("/out/cache"))
                .extracting(line -> line.substring(line.indexOf("/logs/")))
                .containsExactly(
                        "/logs/0.log\tINFO\t2",
                        "/logs/0.log\tWARN\t1",
                        "/logs/1.log\tINFO\t2",
                        "/logs/1.log\tWARN\t1",
                        "/logs/2.log\tINFO\t2",
                        "/logs/2.log\tWARN\t1");
    }

    @Test
    void without_a_ticket_the_job_says_so_in_one_sentence() throws Exception {
        Run run = run(Map.of("KRB5CCNAME", folder.resolve("none").toString()), "levels", "/logs", "/out/none");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.text().lines().filter(line -> line.startsWith("error: ")))
                .singleElement()
                .asString()
                .contains("KERBEROS");
    }

    private record Run(int status, String text) {}

    private static Run run(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.security.krb5.conf=" + kdc.getKrb5conf(),
                "-Dhadoop.tmp.dir=" + folder.resolve("tmp"),
                "-cp",
                client + File.pathSeparator + ClusterIT.hadoopClasses(),
                "org.apache.hadoop.util.RunJar",
                Path.of("target", "mapreduce-job.jar").toAbsolutePath().toString()));
        command.addAll(List.of(args));
        Path output = Files.createTempFile(folder, "run", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static List<String> result(String path) throws IOException {
        List<String> lines = new ArrayList<>();
        for (FileStatus status : fs.listStatus(new org.apache.hadoop.fs.Path(path))) {
            if (status.getPath().getName().startsWith("part-")) {
                try (var in = fs.open(status.getPath())) {
                    lines.addAll(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
                }
            }
        }
        return lines;
    }
}
