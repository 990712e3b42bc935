package io.millrace.sink.commit;

import java.util.Objects;
import java.util.Optional;

/**
 * What a commit log belongs to: its offsets mean records of one topic of one Kafka cluster, its paths mean files of one
 * file system. Releases before this one did not write the last two, and some servers do not tell them: what is empty is
 * not compared.
 *
 * @param topicId Kafka's id of the topic
 * @param kafkaCluster Kafka's id of the cluster
 * @param fileSystem what identifies the file system; see {@link io.millrace.sink.port.FileStore#fileSystemOf}
 */
public record LogIdentity(String topicId, Optional<String> kafkaCluster, Optional<String> fileSystem) {
    public LogIdentity {
        Objects.requireNonNull(topicId, "topicId");
        Objects.requireNonNull(kafkaCluster, "kafkaCluster");
        Objects.requireNonNull(fileSystem, "fileSystem");
    }

    /** The same where the file system has become known. */
    LogIdentity on(Optional<String> known) {
        return new LogIdentity(topicId, kafkaCluster, known.isPresent() ? known : fileSystem);
    }
}
