package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.it.ServiceJar.Ran;
import io.millrace.stack.EmbeddedHdfs;
import io.millrace.stack.EmbeddedKafka;
import io.millrace.stack.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way in to one real broker, through a source, the sink and a reader: records go in and come out again. No secret stands on a command line or
 * in a settings file: the settings say where each lies.
 */
@Tag("thorough")
class KafkaWaysInIT {
    private static final String PASSWORD = "hush-of-stores";
    private static final String SCRAM = "hush-of-scram";
    private static final String CLIENT_SECRET = "hush-of-client";
    private static final String LOGIN = "org.apache.kafka.common.security.";

    /** The sink by each way in, too; otherwise by one of them: {@code -Dsecured.all=true}. */
    private static final boolean EVERY_CELL = Boolean.getBoolean("secured.all");

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;
    private static EmbeddedHdfs hdfs;
    private static TokenServer tokens;
    private static final Map<String, Integer> PORTS = new TreeMap<>();

    /** A way in: the broker's listener, and what a client is told. */
    private enum Way {
        MTLS_PEM("MTLS", "SSL"),
        MTLS_PKCS12("MTLS", "SSL"),
        SCRAM_JKS("SCRAM", "SASL_SSL"),
        OAUTHBEARER("OAUTH", "SASL_SSL");

        private final String listener;
        private final String protocol;

        Way(String listener, String protocol) {
            this.listener = listener;
            this.protocol = protocol;
        }

        /** The client's settings by their names. */
        Map<String, String> settings() {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("security.protocol", protocol);
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", at("broker.crt"));
            switch (this) {
                case MTLS_PEM -> {
                    settings.put("ssl.keystore.type", "PEM");
                    settings.put("ssl.keystore.location", at("client.pem"));
                }
                case MTLS_PKCS12 -> {
                    settings.put("ssl.keystore.type", "PKCS12");
                    settings.put("ssl.keystore.location", at("client.p12"));
                    settings.put("ssl.keystore.password", "${file:" + at("secrets.properties") + ":store}");
                    settings.put("ssl.truststore.type", "PKCS12");
                    settings.put("ssl.truststore.location", at("trust.p12"));
                    settings.put("ssl.truststore.password", "${env:STORE_PASSWORD}");
                }
                case SCRAM_JKS -> {
                    settings.put("ssl.truststore.type", "JKS");
                    settings.put("ssl.truststore.location", at("trust.jks"));
                    settings.put("ssl.truststore.password", "${env:STORE_PASSWORD}");
                    settings.put("sasl.mechanism", "SCRAM-SHA-512");
                    settings.put(
                            "sasl.jaas.config",
                            LOGIN + "scram.ScramLoginModule required username=\"alice\" password=\"${directory:"
                                    + at("secrets") + ":scram}\";");
                }
                case OAUTHBEARER -> {
                    settings.put("sasl.mechanism", "OAUTHBEARER");
                    settings.put(
                            "sasl.login.callback.handler.class", LOGIN + "oauthbearer.OAuthBearerLoginCallbackHandler");
                    settings.put("sasl.oauthbearer.token.endpoint.url", tokens.tokens());
                    settings.put(
                            "sasl.jaas.config",
                            LOGIN
                                    + "oauthbearer.OAuthBearerLoginModule required clientId=\"millrace\" clientSecret=\"${file:"
                                    + at("secrets.properties") + ":client}\";");
                }
            }
            return settings;
        }
    }

    private static String at(String file) {
        return folder.resolve(file).toString();
    }

