package io.millrace.stream.kafka;

import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** Looks up the ids of topics and of their cluster. Thread-safe; nothing is kept, because a topic may be created anew at any time. */
public final class TopicIds {
    private static final long TIMEOUT_SECONDS = 20;

    private final Admin admin;

    public TopicIds(Admin admin) {
        this.admin = admin;
    }

    /** A topic as it is now. */
    record Topic(String id, int partitions) {}

    /** Looks the topic up. */
    Topic look(String topic) throws IOException {
        TopicDescription description = Answers.get(
                        admin.describeTopics(List.of(topic)).allTopicNames(), "topic " + topic)
                .get(topic);
        return new Topic(
                description.topicId().toString(), description.partitions().size());
    }

    /** The id of the cluster that is connected now. */
    public String cluster() throws IOException {
        return String.valueOf(Answers.get(admin.describeCluster().clusterId(), "its cluster id"));
    }
}
