package io.millrace.sink.cli;

import io.millrace.runtime.cli.Begin;
import io.millrace.sink.commit.Takeover.FirstOffset;
import io.millrace.sink.commit.Takeover.LostOffsets;
import io.millrace.sink.commit.Takeover.OtherCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What is read, and as whom. */
final class SourceOptions {
    /** How partitions are shared among the members of a group. */
    enum GroupProtocol {
        CLASSIC,
        CONSUMER
    }

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "${env:KAFKA_TOPIC_NAME}",
            description = "Topics to store, with commas between them [KAFKA_TOPIC_NAME].")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--topics-pattern",
            paramLabel = "REGEX",
            defaultValue = "${env:KAFKA_TOPICS_PATTERN}",
            description = "Store, besides, all topics whose whole names match, new ones as soon as they are there"
                    + " [KAFKA_TOPICS_PATTERN].")
    String pattern;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            defaultValue = "${env:KAFKA_CONSUMER_GROUP_ID:-millrace-hdfs-sink}",
            description = "Consumer group: shares the partitions among its sinks and shows the lag"
                    + " [KAFKA_CONSUMER_GROUP_ID]. Default: ${DEFAULT-VALUE}")
    String group;

    @Option(
            names = "--group-protocol",
            paramLabel = "NAME",
            defaultValue = "${env:KAFKA_GROUP_PROTOCOL:-classic}",
            description = "classic (cooperative rebalancing) or consumer (Kafka 4's new protocol)"
                    + " [KAFKA_GROUP_PROTOCOL]. Default: ${DEFAULT-VALUE}")
    GroupProtocol protocol;

    @Option(
            names = "--only-partitions",
            split = ",",
            paramLabel = "N",
            defaultValue = "${env:KAFKA_ONLY_PARTITIONS}",
            description = "Store only these partitions of each topic, without a group's assignment, for instance 0,2"
                    + " [KAFKA_ONLY_PARTITIONS].")
    List<Integer> onlyPartitions = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "earliest|latest",
            defaultValue = "${env:KAFKA_AUTO_OFFSET_RESET:-earliest}",
            description = "Where a partition begins that was never stored: earliest or latest"
                    + " [KAFKA_AUTO_OFFSET_RESET]. Default: ${DEFAULT-VALUE}")
    Begin from;

    @Option(
            names = "--on-lost-offsets",
            paramLabel = "ACTION",
            defaultValue = "${env:ON_LOST_OFFSETS:-stop}",
            description = "When Kafka deleted records before they were stored: stop or continue [ON_LOST_OFFSETS]."
                    + " Default: ${DEFAULT-VALUE}")
    LostOffsets lostOffsets;

    @Option(
            names = "--on-other-cluster",
            paramLabel = "ACTION",
            defaultValue = "${env:ON_OTHER_CLUSTER:-stop}",
            description = "When the commit log was written on another HDFS, or names another Kafka cluster: stop, or"
                    + " continue where the root was copied as a whole or the cluster restored under another id"
                    + " [ON_OTHER_CLUSTER]. Default: ${DEFAULT-VALUE}")
    OtherCluster otherCluster;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "${env:SINK_THREADS:-1}",
            description = "Threads, each with its own consumer and files [SINK_THREADS]. Default: ${DEFAULT-VALUE}")
    int threads;

    /** Those that are named. */
    List<String> topics() {
        return topics == null
                ? List.of()
                : topics.stream().filter(topic -> !topic.isBlank()).toList();
    }

    FirstOffset firstOffset() {
        return from == Begin.LATEST ? FirstOffset.LATEST : FirstOffset.EARLIEST;
    }

    String protocolName() {
        return protocol.name().toLowerCase(Locale.ROOT);
    }
}
