package io.millrace.sink.kafka;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Looks up the ids of topics. Thread-safe; nothing is kept, because a topic may be created anew at any time. */
public final class TopicIds {
    private static final long TIMEOUT_SECONDS = 20;

    private final Admin admin;

    public TopicIds(Admin admin) {
        this.admin = admin;
    }

    /** The id that the topic has now. */
    public String id(String topic) throws IOException {
        try {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(topic)
                    .topicId()
                    .toString();
        } catch (ExecutionException e) {
            throw new IOException(
                    "Kafka does not tell about topic " + topic + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("Kafka does not tell about topic " + topic + " within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking Kafka about topic " + topic, e);
        }
    }
}
