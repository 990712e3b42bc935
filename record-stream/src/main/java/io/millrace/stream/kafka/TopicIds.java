package io.millrace.stream.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** Looks up the ids of topics and of their cluster. Thread-safe; nothing is kept, because a topic may be created anew at any time. */
public final class TopicIds {
    private final Admin admin;
    private final Answers answers;

    /**
     * @param servers the bootstrap servers, for messages
     * @param longestAnswer how long an answer may take; all other partitions of the thread wait meanwhile
     */
    public TopicIds(Admin admin, String servers, Duration longestAnswer) {
        this.admin = admin;
        this.answers = new Answers(servers, longestAnswer);
    }

    Answers answers() {
        return answers;
    }

    /**
     * A topic as it is now.
     *
     * @param leaderless partitions that nobody leads
     */
    record Topic(String id, int partitions, Set<Integer> leaderless) {
        Topic {
            leaderless = Set.copyOf(leaderless);
        }
    }

    /** Looks the topic up. */
    Topic look(String topic) throws IOException {
        TopicDescription description = answers.get(
                        admin.describeTopics(List.of(topic)).allTopicNames(), "topic " + topic)
                .get(topic);
        return new Topic(
                description.topicId().toString(),
                description.partitions().size(),
                description.partitions().stream()
                        .filter(info -> info.leader() == null || info.leader().isEmpty())
                        .map(TopicPartitionInfo::partition)
                        .collect(Collectors.toSet()));
    }

    /** The id of the cluster that is connected now. */
    public String cluster() throws IOException {
        return String.valueOf(answers.get(admin.describeCluster().clusterId(), "its cluster id"));
    }
}
