package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stack.EmbeddedKafka;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every service says to mistakes that time does not mend, of a real broker with TLS, passwords and access lists: one
 * sentence that names what to change, status 1, no stack trace, and no waiting.
 */
@Tag("thorough")
class SecuredKafkaIT {
    private static final String PASSWORD = "test-password";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;
    private static int secure;
    private static int elsewhere;

    /** A mistake, and what must be said of it. */
    private enum Mistake {
        WRONG_PASSWORD("alice", "wrong", "trust.p12", "refuses user or password: Authentication failed"),
        UNKNOWN_AUTHORITY(
                "alice",
                "right",
                "strangers.p12",
                "ssl.truststore.location must hold the certificate that the broker's is signed with"),
        MISSING_TRUST_STORE("alice", "right", "missing.p12", "missing.p12 does not exist"),
        OTHER_HOST("alice", "right", "trust.p12", "connect by a name that is in the broker's certificate"),
        NO_RIGHTS("eve", "nothing", "trust.p12", "refuses this user a right");

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

        int port() {
            return this == OTHER_HOST ? elsewhere : secure;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        // A broker asks the JVM for "a server of PLAIN" and gets the first that was registered. Where a NameNode ran in
        // this JVM before, that is Hadoop's, which knows no user of Kafka's and refuses each.
        Security.removeProvider("SaslPlainServer");
        certificate("here", "ip:127.0.0.1");
        certificate("elsewhere", "dns:elsewhere.example");
        certificate("stranger", "ip:127.0.0.1");
        trust("trust.p12", "here", "elsewhere");
        trust("strangers.p12", "stranger");
        secure = freePort();
        elsewhere = freePort();
        int plain = freePort();
        Map<String, String> settings = new LinkedHashMap<>();
        int controller = freePort();
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + plain + ",SECURE://127.0.0.1:" + secure + ",ELSEWHERE://127.0.0.1:"
                        + elsewhere + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + plain + ",SECURE://127.0.0.1:" + secure + ",ELSEWHERE://127.0.0.1:"
                        + elsewhere);
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL,ELSEWHERE:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        for (String listener : List.of("secure", "elsewhere")) {
            String prefix = "listener.name." + listener + ".";
            settings.put(
                    prefix + "plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required user_alice=\"right\""
                            + " user_eve=\"nothing\";");
            settings.put(prefix + "ssl.keystore.type", "PKCS12");
            settings.put(
                    prefix + "ssl.keystore.location",
                    folder.resolve(listener.equals("secure") ? "here.p12" : "elsewhere.p12")
                            .toString());
            settings.put(prefix + "ssl.keystore.password", PASSWORD);
        }
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS;User:alice");
        kafka = new EmbeddedKafka(folder.resolve("kafka"), plain, settings);
        kafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + plain))) {
            admin.createTopics(List.of(new NewTopic("readings", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            kafka.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void certificate(String name, String where) throws Exception {
        keytool(
                "-genkeypair -alias " + name + " -keyalg EC -validity 2 -dname CN=" + name + " -ext SAN=" + where
                        + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore",
                name + ".p12");
        keytool(
                "-exportcert -alias " + name + " -storepass " + PASSWORD + " -file " + folder.resolve(name + ".crt")
                        + " -keystore",
                name + ".p12");
    }

    private static void trust(String store, String... names) throws Exception {
        for (String name : names) {
            keytool(
                    "-importcert -noprompt -alias " + name + " -storetype PKCS12 -storepass " + PASSWORD + " -file "
                            + folder.resolve(name + ".crt") + " -keystore",
                    store);
        }
    }

    private static void keytool(String arguments, String store) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.add(folder.resolve(store).toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyServiceEndsWithASentenceThatNamesWhatToChange(Mistake mistake) throws Exception {
        Path config = Files.writeString(folder.resolve(mistake + ".properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";
                ssl.truststore.type=PKCS12
                ssl.truststore.location=%s
                ssl.truststore.password=%s
                """.formatted(
                        mistake.user, mistake.password, folder.resolve(mistake.trust), PASSWORD));
        Path log = Files.writeString(folder.resolve("input.log"), "one\ntwo\n");
        Path rules = Files.writeString(
                folder.resolve("rules.yaml"), "rules:\n  - name: hot\n    condition: reading.value > 30.0\n");
        Map<String, List<String>> services = new LinkedHashMap<>();
        services.put("tail", List.of("producer-service", "tail", "--topic=readings", "--until-end", log.toString()));
        services.put("iot", List.of("producer-service", "iot", "--topic=readings", "--count=10", "--interval=0"));
        services.put(
                "alerts",
                List.of(
                        "consumer-service",
                        "alerts",
                        "--topics=readings",
                        "--rules=" + rules,
                        "--jdbc-url=jdbc:h2:mem:" + mistake,
                        "--jdbc-user=sa"));
        services.put(
                "reader", List.of("consumer-service", "tail", "--topic=readings", "--from-beginning", "--until-end"));
        services.put(
                "sink", List.of("hdfs-sink-service", "run", "--topics=readings", "--root=hdfs://127.0.0.1:1/data"));
        // One after the other: on a busy machine Kafka's own logins fail in other ways.
        for (Map.Entry<String, List<String>> service : services.entrySet()) {
            Process process = start(mistake, service.getKey(), service.getValue(), config);
            try {
                check(mistake, service.getKey(), process);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static Path output(Mistake mistake, String name) {
        return folder.resolve(mistake + "-" + name + ".out");
    }

    private static Process start(Mistake mistake, String name, List<String> service, Path config) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                Checkout.root()
                        .resolve(service.get(0) + "/target/" + service.get(0) + ".jar")
                        .toString(),
                service.get(1),
                "--bootstrap-servers=127.0.0.1:" + mistake.port(),
                "--kafka-config=" + config));
        command.addAll(service.subList(2, service.size()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(mistake, name).toFile())
                .start();
    }

    private static void check(Mistake mistake, String name, Process process) throws Exception {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        String said = Files.readString(output(mistake, name));
        assertThat(ended).as("%s of %s ends:%n%s", name, mistake, said).isTrue();
        assertThat(said)
                .as("%s of %s", name, mistake)
                .contains(mistake.said)
                .doesNotContain("\tat ")
                .doesNotContain("unexpected");
        assertThat(said).as("secrets").doesNotContain(mistake.password + "\"").doesNotContain(PASSWORD);
        assertThat(process.exitValue()).as("%s of %s:%n%s", name, mistake, said).isEqualTo(1);
    }
}
