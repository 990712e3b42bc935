package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.it.KafkaCommands.Command;
import io.millrace.it.ServiceJar.Ran;
import io.millrace.stack.EmbeddedHdfs;
import io.millrace.stack.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every command says to what time does not mend, of a real broker with TLS, passwords and access lists: one sentence that
 * names what to change, status 1, no stack trace, and no waiting; and who waits for what may heal. With {@link LeastRightsIT} this
 * is the table of failures in {@code docs/security.md}.
 */
@Tag("thorough")
class SecuredKafkaIT {
    private static final String PASSWORD = "test-password";

    @TempDir
    static Path folder;

    private static AclBroker kafka;
    private static EmbeddedHdfs hdfs;
    private static Admin admin;
    private static KafkaCommands commands;

    /** Commands that differ in how they talk to Kafka: the other sources share the clients of these two. */
    private static final Set<String> ONE_OF_EACH_CLIENT =
            Set.of("tail", "iot", "alerts", "read", "run", "audit", "redeliver");

    /** Each mistake with each command, which takes a quarter of an hour: {@code -Dsecured.all=true}. */
    private static final boolean EVERY_CELL = Boolean.getBoolean("secured.all");

    /** A mistake, and what must be said of it. */
    private enum Mistake {
        WRONG_PASSWORD("alice", "wrong", "trust.p12", "refuses user or password: Authentication failed"),
        UNKNOWN_USER("mallory", "any", "trust.p12", "refuses user or password: Authentication failed"),
        UNKNOWN_AUTHORITY(
                "alice",
                "right",
                "strangers.p12",
                "ssl.truststore.location must hold the certificate that the broker's is signed with"),
        MISSING_TRUST_STORE("alice", "right", "missing.p12", "missing.p12 does not exist"),
        OTHER_HOST("alice", "right", "trust.p12", "connect by a name that is in the broker's certificate"),
        NO_RIGHTS("eve", "nothing", "trust.p12", "refuses this user a right"),
        NO_TLS("alice", "right", "trust.p12", "speaks TLS, but security.protocol is SASL_PLAINTEXT");

        private final String user;
        private final String password;
        private final String trust;
        private final String said;

        Mistake(String user, String password, String trust, String said) {
            this.user = user;
            this.password = password;
            this.trust = trust;
            this.said = said;
        }

        private List<String> connection() throws IOException {
            return SecuredKafkaIT.connection(
                    kafka.address(this == OTHER_HOST ? "ELSEWHERE" : "SECURE"),
                    this == NO_TLS ? "SASL_PLAINTEXT" : "SASL_SSL",
                    user,
                    password,
                    trust);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Certificates certificates = new Certificates(folder, PASSWORD);
        certificates.make("here", "ip:127.0.0.1");
        certificates.make("elsewhere", "dns:elsewhere.example");
        certificates.make("stranger", "ip:127.0.0.1");
        certificates.trust("trust.p12", "here", "elsewhere");
        certificates.trust("strangers.p12", "stranger");
        Map<String, String> settings = new LinkedHashMap<>();
        Map.of("secure", "here.p12", "elsewhere", "elsewhere.p12").forEach((listener, store) -> {
            String prefix = "listener.name." + listener + ".ssl.keystore.";
            settings.put(prefix + "type", "PKCS12");
            settings.put(prefix + "location", folder.resolve(store).toString());
            settings.put(prefix + "password", PASSWORD);
        });
        kafka = new AclBroker(folder.resolve("kafka"), Map.of("SECURE", "SASL_SSL", "ELSEWHERE", "SASL_SSL"), settings);
        kafka.start();
        admin = Admin.create(Map.of("bootstrap.servers", kafka.plain()));
        admin.createTopics(Stream.of("readings", "millrace-positions", "millrace-dead-letters", "iot-alerts")
                        .map(name -> new NewTopic(name, 1, (short) 1))
                        .toList())
                .all()
                .get();
        hdfs = new EmbeddedHdfs(folder.resolve("hdfs"), FreePorts.any(), FreePorts.any(), 1, Map.of());
        hdfs.start();
        try (FileSystem files = FileSystem.newInstance(hdfs.uri(), new Configuration())) {
            files.mkdirs(new org.apache.hadoop.fs.Path("/audited"));
        }
        commands = new KafkaCommands(folder, hdfs.uri() + "/audited");
    }

    @AfterAll
    static void stop() {
        if (admin != null) {
            admin.close();
        }
        if (kafka != null) {
            kafka.close();
        }
        if (hdfs != null) {
            hdfs.close();
        }
    }

