package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.stack.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Topics, roots, records and files that change under the sink, on real servers. */
@ExtendWith(SharedStack.class)
@Tag("thorough")
class IdentityIT {
    @TempDir
    private Path folder;

    private final TestStack stack;
    private final Sinks sinks;

    IdentityIT(TestStack stack) {
        this.stack = stack;
        this.sinks = new Sinks(stack);
    }

    /** A sink of its own process, with its log. */
    private record Started(Process process, Path log) implements AutoCloseable {
        void signal(String name) throws Exception {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }

        int status() throws Exception {
            assertThat(process.waitFor(Sinks.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(Files.readString(log))
                    .isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    private Started start(String topic, String... more) {
        Path log = folder.resolve(topic + ".log");
        return new Started(TestStack.startProcess(log, List.of(), sinks.run(topic, more)), log);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()));
    }

    private void makeAnew(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        await().atMost(Sinks.PATIENCE).ignoreExceptions().untilAsserted(() -> sinks.topicAgain(topic));
    }

    private static org.apache.hadoop.fs.Path path(String path) {
        return new org.apache.hadoop.fs.Path(path);
    }

    @Test
    void aTopicThatIsMadeAnewWhileTheSinkStandsStillStopsItAndTheAuditSaysSo() throws Exception {
        sinks.topic("anew");
        stack.produce("anew", 2, 0, 1_000);
        try (Started sink = start("anew")) {
            sinks.awaitStored("anew", 1_000);
            sink.signal("STOP");
            makeAnew("anew");
            stack.produce("anew", 2, 5_000, 3_000);
            sink.signal("CONT");
            assertThat(sink.status()).isEqualTo(1);
            assertThat(Files.readString(sink.log()))
                    .contains("was deleted and created again", "Use another root folder");
        }
        assertThat(stack.numbers("/anew")).hasSize(1_000).allMatch(number -> number < 1_000);
        JsonNode audit = sinks.audit("anew");
        assertThat(audit.get("faults").findValuesAsText("kind")).containsOnly("other_topic");
        assertThat(audit.get("clean").booleanValue()).isFalse();
    }

    @Test
    void aRootThatIsRenamedUnderTheSinkIsNeverBegunAnew() throws Exception {
        sinks.topic("moved");
        try (Started sink = start("moved", "--from=latest");
                FileSystem files = stack.hdfs.newClient()) {
            await().atMost(Sinks.PATIENCE)
                    .until(() -> Files.readString(sink.log())
                                    .lines()
                                    .filter(line -> line.contains("Partition taken over"))
                                    .count()
                            == 2);
            stack.produce("moved", 2, 0, 100);
            sinks.awaitStored("moved", 100);
            assertThat(files.rename(path("/moved"), path("/moved-away"))).isTrue();
            stack.produce("moved", 2, 100, 100);
            assertThat(sink.status()).isEqualTo(1);
            assertThat(Files.readString(sink.log())).contains("/log is gone", "renamed, moved or emptied");
            // What starts it again must not begin anew either.
            TestStack.Ran again = Sinks.command(sinks.run("moved", "--until-end", "--from=latest"));
            assertThat(again.status()).isEqualTo(1);
            assertThat(again.err()).contains("is empty, but the group knows", "Move it back");
            assertThat(files.exists(path("/moved"))).isFalse();
            assertThat(files.rename(path("/moved-away"), path("/moved"))).isTrue();
        }
        TestStack.Ran ran = Sinks.command(sinks.run("moved", "--until-end"));
        assertThat(ran.status()).as(ran.err()).isZero();
        sinks.assertExact("moved", 200);
    }

    private static List<org.apache.hadoop.fs.Path> sorted(FileSystem files, String glob) throws Exception {
        return Arrays.stream(files.globStatus(path(glob)))
                .map(FileStatus::getPath)
                .sorted(Comparator.comparing(org.apache.hadoop.fs.Path::toString))
                .toList();
    }

    @Test
    void aLastCommitRecordThatSomebodyDeletedIsMissed() throws Exception {
        sinks.topic("missed");
        stack.produce("missed", 2, 0, 100);
        assertThat(Sinks.command(sinks.run("missed", "--until-end")).status()).isZero();
        try (FileSystem files = stack.hdfs.newClient()) {
            List<org.apache.hadoop.fs.Path> records = sorted(files, "/missed/_millrace/missed/0/log/*/*.json");
            assertThat(files.delete(records.get(records.size() - 1), false)).isTrue();
        }
        stack.produce("missed", 2, 100, 100);
        TestStack.Ran ran = Sinks.command(sinks.run("missed", "--until-end"));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("Going on would store records twice");
        assertThat(stack.numbers("/missed")).doesNotHaveDuplicates();
        assertThat(sinks.audit("missed").get("faults").findValuesAsText("kind")).contains("missing_record");
    }

    @Test
    void filesThatAConsumerMovedAwayBeforeTheSinkWasKilledDoNotKeepItFromGoingOn() throws Exception {
        sinks.topic("taken");
        stack.produce("taken", 2, 0, 100);
        // Or the next owner would wait until the group believes the killed one dead.
        String[] session = {"--kafka-property=session.timeout.ms=1000", "--kafka-property=heartbeat.interval.ms=300"};
        try (Started sink = start("taken", session)) {
            sinks.awaitStored("taken", 100);
            // Whatever follows a commit is done once the group was told of it.
            await().atMost(Sinks.PATIENCE).until(() -> told("taken") == 100);
            sink.signal("KILL");
        }
        try (FileSystem files = stack.hdfs.newClient()) {
            files.mkdirs(path("/staging"));
            for (org.apache.hadoop.fs.Path file : sorted(files, "/taken/*.txt")) {
                assertThat(files.rename(file, path("/staging/" + file.getName())))
                        .isTrue();
            }
        }
        stack.produce("taken", 2, 100, 100);
        TestStack.Ran ran = Sinks.command(sinks.run("taken", "--until-end", session[0], session[1]));
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(stack.numbers("/taken")).hasSize(100).allMatch(number -> number >= 100);
        assertThat(sinks.audit("taken").get("faults").findValuesAsText("kind")).containsOnly("missing_file");
    }

    private long told(String group) throws Exception {
        try (Admin admin = admin()) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }

    /** Nobody stores there, but somebody may look there. */
    @Test
    void theRootOfTheFileSystemCanBeAuditedToo() {
        TestStack.Ran ran = Sinks.command(stack.arguments("audit", "--root=/"));

        assertThat(ran.err()).doesNotContain("nexpected");
    }

    @Test
    void namesThatTopicsOrPartitionsCouldShareAreWrongSettings() throws Exception {
        sinks.topic("share-a");
        sinks.topic("share-b");
        stack.produce("share-a", 2, 0, 10);
        TestStack.Ran topics = Sinks.command(
                sinks.run("share-a", "--topics=share-a,share-b", "--until-end", "--file-name={partition}-{n}"));
        assertThat(topics.status()).isEqualTo(2);
        assertThat(topics.err()).contains("files of topics share-a and share-b could have one name");
        TestStack.Ran partitions = Sinks.command(sinks.run("share-a", "--until-end", "--file-name=msg_{n}"));
        assertThat(partitions.status()).isEqualTo(2);
        assertThat(partitions.err()).contains("topic share-a has 2 partitions");
        // Another process with another topic below the same root is found out by what it has stored.
        assertThat(Sinks.command(sinks.run("share-a", "--until-end", "--file-name={partition}-{n}"))
                        .status())
                .isZero();
        TestStack.Ran other =
                Sinks.command(sinks.run("share-b", "--root=/share-a", "--until-end", "--file-name={partition}-{n}"));
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err()).contains("root /share-a has files of topic share-a already");
        assertThat(stack.files("/share-a")).hasSize(2);
    }

