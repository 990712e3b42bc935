package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.RealLogs;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.mapreduce.v2.MiniMRYarnCluster;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar itself, run in a process of its own by Hadoop's RunJar as {@code hadoop jar} does it, on a real HDFS with
 * the local runner and on a real ResourceManager and NodeManager. The class path holds Hadoop only: everything else has
 * to come out of the jar, in the client as in the containers.
 */
@Tag("thorough")
class ClusterIT {
    private static final List<String> IN_THE_JAR = List.of(
            "picocli",
            "aircompressor",
            "parquet",
            "t-digest",
            "jts-core",
            "zstd-jni",
            "target/classes",
            "mapreduce-job.jar",
            "target/test-classes");
    /** Without a configuration Logback writes every debug line of Hadoop's, in the client and in each container. */
    private static final String LOGGING = """
            <configuration>
              <appender name="ERR" class="ch.qos.logback.core.ConsoleAppender">
                <target>System.err</target>
                <encoder><pattern>%-5level %logger{0}: %msg%n</pattern></encoder>
              </appender>
              <root level="ERROR"><appender-ref ref="ERR"/></root>
            </configuration>
            """;
    /** Short runs are over before a second compiler or several collector threads would pay. */
    private static final List<String> QUICK_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final String LINES = """
            2024-05-01 10:00:00,001 INFO  [main] com.acme.A: started
            2024-05-01 10:00:00,002 WARN  [main] com.acme.A: an ERROR was expected
            2024-05-01 10:00:00,003 ERROR [main] com.acme.A: failed
            java.io.IOException: INFO
            \tat com.acme.A.run(A.java:1)
            """;

    @TempDir
    private static Path folder;

    private static MiniDFSCluster hdfs;
    private static MiniMRYarnCluster yarn;
    private static FileSystem fs;
    private static Path hdfsOnly;
    private static Path withYarn;

