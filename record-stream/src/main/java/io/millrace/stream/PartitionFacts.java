package io.millrace.stream;

/**
 * What Kafka knows about a partition.
 *
 * @param cluster the id of the Kafka cluster
 * @param topicId the topic's id: another one under the same name is another topic
 * @param partitions how many partitions the topic has
 * @param beginning offset of the earliest record that is still kept
 * @param end offset after the last record that may be read
 */
public record PartitionFacts(String cluster, String topicId, int partitions, long beginning, long end) {}
