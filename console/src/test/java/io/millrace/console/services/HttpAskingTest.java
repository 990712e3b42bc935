package io.millrace.console.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpAskingTest {
    private final HttpAsking asking = new HttpAsking();

    private ServiceWatch.Answer ask(URI address) {
        return asking.ask(List.of(new ServiceAddress("s", address, true)), List.of("/health"))
                .get(0)
                .get(0);
    }

    @Test
    void theBodyIsTheAnswerWhateverTheStatus() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(503, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            assertThat(ask(address).text()).isEqualTo("{}");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatDoesNotListenIsToldInWords() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        ServiceWatch.Answer answer = ask(URI.create("http://127.0.0.1:" + port));
        assertThat(answer.text()).isNull();
        assertThat(answer.problem()).isEqualTo("nothing listens there");
        assertThat(answer.unknownHost()).isFalse();
    }

    @Test
    void aNameThatNobodyKnowsIsToldApart() {
        ServiceWatch.Answer answer = ask(URI.create("http://no-such-host.invalid:8081"));
        assertThat(answer.problem()).isEqualTo("nobody knows its host");
        assertThat(answer.unknownHost()).isTrue();
    }

    /** It accepts and says nothing. */
    @Test
    void aServiceThatHangsIsNotWaitedForLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServiceWatch.Answer answer = ask(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
            assertThat(answer.problem()).isEqualTo("no answer within 5 s");
        }
    }
}
