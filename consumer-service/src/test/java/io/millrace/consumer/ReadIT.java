package io.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.model.SensorReading;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.SensorReadingJson;
import io.millrace.model.codec.SensorReadingProtobuf;
import io.millrace.model.codec.WeatherReportProtobuf;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console reader against a real broker: partition 0 holds JSON, 1 and 2 Protobuf, 3 text. */
@ExtendWith(Servers.class)
class ReadIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long SECONDS = 60;
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final long MILLIS = Instant.parse("2026-03-01T12:00:05.250Z").toEpochMilli();

    @TempDir
    private static Path folder;

    private static TestCluster cluster;

    @BeforeAll
    static void fillTopic() throws Exception {
        cluster = Servers.cluster();
        cluster.makeTopic("shown", 4);
        SensorReadingJson json = new SensorReadingJson();
        SensorReadingProtobuf protobuf = new SensorReadingProtobuf();
        for (int i = 0; i < 4; i++) {
            send(0, "dev-1", json.encode(reading("dev-1", 28 + i)));
            send(1, "dev-2", protobuf.encode(reading("dev-2", 29 + i)));
        }
        send(2, "st-1", new WeatherReportProtobuf().encode(new WeatherReport("st-1", TIME, 31.5)));
        send(3, null, "plain text".getBytes(StandardCharsets.UTF_8));
        send(3, "k", "bell \u0007 and\nline".getBytes(StandardCharsets.UTF_8));
        send(3, "k", null);
        send(3, "k", new byte[] {(byte) 0xff, 0, 1});
        cluster.producer().flush();
    }

    @Test
    void valuesOfEveryKindAreReadableWithKeyPartitionOffsetAndTime() throws Exception {
        List<String> lines = shown("--from=earliest", "--until-end");

        assertThat(lines).hasSize(13);
        assertThat(lines)
                .contains(
                        "2026-03-01T12:00:05.250Z shown-0 @2 dev-1 {\"device_id\":\"dev-1\",\"type\":\"temperature\","
                                + "\"value\":30.0,\"unit\":\"°C\",\"timestamp\":\"2026-03-01T12:00:00.000Z\",\"anomaly\":false}",
                        "2026-03-01T12:00:05.250Z shown-1 @0 dev-2 {\"device_id\":\"dev-2\",\"type\":\"temperature\","
                                + "\"value\":29.0,\"unit\":\"°C\",\"timestamp\":\"2026-03-01T12:00:00.000Z\",\"anomaly\":false}",
                        "2026-03-01T12:00:05.250Z shown-3 @0 - plain text",
                        "2026-03-01T12:00:05.250Z shown-3 @2 k null",
                        "2026-03-01T12:00:05.250Z shown-3 @3 k 0xff0001")
                .anyMatch(line -> line.contains("shown-2 @0 st-1 {\"station_id\":\"st-1\"") && line.contains("31.5"));
    }

    @Test
    void aMessageCannotDrawOnTheTerminal() throws Exception {
        assertThat(shown("--from=earliest", "--until-end", "--only-partitions=3", "--value-format=text"))
                .contains("2026-03-01T12:00:05.250Z shown-3 @1 k bell \\u0007 and line");
        assertThat(String.join("", shown("--from=earliest", "--until-end", "--only-partitions=3", "--color=always")))
                .contains("\u001B[34mshown-3\u001B[0m")
                .doesNotContain("\u0007");
    }

    @Test
    void onePartitionOrTheFirstMessagesMayBeAskedFor() throws Exception {
        assertThat(shown("--from=earliest", "--until-end", "--only-partitions=1"))
                .hasSize(4)
                .allMatch(line -> line.contains("shown-1 @"));
        assertThat(shown("--from=earliest", "--only-partitions=0", "--count=3"))
                .hasSize(3)
                .allMatch(line -> line.contains("shown-0 @"));
        StringWriter out = new StringWriter();
        assertThat(tail(out, "--only-partitions=4").awaitStatus()).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFilterLooksIntoJsonAndProtobufAlike() throws Exception {
        assertThat(shown("--from=earliest", "--until-end", "--filter=reading.value > 30.0"))
                .extracting(line -> line.split(" ")[1] + line.split(" ")[2])
                .containsExactlyInAnyOrder("shown-0@3", "shown-1@2", "shown-1@3");
        assertThat(shown(
                        "--from=earliest",
                        "--until-end",
                        "--only-partitions=1",
                        "--value-format=reading-protobuf",
                        "--filter=reading.device_id == 'dev-2' && reading.value < 30.0"))
                .hasSize(1);
        assertThat(shown("--from=earliest", "--until-end", "--filter=weather.degrees > 31.0"))
                .hasSize(1);
        assertThat(shown("--from=earliest", "--until-end", "--filter=message.value.startsWith('plain')"))
                .hasSize(1);
        assertThat(tail(new StringWriter(), "--filter=reading.valu > 1.0").awaitStatus())
                .isEqualTo(2);
    }

    @Test
    void withJsonEveryLineIsOneObjectWhateverTheMessage() throws Exception {
        List<String> lines = shown("--from=earliest", "--until-end", "--json");

        assertThat(lines).hasSize(13);
        for (String line : lines) {
            try (JsonParser parser = new JsonFactory().createParser(line)) {
                assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
                parser.skipChildren();
                assertThat(parser.nextToken()).as(line).isNull();
            }
        }
        assertThat(lines)
                .contains(
                        "{\"topic\":\"shown\",\"partition\":3,\"offset\":0,\"timestamp\":\"2026-03-01T12:00:05.250Z\","
                                + "\"key\":null,\"headers\":{},\"value\":\"plain text\"}",
                        "{\"topic\":\"shown\",\"partition\":3,\"offset\":2,\"timestamp\":\"2026-03-01T12:00:05.250Z\","
                                + "\"key\":\"k\",\"headers\":{},\"value\":null}");
        assertThat(lines).anyMatch(line -> line.contains("\"value\":{\"device_id\":\"dev-2\""));
    }

    @Test
    void withoutFromBeginningOnlyWhatComesFromNowOnIsShownAndCtrlCEndsItWell() throws Exception {
        cluster.makeTopic("live", 1);
        cluster.send("live", 0, "k", "old");
        cluster.producer().flush();
        Path log = folder.resolve("live.log");
        try (ServiceProcess process = ServiceProcess.start(log, arguments("--topic=live"))) {
            await().atMost(SOON).until(() -> {
                cluster.send("live", 0, "k", "new");
                cluster.producer().flush();
                return Files.readString(log).contains(" k new");
            });
            process.signal(interrupt());
            assertThat(process.awaitStatus()).isZero();
        }
        assertThat(Files.readString(log)).doesNotContain("old").doesNotContain("Exception");
    }

    @Test
    void aReaderOfThePipeThatGoesAwayEndsItWell() throws Exception {
        cluster.makeTopic("much", 1);
        String text = "x".repeat(1_000);
        for (int i = 0; i < 2_000; i++) {
            cluster.send("much", 0, "k", text);
        }
        cluster.producer().flush();
        Path errors = folder.resolve("pipe.log");
        Process process = new ProcessBuilder(ServiceProcess.command(arguments("--topic=much", "--from=earliest")))
                .redirectError(errors.toFile())
                .start();
        try {
            try (BufferedReader pipe =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(pipe.readLine()).contains("much-0 @0 k xxx");
            }
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(errors)).doesNotContain("Exception");
    }

    @Test
    void noGroupIsJoinedAndNoOffsetCommittedEvenIfTheSettingsNameAGroup() throws Exception {
        Set<String> before = groups();
        shown(
                "--from=earliest",
                "--until-end",
                "--kafka-property=group.id=looker",
                "--kafka-property=auto.commit.interval.ms=1");

        assertThat(groups()).isEqualTo(before);
        assertThat(cluster.committed("looker", "shown")).isZero();
    }

    @Test
    void framedAvroIsReadableByTheRegistrysSchemas() throws Exception {
        cluster.makeTopic("framed", 1);
        send("framed", 0, new byte[] {0, 0, 0, 0, 7, 10, 'd', 'e', 'v', '-', '1', 0, 0, 0, 0, 0, 0, 0x3F, 0x40});
        send("framed", 0, new byte[] {0, 0, 0, 0, 8, 1});
        cluster.producer().flush();
        String away;
        try (OneSchemaRegistry registry = new OneSchemaRegistry("""
                {"type":"record","name":"R","fields":[{"name":"device","type":"string"},{"name":"value","type":"double"}]}
                """)) {
            away = registry.url();
            String[] all = {"--topic=framed", "--from=earliest", "--until-end", "--registry=" + registry.url()};
            String good = "{\"device\":\"dev-1\",\"value\":31.0}";
            assertThat(shown(with(all, "--value-format=avro")))
                    .containsExactly(
                            "2026-03-01T12:00:05.250Z framed-0 @0 k " + good,
                            "2026-03-01T12:00:05.250Z framed-0 @1 k 0x000000000801 (schema 8 is unknown to the schema"
                                    + " registry at " + registry.url() + ")");
            assertThat(shown(all))
                    .containsExactly(
                            "2026-03-01T12:00:05.250Z framed-0 @0 k " + good,
                            "2026-03-01T12:00:05.250Z framed-0 @1 k 0x000000000801");
            assertThat(shown(with(all, "--value-format=avro", "--filter=json.value > 30.0")))
                    .hasSize(1);
        }
        StringWriter out = new StringWriter();
        assertThat(tail(out, "--topic=framed", "--from=earliest", "--until-end", "--registry=" + away)
                        .awaitStatus())
                .isEqualTo(1);
        assertThat(tail(out, "--topic=framed", "--value-format=avro", "--frame=confluent")
                        .awaitStatus())
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aSchemaIsFoundByLooking() throws Exception {
        StringWriter out = new StringWriter();
        assertThat(RunningService.start(
                                schema("--topic=shown", "--only-partitions=0", "--count=3"), new PrintWriter(out))
                        .awaitStatus())
                .isZero();
        assertThat(out.toString())
                .contains("\"name\" : \"shown\"", "\"name\" : \"device_id\"", "\"logicalType\" : \"timestamp-millis\"");

        StringWriter nothing = new StringWriter();
        for (String wrong : List.of("--topic=shown,--only-partitions=3", "--topic=absent")) {
            assertThat(RunningService.start(schema(wrong.split(",")), new PrintWriter(nothing))
                            .awaitStatus())
                    .isEqualTo(1);
        }
        assertThat(nothing.toString()).isEmpty();
    }

    private static List<String> schema(String... more) {
        List<String> arguments = new ArrayList<>(arguments(more));
        arguments.set(0, "schema");
        return arguments;
    }

    @Test
    void protobufIsReadableByItsMessage() throws Exception {
        assertThat(shown(
                        "--from=earliest",
                        "--until-end",
                        "--only-partitions=1",
                        "--count=1",
                        "--value-format=protobuf",
                        "--schema=sensor-reading"))
                .singleElement()
                .asString()
                .contains("@0 dev-2 {\"device_id\":\"dev-2\"");
    }

    /** Ctrl-C's signal; where the tests were started in a way that has all their processes ignore it, SIGTERM. */
    private static String interrupt() throws Exception {
        boolean ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        return ignored ? "TERM" : "INT";
    }

    private static Set<String> groups() throws Exception {
        return cluster.admin().listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The lines of a run that ends by itself. */
    private static List<String> shown(String... more) throws Exception {
        StringWriter out = new StringWriter();
        assertThat(tail(out, more).awaitStatus()).isZero();
        return out.toString().lines().toList();
    }

    private static RunningService tail(StringWriter out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--topic="))) {
            arguments.add("--topic=shown");
        }
        return RunningService.start(arguments(arguments.toArray(String[]::new)), new PrintWriter(out));
    }

    private static List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("read", "--bootstrap-servers=" + cluster.kafka().bootstrapServers()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static SensorReading reading(String device, double value) {
        return new SensorReading(device, "temperature", value, "°C", TIME, false);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static void send(String topic, int partition, byte[] value) {
        cluster.producer().send(new ProducerRecord<>(topic, partition, MILLIS, new byte[] {'k'}, value));
    }

    private static void send(int partition, String key, byte[] value) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        cluster.producer().send(new ProducerRecord<>("shown", partition, MILLIS, keyBytes, value));
    }
}
