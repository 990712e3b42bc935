package io.millrace.producer;

import com.hivemq.embedded.EmbeddedHiveMQ;
import io.millrace.stack.FreePorts;
import io.millrace.testsupport.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The servers of all integration tests in this JVM: each is started by the first test that asks for it, since starting is
 * what takes time, and stopped after the last test. Tests keep apart by topics and tables of their own.
 */
public final class Servers implements BeforeAllCallback {
    private static Path folder;
    private static TestBroker broker;
    private static TestDatabase database;
    private static TestDatabase postgreSql;
    private static TestDatabase mySql;
    private static TestDatabase h2;
    private static EmbeddedHiveMQ mqtt;
    private static final Map<String, Integer> mqttPorts = new HashMap<>();
    private static TestCertificates mqttCertificates;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(Servers.class, key ->
                (AutoCloseable) Servers::close);
    }

    /** A Kafka broker. */
    static synchronized TestBroker broker() {
        if (broker == null) {
            broker = new TestBroker(folder().resolve("kafka"));
        }
        return broker;
    }

    /** A real MariaDB; ends the test as skipped where there is none for this machine. */
    static synchronized TestDatabase database() {
        if (database == null) {
            database = TestMariaDb.start(folder().resolve("mariadb"));
        }
        return database;
    }

    /** A real PostgreSQL; ends the test as skipped where there is none for this machine. */
    static synchronized TestDatabase postgreSql() {
        if (postgreSql == null) {
            postgreSql = TestPostgreSql.start(folder().resolve("postgresql"));
        }
        return postgreSql;
    }

    /** The embedded stack's database, here in this JVM's memory. */
    static synchronized TestDatabase h2() {
        if (h2 == null) {
            h2 = TestH2.start(folder());
        }
        return h2;
    }

    /** A real MySQL; ends the test as skipped where no container engine answers. */
    static synchronized TestDatabase mySql() {
        if (mySql == null) {
            mySql = TestMySql.start(folder().resolve("mysql"));
        }
        return mySql;
    }

    /** The port of an MQTT broker, HiveMQ Community Edition. */
    static int mqttPort() throws Exception {
        return mqttPort("mqtt");
    }

    /** Its port for URLs of this scheme; with TLS it asks clients for a certificate. */
    static synchronized int mqttPort(String scheme) throws Exception {
        if (mqtt == null) {
            startMqtt();
        }
        return mqttPorts.get(scheme.equals("ssl") ? "mqtts" : scheme);
    }

    /** Certificates for its ports with TLS. */
    static synchronized TestCertificates mqttCertificates() throws Exception {
        if (mqttCertificates == null) {
            mqttCertificates = new TestCertificates(folder().resolve("certificates"));
        }
        return mqttCertificates;
    }

    private static void startMqtt() throws Exception {
        for (String scheme : List.of("mqtt", "mqtts", "ws", "wss")) {
            mqttPorts.put(scheme, FreePorts.any());
        }
        String tls = """
                <tls>
                  <keystore><path>%s</path><password>%s</password><private-key-password>%s</private-key-password></keystore>
                  <truststore><path>%s</path><password>%s</password></truststore>
                  <client-authentication-mode>REQUIRED</client-authentication-mode>
                </tls>
                """.formatted(
                        mqttCertificates().serverStore(),
                        TestCertificates.PASSWORD,
                        TestCertificates.PASSWORD,
                        mqttCertificates().trustStore(),
                        TestCertificates.PASSWORD);
        Path configuration = Files.createDirectories(folder().resolve("mqtt-conf"));
        Files.writeString(configuration.resolve("config.xml"), """
                <hivemq>
                  <listeners>
                    <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                    <tls-tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address>%s</tls-tcp-listener>
                    <websocket-listener><port>%d</port><bind-address>127.0.0.1</bind-address><path>/mqtt</path></websocket-listener>
                    <tls-websocket-listener><port>%d</port><bind-address>127.0.0.1</bind-address><path>/mqtt</path>%s</tls-websocket-listener>
                  </listeners>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(
                mqttPorts.get("mqtt"), mqttPorts.get("mqtts"), tls, mqttPorts.get("ws"), mqttPorts.get("wss"), tls));
        mqtt = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration)
                .withDataFolder(Files.createDirectories(folder().resolve("mqtt-data")))
                .withExtensionsFolder(Files.createDirectories(folder().resolve("mqtt-extensions")))
                .build();
        mqtt.start().get(60, TimeUnit.SECONDS);
    }

    private static Path folder() {
        if (folder == null) {
            try {
                folder = Files.createTempDirectory("producer-servers");
            } catch (IOException e) {
                throw new IllegalStateException("no folder for the servers", e);
            }
        }
        return folder;
    }

    private static synchronized void close() throws Exception {
        if (mqtt != null) {
            mqtt.stop().get(60, TimeUnit.SECONDS);
        }
        if (broker != null) {
            broker.close();
        }
        for (TestDatabase server : Arrays.asList(database, postgreSql, mySql, h2)) {
            if (server != null) {
                server.close();
            }
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }
}
