package io.millrace.runtime.kafka;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/**
 * What the brokers' transactions can be trusted with. Before {@code transaction.version=2} all transactions of one producer
 * have the same epoch, so that the end of one, delayed on its way and sent again meanwhile, may end a later one: records that
 * were to be committed are lost, or half of them are (Jepsen's report on Bufstream 0.1.0, which reproduced it on Kafka;
 * KIP-890 mends it with an epoch for each transaction). No client can see it happen.
 */
public final class TransactionVersion {
    /** The feature's name, as {@code kafka-features.sh} has it. */
    public static final String FEATURE = "transaction.version";

    private static final int NEEDED = 2;
    private static final int PATIENCE_MILLIS = 10_000;

    private TransactionVersion() {}

    /**
     * Asks the cluster.
     *
     * @return what to tell the user, a sentence; empty if transactions are what they should be, or the cluster does not tell
     */
    public static Optional<String> warning(Admin admin) throws InterruptedException {
        try {
            FinalizedVersionRange range = admin.describeFeatures(
                            new DescribeFeaturesOptions().timeoutMs(PATIENCE_MILLIS))
                    .featureMetadata()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .finalizedFeatures()
                    .get(FEATURE);
            return warning(range == null ? 0 : range.maxVersionLevel());
        } catch (ExecutionException | TimeoutException untold) {
            // Not worth an outage: whoever delivers next meets it if it is one.
            return Optional.empty();
        }
    }

    static Optional<String> warning(int version) {
        if (version >= NEEDED) {
            return Optional.empty();
        }
        return Optional.of("Kafka's transactions are of " + FEATURE + " " + version + " here, where " + NEEDED
                + " is needed for exactly once: the end of a transaction that the network delays may end a later one, and"
                + " its records are lost or half of them are. Brokers of Kafka 4 without ZooKeeper can have it"
                + " (kafka-features.sh upgrade --feature " + FEATURE + "=" + NEEDED
                + "); see what-we-rely-on.md in the documentation");
    }
}
