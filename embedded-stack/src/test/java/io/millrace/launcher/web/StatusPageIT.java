package io.millrace.launcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                producer.send(new ProducerRecord<>("watched", "k", "<script>alert(1)</script>"))
                        .get();
                producer.send(new ProducerRecord<>("watched", "k", "second")).get();
                admin.alterConsumerGroupOffsets(
                                "readers", Map.of(new TopicPartition("watched", 0), new OffsetAndMetadata(1)))
                        .all()
                        .get();
            }
            try (StatusPage page = new StatusPage(stack, 0)) {
                assertThat(get(page.address()).body())
                        .contains("watched")
                        .contains("readers")
                        .contains("0: 0 to 2");
                assertThat(get(page.address().resolve("/topics/watched")).body())
                        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                        .doesNotContain("<script>")
                        .contains("second");
                assertThat(get(page.address().resolve("/api/status")).body())
                        .contains("\"topic\":\"watched\",\"committed\":1,\"end\":2,\"lag\":1");
                assertThat(get(page.address().resolve("/topics/no-such")).statusCode())
                        .isEqualTo(503);
            }
        }
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
