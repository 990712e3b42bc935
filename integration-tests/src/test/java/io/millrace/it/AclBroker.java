package io.millrace.it;

import static org.awaitility.Awaitility.await;

import io.millrace.stack.EmbeddedKafka;
import io.millrace.stack.FreePorts;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A real broker that asks for users and passwords and holds them to their rights: {@code alice} (password {@code right}) may do
 * everything, {@code eve} (password {@code nothing}) what she was given. Whoever comes by {@link #plain} may do everything.
 */
final class AclBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final EmbeddedKafka kafka;
    private final int plain;
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    /**
     * @param listeners name of each listener with a log-in, and its security protocol
     * @param settings further settings of the broker
     */
    AclBroker(Path folder, Map<String, String> listeners, Map<String, String> settings) {
        plain = FreePorts.any();
        int controller = FreePorts.any();
        StringBuilder addresses = new StringBuilder("PLAINTEXT://127.0.0.1:" + plain);
        StringBuilder protocols = new StringBuilder("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        Map<String, String> all = new LinkedHashMap<>(settings);
        for (Map.Entry<String, String> listener : listeners.entrySet()) {
            String name = listener.getKey();
            ports.put(name, FreePorts.any());
            addresses.append(',').append(name).append("://127.0.0.1:").append(ports.get(name));
            protocols.append(',').append(name).append(':').append(listener.getValue());
            all.put(
                    "listener.name." + name.toLowerCase(java.util.Locale.ROOT) + ".plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required user_alice=\"right\""
                            + " user_eve=\"nothing\";");
        }
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        all.put("listeners", addresses + ",CONTROLLER://127.0.0.1:" + controller);
        all.put("advertised.listeners", addresses.toString());
        all.put("listener.security.protocol.map", protocols.toString());
        all.put("sasl.enabled.mechanisms", "PLAIN");
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("super.users", "User:ANONYMOUS;User:alice");
        kafka = new EmbeddedKafka(folder, plain, all);
    }

    void start() {
        // A broker asks the JVM for "a server of PLAIN" and gets the first that was registered. Where a NameNode ran in
        // this JVM before, that is Hadoop's, which knows no user of Kafka's and refuses each.
        Security.removeProvider("SaslPlainServer");
        kafka.start();
    }

    /** The address for those who need no log-in. */
    String plain() {
        return "127.0.0.1:" + plain;
    }

    /** The address of a listener. */
    String address(String listener) {
        return "127.0.0.1:" + ports.get(listener);
    }

    /** The client settings of a user, but for TLS. */
    static List<String> client(String protocol, String user, String password) {
        return List.of(
                "security.protocol=" + protocol,
                "sasl.mechanism=PLAIN",
                "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user
                        + "\" password=\"" + password + "\";");
    }

    /** That eve may do this; with all names that begin so, if the name ends in a hyphen. */
    static AclBinding eveMay(AclOperation operation, ResourceType type, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, name.endsWith("-") ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry("User:eve", "*", operation, AclPermissionType.ALLOW));
    }

    /** Lets this be done and nothing else, and waits until the broker knows it. */
    static void allow(Admin admin, Set<AclBinding> wanted) throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        admin.createAcls(wanted).all().get();
        await().atMost(PATIENCE)
                .until(() -> Set.copyOf(admin.describeAcls(AclBindingFilter.ANY)
                                .values()
                                .get())
                        .equals(wanted));
    }

    @Override
    public void close() {
        kafka.close();
    }
}
