package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.sink.cli.SinkMain;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs the sink on a stack and looks at what came of it. Topics of numbers: each line is {@code topic:number}. */
final class Sinks {
    private static final Set<String> REPEATABLE = Set.of("--topic-option", "--kafka-property");

    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestStack stack;

    Sinks(TestStack stack) {
        this.stack = stack;
    }

    /** A sink that runs in this process until it is stopped. */
    static final class Running {
        private final ShutdownSignal signal = new ShutdownSignal();
        private final CompletableFuture<TestStack.Ran> end;

        Running(List<String> arguments) {
            end = CompletableFuture.supplyAsync(
                    () -> TestStack.run(SinkMain.commandLine(signal), arguments), task -> new Thread(task).start());
        }

        TestStack.Ran stop() throws Exception {
            signal.request();
            return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /**
     * Arguments that store a topic of numbers as text, committing at once. Those given replace the same ones here, but for
     * options that may stand more than once.
     */
    List<String> run(String topic, String... more) {
        List<String> arguments = stack.arguments(
                "run",
                "--topics=" + topic,
                "--group=" + topic,
                "--root=/" + topic,
                "--value-format=text",
                "--file-format=text",
                "--roll-age=100ms",
                // Calls that fail at once instead of waiting for a server, as a test has no minutes to spare.
                "-Dipc.client.connect.max.retries=1",
                "-Dipc.client.connect.retry.interval=200",
                "-Ddfs.client.socket-timeout=3000");
        for (String option : more) {
            String name = option.substring(0, option.indexOf('=') < 0 ? option.length() : option.indexOf('='));
            if (!REPEATABLE.contains(name) && !name.startsWith("-D")) {
                arguments.removeIf(argument -> argument.startsWith(name + "="));
            }
            arguments.add(option);
        }
        return arguments;
    }

    static TestStack.Ran command(List<String> arguments) {
        return TestStack.run(SinkMain.commandLine(new ShutdownSignal()), arguments);
    }

    JsonNode audit(String topic) throws IOException {
        return auditOf("/" + topic, topic);
    }

    JsonNode auditOf(String root, String topic) throws IOException {
        TestStack.Ran ran = command(stack.arguments("audit", "--root=" + root, "--topics=" + topic, "--json"));
        return JSON.readTree(ran.out());
    }

    /** Checks that numbers from 0 are stored, each once, and that the audit is content. */
    void assertExact(String topic, int count) throws IOException {
        JsonNode audit = audit(topic);
        assertThat(audit.get("clean").booleanValue()).as(audit.toPrettyString()).isTrue();
        assertThat(audit.get("records").longValue()).isEqualTo(count);
        assertThat(stack.numbers("/" + topic))
                .isEqualTo(IntStream.range(0, count).boxed().toList());
    }

    void awaitStored(String topic, int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> audit(topic).get("records").longValue() >= count);
    }

    /** A topic of two partitions. */
    void topic(String name) throws ExecutionException, InterruptedException {
        stack.createTopic(name, 2);
    }

    /** The same for a topic that this test deleted. */
    void topicAgain(String name) throws ExecutionException, InterruptedException {
        stack.createTopicAgain(name, 2);
    }

    /** Status and body of a page on loopback; status 0 while nobody answers. */
    static Page page(int port, String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Page(status, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException nobodyThere) {
            return new Page(0, "");
        }
    }

    /** What a page answered. */
    record Page(int status, String body) {}

    /** Waits until the sink's health says that something is away, and returns what it says. */
    static String awaitUnhealthy(int port) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> page(port, "/health"), page -> page.status() == 503)
                .body();
    }

    static void awaitHealthy(int port) {
        await().atMost(PATIENCE).until(() -> page(port, "/health").status() == 200);
    }

    /** The arguments without those that begin like this. */
    static List<String> without(List<String> arguments, String beginning) {
        List<String> rest = new ArrayList<>(arguments);
        rest.removeIf(argument -> argument.startsWith(beginning));
        return rest;
    }
}
