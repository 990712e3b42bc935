package io.millrace.producer.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.producer.syslog.SyslogSettings.Ports;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SyslogListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void takesManyConnectionsAtOnceAlsoThoseThatAreSlowOrSayNothing() throws Exception {
        try (SyslogListener listener = listener(64_000_000, 600)) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                sockets.add(connect(listener));
                // Half of a message, whose rest comes last of all; every fifth never sends anything.
                send(sockets.get(i), i % 5 == 0 ? "" : "<13>beg");
            }
            Socket quick = connect(listener);
            send(quick, "<13>quick\n");
            assertThat(next(listener)).isEqualTo("<13>quick");
            for (int i = 0; i < 500; i++) {
                send(sockets.get(i), i % 5 == 0 ? "" : "un " + i + "\n");
            }
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                all.add(next(listener));
            }
            assertThat(all).doesNotHaveDuplicates().allMatch(message -> message.startsWith("<13>begun "));
            assertThat(registry.get("millrace.producer.syslog.connections")
                            .gauge()
                            .value())
                    .isEqualTo(501);
            for (Socket socket : sockets) {
                socket.close();
            }
            quick.close();
        }
    }

    @Test
    void stopsReadingWhileThereIsNoRoomAndLosesNothing() throws Exception {
        int number = 40_000;
        try (SyslogListener listener = listener(400_000, 10)) {
            Socket socket = connect(listener);
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < number; i++) {
                    send(socket, "<13>" + i + " " + "x".repeat(1000) + "\n");
                }
            });
            // Nothing is stored, and 40 MB are more than the kernel holds: the sender is stuck.
            await().atMost(PATIENCE).until(() -> listener.waiting() >= 240);
            assertThat(writer).isNotDone();
            for (int i = 0; i < number; i++) {
                Received message = listener.next(PATIENCE).orElseThrow();
                assertThat(text(message)).startsWith("<13>" + i + " ");
                assertThat(listener.waiting()).isLessThan(400_000 / 1200);
                listener.stored(message);
            }
            writer.join();
            socket.close();
        }
    }

    @Test
    void dropsDatagramsBeyondTheRoomAndCountsThem() throws Exception {
        try (SyslogListener listener = listener(100_000, 10);
                DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 1000; i++) {
                datagram(socket, listener, "<13>" + i + " " + "x".repeat(1000));
            }
            await().atMost(PATIENCE).until(() -> listener.waiting() + events("dropped") > 100 && events("dropped") > 0);
            double dropped = events("dropped");
            assertThat(listener.waiting()).isLessThanOrEqualTo(100_000 / 1200);
            assertThat(dropped).isPositive();
            Received message = listener.next(PATIENCE).orElseThrow();
            listener.stored(message);
            assertThat(text(message)).startsWith("<13>0 ");
        }
    }

    @Test
    void readsConnectionsAlsoWhileDatagramsHaveAllTheRoomThatIsTheirs() throws Exception {
        try (SyslogListener listener = listener(100_000, 10);
                DatagramSocket datagrams = new DatagramSocket();
                Socket socket = connect(listener)) {
            while (events("dropped") == 0) {
                datagram(datagrams, listener, "<13>" + "x".repeat(1000));
            }
            int waiting = listener.waiting();
            // More than connections could have had if datagrams had theirs.
            for (int i = 0; i < 30; i++) {
                send(socket, "<13>" + "y".repeat(1000) + "\n");
            }
            await().atMost(PATIENCE).until(() -> listener.waiting() == waiting + 30);
            assertThat(waiting).isEqualTo(25_000 / 1204);
        }
    }

    @Test
    void datagramsHaveAllTheRoomWhereNothingElseIsHeard() throws Exception {
        try (SyslogListener listener = listener(new Ports(SyslogSettings.NONE, SyslogSettings.NONE, 0), 100_000, 10);
                DatagramSocket datagrams = new DatagramSocket()) {
            while (events("dropped") == 0) {
                datagram(datagrams, listener, "<13>" + "x".repeat(1000));
            }
            assertThat(listener.waiting()).isEqualTo(100_000 / 1204);
        }
    }

    @Test
    void countsTheConnectionsThatItCutsOffWhenItStops() throws Exception {
        SyslogListener listener = new SyslogListener(
                settings(new Ports(0, SyslogSettings.NONE, 0), 4_000_000, 10),
                new SyslogMeters(registry, System::nanoTime),
                Clock.systemUTC(),
                Duration.ZERO);
        try (Socket socket = connect(listener)) {
            send(socket, "<13>one\n");
            assertThat(next(listener)).isEqualTo("<13>one");
            listener.stop();
            await().atMost(PATIENCE).until(listener::isEnded);
            assertThat(events("cut_off")).isEqualTo(1);
        }
    }

    @Test
    void takesDatagramsAsMessagesAndRefusesLongOnes() throws Exception {
        try (SyslogListener listener = listener(4_000_000, 10);
                DatagramSocket socket = new DatagramSocket()) {
            datagram(socket, listener, "<13>one\n<13>still one\n");
            assertThat(next(listener)).isEqualTo("<13>one\n<13>still one");
            datagram(socket, listener, "<13>" + "x".repeat(20_000));
            Received refused = listener.next(PATIENCE).orElseThrow();
            assertThat(refused.refusal().orElseThrow())
                    .startsWith("message has 20004 bytes, must have at most 8192 (--max-record-bytes)");
            assertThat(refused.message()).hasSize(8192);
        }
    }

    @Test
    void turnsConnectionsAwayThatAreTooMany() throws Exception {
        try (SyslogListener listener = listener(4_000_000, 2)) {
            Socket one = connect(listener);
            Socket two = connect(listener);
            await().atMost(PATIENCE)
                    .until(() -> registry.get("millrace.producer.syslog.connections")
                                    .gauge()
                                    .value()
                            == 2);
            Socket three = connect(listener);
            assertThat(isClosed(three)).isTrue();
            assertThat(events("turned_away")).isEqualTo(1);
            one.close();
            await().atMost(PATIENCE)
                    .until(() -> registry.get("millrace.producer.syslog.connections")
                                    .gauge()
                                    .value()
                            == 1);
            Socket four = connect(listener);
            send(four, "<13>four\n");
            assertThat(next(listener)).isEqualTo("<13>four");
            two.close();
            four.close();
        }
    }

    @Test
    void tellsSendersThatItStopsAndTakesWhatTheyHadSent() throws Exception {
        SyslogListener listener = listener(4_000_000, 10);
        Socket socket = connect(listener);
        send(socket, "<13>before\n<13>not en");
        assertThat(next(listener)).isEqualTo("<13>before");
        listener.stop();
        // A sender that looks sees the end, sends what it has begun and goes.
        assertThat(isClosed(socket)).isTrue();
        send(socket, "ded\n");
        socket.close();
        assertThat(next(listener)).isEqualTo("<13>not ended");
        await().atMost(PATIENCE).until(listener::isEnded);
        assertThat(listener.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void saysThatAPortIsTaken() {
        try (SyslogListener listener = listener(4_000_000, 10)) {
            int port = listener.port("tcp");
            assertThatThrownBy(() -> listener(new Ports(port, -1, -1), 4_000_000, 10))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageStartingWith("--tcp-port is " + port + ", must be a free port on 127.0.0.1: ");
            int udp = listener.port("udp");
            assertThatThrownBy(() -> listener(new Ports(0, -1, udp), 4_000_000, 10))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageStartingWith("--udp-port is " + udp + ", must be a free port on 127.0.0.1: ");
        }
    }

    private double events(String event) {
        return registry.get("millrace.producer.syslog.events")
                .tag("event", event)
                .counter()
                .count();
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            // Reset.
            return true;
        }
    }

    private static String next(SyslogListener listener) throws InterruptedException {
        Received message = listener.next(PATIENCE).orElseThrow();
        listener.stored(message);
        return text(message);
    }

    private static String text(Received message) {
        return new String(message.message(), StandardCharsets.UTF_8);
    }

    private static Socket connect(SyslogListener listener) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), listener.port("tcp"));
    }

    private static void send(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void datagram(DatagramSocket socket, SyslogListener listener, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), listener.port("udp")));
    }

    private SyslogListener listener(long maxWaiting, int maxConnections) {
        return listener(new Ports(0, SyslogSettings.NONE, 0), maxWaiting, maxConnections);
    }

    private SyslogListener listener(Ports ports, long maxWaiting, int maxConnections) {
        return new SyslogListener(
                settings(ports, maxWaiting, maxConnections),
                new SyslogMeters(registry, System::nanoTime),
                Clock.systemUTC());
    }

    private static SyslogSettings settings(Ports ports, long maxWaiting, int maxConnections) {
        return new SyslogSettings(
                InetAddress.getLoopbackAddress(), ports, Optional.empty(), 8192, maxWaiting, maxConnections);
    }
}
