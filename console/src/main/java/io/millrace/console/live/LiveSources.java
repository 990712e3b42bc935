package io.millrace.console.live;

import io.millrace.console.alerts.ShownAlert;
import io.millrace.console.kafka.ClusterState;
import io.millrace.console.landed.RootState;
import io.millrace.console.services.ServiceState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a live view looks. Each is asked by one thread.
 *
 * @param kafka the cluster
 * @param kafkaAddress how it is called
 * @param services the services
 * @param landed the roots on HDFS; empty without HDFS
 * @param alerts the alerts' table; empty without a database
 */
public record LiveSources(
        ClusterLook kafka,
        String kafkaAddress,
        ServicesLook services,
        Optional<LandedLook> landed,
        Optional<AlertsLook> alerts) {

    /** Looks at Kafka. */
    @FunctionalInterface
    public interface ClusterLook {
        ClusterState look() throws IOException, InterruptedException;
    }

    /** Looks at services. */
    @FunctionalInterface
    public interface ServicesLook {
        List<ServiceState> look();
    }

    /** Looks at HDFS. */
    public interface LandedLook {
        List<RootState> look() throws IOException;

        String address();

        /** The NameNode's page for people; null if there is none. */
        String web();
    }

    /** Looks at alerts. */
    public interface AlertsLook {
        /** How many there are; empty while nobody has made their table. */
        OptionalLong count() throws IOException;

        List<ShownAlert> newest(int most) throws IOException;

        String address();
    }
}
