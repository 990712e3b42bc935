package io.millrace.consumer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** What a service shows over HTTP. */
final class Scrape {

    private final List<String> lines;

    private Scrape(List<String> lines) {
        this.lines = lines;
    }

    static Scrape metrics(int port) throws IOException, InterruptedException {
        return new Scrape(get(port, "/metrics").body().lines().toList());
    }

    static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The value of the one series with this name and all of these labels; fails if there is none. */
    double value(String name, String... labels) {
        List<String> found = lines.stream()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    "%s%s is there %d times in%n%s".formatted(name, List.of(labels), found.size(), this));
        }
        return Double.parseDouble(found.get(0).substring(found.get(0).lastIndexOf(' ') + 1));
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
