package io.millrace.console.services;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks services by HTTP, all at once. Thread-safe. */
public final class HttpAsking implements ServiceWatch.Asking {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A service shows some hundred kilobytes at most; what is longer is no service. */
    private static final int MOST_BYTES = 4 << 20;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Override
    public List<List<ServiceWatch.Answer>> ask(List<ServiceAddress> services, List<String> paths) {
        List<List<CompletableFuture<ServiceWatch.Answer>>> asked = new ArrayList<>();
        for (ServiceAddress service : services) {
            asked.add(paths.stream().map(path -> ask(service, path)).toList());
        }
        return asked.stream()
                .map(one -> one.stream().map(CompletableFuture::join).toList())
                .toList();
    }

    private CompletableFuture<ServiceWatch.Answer> ask(ServiceAddress service, String path) {
        if (!service.alive()) {
            return CompletableFuture.completedFuture(new ServiceWatch.Answer(null, "its process has ended"));
        }
        HttpRequest request = HttpRequest.newBuilder(service.address().resolve(path))
                .timeout(PATIENCE)
                .build();
        return client.sendAsync(request, info -> HttpResponse.BodySubscribers.ofInputStream())
                .thenApply(HttpAsking::text)
                .orTimeout(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS)
                .exceptionally(HttpAsking::failed);
    }

    private static ServiceWatch.Answer text(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MOST_BYTES);
            return new ServiceWatch.Answer(new String(bytes, StandardCharsets.UTF_8), null);
        } catch (IOException e) {
            return new ServiceWatch.Answer(null, String.valueOf(e.getMessage()));
        }
    }

    private static ServiceWatch.Answer failed(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        boolean unknown = at instanceof UnresolvedAddressException || at instanceof UnknownHostException;
        return new ServiceWatch.Answer(null, unknown ? "nobody knows its host" : reason(at), unknown);
    }

    private static String reason(Throwable at) {
        if (at instanceof ConnectException) {
            return "nothing listens there";
        }
        if (at instanceof HttpTimeoutException || at instanceof TimeoutException) {
            return "no answer within " + PATIENCE.toSeconds() + " s";
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
}
