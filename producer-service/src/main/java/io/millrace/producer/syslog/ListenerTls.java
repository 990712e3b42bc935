package io.millrace.producer.syslog;

import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.tls.TlsFiles;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS of new connections: certificates are renewed while the listener runs. Thread-safe. */
final class ListenerTls {
    private static final Logger log = LoggerFactory.getLogger(ListenerTls.class);

    private final SyslogTls settings;
    private List<FileTime> seen;
    private SslContext context;

    /**
     * @throws SettingsException if a file cannot be used
     */
    ListenerTls(SyslogTls settings) {
        this.settings = settings;
        this.seen = times();
        this.context = made();
    }

    /** As the files are now, or were when they could last be used. */
    synchronized SslContext context() {
        List<FileTime> now = times();
        if (!now.equals(seen)) {
            seen = now;
            try {
                context = made();
                log.info("Certificates were read again: {}", settings);
            } catch (SettingsException e) {
                // They may be half written; the next change is looked at again.
                log.warn("Certificates have changed and are not taken: {}", e.getMessage());
            }
        }
        return context;
    }

    private List<FileTime> times() {
        List<FileTime> times = new ArrayList<>();
        List<Path> files = new ArrayList<>(List.of(settings.certificateFile(), settings.keyFile()));
        settings.clientCaFile().ifPresent(files::add);
        for (Path file : files) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                // Said where it is read.
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }

    private SslContext made() {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        TlsFiles.identity(settings.certificateFile(), settings.keyFile(), settings.keyPassword()))
                .protocols("TLSv1.3", "TLSv1.2");
        Optional<Path> trusted = settings.clientCaFile();
        if (trusted.isPresent()) {
            builder.trustManager(TlsFiles.trust(trusted.get())).clientAuth(ClientAuth.REQUIRE);
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new SettingsException("certificate file '" + settings.certificateFile() + "' with key file '"
                    + settings.keyFile() + "' cannot be used: " + e.getMessage());
        }
    }
}
