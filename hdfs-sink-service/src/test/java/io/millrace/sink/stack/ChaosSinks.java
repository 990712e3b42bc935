package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;

/** The sink processes of a chaos run, and what happens to them and to the servers. */
final class ChaosSinks {
    private static final int SINKS = 3;
    private static final String SCHEMA = """
            {"type":"record","name":"Chaos","fields":[{"name":"n","type":"long"},{"name":"body","type":"string"}]}
            """;

    private final TestStack stack;
    private final Path folder;
    private final Path schema;
    private final Random random;
    private final List<Process> sinks = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();
    private int started;

    /** What goes wrong. */
    enum Misfortune {
        KILL,
        PAUSE,
        FULL_DISK,
        NAME_NODE,
        DATA_NODE,
        BROKER
    }

    ChaosSinks(TestStack stack, Path folder, Random random) throws IOException {
        this.stack = stack;
        this.folder = folder;
        this.schema = Files.writeString(folder.resolve("chaos.avsc"), SCHEMA);
        this.random = random;
    }

    void startAll() {
        for (int i = 0; i < SINKS; i++) {
            sinks.add(null);
            logs.add(null);
            start(i);
        }
    }

    private void start(int i) {
        logs.set(i, folder.resolve("sink-" + started++ + ".log"));
        sinks.set(i, TestStack.startProcess(logs.get(i), List.of("-Xmx512m"), arguments()));
    }

    private List<String> arguments(String... more) {
        List<String> arguments = stack.arguments(
                "run",
                "--topics=" + ChaosLoad.JSON + "," + ChaosLoad.TEXT,
                "--root=/chaos",
                "--group=chaos",
                "--value-format=json",
                "--file-format=parquet",
                "--compression=snappy",
                "--schema=" + schema,
                "--topic-option=" + ChaosLoad.TEXT + ":value-format=text",
                "--topic-option=" + ChaosLoad.TEXT + ":file-format=text",
                "--topic-option=" + ChaosLoad.TEXT + ":compression=none",
                "--topic-option=" + ChaosLoad.TEXT + ":schema=",
                "--roll-age=3s",
                "--kafka-property=session.timeout.ms=3000",
                "--kafka-property=heartbeat.interval.ms=500",
                "-Dipc.client.connect.max.retries=1",
                "-Dipc.client.connect.retry.interval=200",
                "-Ddfs.client.socket-timeout=5000");
        arguments.addAll(List.of(more));
        return arguments;
    }

    void suffer(Misfortune what) throws Exception {
        int victim = random.nextInt(SINKS);
        switch (what) {
            case KILL -> sinks.get(victim).destroyForcibly().waitFor();
            case PAUSE -> {
                signal(sinks.get(victim), "STOP");
                pass(500 + random.nextInt(10_000));
                signal(sinks.get(victim), "CONT");
            }
            case FULL_DISK -> {
                try (DistributedFileSystem files = (DistributedFileSystem) stack.hdfs.newClient()) {
                    files.mkdirs(new org.apache.hadoop.fs.Path("/chaos"));
                    quota(files, 1);
                    pass(2_000 + random.nextInt(4_000));
                    quota(files, HdfsConstants.QUOTA_RESET);
                }
            }
            case NAME_NODE -> {
                stack.hdfs.cluster().shutdownNameNode(0);
                pass(random.nextInt(3_000));
                stack.hdfs.cluster().restartNameNode(0, true);
            }
            case DATA_NODE -> {
                MiniDFSCluster.DataNodeProperties stopped = stack.hdfs.cluster().stopDataNode(0);
                pass(random.nextInt(4_000));
                stack.hdfs.cluster().restartDataNode(stopped, true);
                stack.hdfs.cluster().waitActive();
            }
            case BROKER -> {
                stack.kafka.stop();
                pass(random.nextInt(2_000));
                stack.kafka.start();
            }
        }
    }

    private static void pass(int millis) {
        await().pollDelay(Duration.ofMillis(millis))
                .atMost(Duration.ofMillis(millis).plusSeconds(30))
                .until(() -> true);
    }

    private static void quota(DistributedFileSystem files, long bytes) throws IOException {
        files.setQuota(new org.apache.hadoop.fs.Path("/chaos"), HdfsConstants.QUOTA_DONT_SET, bytes);
    }

    static void signal(Process process, String name) throws Exception {
        if (process.isAlive()) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Starts others for those that were killed, or that found themselves fenced; nothing else may end one. */
    void replaceTheDead() throws IOException {
        for (int i = 0; i < SINKS; i++) {
            Process sink = sinks.get(i);
            if (!sink.isAlive()) {
                if (sink.exitValue() != 137) {
                    assertThat(Files.readString(logs.get(i)))
                            .as("a sink ended with status " + sink.exitValue())
                            .contains("only one sink may write a partition");
                }
                Files.delete(logs.get(i));
                start(i);
            }
        }
    }

    void killAll() throws InterruptedException {
        for (Process sink : sinks) {
            sink.destroyForcibly().waitFor();
        }
    }

    /** One more sink stores what is left, up to the ends. */
    void storeTheRest() throws Exception {
        Path log = folder.resolve("last.log");
        Process last = TestStack.startProcess(log, List.of("-Xmx512m"), arguments("--until-end"));
        assertThat(last.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(last.exitValue()).as(Files.readString(log)).isZero();
    }
}
