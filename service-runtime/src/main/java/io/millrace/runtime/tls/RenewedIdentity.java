package io.millrace.runtime.tls;

import io.millrace.runtime.cli.SettingsException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's certificate and key, in PEM files that are read again when they change: certificates are renewed every few weeks, and no
 * server should have to be started anew for that. Of files that are changed and cannot be used nothing is taken; the former ones stay.
 */
public final class RenewedIdentity extends X509ExtendedKeyManager {
    private static final Logger log = LoggerFactory.getLogger(RenewedIdentity.class);
    private static final long SELDOM = Duration.ofSeconds(5).toNanos();

    private final Path certificateFile;
    private final Path keyFile;
    private final Optional<String> password;
    private final LongSupplier nanos;
    private X509ExtendedKeyManager current;
    private List<FileTime> changed;
    private long lookedAt;

    /**
     * Reads the files.
     *
     * @param certificateFile the chain, the server's own first
     * @param password of the key, if it is encrypted
     * @param nanos as {@link System#nanoTime}
     * @throws SettingsException if a file cannot be read or holds none
     */
    public RenewedIdentity(Path certificateFile, Path keyFile, Optional<String> password, LongSupplier nanos) {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.password = password;
        this.nanos = nanos;
        changed = times();
        current = read();
        lookedAt = nanos.getAsLong();
    }

    /** For a server that shows it, and asks clients for none. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK knows TLS", e);
        }
    }

    private X509ExtendedKeyManager read() {
        return Stream.of(TlsFiles.identity(certificateFile, keyFile, password).getKeyManagers())
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the JDK's key managers are of this kind"));
    }

    /** While one of the two is being replaced a file may be missing. */
    private List<FileTime> times() {
        try {
            return List.of(Files.getLastModifiedTime(certificateFile), Files.getLastModifiedTime(keyFile));
        } catch (IOException e) {
            return List.of();
        }
    }

    private synchronized X509ExtendedKeyManager now() {
        if (nanos.getAsLong() - lookedAt < SELDOM) {
            return current;
        }
        lookedAt = nanos.getAsLong();
        List<FileTime> there = times();
        if (!there.isEmpty() && !there.equals(changed)) {
            changed = there;
            try {
                current = read();
                log.info("Certificate renewed: file={}", certificateFile);
            } catch (SettingsException e) {
                log.warn("The changed certificate cannot be used, the former one stays: {}", e.getMessage());
            }
        }
        return current;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return now().chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return now().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public synchronized X509Certificate[] getCertificateChain(String alias) {
        return current.getCertificateChain(alias);
    }

    @Override
    public synchronized PrivateKey getPrivateKey(String alias) {
        return current.getPrivateKey(alias);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return now().getServerAliases(keyType, issuers);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return now().getClientAliases(keyType, issuers);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return now().chooseClientAlias(keyTypes, issuers, socket);
    }
}
