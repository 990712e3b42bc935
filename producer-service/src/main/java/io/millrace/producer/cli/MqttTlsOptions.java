package io.millrace.producer.cli;

import io.millrace.producer.mqtt.MqttTransport;
import io.millrace.producer.mqtt.MqttUrl;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.Secrets;
import io.millrace.runtime.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How {@code mqtt} connects with TLS; a picocli mixin. */
public final class MqttTlsOptions {
    @Option(
            names = "--mqtt-ca-file",
            paramLabel = "FILE",
            defaultValue = "${env:MQTT_CA_FILE}",
            description = "PEM file of the certificates to trust instead of the JDK's [MQTT_CA_FILE].")
    private Path caFile;

    @Option(
            names = "--mqtt-certificate-file",
            paramLabel = "FILE",
            defaultValue = "${env:MQTT_CERTIFICATE_FILE}",
            description = "PEM file of the certificate, and those that it hangs on, to show to the broker"
                    + " [MQTT_CERTIFICATE_FILE].")
    private Path certificateFile;

    @Option(
            names = "--mqtt-key-file",
            paramLabel = "FILE",
            defaultValue = "${env:MQTT_KEY_FILE}",
            description = "PEM file of that certificate's private key [MQTT_KEY_FILE].")
    private Path keyFile;

    @Option(
            names = "--mqtt-key-password-file",
            paramLabel = "FILE",
            defaultValue = "${env:MQTT_KEY_PASSWORD_FILE}",
            description = "File that holds the password of the private key, if it is encrypted"
                    + " [MQTT_KEY_PASSWORD_FILE].")
    private Path keyPasswordFile;

    /** The way to the broker; what is wrong with the options is noted. */
    MqttTransport transport(MqttUrl broker, Problems problems) {
        boolean given = caFile != null || certificateFile != null || keyFile != null;
        if (given && !broker.tls()) {
            problems.add("--mqtt-ca-file, --mqtt-certificate-file and --mqtt-key-file need TLS: --mqtt-url must begin"
                    + " with mqtts://, ssl:// or wss://");
        }
        Optional<String> password = problems.collect(
                () -> Secrets.readOr("--mqtt-key-password-file", keyPasswordFile, System.getenv("MQTT_KEY_PASSWORD")));
        if (caFile != null) {
            problems.collect(() -> TlsFiles.trust(caFile));
        }
        if ((certificateFile == null) != (keyFile == null)) {
            problems.add("--mqtt-certificate-file and --mqtt-key-file must be given together");
        } else if (certificateFile != null && password != null) {
            problems.collect(() -> TlsFiles.identity(certificateFile, keyFile, password));
        }
        return new MqttTransport(
                broker.tls(),
                broker.webSocketPath(),
                Optional.ofNullable(caFile),
                Optional.ofNullable(certificateFile),
                Optional.ofNullable(keyFile),
                password == null ? Optional.empty() : password);
    }
}
