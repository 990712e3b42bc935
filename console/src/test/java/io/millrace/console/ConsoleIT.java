package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.landed.HdfsPlace;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.web.PageGuard;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console over a real broker; what landed and what raised alerts is looked at where services run, in {@code UpIT}. */
@Tag("thorough")
@Timeout(180)
class ConsoleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVIL = "<script>alert(1)</script>\u202e\u001b[2J";

    @TempDir
    static Path folder;

    private static EmbeddedStack stack;
    private static Console console;
    private static Map<String, Object> client;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        stack = EmbeddedStack.start(StackSettings.in(folder));
        client = Map.of("bootstrap.servers", stack.kafka().bootstrapServers());
        write("/results/by-hour/part-r-00001", "2026-01-01T11\tWARN\t3\n");
        write(
                "/results/by-hour/part-r-00000",
                "2026-01-01T10\tINFO\t12\n2026-01-01T10\t" + EVIL + "\t1\nwithout an end");
        write("/results/by-hour/_SUCCESS", "");
        write("/results/unfinished/part-r-00000", "INFO\t1\n");
        console = Console.start(settings(stack.kafka().bootstrapServers()));
    }

    private static ConsoleSettings settings(String servers) {
        return new ConsoleSettings(
                new KafkaSettings(servers, Map.of()),
                Optional.empty(),
                Optional.of(new HdfsPlace(
                        settings -> new HdfsConnection(
                                stack.hdfs().uri() + "/",
                                Optional.empty(),
                                settings,
                                Optional.empty(),
                                Optional.empty()),
                        Optional.empty())),
                Optional.empty(),
                List::of,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "--page-port",
                PageGuard.loopback(),
                Optional.empty(),
                Optional.empty(),
                Map::of);
    }

    @AfterAll
    static void stop() {
        console.close();
        stack.close();
    }

    private static void topic(String name, int partitions) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void send(String topic, List<String> values) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(
                        topic, bytes("key " + value.length()), value.equals("null") ? null : bytes(value)));
            }
            producer.flush();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(console.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private record Found(List<JsonNode> messages, JsonNode done, String problem) {
        List<Long> offsets() {
            return messages.stream()
                    .map(message -> message.path("offset").asLong())
                    .toList();
        }
    }

    private Found search(String query) throws Exception {
        List<JsonNode> messages = new ArrayList<>();
        JsonNode done = null;
        String problem = null;
        String event = "";
        for (String line : get("/api/messages?" + query).body().split("\n")) {
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                JsonNode data = JSON.readTree(line.substring(6));
                switch (event) {
                    case "message" -> messages.add(data);
                    case "done" -> done = data;
                    case "problem" -> problem = data.path("problem").asText();
                    default -> {}
                }
            }
        }
        return new Found(messages, done, problem);
    }

    @Test
    void topicsGroupsAndLagAreShownAndMarkersOfTransactionsAreNoLag() throws Exception {
        topic("transacted", 1);
        Map<String, Object> transactional = new HashMap<>(client);
        transactional.put("transactional.id", "console-it");
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer());
                Admin admin = Admin.create(client)) {
            producer.initTransactions();
            for (int i = 0; i < 3; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("transacted", bytes("x")));
                producer.commitTransaction();
            }
            admin.alterConsumerGroupOffsets(
                            "readers", Map.of(new TopicPartition("transacted", 0), new OffsetAndMetadata(5)))
                    .all()
                    .get();
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode live = json("/api/status");
            assertThat(live.path("kafka").path("up").asBoolean()).isTrue();
            JsonNode topic = named(live.path("topics"), "transacted");
            assertThat(topic.path("end").asLong()).isEqualTo(6);
            JsonNode group = named(live.path("groups"), "readers");
            // Offset 5 is the last transaction's marker: nothing is left to read.
            assertThat(group.path("lag").asLong()).isZero();
            assertThat(group.path("topics").get(0).path("committed").asLong()).isEqualTo(5);
        });
        JsonNode topic = json("/api/topic?name=transacted");
        assertThat(topic.path("partitions").get(0).path("end").asLong()).isEqualTo(6);
        assertThat(topic.path("partitions").get(0).path("bytes").asLong()).isPositive();
        assertThat(topic.path("settings")).isNotEmpty();
        assertThat(topic.path("groups").get(0).path("group").asText()).isEqualTo("readers");
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode one : list) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        return JSON.missingNode();
    }

    @Test
    void messagesAreFoundFromEveryBegin() throws Exception {
        topic("searched", 1);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            values.add("{\"n\":" + i + ",\"level\":\"" + (i % 100 == 0 ? "ERROR" : "INFO") + "\"}");
        }
        send("searched", values);
        assertThat(search("topic=searched&n=3").offsets()).containsExactly(999L, 998L, 997L);
        assertThat(search("topic=searched&n=3&from=earliest").offsets()).containsExactly(0L, 1L, 2L);
        assertThat(search("topic=searched&n=2&from=offset&offset=500").offsets())
                .containsExactly(500L, 501L);
        assertThat(search("topic=searched&n=2&from=offset&offset=5000").offsets())
                .isEmpty();
        assertThat(search("topic=searched&n=2&from=time&time=0").offsets()).containsExactly(0L, 1L);
        assertThat(search("topic=searched&from=time&time=" + (System.currentTimeMillis() + 3_600_000))
                        .offsets())
                .isEmpty();
        assertThat(search("topic=searched&n=3&filter=" + encoded("json.level == 'ERROR'"))
                        .offsets())
                .containsExactly(900L, 800L, 700L);
        assertThat(search("topic=searched&n=100&text=error").offsets())
                .hasSize(10)
                .startsWith(900L);
        assertThat(search("topic=searched&n=5&key=KEY%2023&from=earliest").offsets())
                .startsWith(0L, 10L, 11L);
        assertThat(search("topic=searched&n=2&from=latest&places=0:700").offsets())
                .containsExactly(700L, 701L);
        Found none = search("topic=searched&text=nowhere");
        assertThat(none.messages()).isEmpty();
        assertThat(none.done().path("complete").asBoolean()).isTrue();
        assertThat(none.done().path("scanned").asLong()).isEqualTo(1_000);
        assertThat(search("topic=searched&partition=7").problem()).isEqualTo("partition is 7, must be from 0 to 0");
        assertThat(search("topic=no-such").problem()).isEqualTo("There is no topic no-such.");
        assertThat(get("/api/topic?name=no-such").statusCode()).isEqualTo(404);
        assertThat(get("/api/topic?name=" + encoded("no/such topic")).body()).contains("must be the name of a topic");
        assertThat(get("/api/topic?name=no-such").body())
                .as("asking makes no topic")
                .contains("There is no topic no-such.");
    }

    @Test
    void whatMessagesHoldComesAsItIs() throws Exception {
        topic("hostile", 1);
        send("hostile", List.of(EVIL, "null", "x".repeat(100_000), "\u0000\u0001"));
        List<JsonNode> found = search("topic=hostile&from=earliest").messages();
        assertThat(found.get(0).path("value").asText()).isEqualTo("0x" + hex(EVIL));
        assertThat(found.get(1).path("value").isNull()).isTrue();
        assertThat(found.get(1).path("valueBytes").asInt()).isEqualTo(-1);
        assertThat(found.get(2).path("cut").asBoolean()).isTrue();
        assertThat(found.get(2).path("value").asText()).hasSize(16_384);
        assertThat(found.get(3).path("value").asText()).isEqualTo("0x0001");
        JsonNode whole = json("/api/message?topic=hostile&partition=0&offset=2");
        assertThat(whole.path("value").asText()).hasSize(100_000);
        HttpResponse<String> raw = get("/api/bytes?topic=hostile&partition=0&offset=0&part=value");
        assertThat(raw.body()).isEqualTo(EVIL);
        assertThat(raw.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"hostile-0-0.value\"");
        assertThat(raw.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    private static void write(String path, String text) throws Exception {
        try (FileSystem hdfs = stack.hdfs().newClient();
                FSDataOutputStream out = hdfs.create(new org.apache.hadoop.fs.Path(path))) {
            out.write(bytes(text));
        }
    }

    @Test
    void resultsOfJobsAreFoundAndRead() throws Exception {
        List<String> folders = new ArrayList<>();
        json("/api/results")
                .path("results")
                .forEach(result -> folders.add(result.path("folder").asText()));
        assertThat(folders).containsExactly("/results/by-hour");
        JsonNode result = json("/api/result?folder=/results/by-hour");
        assertThat(result.path("rows"))
                .hasToString("[[\"2026-01-01T10\",\"INFO\",\"12\"],[\"2026-01-01T10\"," + JSON.writeValueAsString(EVIL)
                        + ",\"1\"],[\"without an end\"],[\"2026-01-01T11\",\"WARN\",\"3\"]]");
        assertThat(result.path("all").asBoolean()).isTrue();
        for (String nowhere : List.of("/results", "/nowhere", "/results/_hidden", "")) {
            assertThat(get("/api/result?folder=" + nowhere).statusCode())
                    .as(nowhere)
                    .isBetween(400, 404);
        }
    }

    @Test
    void whatIsDeletedIsSaidToBe() throws Exception {
        topic("deleted", 1);
        send("deleted", List.of("a", "b", "c"));
        try (Admin admin = Admin.create(client)) {
            admin.deleteRecords(Map.of(new TopicPartition("deleted", 0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }
        assertThat(get("/api/message?topic=deleted&partition=0&offset=0").body())
                .contains("it was deleted, or never was");
        JsonNode way = json("/api/record?topic=deleted&partition=0&offset=0");
        assertThat(way.path("message").isNull()).isTrue();
        assertThat(way.path("problem").asText()).contains("Kafka has no message at this offset");
        assertThat(search("topic=deleted&from=offset&offset=0").offsets()).containsExactly(2L);
    }

    @Test
    void whoFollowsSeesWhatComes() throws Exception {
        topic("followed", 2);
        HttpResponse<InputStream> stream = http.send(
                HttpRequest.newBuilder(
                                console.address().resolve("/api/messages?topic=followed&from=latest&follow=true"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            // The first word of progress: from now on it listens.
            while (!lines.readLine().startsWith("event: progress")) {}
            send("followed", List.of("{\"a\":1}"));
            String line = lines.readLine();
            while (!line.contains("\"offset\"")) {
                line = lines.readLine();
            }
            assertThat(line).contains("\"value\":\"{\\\"a\\\":1}\"").contains("\"json\":true");
        }
    }

    @Test
    void deadLettersAreToldByReason() throws Exception {
        topic("some-dead-letters", 1);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 5; i++) {
                ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("some-dead-letters", bytes("{"));
                letter.headers()
                        .add("millrace.dead-letter.topic", bytes("orders"))
                        .add("millrace.dead-letter.partition", bytes("3"))
                        .add("millrace.dead-letter.offset", bytes("" + i))
                        .add("millrace.dead-letter.service", bytes("hdfs-sink-service"))
                        .add("millrace.dead-letter.reason", bytes("value is not JSON at byte " + i));
                producer.send(letter);
            }
        }
        JsonNode letters = json("/api/dead-letters?topic=some-dead-letters");
        assertThat(letters.path("reasons")).hasSize(1);
        JsonNode reason = letters.path("reasons").get(0);
        assertThat(reason.path("count").asInt()).isEqualTo(5);
        assertThat(reason.path("reason").asText()).isEqualTo("value is not JSON at byte 4");
        assertThat(letters.path("command").asText()).contains("--topics orders");
        JsonNode way = json("/api/record?topic=some-dead-letters&partition=0&offset=4");
        assertThat(way.path("deadLetterOf").path("topic").asText()).isEqualTo("orders");
        assertThat(way.path("deadLetterOf").path("offset").asText()).isEqualTo("4");
    }

    @Test
    void aBrokerThatIsAwayIsSaidInOneSentence() throws Exception {
        try (Console alone = Console.start(settings("127.0.0.1:1"))) {
            URI status = alone.address().resolve("/api/status");
            JsonNode live = JSON.readTree(
                    http.send(HttpRequest.newBuilder(status).build(), HttpResponse.BodyHandlers.ofString())
                            .body());
            assertThat(live.path("kafka").path("up").asBoolean()).isFalse();
            assertThat(live.path("kafka").path("problem").asText())
                    .startsWith("Kafka at 127.0.0.1:1 does not answer")
                    .doesNotContain("Exception");
        }
    }

    private static String encoded(String text) throws IOException {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
