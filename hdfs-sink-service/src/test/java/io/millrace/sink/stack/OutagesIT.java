package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.stack.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.tools.DFSAdmin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outages that heal: the sink waits, says so once, and loses nothing. */
@ExtendWith(SharedStack.class)
@Tag("thorough")
class OutagesIT {
    private final TestStack stack;
    private final Sinks sinks;

    OutagesIT(TestStack stack) {
        this.stack = stack;
        this.sinks = new Sinks(stack);
    }

    @Test
    void aNameNodeThatRestartsIsWaitedFor() throws Exception {
        sinks.topic("namenode");
        stack.produce("namenode", 2, 0, 200);
        Sinks.Running sink = new Sinks.Running(sinks.run("namenode"));
        sinks.awaitStored("namenode", 200);
        stack.hdfs.cluster().shutdownNameNode(0);
        try {
            stack.produce("namenode", 2, 200, 200);
        } finally {
            stack.hdfs.cluster().restartNameNode(0, true);
        }
        sinks.awaitStored("namenode", 400);
        assertThat(sink.stop().status()).isZero();
        sinks.assertExact("namenode", 400);
    }

    @Test
    void aBrokerThatRestartsIsWaitedFor() throws Exception {
        sinks.topic("broker");
        stack.produce("broker", 2, 0, 200);
        Sinks.Running sink = new Sinks.Running(sinks.run("broker"));
        sinks.awaitStored("broker", 200);
        stack.kafka.stop();
        stack.kafka.start();
        stack.produce("broker", 2, 200, 200);
        sinks.awaitStored("broker", 400);
        assertThat(sink.stop().status()).isZero();
        sinks.assertExact("broker", 400);
    }

    private void safeMode(String action) throws Exception {
        assertThat(new DFSAdmin(stack.hdfs.clientConfiguration()).run(new String[] {"-safemode", action}))
                .isZero();
    }

    /** What happens to HDFS while a file is half written. */
    enum Loss {
        DATA_NODE,
        SAFE_MODE,
        SPACE_QUOTA
    }

    @ParameterizedTest
    @EnumSource
    void whatHappensInTheMiddleOfAFileIsWaitedFor(Loss loss) throws Exception {
        String topic =
                "middle-" + loss.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        int first = 20_000;
        int all = 60_000;
        int port = FreePorts.any();
        sinks.topic(topic);
        stack.produce(topic, 2, 0, first);
        // Commits by the number of records only: the first part stays open.
        Sinks.Running sink =
                new Sinks.Running(sinks.run(topic, "--roll-age=1h", "--roll-records=25000", "--http-port=" + port));
        try (DistributedFileSystem files = (DistributedFileSystem) stack.hdfs.newClient()) {
            await().atMost(Sinks.PATIENCE).ignoreExceptions().until(() -> openBlocks(files, topic) == 2);
            assertThat(stack.files("/" + topic)).isEmpty();
            MiniDFSCluster.DataNodeProperties stopped = null;
            try {
                switch (loss) {
                    case DATA_NODE -> stopped = stack.hdfs.cluster().stopDataNode(0);
                    case SAFE_MODE -> safeMode("enter");
                    case SPACE_QUOTA -> quota(files, topic, 1);
                }
                stack.produce(topic, 2, first, all - first);
                Sinks.awaitUnhealthy(port);
                assertThat(stack.files("/" + topic)).isEmpty();
            } finally {
                switch (loss) {
                    case DATA_NODE -> {
                        stack.hdfs.cluster().restartDataNode(stopped, true);
                        stack.hdfs.cluster().waitActive();
                    }
                    case SAFE_MODE -> safeMode("leave");
                    case SPACE_QUOTA -> quota(files, topic, HdfsConstants.QUOTA_RESET);
                }
            }
        }
        Sinks.awaitHealthy(port);
        sinks.awaitStored(topic, 50_000);
        assertThat(sink.stop().status()).isZero();
        assertThat(Sinks.command(sinks.run(topic, "--until-end")).status()).isZero();
        sinks.assertExact(topic, all);
    }

