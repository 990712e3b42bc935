package io.millrace.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.tls.RenewedIdentity;
import io.millrace.runtime.tls.TlsFiles;
import io.millrace.runtime.web.WebServers;
import io.millrace.testsupport.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page over TLS, and certificates that are renewed while it is served. */
class PageTlsTest {
    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    private Path folder;

    private HttpServer server;

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** Puts the files of an authority where the server's are. */
    private TestCertificates issue(String authority, Instant time) throws Exception {
        TestCertificates made = new TestCertificates(folder.resolve(authority));
        copy(made.serverCertificateFile(), "page.pem", time);
        copy(made.serverKeyFile(), "page-key.pem", time);
        return made;
    }

    private void copy(Path from, String name, Instant time) throws IOException {
        Files.copy(from, file(name), StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(file(name), FileTime.from(time));
    }

    private RenewedIdentity identity() {
        return new RenewedIdentity(file("page.pem"), file("page-key.pem"), Optional.empty(), nanos::get);
    }

    private void serve() throws IOException {
        server = WebServers.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                identity().context());
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** What the server shows to one that trusts this authority. */
    private X509Certificate shown(TestCertificates trusted) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, TlsFiles.trust(trusted.caFile()).getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", server.getAddress().getPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void aRenewedCertificateIsShownWithoutANewStart() throws Exception {
        TestCertificates first = issue("first", Instant.ofEpochSecond(1_000_000));
        serve();
        assertThat(shown(first).getSubjectX500Principal().getName()).isEqualTo("CN=localhost");

        TestCertificates second = issue("second", Instant.ofEpochSecond(2_000_000));
        // Not asked for at each connection.
        shown(first);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        shown(second);
        assertThatThrownBy(() -> shown(first)).isInstanceOf(IOException.class);
    }

    @Test
    void whatCannotBeUsedChangesNothing() throws Exception {
        TestCertificates first = issue("first", Instant.ofEpochSecond(1_000_000));
        serve();
        Files.writeString(file("page-key.pem"), "half a key");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        shown(first);

        Files.delete(file("page.pem"));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        shown(first);

        TestCertificates second = issue("second", Instant.ofEpochSecond(2_000_000));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        shown(second);
    }

    @Test
    void filesThatAreNoneAreRefusedAtTheStart() {
        assertThatThrownBy(this::identity).isInstanceOf(SettingsException.class).hasMessageContaining("does not exist");
    }
}
