package io.millrace.it;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.it.ServiceJar.Ran;
import io.millrace.runtime.kafka.DeadLetter;
import io.millrace.stack.EmbeddedHdfs;
import io.millrace.stack.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each service must be allowed to do where all topics are there: with these rights it does its work, without any one of
 * them it ends and names what is refused. The table in {@code docs/security.md} is this one.
 */
@Tag("thorough")
class LeastRightsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static AclBroker kafka;
    private static EmbeddedHdfs hdfs;
    private static Admin admin;
    private static Path config;
    private static final AtomicLong letters = new AtomicLong();

    /** Something that a user may be allowed to do; with all names that begin so, if the name ends in a hyphen. */
    private record Right(ResourceType type, String name, AclOperation operation) {
        AclBinding binding() {
            return AclBroker.eveMay(operation, type, name);
        }

        /** As a row of the table in the documentation has it. */
        String row() {
            return type.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " | " + operation.name();
        }
    }

    private static Right topic(String name, AclOperation operation) {
        return new Right(TOPIC, name, operation);
    }

    /** Of a source that knows its position. */
    private static List<Right> positioned(String name) {
        return List.of(
                topic("readings", WRITE),
                topic("letters", WRITE),
                topic("positions", READ),
                topic("positions", WRITE),
                new Right(TRANSACTIONAL_ID, name, WRITE));
    }

    /** A service at work on something that needs all of its rights. */
    private enum Service {
        TAIL("producer-service tail", positioned("files")) {
            @Override
            List<String> arguments(String run) throws IOException {
                Path log =
                        Files.writeString(folder.resolve(run + ".log"), "one\n" + "long".repeat(300_000) + "\ntwo\n");
                return List.of(
                        "--topic=readings",
                        "--dead-letter-topic=letters",
                        "--positions-topic=positions",
                        "--name=files",
                        "--until-end",
                        log.toString());
            }
        },
        JDBC("producer-service jdbc", positioned("rows")) {
            @Override
            List<String> arguments(String run) {
                return List.of(
                        "--topic=readings",
                        "--dead-letter-topic=letters",
                        "--positions-topic=positions",
                        "--name=rows",
                        "--jdbc-url=jdbc:h2:mem:rows;INIT=CREATE TABLE IF NOT EXISTS weather AS SELECT 1 AS id",
                        "--jdbc-user=sa",
                        "--until-end");
            }
        },
        REPLAY("producer-service replay", positioned("recorded")) {
            @Override
            List<String> arguments(String run) throws IOException {
                List<String> arguments = new ArrayList<>(List.of(
                        "--topic=readings",
                        "--dead-letter-topic=letters",
                        "--positions-topic=positions",
                        "--name=recorded"));
                arguments.addAll(KafkaCommands.recorded(folder, run));
                return arguments;
            }
        },
        SYSLOG("producer-service syslog", List.of(topic("readings", WRITE), topic("letters", WRITE))) {
            private final int port = FreePorts.any();

            @Override
            List<String> arguments(String run) {
                return List.of("--topic=readings", "--dead-letter-topic=letters", "--tcp-port=" + port);
            }

            /** It ends by itself only where it may not begin. */
            @Override
            void meanwhile(Process process) throws Exception {
                await().atMost(PATIENCE).until(() -> !process.isAlive() || sent());
                process.destroy();
            }

            private boolean sent() {
                try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    sender.getOutputStream().write("<13>hello\n".getBytes(StandardCharsets.US_ASCII));
                    return true;
                } catch (IOException notYet) {
                    return false;
                }
            }
        },
        IOT("producer-service iot", List.of(topic("readings", WRITE))) {
            @Override
            List<String> arguments(String run) {
                return List.of("--topic=readings", "--count=10", "--interval=0");
            }
        },
        READER("consumer-service read", List.of(topic("input", READ))) {
            @Override
            List<String> arguments(String run) {
                return List.of("--topic=input", "--from=earliest", "--until-end");
            }
        },
        ALERTS(
                "consumer-service alerts",
                List.of(
                        topic("input", READ),
                        topic("alerts", WRITE),
                        topic("letters", WRITE),
                        new Right(GROUP, "watch", READ),
                        new Right(TRANSACTIONAL_ID, "watch-", WRITE))) {
            @Override
            List<String> arguments(String run) throws IOException {
                Path rules = Files.writeString(
                        folder.resolve("rules.yaml"), "rules:\n  - name: hot\n    condition: reading.value > 30.0\n");
                return List.of(
                        "--topics=input",
                        "--alerts-topic=alerts",
                        "--dead-letter-topic=letters",
                        "--group=watch",
                        "--rules=" + rules,
                        "--jdbc-url=jdbc:h2:mem:" + run,
                        "--jdbc-user=sa",
                        "--until-end");
            }
        },
        SINK(
                "hdfs-sink-service run",
                List.of(topic("input", READ), topic("letters", WRITE), new Right(GROUP, "store", READ))) {
            @Override
            List<String> arguments(String run) throws Exception {
                send("input", "not a value");
                return List.of(
                        "--topics=input",
                        "--dead-letter-topic=letters",
                        "--group=store",
                        "--value-format=json",
                        "--root=" + hdfs.uri() + "/store",
                        "--until-end");
            }
        },
        AUDIT("hdfs-sink-service audit", List.of(topic("input", DESCRIBE))) {
            @Override
            List<String> arguments(String run) {
                return List.of("--topics=input", "--root=" + hdfs.uri() + "/audited");
            }
        },
        REDELIVER(
                "hdfs-sink-service redeliver",
                List.of(
                        topic("given", READ),
                        topic("input", WRITE),
                        new Right(GROUP, "millrace-replay-given", READ),
                        new Right(TRANSACTIONAL_ID, "millrace-replay-given", WRITE))) {
            @Override
            List<String> arguments(String run) throws Exception {
                try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.plain()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
                    // Of other offsets in each run: what was put back once is left alone.
                    producer.send(DeadLetter.of(
                                    "given",
                                    "hdfs-sink-service",
                                    "no reason",
                                    "input",
                                    0,
                                    letters.incrementAndGet(),
                                    0,
                                    null,
                                    new byte[] {1},
                                    new RecordHeaders()))
                            .get();
                }
                return List.of("--topics=input", "--dead-letter-topic=given");
            }
        };

        private final String command;
        private final List<Right> rights;

        Service(String command, List<Right> rights) {
            this.command = command;
            this.rights = rights;
        }

        abstract List<String> arguments(String run) throws Exception;

        /** What happens to it while it runs. */
        void meanwhile(Process process) throws Exception {}
    }

    @BeforeAll
    static void start() throws Exception {
        hdfs = new EmbeddedHdfs(folder.resolve("hdfs"), FreePorts.any(), FreePorts.any(), 1, Map.of());
        hdfs.start();
        try (FileSystem files = FileSystem.newInstance(hdfs.uri(), new Configuration())) {
            files.mkdirs(new org.apache.hadoop.fs.Path("/audited"));
        }
        kafka = new AclBroker(folder.resolve("kafka"), Map.of("GUARDED", "SASL_PLAINTEXT"), Map.of());
        kafka.start();
        config = Files.write(folder.resolve("eve.properties"), AclBroker.client("SASL_PLAINTEXT", "eve", "nothing"));
        admin = Admin.create(Map.of("bootstrap.servers", kafka.plain()));
        admin.createTopics(Stream.of("readings", "input", "letters", "positions", "alerts", "given")
                        .map(name -> new NewTopic(name, 1, (short) 1))
                        .toList())
                .all()
                .get();
        send("input", "{\"device_id\":\"a\",\"ts\":\"2026-01-01T00:00:00Z\",\"value\":40.5}");
        send("input", "not a value");
    }

    private static void send(String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.plain()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part : new AutoCloseable[] {admin, kafka, hdfs}) {
            if (part != null) {
                try {
                    part.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachRightIsNeededAndAllTogetherAreEnough(Service service) throws Exception {
        allow(service.rights);
        Ran all = run(service, service.name().toLowerCase(java.util.Locale.ROOT) + "-all");
        assertThat(all.status()).as(all.said()).isZero();
        for (Right taken : service.rights) {
            List<Right> rest = new ArrayList<>(service.rights);
            rest.remove(taken);
            allow(rest);
            Ran without = run(
                    service, service.name().toLowerCase(java.util.Locale.ROOT) + "-" + service.rights.indexOf(taken));
            assertThat(without.status())
                    .as("%s without %s:%n%s", service, taken, without.said())
                    .isEqualTo(1);
            assertThat(without.said())
                    .as("%s without %s", service, taken)
                    // Kafka does not say which transactional id it was.
                    .contains(taken.type == TRANSACTIONAL_ID ? "its transactional id" : taken.name)
                    .containsAnyOf("refuses this user ", "this user may not see it")
                    .doesNotContain("\tat ")
                    .doesNotContain("unexpected");
        }
    }

    @Test
    void thePageHasTheseRightsAndNoOthers() throws IOException {
        Set<String> rows = Files.readAllLines(Checkout.root().resolve("docs/security.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.toSet());
        assertThat(rows).isNotEmpty();
        for (Service service : Service.values()) {
            assertThat(rows.stream().filter(row -> row.startsWith("| `" + service.command + "` |")))
                    .as("rows of %s", service.command)
                    .hasSize(service.rights.size());
            for (Right right : service.rights) {
                assertThat(rows)
                        .as("%s: %s", service.command, right)
                        .anyMatch(row -> row.startsWith("| `" + service.command + "` | " + right.row() + " |"));
            }
        }
    }

    /** Lets eve do this and nothing else. */
    private static void allow(Collection<Right> rights) throws Exception {
        AclBroker.allow(admin, rights.stream().map(Right::binding).collect(Collectors.toSet()));
    }

    private static Ran run(Service service, String run) throws Exception {
        String[] command = service.command.split(" ");
        List<String> arguments = new ArrayList<>(
                List.of(command[1], "--bootstrap-servers=" + kafka.address("GUARDED"), "--kafka-config=" + config));
        arguments.addAll(service.arguments(run));
        return ServiceJar.run(command[0], arguments, folder.resolve(run + ".out"), service::meanwhile);
    }
}
