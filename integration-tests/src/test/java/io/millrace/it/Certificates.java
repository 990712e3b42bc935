package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keys, the certificates that they sign for themselves, and stores of those that are trusted, made by the JDK's keytool. */
final class Certificates {
    private final Path folder;
    private final String password;

    /**
     * @param folder for the files
     * @param password of every store
     */
    Certificates(Path folder, String password) {
        this.folder = folder;
        this.password = password;
    }

    /** Makes {@code NAME.p12} with a key and its certificate, and {@code NAME.crt} with the certificate alone, each good for two days. */
    void make(String name, String where) throws Exception {
        keytool(
                "-genkeypair -alias " + name + " -keyalg EC -validity 2 -dname CN=" + name + " -ext SAN=" + where
                        + " -storetype PKCS12 -storepass " + password + " -keystore",
                name + ".p12");
        keytool(
                "-exportcert -rfc -alias " + name + " -storepass " + password + " -file " + file(name + ".crt")
                        + " -keystore",
                name + ".p12");
    }

    /** A store that trusts these; a JKS one if its name says so, else PKCS12. */
    void trust(String store, String... names) throws Exception {
        for (String name : names) {
            keytool(
                    "-importcert -noprompt -alias " + name + " -storetype "
                            + (store.endsWith(".jks") ? "JKS" : "PKCS12") + " -storepass " + password + " -file "
                            + file(name + ".crt") + " -keystore",
                    store);
        }
    }

    /** Makes {@code NAME.pem} of {@code NAME.p12}: the key, not encrypted, and its certificate. */
    Path pem(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file(name + ".p12"))) {
            store.load(in, password.toCharArray());
        }
        byte[] key = store.getKey(name, password.toCharArray()).getEncoded();
        return Files.writeString(
                file(name + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n" + Files.readString(file(name + ".crt")));
    }

    /** One of the files by its name. */
    Path file(String name) {
        return folder.resolve(name);
    }

    private void keytool(String arguments, String store) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.add(file(store).toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