    /** Temporary files of the topic of which a DataNode has a part already. */
    private static long openBlocks(DistributedFileSystem files, String topic) throws Exception {
        long count = 0;
        for (FileStatus open : files.globStatus(
                new org.apache.hadoop.fs.Path("/" + topic + "/_millrace/" + topic + "/*/tmp/*/data-0*"))) {
            count += files.getClient()
                    .getLocatedBlocks(open.getPath().toUri().getPath(), 0)
                    .getLocatedBlocks()
                    .size();
        }
        return count;
    }

    /** A quota is what a full disk looks like to a client: no block more. */
    private static void quota(DistributedFileSystem files, String topic, long bytes) throws Exception {
        files.setQuota(new org.apache.hadoop.fs.Path("/" + topic), HdfsConstants.QUOTA_DONT_SET, bytes);
    }

    @Test
    void namesThatDoNotResolveYetAreWaitedFor(@TempDir Path folder) throws Exception {
        sinks.topic("names");
        stack.produce("names", 2, 0, 100);
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        Path log = folder.resolve("names.log");
        String kafka = stack.kafka.bootstrapServers().replace("127.0.0.1", "kafka-late.example");
        String hdfs = stack.hdfs.uri().toString().replace("127.0.0.1", "namenode-late.example");
        Process sink = TestStack.startProcess(
                log,
                List.of("-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.negative.ttl=0"),
                sinks.run("names", "--until-end", "--bootstrap-servers=" + kafka, "--root=" + hdfs + "/names"));
        try {
            awaitLine(log, "Kafka at " + kafka + " is not available, waiting for it:");
            Files.writeString(hosts, "127.0.0.1 kafka-late.example\n", StandardOpenOption.APPEND);
            awaitLine(log, "HDFS at " + hdfs + "/names is not available, waiting for it:");
            Files.writeString(hosts, "127.0.0.1 namenode-late.example\n", StandardOpenOption.APPEND);
            assertThat(sink.waitFor(Sinks.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            sink.destroyForcibly();
        }
        assertThat(sink.exitValue()).as(Files.readString(log)).isZero();
        sinks.assertExact("names", 100);
    }

    /** The folder takes no file more: what a full name quota or wrong rights look like after the commit record is published. */
    @Test
    void aRunToTheEndIsNotDoneWhileACommittedFileIsNotInPlace() throws Exception {
        sinks.topic("unplaced");
        stack.produce("unplaced", 2, 0, 100);
        org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path("/unplaced/files");
        try (DistributedFileSystem files = (DistributedFileSystem) stack.hdfs.newClient()) {
            files.mkdirs(folder);
            files.setQuota(folder, 1, HdfsConstants.QUOTA_DONT_SET);
            for (String way : List.of("--only-partitions=0,1", "--threads=1")) {
                TestStack.Ran ran = Sinks.command(sinks.run("unplaced", "--layout=files", "--until-end", way));
                assertThat(ran.status()).isEqualTo(1);
                assertThat(ran.err())
                        .contains("cannot move committed file to /unplaced/files/", "quota", "Nothing is lost");
            }
            assertThat(stack.files("/unplaced")).isEmpty();
            assertThat(sinks.audit("unplaced").get("faults").findValuesAsText("kind"))
                    .isNotEmpty()
                    .containsOnly("not_in_place");
            files.setQuota(folder, HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_DONT_SET);
        }
        TestStack.Ran ran = Sinks.command(sinks.run("unplaced", "--layout=files", "--until-end"));
        assertThat(ran.status()).as(ran.err()).isZero();
        sinks.assertExact("unplaced", 100);
    }

    @Test
    void aRunToTheEndThatIsStoppedBeforeItsEndHasNotSucceeded() throws Exception {
        int port = FreePorts.any();
        Sinks.Running sink = new Sinks.Running(sinks.run("no-such-topic", "--until-end", "--http-port=" + port));
        Sinks.awaitUnhealthy(port);
        TestStack.Ran ran = sink.stop();
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("stopped before the end was reached");
    }

    private static void awaitLine(Path log, String text) {
        await().atMost(Sinks.PATIENCE)
                .until(() -> Files.exists(log) && Files.readString(log).contains(text));
    }
}
