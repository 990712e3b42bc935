package io.millrace.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ObservabilityTest {
    @Test
    void theEndpointShowsHealthMetricsAndLife() throws Exception {
        try (Observability observability = new Observability("test", "run")) {
            observability.serve(options("--http-port=0"));
            int port = observability.port().orElseThrow();
            observability.registry().counter("millrace.things").increment(3);
            assertThat(body(port, "/metrics")).contains("millrace_things_total{command=\"run\",service=\"test\"} 3.0");
            assertThat(body(port, "/health")).isEqualTo("{\"status\":\"up\"}");
            observability.health().down("Kafka", "no route");
            assertThat(get(port, "/health").statusCode()).isEqualTo(503);
            assertThat(body(port, "/health")).isEqualTo("{\"status\":\"down\",\"problems\":{\"Kafka\":\"no route\"}}");
            assertThat(get(port, "/live").statusCode()).isEqualTo(200);
            assertThat(get(port, "/").statusCode()).isEqualTo(404);
            assertThat(body(port, "/")).isEqualTo("nothing is here; there are /health, /live and /metrics\n");
        }
    }

    @Test
    void aPortThatWasChosenIsSaid() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream usual = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try (Observability observability = new Observability("test", "run")) {
            observability.serve(options("--http-port=0"));
            assertThat(said.toString(StandardCharsets.UTF_8))
                    .contains("Health and metrics are shown: address=127.0.0.1 port="
                            + observability.port().orElseThrow() + " paths=/health,/live,/metrics");
        } finally {
            System.setErr(usual);
        }
    }

    @Test
    void aPortInUseIsOneSentence() {
        try (Observability first = new Observability("a", "run");
                Observability second = new Observability("b", "run")) {
            first.serve(options("--http-port=0"));
            int port = first.port().orElseThrow();
            assertThatThrownBy(() -> second.serve(options("--http-port=" + port)))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageStartingWith("--http-port is " + port + ", must be a free port on 127.0.0.1");
        }
    }

    private static HttpOptions options(String... args) {
        return CommandLine.populateCommand(new HttpOptions(), args);
    }

    private static String body(int port, String path) throws Exception {
        return get(port, path).body();
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
