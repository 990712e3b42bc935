package io.millrace.sink.cli;

import io.millrace.formats.FormatSettings;
import io.millrace.formats.registry.HttpSchemaRegistry;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.sink.commit.TakeoverRules;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.hdfs.HdfsFileStore.Durability;
import io.millrace.sink.write.BadRecords;
import io.millrace.sink.write.RollRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All that a run of the sink is told.
 *
 * @param hdfsTimeout how long one call to HDFS may take
 * @param registry that knows the schemas of frames; one for the process, with what it has answered
 * @param topics which topics are stored, and how
 * @param partitions numbers of partitions to read without a group's assignment; empty for all, by assignment
 * @param rules what was decided about takeovers
 * @param deadLetterTopic template with {@code {topic}} in it
 * @param maxOpenFiles for the whole process
 * @param maxBufferedBytes for the whole process; empty for a share of the heap
 * @param maxSpilledBytes for the whole process
 * @param spillFolder on the local disk
 */
record SinkSettings(
        KafkaSettings kafka,
        HdfsConnection hdfs,
        Durability durability,
        Duration hdfsTimeout,
        Optional<HttpSchemaRegistry> registry,
        StoredTopics topics,
        String group,
        String groupProtocol,
        Set<Integer> partitions,
        TakeoverRules rules,
        int threads,
        int maxOpenFiles,
        OptionalLong maxBufferedBytes,
        long maxSpilledBytes,
        Path spillFolder,
        BadRecords badRecords,
        String deadLetterTopic,
        boolean untilEnd) {
    /** What metrics call this program, and dead letters that it wrote. */
    static final String SERVICE = "hdfs-sink-service";

    /** What may differ from topic to topic. */
    record TopicSettings(FormatSettings format, RollRules rules) {}

    String deadLetterTopic(String topic) {
        return deadLetterTopic(deadLetterTopic, topic);
    }

    /** The template with the topic in it. */
    static String deadLetterTopic(String template, String topic) {
        return deadLetterTemplate(template).replace("{topic}", topic);
    }

    /** The template itself; {@code {topic}.dead-letters} if it is null. */
    static String deadLetterTemplate(String template) {
        return template == null ? "{topic}.dead-letters" : template;
    }
}
