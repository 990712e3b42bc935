package io.millrace.producer.mqtt;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the broker is reached.
 *
 * @param tls true to connect with TLS
 * @param webSocketPath path of the WebSocket at the broker's HTTP server; empty for plain TCP
 * @param caFile certificates to trust instead of the JDK's, PEM
 * @param certificateFile certificate chain to show to the broker, PEM; with {@code keyFile}
 * @param keyFile private key of the certificate, PEM
 * @param keyPassword password of the private key, if it is encrypted; never printed
 */
public record MqttTransport(
        boolean tls,
        Optional<String> webSocketPath,
        Optional<Path> caFile,
        Optional<Path> certificateFile,
        Optional<Path> keyFile,
        Optional<String> keyPassword) {
    @Override
    public String toString() {
        return (tls ? "tls" : "plain")
                + webSocketPath.map(path -> "+websocket:/" + path).orElse("")
                + caFile.map(file -> " ca=" + file).orElse("")
                + certificateFile.map(file -> " certificate=" + file).orElse("");
    }
}