    @BeforeAll
    static void start() throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("dfs").toString());
        hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        fs = hdfs.getFileSystem();
        fs.mkdirs(new org.apache.hadoop.fs.Path("/out"));
        fs.setPermission(new org.apache.hadoop.fs.Path("/out"), new FsPermission("777"));
        Configuration client = new Configuration(false);
        client.set("fs.defaultFS", fs.getUri().toString());
        hdfsOnly = clientFolder("conf-hdfs", client);

        Configuration cluster = new Configuration(hdfs.getConfiguration(0));
        cluster.set("yarn.nodemanager.vmem-check-enabled", "false");
        cluster.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
        cluster.set("yarn.app.mapreduce.am.staging-dir", "/tmp/staging");
        // Each step of a job waits for a heartbeat; the usual second each adds up to most of a small job's time.
        cluster.set("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "100");
        cluster.set("yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms", "100");
        System.setProperty("test.build.data", folder.resolve("yarn").toString());
        yarn = new MiniMRYarnCluster("levels", 1);
        yarn.init(cluster);
        yarn.start();
        withYarn = clientFolder("conf-yarn", yarn.getConfig());
    }

    private static Path clientFolder(String name, Configuration configuration) throws IOException {
        Path conf = Files.createDirectories(folder.resolve(name));
        for (String file : List.of("core-site.xml", "yarn-site.xml", "mapred-site.xml")) {
            try (OutputStream out = Files.newOutputStream(conf.resolve(file))) {
                configuration.writeXml(out);
            }
        }
        Files.writeString(conf.resolve("logback.xml"), LOGGING);
        return conf;
    }

    @AfterAll
    static void stop() throws IOException {
        if (yarn != null) {
            yarn.stop();
        }
        if (hdfs != null) {
            hdfs.shutdown();
        }
    }

    @Test
    void the_local_runner_reads_and_writes_hdfs_and_reads_parquet_with_nothing_but_hadoop_and_the_jar()
            throws Exception {
        put("/logs/a.log", LINES);
        put("/logs/deep/b.log", LINES);
        put("/logs/_millrace/c.log", LINES);
        Path parquet = folder.resolve("e.parquet");
        LogEventParquet.write(
                parquet,
                org.apache.parquet.hadoop.metadata.CompressionCodecName.ZSTD,
                List.of(
                        new LogEventParquet.Event(0, "DEBUG", null, "m", "s"),
                        new LogEventParquet.Event(0, null, null, LINES, "s")));
        fs.copyFromLocalFile(
                new org.apache.hadoop.fs.Path(parquet.toUri()), new org.apache.hadoop.fs.Path("/logs/e.parquet"));
        Run run = run(hdfsOnly, "levels", "/logs", "/out/local");
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(result("/out/local")).containsExactly("DEBUG\t1", "ERROR\t2", "INFO\t3", "WARN\t2");
        assertThat(run.text()).contains("total      8");

        put("/json/a.jsonl", "{\"device_id\":\"d\",\"value\":1.5}\n{\"device_id\":\"d\",\"value\":2.5}\n");
        run = run(hdfsOnly, "stats", "--percentiles", "50", "/json", "/out/stats");
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(result("/out/stats")).containsExactly("d\t2\t1.5\t2\t2.5\t0.7071067812\t2.5");
    }

    @Test
    void yarn_counts_real_logs_and_a_line_longer_than_a_containers_memory_in_containers_of_256_mib() throws Exception {
        long length = 300L << 20;
        try (FSDataOutputStream out = fs.create(new org.apache.hadoop.fs.Path("/real/long.log"));
                OutputStream buffered = new BufferedOutputStream(out, 1 << 20)) {
            buffered.write(LINES.getBytes(StandardCharsets.UTF_8));
            buffered.write("2024-05-01 10:00:00,004 WARN  [main] com.acme.A: ".getBytes(StandardCharsets.UTF_8));
            byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) 'x');
            for (long written = 0; written < length; written += block.length) {
                buffered.write(block);
            }
            buffered.write(("\n" + LINES).getBytes(StandardCharsets.UTF_8));
        }
        Map<String, Long> expected = new TreeMap<>(Map.of("ERROR", 2L, "INFO", 2L, "WARN", 3L));
        if (RealLogs.areThere()) {
            for (String set : RealLogs.SETS) {
                fs.copyFromLocalFile(
                        new org.apache.hadoop.fs.Path(RealLogs.file(set).toUri()),
                        new org.apache.hadoop.fs.Path("/real/" + set + ".log"));
            }
            RealLogs.folded(RealLogs.SETS).forEach((level, count) -> expected.merge(level, count, Long::sum));
        }
        Run run = run(
                withYarn,
                "levels",
                "-Dmapreduce.job.ubertask.enable=false",
                "-Dmapreduce.map.memory.mb=512",
                "-Dmapreduce.reduce.memory.mb=512",
                "-Dyarn.app.mapreduce.am.resource.mb=512",
                "-Dyarn.app.mapreduce.am.command-opts=-Xmx300m " + String.join(" ", QUICK_START),
                "-Dmapreduce.map.java.opts=-Xmx256m " + String.join(" ", QUICK_START),
                "-Dmapreduce.reduce.java.opts=-Xmx256m " + String.join(" ", QUICK_START),
                "/real",
                "/out/real");
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(result("/out/real"))
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(count -> count.getKey() + "\t" + count.getValue())
                        .toList());
    }

    /** Left out of the ordinary build for its 20 seconds; the local runner has the same test. */
    @Test
    @EnabledIfSystemProperty(named = "millrace.cluster.all", matches = "true")
    void a_damaged_file_on_yarn_is_named_by_the_client_and_leaves_no_result() throws Exception {
        put("/bad/a.log", LINES);
        put("/bad/b.gz", "\u001F\u008B\u0008 is all there is");
        Run run = run(
                withYarn,
                "levels",
                "-Dmapreduce.reduce.maxattempts=1",
                "-Dyarn.app.mapreduce.am.resource.mb=512",
                "-Dyarn.app.mapreduce.am.command-opts=-Xmx300m " + String.join(" ", QUICK_START),
                "/bad",
                "/out/bad");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.text()).contains("1 file cannot be read: ").contains("/bad/b.gz: damaged or cut short (gzip)");
        assertThat(fs.exists(new org.apache.hadoop.fs.Path("/out/bad"))).isFalse();
    }

    @Test
    void a_file_or_folder_without_permission_stops_the_job_with_a_sentence_that_names_it() throws Exception {
        put("/secret/a.log", LINES);
        fs.setPermission(new org.apache.hadoop.fs.Path("/secret/a.log"), new FsPermission("600"));
        put("/open/a.log", LINES);
        UserGroupInformation stranger = UserGroupInformation.createRemoteUser("stranger");
        String hdfsUri = fs.getUri().toString();
        Console console = stranger.doAs(
                (PrivilegedAction<Console>) () -> Console.run("levels", "-fs", hdfsUri, "/secret", "/out/secret"));
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains("Permission denied: user=stranger")
                .contains("/secret/a.log");
        assertThat(fs.exists(new org.apache.hadoop.fs.Path("/out/secret"))).isFalse();

        console = stranger.doAs(
                (PrivilegedAction<Console>) () -> Console.run("levels", "-fs", hdfsUri, "/open", "/mine/out"));
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: output /mine/out cannot be made: no permission: Permission denied: user=stranger");
    }

    private record Run(int status, String text) {}

    private static Run run(Path configuration, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                QUICK_START.get(0),
                QUICK_START.get(1),
                "-Dhadoop.tmp.dir=" + folder.resolve("tmp"),
                "-cp",
                configuration + File.pathSeparator + hadoopClasses(),
                "org.apache.hadoop.util.RunJar",
                Path.of("target", "mapreduce-job.jar").toAbsolutePath().toString()));
        command.addAll(List.of(args));
        Path output = Files.createTempFile(folder, "run", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    /** The test's class path without what the jar has to bring. */
    static String hadoopClasses() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> IN_THE_JAR.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void put(String path, String text) throws IOException {
        try (FSDataOutputStream out = fs.create(new org.apache.hadoop.fs.Path(path))) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
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
