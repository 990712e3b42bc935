package io.millrace.formats.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks with the right to ask. Follows no redirection, which could take a password elsewhere. Thread-safe. */
final class RegistryHttp {
    private static final int UNAUTHORIZED = 401;
    private static final int OK = 200;
    /** A token is not used in its last moments: the registry's clock may be ahead. */
    private static final long MARGIN_SECONDS = 30;
    /** RFC 6749 lets a server not say how long a token is good. */
    private static final long USUAL_SECONDS = 300;

    private final HttpClient client;
    private final RegistryAccess access;
    private final Duration timeout;
    private String token;
    private long tokenEnds;

    /** An answer of any status. */
    record Answer(int status, byte[] body) {}

    RegistryHttp(RegistrySettings settings) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout());
        settings.tls().ifPresent(builder::sslContext);
        this.client = builder.build();
        this.access = settings.access();
        this.timeout = settings.timeout();
    }

    /** @throws IOException if there is no answer, or no token for asking; its message goes on from a URL */
    Answer get(URI url) throws IOException {
        Answer answer = send(request(url));
        if (answer.status() == UNAUTHORIZED && access instanceof RegistryAccess.ClientCredentials) {
            // It may have been withdrawn before its end.
            forgetToken();
            answer = send(request(url));
        }
        return answer;
    }

    private HttpRequest request(URI url) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if (access instanceof RegistryAccess.Basic basic) {
            request.header("Authorization", basic(basic.user(), basic.password()));
        } else if (access instanceof RegistryAccess.Bearer bearer) {
            request.header("Authorization", bearer(bearer.token()));
        } else if (access instanceof RegistryAccess.ClientCredentials client) {
            request.header("Authorization", bearer(token(client)));
        }
        return request.GET().build();
    }

    /** @throws IOException if no header can hold it, which the client would say with the token in its sentence */
    private static String bearer(String token) throws IOException {
        if (!RegistryAccess.Bearer.isSendable(token)) {
            throw new IOException("its token has a character that no header can have");
        }
        return "Bearer " + token;
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void forgetToken() {
        token = null;
    }

    private synchronized String token(RegistryAccess.ClientCredentials credentials) throws IOException {
        if (token != null && System.nanoTime() - tokenEnds < 0) {
            return token;
        }
        String form = "grant_type=client_credentials"
                + credentials.scope().map(scope -> "&scope=" + encoded(scope)).orElse("");
        Answer answer = send(HttpRequest.newBuilder(credentials.tokenUrl())
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header("Authorization", basic(encoded(credentials.clientId()), encoded(credentials.secret())))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        if (answer.status() != OK) {
            throw new IOException("no token from " + credentials.tokenUrl() + ", which answers " + answer.status());
        }
        RegistryAnswer given = RegistryAnswer.read(answer.body());
        long seconds = given.expiresInSeconds() > 0 ? given.expiresInSeconds() : USUAL_SECONDS;
        token = given.token();
        tokenEnds = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(1, seconds - MARGIN_SECONDS));
        return token;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The client's own time limit ends with the answer's first line: a body that comes by drops has to end too. */
    private Answer send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(request, head -> new BoundedBody());
        try {
            HttpResponse<byte[]> response = coming.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while waiting for an answer").initCause(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String why = cause.getMessage();
            throw new IOException(why == null ? whyNot(cause) : why, cause);
        }
    }

    /** The client does not say why there is no connection, at most that no address was found. */
    private static String whyNot(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof UnresolvedAddressException) {
            return "its host is unknown";
        }
        return cause instanceof ConnectException
                ? "no connection"
                : cause.getClass().getSimpleName();
    }
}