    @Test
    void onePartitionNeedsNoNumberInItsNamesUntilASecondOneIsAdded() throws Exception {
        stack.createTopic("single", 1);
        stack.produce("single", 1, 0, 3);
        List<String> run = sinks.run("single", "--until-end", "--file-format=json", "--file-name=mael_msg_{n}");
        run.removeIf(argument -> argument.startsWith("--value-format"));
        run.add("--value-format=text");
        TestStack.Ran ran = Sinks.command(run);
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(stack.files("/single")).hasSize(3).anyMatch(name -> name.endsWith("/mael_msg_1.json"));
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of("single", NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        }
        await().atMost(Sinks.PATIENCE)
                .untilAsserted(() -> assertThat(Sinks.command(run).status()).isEqualTo(2));
    }

    @Test
    void aDeadLetterTopicIsMadeWithTheFirstLetter() throws Exception {
        sinks.topic("letters");
        stack.produce("letters", 2, 0, 10);
        assertThat(Sinks.command(sinks.run("letters", "--until-end")).status()).isZero();
        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get()).doesNotContain("letters.dead-letters");
        }
        List<String> redeliver =
                List.of("redeliver", "--topics=letters", "--bootstrap-servers=" + stack.kafka.bootstrapServers());
        TestStack.Ran none = Sinks.command(redeliver);
        assertThat(none.status()).isZero();
        assertThat(none.out()).contains("topic letters has never had any");
        TestStack.Ran unknown = Sinks.command(
                List.of("redeliver", "--topics=no-such", "--bootstrap-servers=" + stack.kafka.bootstrapServers()));
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("topic no-such does not exist");
    }

    @Test
    void aTopicThatIsMissingHoldsUpNoOther() throws Exception {
        sinks.topic("here");
        stack.produce("here", 2, 0, 100);
        int port = FreePorts.any();
        try (Started sink =
                start("here", "--topics=here,later", "--root=/some", "--layout={topic}", "--http-port=" + port)) {
            await().atMost(Sinks.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> stack.numbers("/some/here").size() == 100);
            assertThat(Files.readString(sink.log())).contains("missing=[later] stored=[here]");
            assertThat(Sinks.awaitUnhealthy(port)).contains("topic later", "does not exist");
            sinks.topic("later");
            stack.produce("later", 2, 0, 50);
            stack.produce("here", 2, 100, 100);
            await().atMost(Sinks.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> stack.numbers("/some/later").size() == 50
                            && stack.numbers("/some/here").size() == 200);
            Sinks.awaitHealthy(port);
            sink.signal("TERM");
            assertThat(sink.status()).isZero();
        }
        assertThat(sinks.auditOf("/some", "here,later").get("clean").booleanValue())
                .isTrue();
    }

    @Test
    void topicsThatMatchAPatternAreStoredAsSoonAsTheyAreThere() throws Exception {
        sinks.topic("plain-one");
        sinks.topic("plain-one.dead-letters");
        stack.produce("plain-one", 2, 0, 100);
        stack.produce("plain-one.dead-letters", 2, 0, 10);
        int port = FreePorts.any();
        try (Started sink = start(
                "patterns",
                "--topics=",
                "--topics-pattern=plain-.*",
                "--root=/plain",
                "--layout={topic}",
                "--http-port=" + port)) {
            await().atMost(Sinks.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> stack.numbers("/plain/plain-one").size() == 100);
            Sinks.awaitHealthy(port);
            sinks.topic("plain-two");
            sinks.topic("other");
            stack.produce("plain-two", 2, 0, 50);
            stack.produce("plain-one", 2, 100, 100);
            await().atMost(Sinks.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> stack.numbers("/plain/plain-two").size() == 50
                            && stack.numbers("/plain/plain-one").size() == 200);
            sink.signal("TERM");
            assertThat(sink.status()).isZero();
        }
        assertThat(sinks.auditOf("/plain", "plain-one,plain-two").get("clean").booleanValue())
                .isTrue();
        try (FileSystem files = stack.hdfs.newClient()) {
            assertThat(Arrays.stream(files.listStatus(path("/plain/_millrace")))
                            .map(status -> status.getPath().getName()))
                    .contains("plain-one", "plain-two")
                    .doesNotContain("plain-one.dead-letters", "other");
        }
    }

    @Test
    void whatAServerAnswersIsNotTakenForAnOutage() throws Exception {
        try (Started sink = start("no-such-topic")) {
            awaitSaid(sink, ": topic no-such-topic does not exist; waiting for that to change");
            sink.signal("TERM");
            assertThat(sink.status()).isZero();
            assertThat(Files.readString(sink.log())).doesNotContain("not available", "again", "it has changed");
        }
        sinks.topic("refused");
        try (DistributedFileSystem files = (DistributedFileSystem) stack.hdfs.newClient()) {
            files.mkdirs(path("/full"));
            files.setQuota(path("/full"), 1, Long.MAX_VALUE);
        }
        try (Started sink = start("refused", "--root=/full/refused")) {
            awaitSaid(sink, "; waiting for that to change");
            sink.signal("TERM");
            sink.status();
            assertThat(Files.readString(sink.log()))
                    .contains(": HDFS refuses ", "quota")
                    .doesNotContain("not available", "available again", "it has changed");
        }
    }

    private static void awaitSaid(Started sink, String text) {
        await().atMost(Sinks.PATIENCE).until(() -> Files.readString(sink.log()).contains(text));
    }

    @Test
    void theAuditTakesTheKafkaOptionsOfEveryOtherCommand() throws Exception {
        sinks.topic("options");
        stack.produce("options", 2, 0, 10);
        assertThat(Sinks.command(sinks.run("options", "--until-end")).status()).isZero();
        Path config = Files.writeString(folder.resolve("client.properties"), "client.id=audit-of-options\n");
        List<String> audit =
                stack.arguments("audit", "--root=/options", "--kafka-config=" + config, "--require-complete");
        audit.add("--kafka-property=request.timeout.ms=15000");
        TestStack.Ran ran = Sinks.command(audit);
        assertThat(ran.status()).as(ran.err()).isZero();
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of("options")).all().get();
        }
        // What is stored outlives its topic.
        await().atMost(Sinks.PATIENCE)
                .untilAsserted(() -> assertThat(Sinks.command(audit).status()).isZero());
        TestStack.Ran wrong = Sinks.command(stack.arguments("audit", "--root=/options", "--kafka-config=/no/such"));
        assertThat(wrong.status()).isEqualTo(2);
    }
}
