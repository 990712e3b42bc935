package io.millrace.stream.options;

import io.millrace.runtime.cli.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS by stores of keys and certificates in files. */
final class StoreFiles {
    private StoreFiles() {}

    /**
     * What is trusted and shown; empty for the JDK's own if no store is named.
     *
     * @param trustStore null for the certificates that the JDK trusts
     * @param keyStore null to show nothing
     */
    static Optional<SSLContext> context(Path trustStore, Path keyStore, char[] password) {
        if (trustStore == null && keyStore == null) {
            return Optional.empty();
        }
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore == null ? null : open("--registry-trust-store", trustStore, password));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore == null ? null : open("--registry-key-store", keyStore, password), password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new SettingsException(
                    "--registry-key-store and --registry-trust-store cannot be used: " + e.getMessage());
        }
    }

    private static KeyStore open(String option, Path file, char[] password) {
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (IOException | GeneralSecurityException e) {
            throw new SettingsException(option + " is '" + file
                    + "', must be a readable PKCS12 or JKS file with the password of --registry-store-password-file");
        }
    }
}
