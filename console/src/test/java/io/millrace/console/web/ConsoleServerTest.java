package io.millrace.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.kafka.ClusterState;
import io.millrace.console.kafka.KafkaClients;
import io.millrace.console.kafka.MessageSearch;
import io.millrace.console.kafka.TopicLook;
import io.millrace.console.live.LiveSources;
import io.millrace.console.live.LiveView;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.web.PageGuard;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server alone: what it answers without any server behind it. */
@Timeout(60)
class ConsoleServerTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>\u202e";

    private final HttpClient client = HttpClient.newHttpClient();
    private final KafkaClients kafka = new KafkaClients(new KafkaSettings("127.0.0.1:1", Map.of()));
    private final LiveView view = new LiveView(
            new LiveSources(
                    () -> new ClusterState(
                            List.of(), List.of(new ClusterState.Topic(EVIL, 1, false, 1, 1, 0)), List.of()),
                    "127.0.0.1:1",
                    List::of,
                    Optional.empty(),
                    Optional.empty()),
            Clock.systemUTC());
    private ConsoleServer server;

    private void serve(Optional<Login> login) throws Exception {
        serve(login, Optional.empty());
    }

    private void serve(Optional<Login> login, Optional<SSLContext> tls) throws Exception {
        server = new ConsoleServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                PageGuard.loopback(),
                login,
                tls,
                new Api(
                        view,
                        new TopicLook(kafka),
                        new MessageSearch(kafka, Optional.empty()),
                        Optional.empty(),
                        Optional.empty(),
                        Map::of));
    }

    @AfterEach
    void close() {
        server.close();
        view.close();
        kafka.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/topics", "/topics/a%2Fb", "/no/such/page", "/record?topic=t&partition=0&offset=1"})
    void everyPathOfPeopleIsThePage(String path) throws Exception {
        serve(Optional.empty());
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'")
                        .contains("frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(answer.body()).contains("/assets/app.js");
    }

    @Test
    void whatIsKnownAlreadyIsNotSentAgain() throws Exception {
        serve(Optional.empty());
        String tag = get("/assets/app.js").headers().firstValue("ETag").orElseThrow();
        assertThat(get("/assets/app.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/nothing|404|There is nothing at /api/nothing.",
                "/assets/nothing.js|404|There is no file /assets/nothing.js.",
                "/api/topic|400|parameter name is missing",
                "/api/log?root=/r&partition=0&topic=../../../x|400|The console was started without HDFS.",
                "/api/record?topic=../x&partition=0&offset=1|400|parameter topic must be the name of a topic",
                "/api/dead-letters?topic=a;b|400|parameter topic must be the name of a topic",
                "/api/messages?topic=t&n=x|400|parameter n is 'x', must be a whole number",
                "/api/messages?topic=t&n=10001|400|parameter n is 10001, must be from 1 to 10000",
                "/api/messages?topic=t&from=middle|400|parameter from is 'middle', must be last, earliest, latest, offset or time",
                "/api/messages?topic=t&from=offset|400|parameter offset is missing",
                "/api/messages?topic=t&filter=message.value%20%3D%3D|400|the filter cannot be understood",
                "/api/message?topic=t|400|parameters partition and offset must both be there",
                "/api/landed?root=/|400|The console was started without HDFS.",
                "/api/alerts|400|The console was started without a database.",
                "/api/messages?topic=t&places=0-7|400|parameter places must be partitions and offsets such as 0:12,1:7",
                "/api/topic?name=%zz|400|the address cannot be decoded"
            })
    void wrongQuestionsGetOneSentence(String path, int status, String sentence) throws Exception {
        serve(Optional.empty());
        // Not URI.create, which takes no wrong one.
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        if (path.contains("%zz")) {
            assertThat(answer).startsWith("HTTP/1.1 400");
            return;
        }
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains(sentence).doesNotContain("Exception");
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void nothingCanBeChanged(String method) throws Exception {
        serve(Optional.empty());
        HttpRequest request = HttpRequest.newBuilder(server.address().resolve("/api/status"))
                .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void pagesOfOthersAreRefused() throws Exception {
        serve(Optional.empty());
        assertThat(get("/api/status", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(get("/api/live", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(raw("GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("topics");
    }

    @Test
    void theStreamBringsWhatIsNew() throws Exception {
        serve(Optional.empty());
        HttpRequest request =
                HttpRequest.newBuilder(server.address().resolve("/api/live")).build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream; charset=utf-8");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.contains("onerror")) {
                line = lines.readLine();
            }
            assertThat(line).startsWith("data: {").contains("\"name\":\"<img src=x onerror=alert(1)>\u202e\"");
        }
    }

    @Test
    void pagesThatAreLeftOpenDoNotStarveTheOthers() throws Exception {
        serve(Optional.empty());
        List<InputStream> open = new ArrayList<>();
        int status = 200;
        for (int i = 0; i <= 64 && status == 200; i++) {
            HttpResponse<InputStream> answer = client.send(
                    HttpRequest.newBuilder(server.address().resolve("/api/live"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            status = answer.statusCode();
            open.add(answer.body());
        }
        assertThat(status).isEqualTo(503);
        assertThat(get("/api/status").statusCode()).isEqualTo(200);
        for (InputStream stream : open) {
            stream.close();
        }
    }

    @Test
    void withAPasswordNothingIsShownWithoutIt() throws Exception {
        serve(Optional.of(new Login.Password("millrace", "geheim: ü")));
        assertThat(get("/").statusCode()).isEqualTo(401);
        HttpResponse<String> wrong = get("/api/status", "Authorization", basic("millrace", "geheim"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(text -> assertThat(text).startsWith("Basic "));
        assertThat(get("/api/status", "Authorization", basic("millrace", "geheim: ü"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aProxysWordIsTaken() throws Exception {
        serve(Optional.of(new Login.ProxyHeader("X-Forwarded-User")));
        assertThat(get("/api/status").statusCode()).isEqualTo(401);
        assertThat(get("/api/status", "X-Forwarded-User", "ada").statusCode()).isEqualTo(200);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theAddressIsOfLoopback() throws Exception {
        serve(Optional.empty());
        assertThat(server.address()).hasScheme("http").hasHost("127.0.0.1");
    }
}
