package io.millrace.producer.cli;

import io.millrace.producer.syslog.SyslogSettings;
import io.millrace.producer.syslog.SyslogTls;
import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.Problems;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where and how {@code syslog} listens; a picocli mixin. */
public final class SyslogOptions {
    private static final int LARGEST_MESSAGE = 15_000_000;
    private static final int MOST_CONNECTIONS = 100_000;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "${env:SYSLOG_ADDRESS:-127.0.0.1}",
            description = "Address to listen at; 0.0.0.0 is all. Whoever reaches it may write, except over TLS with"
                    + " --client-ca-file [SYSLOG_ADDRESS]. Default: ${DEFAULT-VALUE}")
    private String address;

    @Option(
            names = "--tcp-port",
            paramLabel = "PORT",
            defaultValue = "${env:SYSLOG_TCP_PORT:-5514}",
            description = "Port of TCP; 0 takes a free one, -1 none [SYSLOG_TCP_PORT]. Default: ${DEFAULT-VALUE}")
    private int tcpPort;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            defaultValue = "${env:SYSLOG_TLS_PORT:--1}",
            description = "Port of TLS, usually 6514; 0 takes a free one, -1 none [SYSLOG_TLS_PORT]. Default:"
                    + " ${DEFAULT-VALUE}")
    private int tlsPort;

    @Option(
            names = "--udp-port",
            paramLabel = "PORT",
            defaultValue = "${env:SYSLOG_UDP_PORT:--1}",
            description = "Port of UDP, which loses messages by its nature; 0 takes a free one, -1 none"
                    + " [SYSLOG_UDP_PORT]. Default: ${DEFAULT-VALUE}")
    private int udpPort;

    @Option(
            names = "--max-record-bytes",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:SYSLOG_MAX_RECORD_BYTES:-64KiB}",
            description = "Of a longer message the beginning goes to the dead-letter topic [SYSLOG_MAX_RECORD_BYTES]."
                    + " Default: ${DEFAULT-VALUE}")
    private DataSize maxMessage = DataSize.UNREAD;

    @Option(
            names = "--max-waiting-bytes",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:SYSLOG_MAX_WAITING_BYTES:-16000000}",
            description = "Memory of messages that were read and are not in Kafka yet: while those of connections take"
                    + " three quarters, connections are not read; the last quarter is for datagrams, or all of it"
                    + " where only --udp-port listens, and what is beyond is dropped [SYSLOG_MAX_WAITING_BYTES]."
                    + " Default: ${DEFAULT-VALUE}")
    private DataSize maxWaiting = DataSize.UNREAD;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "${env:SYSLOG_MAX_CONNECTIONS:-1000}",
            description = "Most connections at once, of TCP and TLS together; each may hold a message that has not"
                    + " ended [SYSLOG_MAX_CONNECTIONS]. Default: ${DEFAULT-VALUE}")
    private int maxConnections;

    @Mixin
    private SyslogTlsOptions tls;

    /** How to listen; what is wrong is noted, and the settings then are of no use. */
    Optional<SyslogSettings> settings(Problems problems) {
        requirePort("--tcp-port", tcpPort, problems);
        requirePort("--tls-port", tlsPort, problems);
        requirePort("--udp-port", udpPort, problems);
        if (tcpPort == SyslogSettings.NONE && tlsPort == SyslogSettings.NONE && udpPort == SyslogSettings.NONE) {
            problems.add("--tcp-port, --tls-port and --udp-port are -1, at least one must be a port");
        }
        problems.require(
                        maxMessage.bytes() >= 480 && maxMessage.bytes() <= LARGEST_MESSAGE,
                        "--max-record-bytes",
                        maxMessage,
                        "must be from 480 to " + LARGEST_MESSAGE)
                .require(
                        maxWaiting.bytes() >= 4 * maxMessage.bytes(),
                        "--max-waiting-bytes",
                        maxWaiting,
                        "must be at least four times --max-record-bytes")
                .require(
                        maxConnections >= 1 && maxConnections <= MOST_CONNECTIONS,
                        "--max-connections",
                        maxConnections,
                        "must be from 1 to " + MOST_CONNECTIONS);
        Optional<SyslogTls> certificates = tls.tls(tlsPort != SyslogSettings.NONE, problems);
        return Host.listen("--address", address, problems)
                .map(listen -> new SyslogSettings(
                        listen,
                        new SyslogSettings.Ports(tcpPort, tlsPort, udpPort),
                        certificates,
                        (int) Math.min(maxMessage.bytes(), LARGEST_MESSAGE),
                        maxWaiting.bytes(),
                        maxConnections));
    }

    private static void requirePort(String option, int port, Problems problems) {
        problems.require(port >= -1 && port <= 65_535, option, port, "must be from -1 to 65535");
    }
}
