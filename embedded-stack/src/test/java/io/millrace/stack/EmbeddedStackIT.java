package io.millrace.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.cli.ServiceException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackIT {
    @TempDir
    Path folder;

    @Test
    @Tag("thorough")
    void dataSurvivesARestartOfTheWholeStack() throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start(StackSettings.in(folder))) {
            Map<String, Object> client =
                    Map.of("bootstrap.servers", stack.kafka().bootstrapServers());
            try (Admin admin = Admin.create(client)) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                        .all()
                        .get();
            }
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("kept", "k", "from the first run"))
                        .get();
            }
            try (FileSystem fs = stack.hdfs().newClient();
                    OutputStream out = fs.create(new org.apache.hadoop.fs.Path("/kept/file.txt"))) {
                out.write("from the first run".getBytes(StandardCharsets.UTF_8));
            }
            try (Connection connection = stack.database().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (text VARCHAR(40))");
                statement.execute("INSERT INTO kept VALUES ('from the first run')");
            }
            assertThatThrownBy(() -> EmbeddedStack.start(StackSettings.in(folder)))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("is in use by another running stack");
        }
        try (EmbeddedStack stack = EmbeddedStack.start(StackSettings.in(folder))) {
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", stack.kafka().bootstrapServers()),
                    new StringDeserializer(),
                    new StringDeserializer())) {
                TopicPartition partition = new TopicPartition("kept", 0);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                assertThat(consumer.poll(Duration.ofSeconds(30))
                                .iterator()
                                .next()
                                .value())
                        .isEqualTo("from the first run");
            }
            try (FileSystem fs = stack.hdfs().newClient();
                    var in = fs.open(new org.apache.hadoop.fs.Path("/kept/file.txt"))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("from the first run");
            }
            try (Connection connection = stack.database().connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT text FROM kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("from the first run");
            }
        }
    }

    @Test
    void aControllerWithoutItsPortIsAFailedStartAndNotTheEndOfTheProcess() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String voter = "127.0.0.1:" + taken.getLocalPort();
            Map<String, String> settings = Map.of(
                    "listeners", "PLAINTEXT://127.0.0.1:" + FreePorts.any() + ",CONTROLLER://" + voter,
                    "controller.quorum.voters", "1@" + voter);
            try (EmbeddedKafka kafka = new EmbeddedKafka(folder.resolve("kafka"), 0, settings)) {
                assertThatThrownBy(kafka::start)
                        .isInstanceOf(ServiceException.class)
                        .hasMessageMatching("the Kafka broker on port \\d+ .*did not start: .*Address already in use");
            }
        }
    }

    @Test
    @Tag("thorough")
    void threeBrokersCarryOnWithoutOneAndTakeItBack() throws Exception {
        try (EmbeddedKafka kafka = new EmbeddedKafka(folder.resolve("kafka"), 0, 3, Map.of())) {
            kafka.start();
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                    KafkaProducer<String, String> producer =
                            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
                admin.createTopics(List.of(
                                new NewTopic("copied", 3, (short) 3).configs(Map.of("min.insync.replicas", "2"))))
                        .all()
                        .get();
                producer.send(new ProducerRecord<>("copied", "k", "three")).get();
                kafka.stopBroker(2);
                producer.send(new ProducerRecord<>("copied", "k", "two")).get();
                kafka.startBroker(2);
                await().atMost(Duration.ofSeconds(60))
                        .until(
                                () -> admin
                                        .describeTopics(List.of("copied"))
                                        .allTopicNames()
                                        .get()
                                        .get("copied")
                                        .partitions()
                                        .stream()
                                        .allMatch(p -> p.isr().size() == 3));
            }
        }
    }
}
