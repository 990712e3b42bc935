package io.millrace.producer.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is subscribed to, and as whom.
 *
 * @param host broker's host
 * @param port broker's port
 * @param transport how it is reached
 * @param version version of the protocol
 * @param clientId name of the session; two clients of one name cannot be connected at once
 * @param user user name, if the broker asks for one
 * @param password its password; never printed
 * @param filters topic filters such as {@code plant/+/temperature}, {@code sensors/#} or {@code $share/group/sensors/#}
 * @param sessionExpiry how long the broker keeps the session, and messages, while nobody is connected; with MQTT 3.1.1 zero or
 *     as long as the broker likes
 * @param receiveMaximum most messages that are on their way and not acknowledged; MQTT 5 only
 * @param timeout how long a connection may take
 */
public record MqttSettings(
        String host,
        int port,
        MqttTransport transport,
        Version version,
        String clientId,
        Optional<String> user,
        Optional<String> password,
        List<String> filters,
        Duration sessionExpiry,
        int receiveMaximum,
        Duration timeout) {
    /** Versions of the protocol. */
    public enum Version {
        V5,
        V3_1_1
    }

    public MqttSettings {
        filters = List.copyOf(filters);
    }

    /** For messages. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return "MqttSettings[" + address() + ", version=" + version + ", transport=" + transport + ", clientId="
                + clientId + ", filters=" + filters + "]";
    }
}