    /** Options that reach Kafka so. */
    private static List<String> connection(String address, String protocol, String user, String password, String trust)
            throws IOException {
        List<String> client = new ArrayList<>(AclBroker.client(protocol, user, password));
        client.add("ssl.truststore.type=PKCS12");
        client.add("ssl.truststore.location=" + folder.resolve(trust));
        client.add("ssl.truststore.password=" + PASSWORD);
        Path config = Files.write(Files.createTempFile(folder, "kafka", ".properties"), client);
        return List.of("--bootstrap-servers=" + address, "--kafka-config=" + config);
    }

    @ParameterizedTest
    @EnumSource
    void everyCommandEndsWithASentenceThatNamesWhatToChange(Mistake mistake) throws Exception {
        List<String> connection = mistake.connection();
        // One after the other: on a busy machine Kafka's own logins fail in other ways.
        for (Command command : commands.all()) {
            if (mistake != Mistake.WRONG_PASSWORD && isLikeAnother(command)) {
                continue;
            }
            Ran ran = commands.run(command, mistake.name(), "readings", connection);
            ended(mistake + " of " + command.name(), ran, mistake.said);
            assertThat(ran.said())
                    .as("secrets")
                    .doesNotContain(mistake.password + "\"")
                    .doesNotContain(PASSWORD);
        }
    }

    /** What is to be written to must be there; what is to be read may still come. */
    @Test
    void aTopicThatIsMissingAndMayNotBeMadeEndsWhoeverWritesToIt() throws Exception {
        Map<String, String> said = Map.of(
                "alerts", "Topics do not exist, or this user may not see them; waiting for them: topics=[absent]",
                "run", "topic absent does not exist; waiting for that to change",
                "read", "topic 'absent' does not exist",
                "audit", "topic absent does not exist",
                "redeliver", "topic absent does not exist in Kafka, nor does its dead-letter topic");
        List<String> eve = connection(kafka.address("SECURE"), "SASL_SSL", "eve", "nothing", "trust.p12");
        // All but making what is not there.
        AclBroker.allow(
                admin,
                Set.of(
                        AclBroker.eveMay(AclOperation.READ, ResourceType.TOPIC, "*"),
                        AclBroker.eveMay(AclOperation.WRITE, ResourceType.TOPIC, "*"),
                        AclBroker.eveMay(AclOperation.READ, ResourceType.GROUP, "*"),
                        AclBroker.eveMay(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, "*")));
        try {
            for (Command command : commands.all()) {
                String sentence = said.getOrDefault(
                        command.name(), "refuses this user the right to create topic absent, which does not exist");
                if (Set.of("alerts", "run").contains(command.name())) {
                    stopped(command, "no-topic", "absent", eve, sentence);
                } else {
                    ended(command.name(), commands.run(command, "no-topic", "absent", eve), sentence);
                }
            }
        } finally {
            admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody.invalid:9092", "127.0.0.1:1"})
    void brokersThatAreAwayAreWaitedForByServicesAndToldByTools(String address) throws Exception {
        List<String> connection = connection(address, "SASL_SSL", "alice", "right", "trust.p12");
        for (Command command : commands.all()) {
            if (address.startsWith("127") && isLikeAnother(command)) {
                continue;
            }
            String run = address.startsWith("nobody") ? "name-unknown" : "gone";
            if (command.kind() == KafkaCommands.Kind.SERVICE) {
                stopped(
                        command,
                        run,
                        "readings",
                        connection,
                        "Kafka at " + address + " is not available, waiting for it");
            } else {
                Ran ran = commands.run(command, run, "readings", connection);
                ended(command.name(), ran, "Kafka");
            }
        }
    }

    private static boolean isLikeAnother(Command command) {
        return !EVERY_CELL && !ONE_OF_EACH_CLIENT.contains(command.name());
    }

    private static void stopped(Command command, String run, String topic, List<String> connection, String said)
            throws Exception {
        Ran ran = commands.stopped(command, run, topic, connection, said);
        assertThat(ran.said()).as(command.name()).contains(said).doesNotContain("\tat ");
        assertThat(ran.status()).as("%s:%n%s", command.name(), ran.said()).isZero();
    }

    private static void ended(String what, Ran ran, String said) {
        assertThat(ran.said())
                .as(what)
                .contains(said)
                .doesNotContain("\tat ")
                .doesNotContain("unexpected")
                .doesNotContain("Unexpected");
        assertThat(ran.status()).as("%s:%n%s", what, ran.said()).isEqualTo(1);
    }
}
