package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static AclBroker kafka;

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

        String address() {
            return kafka.address(this == OTHER_HOST ? "ELSEWHERE" : "SECURE");
        }
    }

    @BeforeAll
    static void start() throws Exception {
        certificate("here", "ip:127.0.0.1");
        certificate("elsewhere", "dns:elsewhere.example");
        certificate("stranger", "ip:127.0.0.1");
        trust("trust.p12", "here", "elsewhere");
        trust("strangers.p12", "stranger");
        Map<String, String> settings = new LinkedHashMap<>();
        Map.of("secure", "here.p12", "elsewhere", "elsewhere.p12").forEach((listener, store) -> {
            String prefix = "listener.name." + listener + ".ssl.keystore.";
            settings.put(prefix + "type", "PKCS12");
            settings.put(prefix + "location", folder.resolve(store).toString());
            settings.put(prefix + "password", PASSWORD);
        });
        kafka = new AclBroker(folder.resolve("kafka"), Map.of("SECURE", "SASL_SSL", "ELSEWHERE", "SASL_SSL"), settings);
        kafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.plain()))) {
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
        List<String> client = new ArrayList<>(AclBroker.client("SASL_SSL", mistake.user, mistake.password));
        client.add("ssl.truststore.type=PKCS12");
        client.add("ssl.truststore.location=" + folder.resolve(mistake.trust));
        client.add("ssl.truststore.password=" + PASSWORD);
        Path config = Files.write(folder.resolve(mistake + ".properties"), client);
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
                "reader", List.of("consumer-service", "read", "--topic=readings", "--from=earliest", "--until-end"));
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
                "--bootstrap-servers=" + mistake.address(),
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
