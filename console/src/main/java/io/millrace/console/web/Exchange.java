package io.millrace.console.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One request and its answer. Not thread-safe. */
final class Exchange {
    /** Nothing from elsewhere, no script and no style in the page's text: what a record says can never run. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange http;
    private final Asked asked;

    Exchange(HttpExchange http) throws Asked.BadRequestException {
        this.http = http;
        this.asked = new Asked(http.getRequestURI());
    }

    Asked asked() {
        return asked;
    }

    void json(Object answer) throws IOException {
        json(http, 200, answer);
    }

    /** Answers with one sentence. */
    static void problem(HttpExchange http, int status, String sentence) throws IOException {
        json(http, status, Map.of("problem", sentence));
    }

    private static void json(HttpExchange http, int status, Object answer) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(answer);
        send(http, status, "application/json; charset=utf-8", bytes);
    }

    void download(String name, byte[] bytes) throws IOException {
        http.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"" + name + "\"");
        send(http, 200, "application/octet-stream", bytes);
    }

    void asset(Assets.Asset asset) throws IOException {
        Headers headers = http.getResponseHeaders();
        headers.set("ETag", asset.tag());
        headers.set("Vary", "Accept-Encoding");
        if (http.getRequestHeaders().getOrDefault("If-None-Match", List.of()).contains(asset.tag())) {
            common(http, "no-cache");
            http.sendResponseHeaders(304, -1);
            return;
        }
        boolean packed = http.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()).stream()
                .anyMatch(accepted -> accepted.contains("gzip"));
        if (packed) {
            headers.set("Content-Encoding", "gzip");
        }
        common(http, "no-cache");
        body(http, 200, asset.type(), packed ? asset.gzipped() : asset.plain());
    }

    /** Begins a stream of events, which lasts until the caller is done. */
    EventStream stream() throws IOException {
        common(http, "no-store");
        http.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        // A proxy that gathers answers would hold the events back.
        http.getResponseHeaders().set("X-Accel-Buffering", "no");
        http.sendResponseHeaders(200, 0);
        return new EventStream(new BufferedOutputStream(http.getResponseBody(), 16 << 10), JSON);
    }

    private static void send(HttpExchange http, int status, String type, byte[] bytes) throws IOException {
        common(http, "no-store");
        body(http, status, type, bytes);
    }

    private static void body(HttpExchange http, int status, String type, byte[] bytes) throws IOException {
        http.getResponseHeaders().set("Content-Type", type);
        if (http.getRequestMethod().equals("HEAD")) {
            http.sendResponseHeaders(status, -1);
            return;
        }
        http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        http.getResponseBody().write(bytes);
    }

    private static void common(HttpExchange http, String caching) {
        Headers headers = http.getResponseHeaders();
        headers.set("Cache-Control", caching);
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }
}
