package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.tls.TlsFiles;
import io.millrace.stack.FreePorts;
import io.millrace.testsupport.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Servers.class)
class SyslogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path LOGGER = Path.of("/usr/bin/logger");

    private final TestBroker broker = Servers.broker();

    @TempDir
    Path folder;

    private int port;

    @Test
    void takesMessagesOverTcpAndUdpAndSendsWhatWasReadBeforeItStops() throws Exception {
        try (RunningCommand syslog = start("syslog-lines", "--udp-port=" + FreePorts.any())) {
            List<String> sent = IntStream.range(0, 5_000)
                    .mapToObj(i -> "<13>1 2026-11-29T08:00:00Z host app - - - " + i)
                    .toList();
            try (Socket lines = connect();
                    Socket counted = connect()) {
                for (String message : sent) {
                    send(lines, message + " as a line\n");
                    send(counted, (message.length() + 8) + " " + message + " counted");
                }
            }
            assertThat(syslog.stop()).isZero();
            assertThat(syslog.errors()).isEmpty();
            List<String> values = broker.values("syslog-lines");
            assertThat(values.stream().filter(value -> value.endsWith("line")))
                    .containsExactlyElementsOf(
                            sent.stream().map(value -> value + " as a line").toList());
            assertThat(values.stream().filter(value -> value.endsWith("counted")))
                    .containsExactlyElementsOf(
                            sent.stream().map(value -> value + " counted").toList());
        }
    }

    @Test
    void waitsWhileKafkaIsAwayAndLosesAndRepeatsNothing() throws Exception {
        int number = 30_000;
        try (RunningCommand syslog = start("syslog-outage", "--max-waiting-bytes=300000")) {
            try (Socket socket = connect()) {
                send(socket, "<13>0\n");
                await().atMost(PATIENCE).until(() -> values("syslog-outage").size() == 1);
                broker.stop();
                // 30 MB, more than the kernel holds: the writer has to wait.
                CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                    for (int i = 1; i < number; i++) {
                        sendUnchecked(socket, "<13>" + i + "x".repeat(1000) + "\n");
                    }
                });
                assertThat(writer).isNotDone();
                broker.start();
                writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(syslog.stop()).isZero();
        }
        assertThat(values("syslog-outage").stream().map(value -> value.replace("x", "")))
                .containsExactlyElementsOf(
                        IntStream.range(0, number).mapToObj(i -> "<13>" + i).toList());
    }

    @Test
    void takesWhatLoggerSends() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(LOGGER), "there is no util-linux here");
        int udp = FreePorts.any();
        try (RunningCommand syslog = start("syslog-logger", "--udp-port=" + udp, "--value-format=json")) {
            for (List<String> options : List.of(
                    List.of("-T", "-P", "" + port, "--rfc5424"),
                    List.of("-T", "-P", "" + port, "--rfc3164"),
                    List.of("-T", "-P", "" + port, "--octet-count", "--rfc5424"),
                    List.of("-T", "-P", "" + port, "--octet-count", "--rfc3164"),
                    List.of("-d", "-P", "" + udp, "--rfc5424"),
                    List.of("-d", "-P", "" + udp, "--rfc3164"))) {
                List<String> command = new ArrayList<>(
                        List.of(LOGGER.toString(), "-n", "127.0.0.1", "-p", "local3.err", "-t", "tag", "--id=77"));
                command.addAll(options);
                command.add("from logger " + String.join(" ", options));
                assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                        .isZero();
            }
            await().atMost(PATIENCE).until(() -> values("syslog-logger").size() == 6);
            assertThat(syslog.stop()).isZero();
        }
        assertThat(values("syslog-logger"))
                .allMatch(value -> value.contains("\"level\":\"ERROR\""))
                .allMatch(value -> value.contains("\"facility\":\"local3\",\"severity\":\"err\",\"app\":\"tag\""))
                .allMatch(value -> value.contains("\"procid\":\"77\""))
                .allMatch(value -> value.contains("\"message\":\"from logger -"));
    }

    @Test
    void keepsWhatIsTooLongAsDeadLetters() throws Exception {
        try (RunningCommand syslog = start(
                "syslog-long", "--max-record-bytes=2000", "--dead-letter-topic=syslog-letters", "--name=syslog-long")) {
            try (Socket socket = connect()) {
                send(socket, "<13>" + "x".repeat(3000) + "\n<13>short\n<13>left behind");
            }
            try (Socket socket = connect()) {
                send(socket, "9 <13>short100 <13>broken off");
            }
            await().atMost(PATIENCE).until(() -> values("syslog-long").size() == 3);
            assertThat(syslog.stop()).isZero();
        }
        assertThat(values("syslog-long")).containsExactlyInAnyOrder("<13>short", "<13>left behind", "<13>short");
        List<ConsumerRecord<byte[], byte[]>> letters = broker.committed("syslog-letters");
        assertThat(letters.stream().map(SyslogIT::reason))
                .containsExactlyInAnyOrder(
                        "message has 3004 bytes, must have at most 2000 (--max-record-bytes): what is beyond is not kept",
                        "message has 14 bytes, must have 100 as it says: the connection ended before");
        assertThat(letters.stream().map(letter -> letter.value().length)).containsExactlyInAnyOrder(2000, 14);
    }

    @Test
    void speaksTlsWithThoseWhoShowACertificate() throws Exception {
        TestCertificates certificates = new TestCertificates(folder.resolve("certificates"));
        int tls = FreePorts.any();
        try (RunningCommand syslog = start(
                "syslog-tls",
                "--tls-port=" + tls,
                "--certificate-file=" + certificates.serverCertificateFile(),
                "--key-file=" + certificates.serverKeyFile(),
                "--client-ca-file=" + certificates.caFile())) {
            KeyManager[] own = TlsFiles.identity(
                            certificates.certificateFile(), certificates.keyFile(), Optional.empty())
                    .getKeyManagers();
            try (Socket socket = secure(certificates, own, tls)) {
                send(socket, "14 <13>over TLS 1");
                send(socket, "14 <13>over TLS 2");
            }
            assertThat(isRefused(certificates, tls)).isTrue();
            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), tls)) {
                send(plain, "<13>not TLS\n");
            }
            await().atMost(PATIENCE).until(() -> values("syslog-tls").size() == 2);
            assertThat(syslog.stop()).isZero();
        }
        assertThat(values("syslog-tls")).containsExactly("<13>over TLS 1", "<13>over TLS 2");
    }

    @Test
    void saysThatAPortIsTakenAndWhatIsWrongWithSettings() throws Exception {
        try (RunningCommand syslog = start("syslog-port")) {
            RunningCommand second = new RunningCommand(command("syslog-port-2").toArray(String[]::new));
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.errors()).contains("--tcp-port is " + port + ", must be a free port on 127.0.0.1");
            assertThat(syslog.isRunning()).isTrue();
        }
        RunningCommand wrong = new RunningCommand(
                "syslog",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--tcp-port=-1",
                "--max-record-bytes=1",
                "--time-zone=Nowhere",
                "--key-file=x");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.errors())
                .contains("at least one must be a port")
                .contains("--max-record-bytes is 1, must be from 480 to 15000000")
                .contains("--time-zone is 'Nowhere', must be a zone")
                .contains("need --tls-port");
    }

    private static boolean isRefused(TestCertificates certificates, int tls) {
        try (Socket socket = secure(certificates, null, tls)) {
            send(socket, "<13>without a certificate\n");
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Socket secure(TestCertificates certificates, KeyManager[] own, int tls) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, TlsFiles.trust(certificates.caFile()).getTrustManagers(), null);
        return context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), tls);
    }

    private static String reason(ConsumerRecord<byte[], byte[]> letter) {
        return new String(
                letter.headers().lastHeader("millrace.dead-letter.reason").value(), StandardCharsets.UTF_8);
    }

    private RunningCommand start(String topic, String... more) throws Exception {
        port = FreePorts.any();
        List<String> command = command(topic);
        command.addAll(List.of(more));
        RunningCommand syslog = new RunningCommand(command.toArray(String[]::new));
        await().atMost(PATIENCE).until(() -> {
            try (Socket socket = connect()) {
                return socket.isConnected();
            } catch (IOException e) {
                assertThat(syslog.isRunning()).isTrue();
                return false;
            }
        });
        return syslog;
    }

    private List<String> command(String topic) {
        return new ArrayList<>(List.of(
                "syslog",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--topic=" + topic,
                "--partitions=1",
                "--tcp-port=" + port));
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void sendUnchecked(Socket socket, String text) {
        try {
            send(socket, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> values(String topic) {
        return broker.values(topic);
    }
}
