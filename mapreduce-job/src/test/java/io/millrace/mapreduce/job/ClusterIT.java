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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.mapreduce.v2.MiniMRYarnCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar itself, run in a process of its own by Hadoop's RunJar as {@code hadoop jar} does it, on a real HDFS with
 * the local runner and on a real ResourceManager and NodeManager. The class path holds Hadoop only: everything else has
 * to come out of the jar, in the client as in the containers.
 */
@EnabledIfSystemProperty(named = "millrace.cluster", matches = "true")
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
        hdfsOnly = Files.createDirectories(folder.resolve("conf-hdfs"));
        Configuration client = new Configuration(false);
        client.set("fs.defaultFS", fs.getUri().toString());
        write(client, hdfsOnly.resolve("core-site.xml"));

        Configuration cluster = new Configuration(hdfs.getConfiguration(0));
        cluster.set("yarn.nodemanager.vmem-check-enabled", "false");
        cluster.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
        cluster.set("yarn.app.mapreduce.am.staging-dir", "/tmp/staging");
        cluster.set("mapreduce.job.user.name", System.getProperty("user.name"));
        System.setProperty("test.build.data", folder.resolve("yarn").toString());
        yarn = new MiniMRYarnCluster("levels", 1);
        yarn.init(cluster);
        yarn.start();
        withYarn = Files.createDirectories(folder.resolve("conf-yarn"));
        write(yarn.getConfig(), withYarn.resolve("core-site.xml"));
        write(yarn.getConfig(), withYarn.resolve("yarn-site.xml"));
        write(yarn.getConfig(), withYarn.resolve("mapred-site.xml"));
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
    void yarn_counts_the_real_logs_in_containers_of_256_mib() throws Exception {
        for (String set : RealLogs.SETS) {
            fs.copyFromLocalFile(
                    new org.apache.hadoop.fs.Path(RealLogs.file(set).toUri()),
                    new org.apache.hadoop.fs.Path("/real/" + set + ".log"));
        }
        Run run = run(
                withYarn,
                with("levels", "-D", "mapreduce.input.fileinputformat.split.maxsize=400000", "/real", "/out/real"));
        assertThat(run.status()).as(run.text()).isZero();
        List<String> expected = new ArrayList<>();
        RealLogs.folded(RealLogs.SETS).forEach((level, count) -> expected.add(level + "\t" + count));
        assertThat(result("/out/real")).isEqualTo(expected);
    }

    @Test
    void a_line_longer_than_a_containers_memory_and_a_damaged_file_do_no_harm_on_yarn() throws Exception {
        long length = 300L << 20;
        try (FSDataOutputStream out = fs.create(new org.apache.hadoop.fs.Path("/long/a.log"));
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
        Run run = run(withYarn, with("levels", "/long", "/out/long"));
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(result("/out/long")).containsExactly("ERROR\t2", "INFO\t2", "WARN\t3");

        put("/bad/a.log", LINES);
        put("/bad/b.gz", "\u001F\u008B\u0008 is all there is");
        run = run(withYarn, with("levels", "/bad", "/out/bad"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.text()).contains("1 file cannot be read: ").contains("/bad/b.gz: damaged or cut short (gzip)");
        assertThat(fs.exists(new org.apache.hadoop.fs.Path("/out/bad"))).isFalse();
    }

    private static String[] with(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(
                command,
                "-Dmapreduce.job.ubertask.enable=false",
                "-Dmapreduce.map.memory.mb=512",
                "-Dmapreduce.reduce.memory.mb=512",
                "-Dyarn.app.mapreduce.am.resource.mb=512",
                "-Dyarn.app.mapreduce.am.command-opts=-Xmx300m",
                "-Dmapreduce.map.java.opts=-Xmx256m",
                "-Dmapreduce.reduce.java.opts=-Xmx256m"));
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }

    private record Run(int status, String text) {}

    private static Run run(Path configuration, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
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
    private static String hadoopClasses() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> IN_THE_JAR.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void write(Configuration configuration, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            configuration.writeXml(out);
        }
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
