package io.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** The whole service against a real broker and a real database: what it stores, publishes, reports and makes. */
class AlertsIT extends AlertsScenario {

    @Test
    void alertsAreStoredPublishedAndReportedAlike() throws Exception {
        cluster.makeTopic("first", 3);
        for (int i = 0; i < 300; i++) {
            cluster.send("first", i % 3, "dev-" + i % 7, reading("dev-" + i % 7, 20 + i % 20, i));
        }
        cluster.producer().flush();
        Path report = folder.resolve("first.json");

        try (RunningService service = alerts("first", "--topics=first", "--report=" + report)) {
            awaitCommitted("first", "first", 300);
            assertThat(service.stop()).isZero();
        }

        long expected = 300 / 20 * 9;
        assertThat(alertsOf("first")).isEqualTo(expected);
        assertThat(cluster.readAll("first-alerts")).hasSize((int) expected);
        assertThat(Files.readString(report)).contains("\"records_consumed\" : 300", "\"alerts_raised\" : " + expected);
        assertThat(column("SELECT COUNT(*) FROM consumer_outbox WHERE consumer_group = 'first'"))
                .containsExactly("0");
    }

    @Test
    void framedAvroRaisesAlertsAndWaitsForItsRegistry() throws Exception {
        cluster.makeTopic("avro", 1);
        try (OneSchemaRegistry registry = new OneSchemaRegistry("""
                {"type":"record","name":"R","fields":[{"name":"device_id","type":"string"},{"name":"type","type":"string"},\
                {"name":"value","type":"float"},{"name":"unit","type":"string"},\
                {"name":"timestamp","type":{"type":"long","logicalType":"timestamp-millis"}},\
                {"name":"anomaly","type":"boolean"}]}
                """)) {
            try (RunningService service = alerts("avro", "--topics=avro:avro", "--registry=" + registry.url())) {
                sendFramed(7, 31);
                sendFramed(7, 20);
                awaitCommitted("avro", "avro", 2);
                registry.setAway(true);
                sendFramed(8, 32);
                sendFramed(7, 33);
                await().atMost(SOON).until(() -> registry.refusals() > 1);
                assertThat(cluster.committed("avro", "avro")).isEqualTo(2);
                registry.setAway(false);
                awaitCommitted("avro", "avro", 4);
                assertThat(service.stop()).isZero();
            }
        }
        assertThat(alertsOf("avro")).isEqualTo(2);
        assertThat(cluster.readAll("avro-dead"))
                .singleElement()
                .satisfies(letter -> assertThat(header(letter, "millrace.dead-letter.reason"))
                        .startsWith("schema 8 is unknown to the schema registry"));
    }

    private static void sendFramed(int id, float value) {
        byte[] bytes = ByteBuffer.allocate(27)
                .put((byte) 0)
                .putInt(id)
                .put((byte) 2)
                .put((byte) 'd')
                .put((byte) 22)
                .put("temperature".getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .put((byte) 2)
                .put((byte) 'C')
                // The time 1 in milliseconds since 1970, as a zigzag number; no anomaly.
                .put((byte) 2)
                .put((byte) 0)
                .array();
        cluster.producer().send(new ProducerRecord<>("avro", 0, null, bytes));
        cluster.producer().flush();
    }

    @Test
    void aRunUntilTheEndTakesWhatIsThereOnceAndTheNextRunGoesOn() throws Exception {
        cluster.makeTopic("bounded", 2);
        for (int i = 0; i < 10; i++) {
            cluster.send("bounded", i % 2, "d", reading("d", 31, i));
        }
        cluster.producer().flush();
        assertThat(alerts("bounded", "--topics=bounded", "--until-end").awaitStatus())
                .isZero();
        assertThat(alertsOf("bounded")).isEqualTo(10);

        cluster.send("bounded", 0, "d", reading("d", 31, 11));
        cluster.producer().flush();
        assertThat(alerts("bounded", "--topics=bounded", "--until-end").awaitStatus())
                .isZero();
        assertThat(alertsOf("bounded")).isEqualTo(11);
        assertThat(cluster.readAll("bounded-alerts")).hasSize(11);
    }

    @Test
    void topicsThatItMakesHaveTheCopiesThatWereAskedFor() throws Exception {
        cluster.makeTopic("made", 1);
        assertThat(alerts("made", "--topics=made", "--until-end", "--min-insync-replicas=1", "--partitions=2")
                        .awaitStatus())
                .isZero();
        for (String name : List.of("made-alerts", "made-dead")) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
            ConfigEntry entry = cluster.admin()
                    .describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .get(topic)
                    .get("min.insync.replicas");
            // Set on the topic itself: the broker's own default may be anything.
            assertThat(entry.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
            assertThat(entry.value()).isEqualTo("1");
        }
        assertThat(alerts("made", "--topics=made", "--min-insync-replicas=2").awaitStatus())
                .isEqualTo(2);
    }
}