    @BeforeAll
    static void start() throws Exception {
        Certificates certificates = new Certificates(folder, PASSWORD);
        certificates.make("broker", "ip:127.0.0.1");
        certificates.make("client", "dns:client.example");
        certificates.pem("broker");
        certificates.pem("client");
        certificates.trust("trust.p12", "broker");
        certificates.trust("trust.jks", "broker");
        Files.writeString(
                folder.resolve("secrets.properties"), "store=" + PASSWORD + "\nclient=" + CLIENT_SECRET + "\n");
        Files.writeString(Files.createDirectories(folder.resolve("secrets")).resolve("scram"), SCRAM);
        tokens = new TokenServer("millrace", CLIENT_SECRET);
        System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", tokens.keyAddress());
        int plain = FreePorts.any();
        kafka = new EmbeddedKafka(folder.resolve("kafka"), plain, broker(plain));
        kafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + plain))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "alice", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), SCRAM)))
                    .all()
                    .get();
            List<NewTopic> topics = new ArrayList<>();
            for (Way way : Way.values()) {
                topics.add(new NewTopic(way.name(), 1, (short) 1));
            }
            admin.createTopics(topics).all().get();
        }
        hdfs = new EmbeddedHdfs(folder.resolve("hdfs"), FreePorts.any(), FreePorts.any(), 1, Map.of());
        hdfs.start();
    }

    private static Map<String, String> broker(int plain) {
        int controller = FreePorts.any();
        StringBuilder addresses = new StringBuilder("PLAINTEXT://127.0.0.1:" + plain);
        for (String listener : List.of("MTLS", "SCRAM", "OAUTH")) {
            PORTS.put(listener, FreePorts.any());
            addresses.append(',').append(listener).append("://127.0.0.1:").append(PORTS.get(listener));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("listeners", addresses + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", addresses.toString());
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,MTLS:SSL,SCRAM:SASL_SSL,OAUTH:SASL_SSL");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", at("broker.pem"));
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", at("client.crt"));
        settings.put("listener.name.mtls.ssl.client.auth", "required");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,OAUTHBEARER");
        settings.put("listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put("listener.name.scram.scram-sha-512.sasl.jaas.config", LOGIN + "scram.ScramLoginModule required;");
        settings.put("listener.name.oauth.sasl.enabled.mechanisms", "OAUTHBEARER");
        settings.put(
                "listener.name.oauth.oauthbearer.sasl.jaas.config",
                LOGIN + "oauthbearer.OAuthBearerLoginModule required;");
        settings.put(
                "listener.name.oauth.oauthbearer.sasl.server.callback.handler.class",
                LOGIN + "oauthbearer.OAuthBearerValidatorCallbackHandler");
        settings.put("listener.name.oauth.sasl.oauthbearer.jwks.endpoint.url", tokens.keyAddress());
        settings.put("listener.name.oauth.sasl.oauthbearer.expected.audience", "kafka");
        return settings;
    }

    @AfterAll
    static void stop() {
        System.clearProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls");
        if (hdfs != null) {
            hdfs.close();
        }
        if (kafka != null) {
            kafka.close();
        }
        if (tokens != null) {
            tokens.close();
        }
    }

    private static Ran run(
            String what, String listener, Map<String, String> settings, String service, String... arguments)
            throws Exception {
        Path config = folder.resolve(what + ".properties");
        Files.write(
                config,
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--bootstrap-servers=127.0.0.1:" + PORTS.get(listener));
        all.add("--kafka-config=" + config);
        Ran ran = ServiceJar.run(
                List.of("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + tokens.tokens()),
                // All that can be told is told: secrets must not be among it.
                Map.of("STORE_PASSWORD", PASSWORD, "LOG_LEVEL", "DEBUG", "LOG_LEVEL_KAFKA", "INFO"),
                service,
                all,
                folder.resolve(what + ".out"),
                process -> {});
        assertThat(ran.said()).as(what).doesNotContain("hush");
        assertThat(Files.readString(config)).doesNotContain("hush");
        return ran;
    }

    private static void good(Way way, String service, String... arguments) throws Exception {
        Ran ran = run(way + "-" + arguments[0], way.listener, way.settings(), service, arguments);
        assertThat(ran.status())
                .as("%s of %s:%n%s", arguments[0], way, ran.said())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void recordsGoInAndComeOut(Way way) throws Exception {
        Path log = Files.writeString(folder.resolve(way + ".log"), "one\ntwo\n");
        good(way, "producer-service", "tail", "--topic=" + way, "--until-end", log.toString());
        Ran read = run(
                way + "-read",
                way.listener,
                way.settings(),
                "consumer-service",
                "read",
                "--topic=" + way,
                "--from=earliest",
                "--until-end");
        assertThat(read.status()).as(read.said()).isZero();
        assertThat(read.said()).contains("one", "two");
        if (EVERY_CELL || way == Way.OAUTHBEARER) {
            good(way, "hdfs-sink-service", "run", "--topics=" + way, "--until-end", "--root=" + hdfs.uri() + "/" + way);
            try (FileSystem files = hdfs.newClient()) {
                assertThat(files.exists(new org.apache.hadoop.fs.Path("/" + way + "/_millrace")))
                        .isTrue();
            }
        }
    }

    /** What is missing or wrong on each way in, and what is said of it. */
    @Test
    void whatIsMissingIsNamed() throws Exception {
        Map<String, String> noCertificate = new LinkedHashMap<>(Way.MTLS_PEM.settings());
        noCertificate.keySet().removeIf(name -> name.startsWith("ssl.keystore"));
        ends(
                "no-certificate",
                Way.MTLS_PEM,
                noCertificate,
                "; ssl.keystore.location must hold a certificate of this client that the brokers trust");
        Files.writeString(folder.resolve("secrets").resolve("other"), "wrong");
        ends(
                "other-password",
                Way.SCRAM_JKS,
                changed(Way.SCRAM_JKS, ":scram}", ":other}"),
                "refuses user or password: ");
        ends(
                "no-file",
                Way.OAUTHBEARER,
                changed(Way.OAUTHBEARER, "secrets.properties", "missing.properties"),
                "says where to find its value, ${file:" + folder.resolve("missing.properties")
                        + ":client}, but there is none");
        ends(
                "no-name",
                Way.OAUTHBEARER,
                changed(Way.OAUTHBEARER, ":client}", ":absent}"),
                "says where to find its value, ${file:" + folder.resolve("secrets.properties")
                        + ":absent}, but there is none");
        ends(
                "other-client",
                Way.OAUTHBEARER,
                changed(Way.OAUTHBEARER, ":client}", ":store}"),
                "The response code 401 and error response {\"invalid_client\"");
    }

    private static Map<String, String> changed(Way way, String from, String to) {
        Map<String, String> settings = new LinkedHashMap<>(way.settings());
        settings.replaceAll((name, value) -> value.replace(from, to));
        return settings;
    }

    private static void ends(String what, Way way, Map<String, String> settings, String said) throws Exception {
        Ran ran = run(
                what,
                way.listener,
                settings,
                "producer-service",
                "iot",
                "--count=1",
                "--interval=0s",
                "--topic=" + way);
        assertThat(ran.said().lines().filter(line -> line.startsWith("error: ")))
                .as("%s:%n%s", what, ran.said())
                .singleElement()
                .asString()
                .contains(said);
        // What a settings' place lacks is a fault of the settings.
        assertThat(ran.status()).isEqualTo(said.contains("there is none") ? 2 : 1);
    }
}
