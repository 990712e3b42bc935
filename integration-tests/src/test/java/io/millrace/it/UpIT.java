package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in the background, in a folder of a name that is hard to bear, and what joins them. */
@Tag("thorough")
class UpIT {
    private static final String[] FREE_PORTS = {
        "--kafka-port=0", "--hdfs-port=0", "--hdfs-web-port=0", "--database-port=0", "--web-port=0"
    };

    @TempDir
    Path folder;

    @AfterEach
    void down() throws Exception {
        Millrace.run(folder, "down", data());
    }

    @Test
    void whatRunsInTheBackgroundIsJoinedAskedStoppedAndFoundAgainOnTheSamePorts() throws Exception {
        Millrace.Run up = Millrace.run(
                folder,
                Stream.concat(Stream.of("up", "-d", data()), Stream.of(FREE_PORTS))
                        .toArray(String[]::new));
        assertThat(up.status()).as(up.output()).isZero();
        assertThat(up.output()).contains("export KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:", "./millrace down --data '");
        JsonNode addresses = addresses();

        assertThat(ok("status", data())).contains("Running: the servers of ./millrace up (process ");
        assertThat(ok("env", data()))
                .contains("export KAFKA_BOOTSTRAP_SERVERS="
                        + addresses.path("kafka").asText() + "\n")
                .doesNotContain(Files.readString(
                        Path.of(addresses.path("database_password_file").asText())));
        assertThat(Millrace.run(folder, "up", data()).output()).contains("is in use by another running stack");

        Path own = Files.writeString(folder.resolve("Own pipeline.properties"), """
                stack.BROKERS=3
                producer.COMMAND=iot
                producer.KAFKA_TOPIC_NAME=own
                producer.KAFKA_REPLICATION_FACTOR=3
                producer.KAFKA_MIN_INSYNC_REPLICAS=2
                producer.IOT_DEVICE_TYPES=motion
                producer.IOT_DATA_INTERVAL_SEC=0
                producer.SIMULATION_COUNT=500
                consumer.COMMAND=alerts
                consumer.KAFKA_TOPIC_NAME=own
                consumer.KAFKA_CONSUMER_GROUP_ID=own-alerts
                consumer.KAFKA_ALERTS_TOPIC=own-alerts
                sink.COMMAND=run
                sink.KAFKA_TOPIC_NAME=own
                sink.KAFKA_CONSUMER_GROUP_ID=own-sink
                sink.HDFS_DIR=/own
                sink.VALUE_FORMAT=json
                sink.FILE_FORMAT=jsonl
                job.COMMAND=stats
                job.ARGUMENTS=/own /own-stats
                """);
        assertThat(ok("run", own.toString(), data()))
                .contains("on the servers of ./millrace up", "there is 1: its topics get fewer copies")
                // The topic holds markers of transactions as well.
                .containsPattern("sink +500 of 500 records")
                .containsPattern("consumer +500 of 500 records")
                .contains("The last alerts:", "Done; the servers go on.");
        assertThat(ok("alerts", "--last=2", data()))
                .contains("The last 2 alerts in ")
                .containsPattern("motion ");
        theConsoleKnowsWhatBecameOfEachRecord(URI.create(addresses.path("web").asText()));
        assertThat(hdfs("hdfs", "fsck", "/")).contains("The filesystem under path '/' is HEALTHY");
        Path file = Files.writeString(folder.resolve("to put"), "x");
        assertThat(hdfs("hdfs", "dfs", "-put", "file://" + file.toString().replace(" ", "%20"), "/put"))
                .isEmpty();
        assertThat(hdfs("hdfs", "dfs", "-stat", "%r", "/put", "/own-stats/part-r-00000"))
                .isEqualTo("1\n1\n");

        assertThat(ok("down", data())).contains("Stopped; the data stays in ");
        assertThat(Millrace.run(folder, "status", data()).status()).isEqualTo(1);
        assertThat(ok("alerts", "--last=2", data())).contains("The last 2 alerts in ");
        assertThat(hdfs("hdfs", "fsck", "/")).contains("The filesystem under path '/' is HEALTHY");
        assertThat(hdfs("hdfs", "dfsadmin", "-report")).contains("Under replicated blocks: 0");

        ok("up", "--detach", data());
        for (String server : new String[] {"kafka", "hdfs", "hdfs_web", "database", "web"}) {
            assertThat(addresses().path(server)).isEqualTo(addresses.path(server));
        }
    }

