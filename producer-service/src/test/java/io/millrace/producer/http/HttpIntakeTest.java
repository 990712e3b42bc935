package io.millrace.producer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.Refusal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nobody reads the source here: as if Kafka were away. */
class HttpIntakeTest {
    private static final int TOO_MANY = 400;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void answersTooManyRequestsWith503InsteadOfAReset() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        CountDownLatch refused = new CountDownLatch(TOO_MANY - HttpIntake.REQUESTS);
        try (HttpIntake intake = intake(64_000_000, Duration.ofHours(1))) {
            // More than a connection's buffers hold: whoever is refused is still writing.
            String body = "x".repeat(100_000);
            for (int i = 0; i < TOO_MANY; i++) {
                CompletableFuture<HttpResponse<String>> answer =
                        client.sendAsync(request(intake, body), HttpResponse.BodyHandlers.ofString());
                answer.whenComplete((response, e) -> refused.countDown());
                answers.add(answer);
            }
            assertThat(refused.await(1, TimeUnit.MINUTES)).isTrue();
        }
        int atOnce = 0;
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            HttpResponse<String> response = answer.get(1, TimeUnit.MINUTES);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).contains("1");
            atOnce += response.body().contains("too many requests at once") ? 1 : 0;
        }
        assertThat(atOnce).isEqualTo(TOO_MANY - HttpIntake.REQUESTS);
    }

    @Test
    void pagesOfOtherSitesStoreNothingWithoutAToken() throws Exception {
        try (HttpIntake intake = intake(10_000, Duration.ofMinutes(1))) {
            for (String headers : List.of("Host: localhost\r\nOrigin: http://evil.example", "Host: evil.example")) {
                try (Socket socket = new Socket("127.0.0.1", intake.address().getPort())) {
                    socket.getOutputStream()
                            .write(("POST / HTTP/1.1\r\n" + headers + "\r\nContent-Type: text/plain\r\n"
                                            + "Content-Length: 4\r\nConnection: close\r\n\r\nline")
                                    .getBytes(StandardCharsets.US_ASCII));
                    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                            .startsWith("HTTP/1.1 403");
                }
            }
        }
    }

    @Test
    void countsWhatLinesTakeBesidesTheirBytes() throws Exception {
        try (HttpIntake intake = intake(10_000, Duration.ofMinutes(1))) {
            // 2,000 bytes, but 1,000 arrays.
            deliver(intake, "1\n".repeat(1000));
            assertThat(post(intake, "2")).contains("too much waits for Kafka; nothing was stored");
        }
    }

    @Test
    void givesTheRoomOfRefusedRequestsBack() throws Exception {
        try (HttpIntake intake = intake(10_000, Duration.ofMinutes(1))) {
            deliver(intake, "1".repeat(5000));
            for (int i = 0; i < 3; i++) {
                assertThat(post(intake, "2".repeat(7000))).contains("too much waits for Kafka; nothing was stored");
                assertThat(post(intake, "3".repeat(1_000_001))).contains("too much waits", "nothing was stored");
            }
            deliver(intake, "4".repeat(3000));
        }
    }

    @Test
    void takesARequestBackWhoseTimeIsOverBeforeItWasHandedOut() throws Exception {
        try (HttpIntake intake = intake(10_000, Duration.ofMillis(1))) {
            for (int i = 0; i < 3; i++) {
                // Each has the room of the one before.
                assertThat(post(intake, "1".repeat(7000))).contains("Kafka does not answer; nothing was stored");
            }
            List<String> handedOut = new ArrayList<>();
            intake.read(outlet(handedOut));
            assertThat(handedOut).isEmpty();
        }
    }

    /** Posts, and hands out what was posted, as if it were on its way to Kafka. */
    private void deliver(HttpIntake intake, String body) throws Exception {
        client.sendAsync(request(intake, body), HttpResponse.BodyHandlers.ofString());
        List<String> handedOut = new ArrayList<>();
        while (handedOut.isEmpty()) {
            intake.read(outlet(handedOut));
        }
    }

    private static Outlet outlet(List<String> lines) {
        return new Outlet() {
            @Override
            public void record(OutRecord record) {
                lines.add(new String(record.value(), StandardCharsets.UTF_8));
            }

            @Override
            public void refuse(Refusal refusal) {
                throw new AssertionError("refused: " + refusal);
            }

            @Override
            public int partitions() {
                return 1;
            }
        };
    }

    @Test
    void refusesAPackedBodyWithSomethingBehindItsLastMember() throws Exception {
        try (HttpIntake intake = intake(64_000_000, Duration.ofMillis(1))) {
            byte[] member = PackedBodyTest.gzip("a\n");
            byte[] body = Arrays.copyOf(member, member.length + 3);
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(request(intake, ""), (name, value) -> true)
                            .header("Content-Encoding", "gzip")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("not gzip from its first byte to its last", "nothing was stored");
        }
    }

    private String post(HttpIntake intake, String body) throws Exception {
        return client.send(request(intake, body), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest request(HttpIntake intake, String body) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + intake.address().getPort() + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpIntake intake(long maxWaitingBytes, Duration answerTimeout) {
        return new HttpIntake(
                new HttpSettings(
                        InetAddress.getLoopbackAddress(),
                        0,
                        Optional.empty(),
                        false,
                        1_000_000,
                        maxWaitingBytes,
                        answerTimeout,
                        Duration.ofHours(24)),
                Clock.systemUTC());
    }
}
