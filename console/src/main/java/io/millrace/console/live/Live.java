package io.millrace.console.live;

import io.millrace.console.alerts.ShownAlert;
import io.millrace.console.kafka.ClusterState;
import io.millrace.console.landed.RootState;
import io.millrace.console.services.ServiceState;
import java.util.List;

/**
 * All that the page shows at one moment; its components are what scripts see at {@code /api/status}.
 *
 * @param time milliseconds since 1970
 * @param hdfs null without HDFS
 * @param database null without a database
 * @param alerts null while nobody has made their table
 */
public record Live(
        long time,
        Kafka kafka,
        List<Topic> topics,
        List<Group> groups,
        List<ServiceState> services,
        Server hdfs,
        List<RootState> roots,
        Server database,
        Alerts alerts) {
    public Live {
        topics = List.copyOf(topics);
        groups = List.copyOf(groups);
        services = List.copyOf(services);
        roots = List.copyOf(roots);
    }

    /**
     * The brokers.
     *
     * @param up false while they do not answer; what is shown of them is what they said last
     * @param problem why; null if they do
     */
    public record Kafka(boolean up, String problem, String address, List<ClusterState.Broker> brokers) {
        public Kafka {
            brokers = List.copyOf(brokers);
        }
    }

    /**
     * A topic.
     *
     * @param rate offsets per second; null until it is known
     */
    public record Topic(
            String name, int partitions, boolean internal, long messages, long end, Double rate, int underReplicated) {}

    /** A group, its lag over all topics. */
    public record Group(String name, String state, int members, long lag, List<Place> topics) {
        public Group {
            topics = List.copyOf(topics);
        }
    }

    /** Where a group is in a topic; {@code rate} is how many offsets it commits per second. */
    public record Place(String topic, long committed, long end, long lag, Double rate) {}

    /**
     * HDFS, or the database.
     *
     * @param web a page of its own for people; null if there is none
     */
    public record Server(boolean up, String problem, String address, String web) {}

    /** How many alerts there are, and the newest. */
    public record Alerts(long total, List<ShownAlert> last) {
        public Alerts {
            last = List.copyOf(last);
        }
    }
}
