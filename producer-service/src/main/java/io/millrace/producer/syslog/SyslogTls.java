package io.millrace.producer.syslog;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Certificates of the listener.
 *
 * @param certificateFile PEM file of its certificate, and those that it hangs on
 * @param keyFile PEM file of the private key
 * @param keyPassword of the key, if it is encrypted; never printed
 * @param clientCaFile PEM file of whom to trust: then each sender must show a certificate that hangs on one of these
 */
public record SyslogTls(Path certificateFile, Path keyFile, Optional<String> keyPassword, Optional<Path> clientCaFile) {
    @Override
    public String toString() {
        return "SyslogTls[" + certificateFile + ", clientCa="
                + clientCaFile.map(Path::toString).orElse("none") + "]";
    }
}
