package io.millrace.runtime.tls;

import io.millrace.runtime.cli.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMDecryptorProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Certificates and keys in PEM files, as TLS takes them. Read anew for each connection: certificates are renewed. */
public final class TlsFiles {
    private static final char[] NO_PASSWORD = new char[0];

    private TlsFiles() {}

    /**
     * Trust in the certificates of a file and in no others.
     *
     * @throws SettingsException if the file cannot be read or holds none
     */
    public static TrustManagerFactory trust(Path caFile) {
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (Certificate certificate : certificates(caFile)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable("CA file", caFile, e);
        }
    }

    /**
     * The certificate chain of one file with the private key of another.
     *
     * @param password of the key, if it is encrypted
     * @throws SettingsException if a file cannot be read or holds none
     */
    public static KeyManagerFactory identity(Path certificateFile, Path keyFile, Optional<String> password) {
        Certificate[] chain;
        try {
            chain = certificates(certificateFile);
        } catch (GeneralSecurityException | IOException e) {
            throw unusable("certificate file", certificateFile, e);
        }
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("own", privateKey(keyFile, password), NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException | OperatorCreationException | PKCSException e) {
            throw unusable("key file", keyFile, e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Certificate[] certificates(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Certificate[] certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(new Certificate[0]);
            if (certificates.length == 0) {
                throw new IOException("it holds no certificate");
            }
            return certificates;
        }
    }

    private static PrivateKey privateKey(Path file, Optional<String> password)
            throws IOException, OperatorCreationException, PKCSException {
        char[] secret = password.map(String::toCharArray).orElse(NO_PASSWORD);
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                PEMParser parser = new PEMParser(reader)) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                boolean encrypted =
                        found instanceof PKCS8EncryptedPrivateKeyInfo || found instanceof PEMEncryptedKeyPair;
                if (encrypted && password.isEmpty()) {
                    throw new IOException("its key is encrypted and no password is given");
                }
                Optional<PrivateKeyInfo> key = key(found, secret);
                if (key.isPresent()) {
                    return new JcaPEMKeyConverter().getPrivateKey(key.get());
                }
            }
        }
        throw new IOException("it holds no private key");
    }

    /** Empty for what is no key: curve parameters, a certificate in the same file. */
    private static Optional<PrivateKeyInfo> key(Object found, char[] secret)
            throws IOException, OperatorCreationException, PKCSException {
        if (found instanceof PrivateKeyInfo plain) {
            return Optional.of(plain);
        }
        if (found instanceof PEMKeyPair pair) {
            return Optional.of(pair.getPrivateKeyInfo());
        }
        if (found instanceof PEMEncryptedKeyPair encrypted) {
            PEMDecryptorProvider decryptor = new JcePEMDecryptorProviderBuilder().build(secret);
            return Optional.of(encrypted.decryptKeyPair(decryptor).getPrivateKeyInfo());
        }
        if (found instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            InputDecryptorProvider decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder().build(secret);
            return Optional.of(encrypted.decryptPrivateKeyInfo(decryptor));
        }
        return Optional.empty();
    }

    private static SettingsException unusable(String what, Path file, Exception e) {
        String reason = e instanceof NoSuchFileException ? "it does not exist" : String.valueOf(e.getMessage());
        return new SettingsException(what + " '" + file + "' cannot be used: " + reason);
    }
}
