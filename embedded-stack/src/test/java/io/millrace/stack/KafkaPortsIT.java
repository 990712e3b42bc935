package io.millrace.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaSecurity;
import io.millrace.runtime.kafka.KafkaSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are set to speak otherwise than the port of a real broker does. */
class KafkaPortsIT {
    private static final String PASSWORD = "test-password";
    private static final int PLAIN = FreePorts.any();
    private static final int LOGIN = FreePorts.any();
    private static final int TLS = FreePorts.any();

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        makeCertificate();
        int controller = FreePorts.any();
        String listeners = "PLAINTEXT://127.0.0.1:" + PLAIN + ",LOGIN://127.0.0.1:" + LOGIN + ",TLS://127.0.0.1:" + TLS;
        Map<String, String> settings = new HashMap<>();
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", listeners);
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT,TLS:SSL");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.login.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_alice=\"right\";");
        settings.put("listener.name.tls.ssl.keystore.type", "PKCS12");
        settings.put(
                "listener.name.tls.ssl.keystore.location",
                folder.resolve("tls.p12").toString());
        settings.put("listener.name.tls.ssl.keystore.password", PASSWORD);
        // Where a NameNode ran in this JVM before, Kafka would get Hadoop's server of PLAIN, which knows no user of
        // Kafka's.
        Security.removeProvider("SaslPlainServer");
        kafka = new EmbeddedKafka(folder.resolve("kafka"), PLAIN, settings);
        kafka.start();
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    void aPlainClientOnAPortForTlsIsToldWhatToSet() {
        refused(
                TLS,
                "PLAINTEXT",
                "speaks TLS, but security.protocol is PLAINTEXT; set security.protocol to SSL, or to SASL_SSL if it asks for a"
                        + " password");
        refused(
                TLS,
                "SASL_PLAINTEXT",
                "speaks TLS, but security.protocol is SASL_PLAINTEXT; set security.protocol to SASL_SSL");
    }

    @Test
    void aClientOfTlsOnAPlainPortIsToldWhatToSet() {
        refused(
                PLAIN,
                "SSL",
                "does not speak TLS, but security.protocol is SSL; name the brokers' port for TLS, or set security.protocol to"
                        + " PLAINTEXT");
        refused(
                LOGIN,
                "SASL_SSL",
                "does not speak TLS, but security.protocol is SASL_SSL; name the brokers' port for TLS, or set"
                        + " security.protocol to SASL_PLAINTEXT");
    }

    @Test
    void aClientWithoutALogInIsToldWhatToSet() {
        refused(
                LOGIN,
                "PLAINTEXT",
                "asks who this client is, but security.protocol is PLAINTEXT; set security.protocol to SASL_PLAINTEXT,"
                        + " sasl.jaas.config, and sasl.mechanism to PLAIN");
    }

    @Test
    void whatFitsIsLeftToTheClients() {
        fits("127.0.0.1:" + PLAIN, "PLAINTEXT");
        fits("127.0.0.1:" + LOGIN, "SASL_PLAINTEXT");
        fits("127.0.0.1:" + TLS, "SSL");
        fits("127.0.0.1:" + TLS, "SASL_SSL");
    }

    @Test
    void brokersThatAreAwayOrNotKnownOrNoKafkaAreLeftToTheClients() throws Exception {
        fits("127.0.0.1:1", "PLAINTEXT");
        fits("127.0.0.1:1,127.0.0.1:" + TLS, "SSL");
        fits("nobody.invalid:9092", "PLAINTEXT");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread other = new Thread(() -> {
                while (!silent.isClosed()) {
                    try {
                        silent.accept().close();
                    } catch (java.io.IOException e) {
                        return;
                    }
                }
            });
            other.setDaemon(true);
            other.start();
            fits("127.0.0.1:" + silent.getLocalPort(), "PLAINTEXT");
            fits("127.0.0.1:" + silent.getLocalPort(), "SSL");
        }
    }

    @Test
    void anUnknownProtocolIsASentence() {
        assertThatThrownBy(() -> KafkaSecurity.check(settings("127.0.0.1:" + PLAIN, "TLS")))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "Kafka property security.protocol is 'TLS', must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL");
    }

    private static void refused(int port, String protocol, String said) {
        assertThatThrownBy(() -> KafkaSecurity.check(settings("127.0.0.1:" + port, protocol)))
                .isInstanceOf(ServiceException.class)
                .hasMessage("Kafka at 127.0.0.1:" + port + " " + said);
    }

    private static void fits(String servers, String protocol) {
        assertThatCode(() -> KafkaSecurity.check(settings(servers, protocol))).doesNotThrowAnyException();
    }

    private static KafkaSettings settings(String servers, String protocol) {
        return new KafkaSettings(servers, Map.of("security.protocol", protocol));
    }

    private static void makeCertificate() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "tls",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=tls",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        folder.resolve("tls.p12").toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
