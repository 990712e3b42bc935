package io.millrace.runtime.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes topics as they are asked for. A topic that exists is never changed: where it differs, that is reported.
 */
public final class TopicSetup {
    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);

    private static final Duration OPENING = Duration.ofSeconds(30);
    /** The client's own limit: its timeout is retriable. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private static final Backoff OPENING_BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));

    /** Kafka's default of {@code message.max.bytes}: 1 MiB and a batch's frame. */
    private static final int DEFAULT_LARGEST_MESSAGE = 1_048_588;

    private final Admin admin;

    public TopicSetup(Admin admin) {
        this.admin = requireNonNull(admin, "admin");
    }

    /**
     * True if there is a topic of that name.
     *
     * @throws KafkaException if the brokers do not tell
     */
    public boolean exists(String topic) throws InterruptedException {
        return describe(topic).isPresent();
    }

    /**
     * Makes the topic if it is missing. Where it is there, no right is needed but to describe it.
     *
     * @return what differs between the existing topic and the asked one, a sentence each; empty if it was made or agrees.
     *     Its settings are compared only where the right to ask for them is given
     * @throws ServiceException if the brokers are too few for the replication asked for
     * @throws CreationRefusedException if it is missing and this user may not make it
     * @throws KafkaException on any other failure, a retriable one included
     */
    public List<String> ensure(TopicSpec spec) throws InterruptedException {
        Map<String, String> configs = new HashMap<>(spec.configs());
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(spec.minInsyncReplicas()));
        Optional<TopicDescription> found = describe(spec.name());
        if (found.isPresent()) {
            return differences(spec, configs, found.get());
        }
        NewTopic topic = new NewTopic(spec.name(), spec.partitions(), (short) spec.replication()).configs(configs);
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                // Somebody was faster; a broker that has not heard of it yet has nothing to compare.
                Optional<TopicDescription> theirs = describe(spec.name());
                return theirs.isPresent() ? differences(spec, configs, theirs.get()) : List.of();
            }
            if (e.getCause() instanceof InvalidReplicationFactorException) {
                throw new ServiceException("topic " + spec.name() + ": replication factor is " + spec.replication()
                        + ", must not exceed the number of brokers that are up, which is " + brokers()
                        + "; start more brokers or ask for less");
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                throw new CreationRefusedException(spec.name());
            }
            throw KafkaFailures.unwrapped(e);
        }
        log.info(
                "Topic made: topic={} partitions={} replication={} min_isr={}",
                spec.name(),
                spec.partitions(),
                spec.replication(),
                spec.minInsyncReplicas());
        awaitOpen(spec);
        return List.of();
    }

    private Optional<TopicDescription> describe(String topic) throws InterruptedException {
        try {
            return Optional.of(admin.describeTopics(
                            List.of(topic), new DescribeTopicsOptions().timeoutMs((int) LONGEST_ANSWER.toMillis()))
                    .topicNameValues()
                    .get(topic)
                    .get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                // The broker does not say which.
                throw new TopicAuthorizationException(Set.of(topic));
            }
            throw KafkaFailures.unwrapped(e);
        }
    }

    /**
     * How large a message the topic takes, in bytes: its {@code max.message.bytes}. Where the right to ask is missing,
     * Kafka's default, which is most likely to hold.
     *
     * @throws KafkaException on any other failure, a missing topic included
     */
    public int largestMessage(String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            ConfigEntry entry = admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            return entry == null ? DEFAULT_LARGEST_MESSAGE : Integer.parseInt(entry.value());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return DEFAULT_LARGEST_MESSAGE;
            }
            throw KafkaFailures.unwrapped(e);
        }
    }

    /**
     * Waits until the leader of every partition answers. A producer that writes earlier can have its first batch refused
     * and its second one taken; Kafka then takes the first one for out of order, again and again until it times out.
     */
    private void awaitOpen(TopicSpec spec) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (int partition = 0; partition < spec.partitions(); partition++) {
            all.put(new TopicPartition(spec.name(), partition), OffsetSpec.latest());
        }
        long began = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                admin.listOffsets(all).all().get();
                return;
            } catch (ExecutionException e) {
                // Brokers hear of a topic one after the other; one that has not yet calls it unknown.
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() - began > OPENING.toNanos()) {
                    throw KafkaFailures.unwrapped(e);
                }
                Thread.sleep(OPENING_BACKOFF
                        .pause(attempt, ThreadLocalRandom.current())
                        .toMillis());
            }
        }
    }

    private List<String> differences(TopicSpec spec, Map<String, String> wanted, TopicDescription found)
            throws InterruptedException {
        List<String> differences = new ArrayList<>();
        note(
                differences,
                spec,
                "partitions",
                spec.partitions(),
                found.partitions().size());
        note(
                differences,
                spec,
                "replication factor",
                spec.replication(),
                found.partitions().get(0).replicas().size());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, spec.name());
        try {
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            wanted.forEach((name, value) -> note(
                    differences,
                    spec,
                    name,
                    value,
                    config.get(name) == null ? "" : config.get(name).value()));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw KafkaFailures.unwrapped(e);
            }
            log.debug("The settings of topic {} may not be asked for and are not compared", spec.name());
        }
        differences.forEach(sentence -> log.warn("{}", sentence));
        return differences;
    }

    private static void note(List<String> differences, TopicSpec spec, String what, Object wanted, Object found) {
        if (!String.valueOf(wanted).equals(String.valueOf(found))) {
            differences.add("Topic " + spec.name() + " exists with " + what + " " + found + ", asked for " + wanted
                    + "; it is left as it is");
        }
    }

    private String brokers() throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get().stream()
                    .map(node -> String.valueOf(node.id()))
                    .collect(Collectors.collectingAndThen(Collectors.toList(), ids -> String.valueOf(ids.size())));
        } catch (ExecutionException e) {
            return "unknown";
        }
    }
}
