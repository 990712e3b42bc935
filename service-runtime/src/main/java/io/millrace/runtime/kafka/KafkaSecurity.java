package io.millrace.runtime.kafka;

import io.millrace.runtime.cli.ServiceException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the brokers speak what a client is set to speak. Looked at before a client is made, which would not say it. */
public final class KafkaSecurity {
    private static final Logger log = LoggerFactory.getLogger(KafkaSecurity.class);

    private KafkaSecurity() {}

    /**
     * Asks the brokers' ports one after the other until one answers. Those that are away, or whose names are not known yet, are
     * left to the clients to wait for. Takes seconds at most for each.
     *
     * @throws ServiceException if one speaks TLS and the client does not, or the reverse, or asks for a password and the client has
     *     none
     */
    public static void check(KafkaSettings settings) {
        if (ProvidedValues.isElsewhere(protocolName(settings))) {
            // Only the clients know what it is.
            return;
        }
        SecurityProtocol ours = protocol(settings);
        for (InetSocketAddress address : addresses(settings)) {
            Optional<String> problem = problem(ours, new PortProbe(address));
            if (problem.isPresent() && !problem.get().isEmpty()) {
                throw new ServiceException(
                        "Kafka at " + address.getHostString() + ":" + address.getPort() + " " + problem.get());
            }
            if (problem.isPresent()) {
                return;
            }
        }
        log.debug("No broker of {} has said what it speaks", settings.bootstrapServers());
    }

    /** Empty if the port has not said what it speaks; an empty text if that fits. */
    private static Optional<String> problem(SecurityProtocol ours, PortProbe port) {
        boolean tls = ours == SecurityProtocol.SSL || ours == SecurityProtocol.SASL_SSL;
        if (tls) {
            if (port.speaksTls()) {
                return Optional.of("");
            }
            return port.plainMechanisms()
                    .map(mechanisms -> "does not speak TLS, but security.protocol is " + ours
                            + "; name the brokers' port for TLS, or set security.protocol to "
                            + (mechanisms.isEmpty() ? "PLAINTEXT" : "SASL_PLAINTEXT"));
        }
        Optional<List<String>> mechanisms = port.plainMechanisms();
        if (mechanisms.isEmpty()) {
            return port.speaksTls()
                    ? Optional.of("speaks TLS, but security.protocol is " + ours + "; set security.protocol to "
                            + (ours == SecurityProtocol.PLAINTEXT
                                    ? "SSL, or to SASL_SSL if it asks for a password"
                                    : "SASL_SSL"))
                    : Optional.empty();
        }
        if (ours == SecurityProtocol.PLAINTEXT && !mechanisms.get().isEmpty()) {
            return Optional.of("asks who this client is, but security.protocol is PLAINTEXT; set security.protocol to"
                    + " SASL_PLAINTEXT, sasl.jaas.config, and " + SaslConfigs.SASL_MECHANISM + " to "
                    + String.join(" or ", mechanisms.get()));
        }
        return Optional.of("");
    }

    private static SecurityProtocol protocol(KafkaSettings settings) {
        String name = protocolName(settings);
        try {
            return SecurityProtocol.forName(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ServiceException("Kafka property security.protocol is '" + name
                    + "', must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL");
        }
    }

    private static String protocolName(KafkaSettings settings) {
        return settings.properties()
                .getOrDefault(
                        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL);
    }

    private static List<InetSocketAddress> addresses(KafkaSettings settings) {
        try {
            return ClientUtils.parseAndValidateAddresses(
                    List.of(settings.bootstrapServers().strip().split("\\s*,\\s*")), "use_all_dns_ips");
        } catch (KafkaException unresolved) {
            return List.of();
        }
    }
}
