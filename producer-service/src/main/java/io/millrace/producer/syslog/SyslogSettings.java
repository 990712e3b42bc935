package io.millrace.producer.syslog;

import java.net.InetAddress;
import java.util.Optional;

/**
 * How messages are taken.
 *
 * @param address address to listen at
 * @param ports where
 * @param tls certificates, if TLS is spoken
 * @param maxMessageBytes longest message; longer ones are dead letters
 * @param maxWaitingBytes memory that messages may take together until Kafka has them, bytes
 * @param maxConnections most connections at once, of TCP and TLS together
 */
public record SyslogSettings(
        InetAddress address,
        Ports ports,
        Optional<SyslogTls> tls,
        int maxMessageBytes,
        long maxWaitingBytes,
        int maxConnections) {
    /** A port that is not opened. */
    public static final int NONE = -1;

    /** Ports to listen at: 0 takes a free one, {@link #NONE} none. */
    public record Ports(int tcp, int tls, int udp) {}
}
