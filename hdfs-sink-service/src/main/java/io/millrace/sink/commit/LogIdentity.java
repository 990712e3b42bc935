package io.millrace.sink.commit;

import io.millrace.stream.PartitionFacts;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a commit log belongs to: its offsets mean records of one topic of one Kafka cluster, its paths mean files of one
 * file system. Releases before this one wrote the topic's id only, and some servers do not tell the rest: what is empty is
 * not compared.
 *
 * @param topicId Kafka's id of the topic
 * @param kafkaCluster Kafka's id of the cluster
 * @param fileSystem what identifies the file system; see {@link io.millrace.sink.port.FileStore#fileSystemOf}
 * @param firstPartitions how many partitions the topic had when the log began
 */
public record LogIdentity(
        String topicId, Optional<String> kafkaCluster, Optional<String> fileSystem, OptionalInt firstPartitions) {
    public LogIdentity {
        Objects.requireNonNull(topicId, "topicId");
        Objects.requireNonNull(kafkaCluster, "kafkaCluster");
        Objects.requireNonNull(fileSystem, "fileSystem");
        Objects.requireNonNull(firstPartitions, "firstPartitions");
    }

    /** True if the log's offsets mean records of this partition as Kafka has it. */
    public boolean isOf(PartitionFacts facts) {
        return topicId.equals(facts.topicId())
                && kafkaCluster.orElse(facts.cluster()).equals(facts.cluster());
    }

    /** The same on this cluster. */
    LogIdentity from(String cluster) {
        return new LogIdentity(topicId, Optional.of(cluster), fileSystem, firstPartitions);
    }

    /** The same where the file system has become known. */
    LogIdentity on(Optional<String> known) {
        return new LogIdentity(topicId, kafkaCluster, known.isPresent() ? known : fileSystem, firstPartitions);
    }
}