    private static void theConsoleKnowsWhatBecameOfEachRecord(URI console) throws Exception {
        JsonNode live = console(console, "/api/status");
        assertThat(live.path("hdfs").path("up").asBoolean()).isTrue();
        assertThat(live.path("alerts").path("total").asLong()).isPositive();
        JsonNode root = live.path("roots").get(0);
        assertThat(root.path("root").asText()).isEqualTo("/own");
        assertThat(root.path("records").asLong()).isEqualTo(500);
        JsonNode alert = live.path("alerts").path("last").get(0);
        String place = "topic=own&partition=" + alert.path("partition").asInt() + "&offset="
                + alert.path("offset").asLong();
        JsonNode way = console(console, "/api/record?" + place);
        assertThat(way.path("message").path("key").asText())
                .isEqualTo(alert.path("device").asText());
        assertThat(way.path("alerts").get(0).path("id")).isEqualTo(alert.path("id"));
        JsonNode landed = way.path("landed").get(0);
        assertThat(landed.path("state").asText()).isEqualTo("stored");
        JsonNode file = console(console, "/api/file?path=" + landed.path("file").asText());
        assertThat(file.path("lines").get(0).asText()).startsWith("{\"device_id\":\"motion");
        assertThat(console(console, "/api/landed?root=/own").path("files")).isNotEmpty();
        JsonNode log = console(
                console,
                "/api/log?root=/own&topic=own&partition="
                        + alert.path("partition").asInt());
        assertThat(log.path("records").get(0).path("kind").asText()).isEqualTo("batch");
        assertThat(text(console, "/api/audit?root=/own").body())
                .contains("event: done")
                .contains("\"clean\":true");
        // What is hidden, or lies elsewhere, is nobody's here.
        for (String path : new String[] {"/own/_millrace/own/0/log", "/own/../put", "file:///etc/passwd", "/own"}) {
            assertThat(text(console, "/api/file?path=" + path).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(text(console, "/api/landed?root=/").statusCode()).isEqualTo(400);
    }

    private static JsonNode console(URI console, String path) throws Exception {
        HttpResponse<String> answer = text(console, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static HttpResponse<String> text(URI console, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(console.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void localPathsNeedNoServersAndNoData() throws Exception {
        Path input = Files.createDirectories(folder.resolve("in 1"));
        Files.writeString(input.resolve("a.log"), "2024-05-01 10:00:00,001 INFO  [main] c.a.App: hello\n");
        assertThat(hdfs("hadoop", "fs", "-ls", "file:" + input)).contains("a.log");
        assertThat(hdfs("hadoop", "jar", job(), "levels", "file:" + input, "file:" + folder.resolve("out 1")))
                .contains("INFO       1");
        assertThat(folder.resolve("out 1/part-r-00000")).hasContent("INFO\t1\n");
        assertThat(Millrace.run(folder, environment(), "hdfs", "dfs", "-ls", "/")
                        .output())
                .isEqualTo("ls: no HDFS data in " + folder.resolve(name())
                        + ", must be made first by ./millrace up or ./millrace demo --keep, or set HADOOP_CONF_DIR\n");
        assertThat(folder.resolve(name())).doesNotExist();
    }

    private static String job() {
        return Checkout.root().resolve("mapreduce-job/target/mapreduce-job.jar").toString();
    }

    private static String name() {
        return "d 50% ü 'q\" [x] {y} & #1 名";
    }

    private String data() {
        return "--data=" + folder.resolve(name());
    }

    private Map<String, String> environment() {
        return Map.of("MILLRACE_DATA", folder.resolve(name()).toString());
    }

    private JsonNode addresses() throws Exception {
        return new ObjectMapper()
                .readTree(folder.resolve(name()).resolve("stack.json").toFile());
    }

    private String ok(String... arguments) throws Exception {
        Millrace.Run run = Millrace.run(folder, arguments);
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).doesNotContain("\tat ", "Exception");
        return run.output();
    }

    private String hdfs(String... arguments) throws Exception {
        Millrace.Run run = Millrace.run(folder, environment(), arguments);
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).doesNotContain("\tat ", "Exception");
        return run.output();
    }
}
