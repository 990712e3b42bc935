package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.stack.FreePorts;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Servers.class)
class HttpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final TestBroker broker = Servers.broker();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private int port;

    @Test
    void storesLinesBeforeItAnswersAndOncePerKey() throws Exception {
        try (RunningCommand http = start("http-lines")) {
            assertThat(post("{\"a\":1}\r\n\n[2]\n3")).isEqualTo("200 {\"records\":3}");
            assertThat(broker.values("http-lines")).containsExactlyInAnyOrder("{\"a\":1}", "[2]", "3");
            assertThat(post("{\"b\":1}\n", "Idempotency-Key", "one")).isEqualTo("200 {\"records\":1}");
            assertThat(post("{\"b\":1}\n", "Idempotency-Key", "one"))
                    .isEqualTo("200 {\"records\":1,\"repeated\":true}");
            assertThat(post("{\"c\":1}\n", "Idempotency-Key", "one")).startsWith("422 ");
            assertThat(send(request("")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(gzip("{\"d\":1}\n")))
                            .header("Content-Encoding", "gzip")))
                    .isEqualTo("200 {\"records\":1}");
            assertThat(http.stop()).isZero();
        }
        assertThat(broker.values("http-lines"))
                .containsExactlyInAnyOrder("{\"a\":1}", "[2]", "3", "{\"b\":1}", "{\"d\":1}");
    }

    @Test
    void refusesWhatItCannotTakeAsAWholeAndSaysWhy() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "secret\n");
        try (RunningCommand http = start("http-refused", "--token-file=" + token, "--max-request-bytes=1000")) {
            assertThat(post("{}")).startsWith("401 ");
            String[] authorized = {"Authorization", "Bearer secret"};
            assertThat(post("{}\n{\"a\":\n", authorized)).startsWith("400 ").contains("line 2 is not JSON");
            assertThat(post("{} {}\n", authorized)).startsWith("400 ").contains("more than one JSON value");
            assertThat(post("\"" + "x".repeat(1000) + "\"", authorized)).startsWith("413 ");
            assertThat(post("{}", "Authorization", "Bearer secret", "Idempotency-Key", "a b"))
                    .startsWith("400 ");
            assertThat(send(request("elsewhere").POST(HttpRequest.BodyPublishers.noBody())))
                    .startsWith("404 ");
            assertThat(send(request("").GET())).startsWith("405 ");
            assertThat(http.stop()).isZero();
            assertThat(http.errors()).isEmpty();
        }
        assertThat(broker.committed("http-refused")).isEmpty();
    }

    @Test
    void remembersAKeyAcrossAKill() throws Exception {
        port = FreePorts.any();
        Path log = folder.resolve("http.out");
        KilledProcess.killWhen(() -> answers("{\"n\":1}", "200 {\"records\":1}"), log, command("http-killed"));
        try (RunningCommand http = new RunningCommand(command("http-killed").toArray(String[]::new))) {
            await().atMost(PATIENCE).until(() -> answers("{\"n\":1}", "200 {\"records\":1,\"repeated\":true}"));
            assertThat(http.stop()).isZero();
        }
        assertThat(broker.values("http-killed")).containsExactly("{\"n\":1}");
    }

    @Test
    void takesLogsOfOpenTelemetryInBothForms() throws Exception {
        byte[] logs = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .addLogRecords(LogRecord.newBuilder()
                                        .setBody(AnyValue.newBuilder().setStringValue("from protobuf")))))
                .build()
                .toByteArray();
        String json =
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"from JSON\"}}]}]}]}";
        try (RunningCommand http = start("http-otlp", "--partitions=1")) {
            HttpResponse<byte[]> answer = client.send(
                    request("v1/logs")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(logs))
                            .header("Content-Type", "application/x-protobuf")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-protobuf");
            assertThat(broker.values("http-otlp")).hasSize(1);
            assertThat(send(request("v1/logs")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(json)))
                            .headers("Content-Type", "application/json; charset=utf-8", "Content-Encoding", "gzip")))
                    .isEqualTo("200 {}");
            assertThat(send(request("v1/logs")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"resourceLogs\":1}"))
                            .header("Content-Type", "application/json")))
                    .startsWith("400 {\"message\":\"the body is no OTLP request for logs");
            assertThat(send(request("v1/logs").POST(HttpRequest.BodyPublishers.ofString("x"))))
                    .startsWith("415 ");
            assertThat(http.stop()).isZero();
        }
        assertThat(broker.values("http-otlp").get(0)).contains("\"message\":\"from protobuf\"");
        assertThat(broker.values("http-otlp").get(1)).contains("\"message\":\"from JSON\"", "\"host\":\"127.0.0.1\"");
    }

    @Test
    void saysThatItsPortIsTaken() throws Exception {
        try (RunningCommand http = start("http-port")) {
            RunningCommand second = new RunningCommand(command("http-port-2").toArray(String[]::new));
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.errors()).contains("--port is " + port + ", must be a free port");
            assertThat(http.isRunning()).isTrue();
        }
    }

    private boolean answers(String body, String expected) {
        try {
            return post(body, "Idempotency-Key", "k").equals(expected);
        } catch (IOException e) {
            // Not listening yet.
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RunningCommand start(String topic, String... more) throws Exception {
        port = FreePorts.any();
        List<String> command = command(topic);
        command.addAll(List.of(more));
        RunningCommand http = new RunningCommand(command.toArray(String[]::new));
        await().atMost(PATIENCE).until(() -> {
            try {
                return !send(request("").GET()).isEmpty();
            } catch (IOException e) {
                assertThat(http.isRunning()).isTrue();
                return false;
            }
        });
        return http;
    }

    private List<String> command(String topic) {
        return new ArrayList<>(List.of(
                "http", "--bootstrap-servers=" + broker.bootstrapServers(), "--topic=" + topic, "--port=" + port));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path));
    }

    private String post(String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("").POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body().strip();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
