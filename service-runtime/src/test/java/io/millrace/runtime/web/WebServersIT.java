package io.millrace.runtime.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The bounds of the JDK's web server; {@code pom.xml} makes the time for a request a short one here. */
class WebServersIT {
    private static final int FEWER_THAN_ARE_SERVED_AT_ONCE = 10;
    private static final int MORE_THAN_ARE_SERVED_AT_ONCE = 40;
    private static final int PATIENCE_MS = 60_000;

    @Test
    @Tag("thorough")
    void clientsThatNeverEndTheirRequestsLeaveRoomForOthers() throws Exception {
        try (Observability observability = new Observability("slow", "run")) {
            int port = serve(observability);
            List<Socket> slow = slow(port, FEWER_THAN_ARE_SERVED_AT_ONCE);
            assertThat(health(port)).startsWith("HTTP/1.1 200");
            for (Socket socket : slow) {
                try (socket) {
                    assertThat(rest(socket)).isEmpty();
                }
            }
        }
    }

    @Test
    @Tag("thorough")
    void clientsThatNeverEndTheirRequestsAreLetGo() throws Exception {
        try (Observability observability = new Observability("slow", "run")) {
            int port = serve(observability);
            for (Socket socket : slow(port, MORE_THAN_ARE_SERVED_AT_ONCE)) {
                try (socket) {
                    assertThat(rest(socket)).isEmpty();
                }
            }
            assertThat(health(port)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aRequestWithoutAnEndIsNotKept() throws Exception {
        try (Observability observability = new Observability("large", "run")) {
            int port = serve(observability);
            for (String begin : List.of("GET /", "GET /health HTTP/1.1\r\nX-Large: ")) {
                try (Socket socket = open(port)) {
                    assertThat(endless(socket, begin)).isLessThan(32 << 20);
                }
            }
            try (Socket socket = open(port)) {
                assertThat(ask(socket, "GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void pagesOfOtherSitesReadNothing() throws Exception {
        try (Observability observability = new Observability("guarded", "run")) {
            int port = serve(observability);
            for (String headers : List.of(
                    "Host: evil.example:" + port,
                    "Host: localhost\r\nOrigin: http://evil.example",
                    "Host: localhost\r\nSec-Fetch-Site: cross-site")) {
                try (Socket socket = open(port)) {
                    assertThat(ask(socket, "GET /metrics HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n"))
                            .startsWith("HTTP/1.1 403")
                            .doesNotContain("jvm_");
                }
            }
        }
    }

    @Test
    void aProxysCheckThatNamesNoHostIsAnswered() throws Exception {
        try (Observability observability = new Observability("checked", "run")) {
            try (Socket socket = open(serve(observability))) {
                assertThat(ask(socket, "GET /health HTTP/1.0\r\n\r\n")).contains(" 200 ");
            }
        }
    }

    private static int serve(Observability observability) {
        observability.serve(CommandLine.populateCommand(new HttpOptions(), "--http-port=0"));
        return observability.port().orElseThrow();
    }

    private static List<Socket> slow(int port, int clients) throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Socket socket = open(port);
            socket.getOutputStream().write("GET /health HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        return slow;
    }

    private static String health(int port) throws IOException {
        try (Socket socket = open(port)) {
            return ask(socket, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        }
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static String ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String rest(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }

    /** How many characters of a line without an end the server takes before it ends the connection. */
    private static long endless(Socket socket, String begin) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] more = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        long written = 0;
        try {
            out.write(begin.getBytes(StandardCharsets.US_ASCII));
            while (written < 64 << 20) {
                out.write(more);
                written += more.length;
            }
        } catch (SocketException ended) {
            return written;
        }
        return written;
    }
}
