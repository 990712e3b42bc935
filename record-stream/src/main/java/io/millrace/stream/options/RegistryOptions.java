package io.millrace.stream.options;

import io.millrace.formats.registry.RegistryAccess;
import io.millrace.formats.registry.RegistrySettings;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.Secrets;
import io.millrace.runtime.cli.TimeSpan;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** Where the schemas of frames are, and who asks for them. */
public final class RegistryOptions {
    @Option(
            names = "--registry",
            split = ",",
            paramLabel = "URL",
            defaultValue = "${env:SCHEMA_REGISTRY_URL}",
            description =
                    "Schema registry, the URL under which it has /schemas/ids, several of one registry with commas"
                            + " between them [SCHEMA_REGISTRY_URL].")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--registry-user",
            paramLabel = "NAME",
            defaultValue = "${env:SCHEMA_REGISTRY_USER}",
            description = "User of the registry, or OAuth client with --registry-oauth-url [SCHEMA_REGISTRY_USER].")
    private String user;

    @Option(
            names = "--registry-password-file",
            paramLabel = "FILE",
            defaultValue = "${env:SCHEMA_REGISTRY_PASSWORD_FILE}",
            description = "File that holds the user's password, or the OAuth client's secret"
                    + " [SCHEMA_REGISTRY_PASSWORD_FILE]. Default: the variable SCHEMA_REGISTRY_PASSWORD")
    private Path passwordFile;

    @Option(
            names = "--registry-token-file",
            paramLabel = "FILE",
            defaultValue = "${env:SCHEMA_REGISTRY_TOKEN_FILE}",
            description = "File that holds a bearer token, instead of a user [SCHEMA_REGISTRY_TOKEN_FILE]. Default: the"
                    + " variable SCHEMA_REGISTRY_TOKEN")
    private Path tokenFile;

    @Option(
            names = "--registry-oauth-url",
            paramLabel = "URL",
            defaultValue = "${env:SCHEMA_REGISTRY_OAUTH_URL}",
            description = "Where an OAuth server gives tokens for client credentials [SCHEMA_REGISTRY_OAUTH_URL].")
    private String oauthUrl;

    @Option(
            names = "--registry-oauth-scope",
            paramLabel = "SCOPE",
            defaultValue = "${env:SCHEMA_REGISTRY_OAUTH_SCOPE}",
            description = "What the token should be good for [SCHEMA_REGISTRY_OAUTH_SCOPE].")
    private String oauthScope;

    @Option(
            names = "--registry-trust-store",
            paramLabel = "FILE",
            defaultValue = "${env:SCHEMA_REGISTRY_TRUST_STORE}",
            description = "Key store (PKCS12 or JKS) of the certificates to trust with https"
                    + " [SCHEMA_REGISTRY_TRUST_STORE]. Default: those of the JDK")
    private Path trustStore;

    @Option(
            names = "--registry-key-store",
            paramLabel = "FILE",
            defaultValue = "${env:SCHEMA_REGISTRY_KEY_STORE}",
            description = "Key store (PKCS12 or JKS) with the certificate that is shown to the registry"
                    + " [SCHEMA_REGISTRY_KEY_STORE].")
    private Path keyStore;

    @Option(
            names = "--registry-store-password-file",
            paramLabel = "FILE",
            defaultValue = "${env:SCHEMA_REGISTRY_STORE_PASSWORD_FILE}",
            description =
                    "File that holds the password of both stores [SCHEMA_REGISTRY_STORE_PASSWORD_FILE]. Default: the"
                            + " variable SCHEMA_REGISTRY_STORE_PASSWORD")
    private Path storePasswordFile;

    @Option(
            names = "--registry-timeout",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:SCHEMA_REGISTRY_TIMEOUT:-10s}",
            description = "How long one answer may take before the registry counts as away [SCHEMA_REGISTRY_TIMEOUT]."
                    + " Default: ${DEFAULT-VALUE}")
    private TimeSpan timeout = TimeSpan.UNREAD;

    /** The settings, after noting what is wrong with them; empty without a URL. */
    public Optional<RegistrySettings> settings(Problems problems) {
        if (urls == null || urls.isEmpty()) {
            return Optional.empty();
        }
        List<URI> places = new ArrayList<>();
        for (String url : urls) {
            place("--registry", url, problems).ifPresent(places::add);
        }
        problems.require(
                timeout.millis() >= 100 && timeout.millis() <= 60_000,
                "--registry-timeout",
                timeout,
                "must be from 100ms to 1m");
        RegistryAccess access = access(problems);
        Optional<SSLContext> tls = problems.collect(() -> StoreFiles.context(trustStore, keyStore, storePassword()));
        return places.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RegistrySettings(places, access, tls == null ? Optional.empty() : tls, timeout.duration()));
    }

    private char[] storePassword() {
        return Secrets.readOr(
                        "--registry-store-password-file",
                        storePasswordFile,
                        System.getenv("SCHEMA_REGISTRY_STORE_PASSWORD"))
                .map(String::toCharArray)
                .orElse(new char[0]);
    }

    private static Optional<URI> place(String option, String url, Problems problems) {
        String stripped = url.strip();
        while (stripped.endsWith("/")) {
            stripped = stripped.substring(0, stripped.length() - 1);
        }
        try {
            URI place = URI.create(stripped);
            boolean isPlace = ("http".equals(place.getScheme()) || "https".equals(place.getScheme()))
                    && place.getHost() != null
                    && place.getRawQuery() == null
                    && place.getRawFragment() == null;
            if (isPlace && place.getRawUserInfo() == null) {
                return Optional.of(place);
            }
            if (isPlace) {
                problems.add(option + " has a user in its URL, must say it with --registry-user");
                return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        problems.add(option + " is '" + url + "', must be an http:// or https:// URL");
        return Optional.empty();
    }

    private RegistryAccess access(Problems problems) {
        Optional<String> token = problems.collect(
                () -> Secrets.readOr("--registry-token-file", tokenFile, System.getenv("SCHEMA_REGISTRY_TOKEN")));
        if (token != null && token.isPresent()) {
            if (user != null) {
                problems.add(
                        "--registry-user '" + user + "' does not go with --registry-token-file, must be one of both");
            }
            if (!RegistryAccess.Bearer.isSendable(token.get())) {
                problems.add("--registry-token-file holds a blank, a line break or another character within the token,"
                        + " must be one token of printable ASCII");
            }
            return new RegistryAccess.Bearer(token.get());
        }
        if (user == null) {
            if (oauthUrl != null) {
                problems.add("--registry-oauth-url '" + oauthUrl + "' needs --registry-user");
            }
            return new RegistryAccess.Anyone();
        }
        Optional<String> password = problems.collect(() ->
                Secrets.readOr("--registry-password-file", passwordFile, System.getenv("SCHEMA_REGISTRY_PASSWORD")));
        if (password == null || password.isEmpty()) {
            problems.add("--registry-user '" + user + "' needs --registry-password-file");
            return new RegistryAccess.Anyone();
        }
        if (oauthUrl == null) {
            return new RegistryAccess.Basic(user, password.get());
        }
        return place("--registry-oauth-url", oauthUrl, problems)
                .<RegistryAccess>map(url -> new RegistryAccess.ClientCredentials(
                        url, user, password.get(), Optional.ofNullable(oauthScope)))
                .orElseGet(RegistryAccess.Anyone::new);
    }
}
