package io.millrace.console.services;

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
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        return response.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answer -> new ServiceWatch.Answer(new String(answer.body(), StandardCharsets.UTF_8), null))
                .exceptionally(failure -> {
                    // A body that comes to no end holds its connection otherwise.
                    response.cancel(true);
                    return failed(failure);
                });
    }

    private static ServiceWatch.Answer failed(Throwable failure) {
        boolean refused = false;
        Throwable at = failure;
        while (at.getCause() != null && at.getCause() != at) {
            // Below it there is only how the channel was left.
            refused |= at instanceof ConnectException;
            at = at.getCause();
        }
        if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
            return new ServiceWatch.Answer(null, "nobody knows its host", true);
        }
        return new ServiceWatch.Answer(
                null, refused || at instanceof ConnectException ? "nothing listens there" : reason(at));
    }

    private static String reason(Throwable at) {
        if (at instanceof HttpTimeoutException || at instanceof TimeoutException) {
            return "no answer within " + PATIENCE.toSeconds() + " s";
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
}
