package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
    private static final TopicSpec SPEC = new TopicSpec("t", 3, 2, 1, Map.of("cleanup.policy", "compact"));

    private final Brokers brokers = new Brokers();
    private final TopicSetup setup = new TopicSetup(brokers.admin());

    @Test
    void aMissingTopicIsMadeAsItIsAskedFor() throws Exception {
        assertThat(setup.ensure(SPEC)).isEmpty();
        assertThat(brokers.made).singleElement().satisfies(topic -> {
            assertThat(topic.name()).isEqualTo("t");
            assertThat(topic.numPartitions()).isEqualTo(3);
            assertThat(topic.replicationFactor()).isEqualTo((short) 2);
            assertThat(topic.configs()).isEqualTo(Map.of("cleanup.policy", "compact", "min.insync.replicas", "1"));
        });
    }

    @Test
    void itIsOpenOnlyWhenEveryLeaderAnswers() throws Exception {
        brokers.offsets.add(new UnknownTopicOrPartitionException("not heard of it"));
        brokers.offsets.add(new LeaderNotAvailableException("soon"));
        assertThat(setup.ensure(SPEC)).isEmpty();
        assertThat(brokers.offsets).isEmpty();
        assertThat(brokers.asked)
                .containsExactlyInAnyOrder(
                        new TopicPartition("t", 0), new TopicPartition("t", 1), new TopicPartition("t", 2));
    }

    @Test
    void aLeaderThatRefusesIsNotAskedAgain() {
        brokers.offsets.add(new TopicAuthorizationException("no"));
        brokers.offsets.add(new TimeoutException("never reached"));
        assertThatThrownBy(() -> setup.ensure(SPEC)).isInstanceOf(TopicAuthorizationException.class);
        assertThat(brokers.offsets).hasSize(1);
    }

    @Test
    void aTopicThatExistsIsLeftAsItIsAndItsDifferencesAreSaid() throws Exception {
        brokers.there = true;
        brokers.partitions = 1;
        brokers.configs.put("cleanup.policy", "delete");
        brokers.configs.put("min.insync.replicas", "1");
        assertThat(setup.ensure(SPEC))
                .containsExactly(
                        "Topic t exists with partitions 1, asked for 3; it is left as it is",
                        "Topic t exists with replication factor 1, asked for 2; it is left as it is",
                        "Topic t exists with cleanup.policy delete, asked for compact; it is left as it is");
        assertThat(brokers.made).isEmpty();
    }

    @Test
    void oneThatSomebodyElseMadeMeanwhileIsComparedToo() throws Exception {
        brokers.creating = new TopicExistsException("there");
        brokers.partitions = 3;
        brokers.replicas = 1;
        assertThat(setup.ensure(SPEC)).first().asString().contains("replication factor 1, asked for 2");
    }

    @Test
    void whereItsSettingsMayNotBeAskedForTheyAreNotCompared() throws Exception {
        brokers.there = true;
        brokers.describing = new TopicAuthorizationException("no");
        assertThat(setup.ensure(SPEC))
                .containsExactly(
                        "Topic t exists with partitions 1, asked for 3; it is left as it is",
                        "Topic t exists with replication factor 1, asked for 2; it is left as it is");
    }

    @Test
    void aTopicThatAgreesHasNoDifferences() throws Exception {
        brokers.there = true;
        brokers.partitions = 3;
        brokers.replicas = 2;
        brokers.configs.putAll(Map.of("cleanup.policy", "compact", "min.insync.replicas", "1", "retention.ms", "7"));
        assertThat(setup.ensure(SPEC)).isEmpty();
    }

    @Test
    void whoMayNotMakeTheTopicIsToldWhich() {
        brokers.creating = new TopicAuthorizationException("Authorization failed.");
        assertThatThrownBy(() -> setup.ensure(SPEC))
                .isInstanceOf(CreationRefusedException.class)
                .hasMessage("the right to create topic t, which does not exist");
    }

    @Test
    void anyOtherFailureIsKafkasOwn() {
        brokers.creating = new InvalidTopicException("the name");
        assertThatThrownBy(() -> setup.ensure(SPEC))
                .isInstanceOf(InvalidTopicException.class)
                .hasMessage("the name");
        brokers.creating = new TimeoutException("no broker");
        assertThatThrownBy(() -> setup.ensure(SPEC))
                .isInstanceOf(TimeoutException.class)
                .isNotInstanceOf(ServiceException.class);
    }

    @Test
    void theLargestMessageIsWhatTheTopicSays() throws Exception {
        brokers.configs.put("max.message.bytes", "1234");
        assertThat(setup.largestMessage("t")).isEqualTo(1234);
    }

    @Test
    void whereTheTopicDoesNotSayOrMayNotBeAskedKafkasDefaultHolds() throws Exception {
        assertThat(setup.largestMessage("t")).isEqualTo(1_048_588);
        brokers.describing = new ClusterAuthorizationException("no");
        assertThat(setup.largestMessage("t")).isEqualTo(1_048_588);
        brokers.describing = new UnknownTopicOrPartitionException("none");
        assertThatThrownBy(() -> setup.largestMessage("t")).isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    /** As much of Kafka's brokers as the class under test asks. */
    private static final class Brokers {
        private final List<NewTopic> made = new ArrayList<>();
        private final Deque<RuntimeException> offsets = new ArrayDeque<>();
        private final List<TopicPartition> asked = new ArrayList<>();
        private final Map<String, String> configs = new HashMap<>();
        /** Whether the topic is there before it is made; one that somebody else made is there after. */
        private boolean there;

        private RuntimeException creating;
        private RuntimeException describing;
        private int partitions = 1;
        private int replicas = 1;

        Admin admin() {
            return (Admin) Proxy.newProxyInstance(
                    Admin.class.getClassLoader(),
                    new Class<?>[] {Admin.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "createTopics" -> create(topics(arguments[0]));
                        case "listOffsets" -> list((Map<?, ?>) arguments[0]);
                        case "describeTopics" -> describe();
                        case "describeConfigs" -> configs((Collection<?>) arguments[0]);
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }

        private static List<NewTopic> topics(Object argument) {
            return ((Collection<?>) argument).stream().map(NewTopic.class::cast).toList();
        }

        private CreateTopicsResult create(List<NewTopic> topics) {
            if (creating != null) {
                there = creating instanceof TopicExistsException;
                return new CreateTopicsResult(Map.of("t", failed(creating))) {};
            }
            made.addAll(topics);
            return new CreateTopicsResult(Map.of("t", KafkaFuture.completedFuture(null))) {};
        }

        private ListOffsetsResult list(Map<?, ?> wanted) {
            asked.clear();
            wanted.keySet().forEach(partition -> asked.add((TopicPartition) partition));
            RuntimeException failure = offsets.poll();
            return new ListOffsetsResult(asked.stream()
                    .collect(Collectors.toMap(
                            partition -> partition,
                            partition -> failure == null ? KafkaFuture.completedFuture(null) : failed(failure))));
        }

        private DescribeTopicsResult describe() {
            if (!there) {
                return new DescribeTopicsResult(
                        null, Map.of("t", failed(new UnknownTopicOrPartitionException("not there")))) {};
            }
            Node node = new Node(1, "h", 1);
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < replicas; i++) {
                nodes.add(node);
            }
            List<TopicPartitionInfo> all = new ArrayList<>();
            for (int p = 0; p < partitions; p++) {
                all.add(new TopicPartitionInfo(p, node, nodes, nodes));
            }
            return new DescribeTopicsResult(
                    null, Map.of("t", KafkaFuture.completedFuture(new TopicDescription("t", false, all)))) {};
        }

        private DescribeConfigsResult configs(Collection<?> resources) {
            ConfigResource resource = (ConfigResource) resources.iterator().next();
            assertThat(resource.name()).isEqualTo("t");
            if (describing != null) {
                return new DescribeConfigsResult(Map.of(resource, failed(describing))) {};
            }
            List<ConfigEntry> entries = configs.entrySet().stream()
                    .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                    .toList();
            return new DescribeConfigsResult(Map.of(resource, KafkaFuture.completedFuture(new Config(entries)))) {};
        }

        private static <T> KafkaFuture<T> failed(RuntimeException failure) {
            KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
            future.completeExceptionally(failure);
            return future;
        }
    }
}
