package io.millrace.launcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.view.KafkaView;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
class StatusPageIT {
    @TempDir
    Path folder;

    @Test
    void thePageShowsTopicsMessagesAndLagAndEscapesWhatIsForeign() throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start(StackSettings.in(folder))) {
            Map<String, Object> client =
                    Map.of("bootstrap.servers", stack.kafka().bootstrapServers());
            try (Admin admin = Admin.create(client);
                    KafkaProducer<String, String> producer =
                            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
                admin.createTopics(List.of(new NewTopic("watched", 1, (short) 1)))
                        .all()
                        .get();
                producer.send(new ProducerRecord<>("watched", "k", "<script>alert(1)</script>\u202e\u001b[2J"))
                        .get();
                producer.send(new ProducerRecord<>("watched", "k", "second")).get();
                admin.alterConsumerGroupOffsets(
                                "readers", Map.of(new TopicPartition("watched", 0), new OffsetAndMetadata(1)))
                        .all()
                        .get();
            }
            produceInTransactions(stack, "transacted", 3);
            try (KafkaView kafka = new KafkaView(stack.kafka().bootstrapServers(), Duration.ofSeconds(10));
                    StatusPage page = new StatusPage(
                            kafka,
                            new StatusPage.Elsewhere(
                                    stack.hdfs().uri(),
                                    stack.hdfs().webPage(),
                                    stack.database().jdbcUrl()),
                            0)) {
                assertThat(get(page.address()).body())
                        .contains("watched")
                        .contains("readers")
                        .contains("0: 0 to 2");
                assertThat(get(page.address().resolve("/topics/watched")).body())
                        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                        .doesNotContain("<script>")
                        .contains("second", "\\u202e\\u001b[2J");
                assertThat(get(page.address().resolve("/api/status")).body())
                        .contains("\"topic\":\"watched\",\"committed\":1,\"end\":2,\"lag\":1")
                        // Each transaction's marker has an offset, and is no record.
                        .contains("\"begin\":0,\"end\":6,\"records\":3}")
                        .contains("\"topic\":\"transacted\",\"committed\":2,\"end\":6,\"lag\":2");
                HttpResponse<String> none = get(page.address().resolve("/topics/no-such"));
                assertThat(none.statusCode()).isEqualTo(404);
                assertThat(none.body()).contains("There is no topic no-such.").doesNotContain("Exception");
                assertThat(get(page.address().resolve("/nope")).statusCode()).isEqualTo(404);
            }
        }
    }

    /** One record in each transaction; a group has read the first of them and its marker. */
    private static void produceInTransactions(EmbeddedStack stack, String topic, int transactions) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", stack.kafka().bootstrapServers());
        try (Admin admin = Admin.create(client);
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", stack.kafka().bootstrapServers(), "transactional.id", "t"),
                        new StringSerializer(),
                        new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            producer.initTransactions();
            for (int i = 0; i < transactions; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, "k", "v"));
                producer.commitTransaction();
            }
            admin.alterConsumerGroupOffsets("readers", Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(2)))
                    .all()
                    .get();
        }
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
