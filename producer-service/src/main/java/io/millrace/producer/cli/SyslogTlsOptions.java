package io.millrace.producer.cli;

import io.millrace.producer.syslog.SyslogTls;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.Secrets;
import io.millrace.runtime.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Certificates of {@code syslog}; a picocli mixin. */
public final class SyslogTlsOptions {
    @Option(
            names = "--certificate-file",
            paramLabel = "FILE",
            defaultValue = "${env:SYSLOG_CERTIFICATE_FILE}",
            description =
                    "PEM file of the certificate to show to senders, and those that it hangs on; read again when it"
                            + " changes [SYSLOG_CERTIFICATE_FILE].")
    private Path certificateFile;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            defaultValue = "${env:SYSLOG_KEY_FILE}",
            description = "PEM file of that certificate's private key [SYSLOG_KEY_FILE].")
    private Path keyFile;

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            defaultValue = "${env:SYSLOG_KEY_PASSWORD_FILE}",
            description = "File that holds the password of the private key, if it is encrypted"
                    + " [SYSLOG_KEY_PASSWORD_FILE]. Default: the variable SYSLOG_KEY_PASSWORD, else none")
    private Path keyPasswordFile;

    @Option(
            names = "--client-ca-file",
            paramLabel = "FILE",
            defaultValue = "${env:SYSLOG_CLIENT_CA_FILE}",
            description = "PEM file of certificates: each sender must show one that hangs on one of these"
                    + " [SYSLOG_CLIENT_CA_FILE]. Default: senders need none")
    private Path clientCaFile;

    /** The certificates, for a port with TLS; what is wrong is noted. */
    Optional<SyslogTls> tls(boolean hasPort, Problems problems) {
        boolean given = certificateFile != null || keyFile != null || clientCaFile != null;
        if (!hasPort) {
            if (given) {
                problems.add("--certificate-file, --key-file and --client-ca-file need --tls-port");
            }
            return Optional.empty();
        }
        if (certificateFile == null || keyFile == null) {
            problems.add("--tls-port needs --certificate-file and --key-file");
            return Optional.empty();
        }
        Optional<String> password = problems.collect(
                () -> Secrets.readOr("--key-password-file", keyPasswordFile, System.getenv("SYSLOG_KEY_PASSWORD")));
        if (password == null) {
            return Optional.empty();
        }
        problems.collect(() -> TlsFiles.identity(certificateFile, keyFile, password));
        if (clientCaFile != null) {
            problems.collect(() -> TlsFiles.trust(clientCaFile));
        }
        return Optional.of(new SyslogTls(certificateFile, keyFile, password, Optional.ofNullable(clientCaFile)));
    }
}
