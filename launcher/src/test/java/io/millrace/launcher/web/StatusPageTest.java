package io.millrace.launcher.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.launcher.view.KafkaSnapshot;
import io.millrace.launcher.view.KafkaStatus;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asks the page, which asks a Kafka that the test makes up. */
class StatusPageTest {
    private final Kafka kafka = new Kafka();
    private final StatusPage page = new StatusPage(
            kafka,
            new StatusPage.Elsewhere(
                    URI.create("hdfs://127.0.0.1:2"), URI.create("http://127.0.0.1:3/"), "jdbc:h2:tcp://127.0.0.1:4/x"),
            0);

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void theFirstPageShowsBrokersTopicsGroupsAndWhereTheOthersAre() throws Exception {
        HttpResponse<String> answer = get("/");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("<pre>127.0.0.1:9092</pre>", "<pre>yes</pre>")
                .contains("<a href=\"/topics/a+b\">a b</a>")
                .contains("0: 5 to 9  (1, 1 of 2)")
                .contains("<pre>readers</pre>", "<pre>Stable</pre>", "<td class=\"n\">3</td>")
                .contains("<pre>idle</pre>")
                .contains("hdfs://127.0.0.1:2", "http://127.0.0.1:3/explorer.html", "jdbc:h2:tcp://127.0.0.1:4/x");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    }

    @Test
    void scriptsGetTheSameAsJson() throws Exception {
        HttpResponse<String> answer = get("/api/status");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.body())
                .contains("{\"id\":1,\"address\":\"127.0.0.1:9092\",\"controller\":true}")
                .contains("\"begin\":5,\"end\":9,\"records\":4}")
                .contains("{\"topic\":\"a b\",\"committed\":6,\"end\":9,\"lag\":3}");
    }

    @Test
    void messagesAreTextOrHexadecimalAndNeverMarkup() throws Exception {
        kafka.messages.add(message(null, "<script>x</script>".getBytes(StandardCharsets.UTF_8)));
        kafka.messages.add(
                message(new byte[] {(byte) 0xff, 0x0a}, "x".repeat(2001).getBytes(StandardCharsets.UTF_8)));
        String body = get("/topics/a+b").body();
        assertThat(kafka.asked).isEqualTo("a b");
        assertThat(body)
                .contains("&lt;script&gt;x&lt;/script&gt;", "<pre>ff 0a</pre>", "x".repeat(2000) + "…</pre>")
                .doesNotContain("<script>", "x".repeat(2001));
    }

    @Test
    void anUnknownTopicAndAnUnknownPageAreNotFound() throws Exception {
        kafka.failure = new ExecutionException(new UnknownTopicOrPartitionException("This server does not host it"));
        HttpResponse<String> answer = get("/topics/none");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no topic none.").doesNotContain("Exception");
        assertThat(get("/nope").statusCode()).isEqualTo(404);
    }

    @Test
    void aKafkaThatDoesNotAnswerIsNoFaultOfThePage() throws Exception {
        kafka.failure = new ExecutionException(new TimeoutException("no broker answered"));
        for (String path : new String[] {"/", "/topics/t", "/api/status"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("no broker answered");
        }
        kafka.failure = null;
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void aPageElsewhereCannotReadThisOneUnderAnotherName() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), page.address().getPort())) {
            socket.getOutputStream()
                    .write("GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("9092");
        }
    }

    @Test
    void aPortThatIsTakenIsOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new StatusPage(kafka, null, taken.getLocalPort()))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageStartingWith(
                            "--web-port is " + taken.getLocalPort() + ", must be a free port on 127.0.0.1: ");
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(page.address().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static ConsumerRecord<byte[], byte[]> message(byte[] key, byte[] value) {
        return new ConsumerRecord<>("a b", 0, 7, key, value);
    }

    private static final class Kafka implements KafkaStatus {
        private final List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
        private volatile ExecutionException failure;
        private volatile String asked;

        @Override
        public KafkaSnapshot snapshot() throws ExecutionException {
            failIfAsked();
            return new KafkaSnapshot(
                    List.of(new KafkaSnapshot.Broker(1, "127.0.0.1:9092", true)),
                    List.of(new KafkaSnapshot.Topic("a b", List.of(new KafkaSnapshot.Partition(0, 1, 2, 1, 5, 9, 4L)))),
                    List.of(
                            new KafkaSnapshot.Group("idle", "Empty", 0, List.of()),
                            new KafkaSnapshot.Group(
                                    "readers", "Stable", 1, List.of(new KafkaSnapshot.Lag("a b", 6, 9, 3)))));
        }

        @Override
        public List<ConsumerRecord<byte[], byte[]>> lastMessages(String topic, int atMost) throws ExecutionException {
            failIfAsked();
            asked = topic;
            return messages;
        }

        private void failIfAsked() throws ExecutionException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
