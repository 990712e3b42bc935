package io.millrace.testsupport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of its own, a broker's store for {@code localhost}, and a client's files. */
public final class TestCertificates {
    public static final String PASSWORD = "only-for-tests";
    private static final X500Name AUTHORITY = new X500Name("CN=Test Authority");

    private final Path folder;

    /** Makes them in this folder. */
    public TestCertificates(Path folder) throws GeneralSecurityException, IOException, OperatorCreationException {
        this.folder = Files.createDirectories(folder);
        KeyPair authority = keys();
        X509Certificate root = certificate(AUTHORITY, authority, authority, true);
        KeyPair server = keys();
        KeyPair client = keys();
        X509Certificate ofServer = certificate(new X500Name("CN=localhost"), server, authority, false);
        store("server.p12", server, ofServer, root);
        pem("server.pem", ofServer);
        pem("server-key.pem", new JcaPKCS8Generator(server.getPrivate(), null));
        store("trust.p12", null, null, root);
        pem("ca.pem", root);
        pem("client.pem", certificate(new X500Name("CN=relay"), client, authority, false));
        pem("client-key.pem", new JcaPKCS8Generator(client.getPrivate(), null));
        pem("client-old-key.pem", client.getPrivate());
    }

    public Path caFile() {
        return folder.resolve("ca.pem");
    }

    public Path certificateFile() {
        return folder.resolve("client.pem");
    }

    /** PKCS #8. */
    public Path keyFile() {
        return folder.resolve("client-key.pem");
    }

    /** PKCS #1. */
    public Path oldKeyFile() {
        return folder.resolve("client-old-key.pem");
    }

    /** The broker's own certificate and key. */
    public Path serverStore() {
        return folder.resolve("server.p12");
    }

    public Path serverCertificateFile() {
        return folder.resolve("server.pem");
    }

    public Path serverKeyFile() {
        return folder.resolve("server-key.pem");
    }

    /** Whom the broker trusts. */
    public Path trustStore() {
        return folder.resolve("trust.p12");
    }

    private void store(String name, KeyPair keys, X509Certificate own, X509Certificate root)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (keys == null) {
            store.setCertificateEntry("root", root);
        } else {
            store.setKeyEntry("own", keys.getPrivate(), PASSWORD.toCharArray(), new X509Certificate[] {own, root});
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private void pem(String name, Object content) throws IOException {
        try (Writer file = Files.newBufferedWriter(folder.resolve(name));
                JcaPEMWriter writer = new JcaPEMWriter(file)) {
            writer.writeObject(content);
        }
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(X500Name subject, KeyPair keys, KeyPair issuer, boolean authority)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        AUTHORITY,
                        new BigInteger(64, new java.security.SecureRandom()),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        subject,
                        keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!authority) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer.getPrivate())));
    }
}
