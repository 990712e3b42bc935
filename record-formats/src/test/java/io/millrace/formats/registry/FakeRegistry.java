package io.millrace.formats.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry on a port of this machine that fails as it is told. */
public final class FakeRegistry implements AutoCloseable {
    /** How the next answers are. */
    public enum Mood {
        WELL,
        /** Never answers. */
        SILENT,
        /** Begins to answer and never ends. */
        DROPS,
        ENDLESS,
        NO_JSON,
        SERVER_ERROR,
        TOO_MANY,
        UNAUTHORIZED,
        /** 404 without saying what was not found, as a proxy has it. */
        WRONG_PLACE
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Mood mood = Mood.WELL;
    private volatile String wanted;
    private volatile String lacking;

    public FakeRegistry() {
        this(0);
    }

    /** @param port 0 for a free one */
    public FakeRegistry(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        answers.put("/schemas/types", "[\"AVRO\"]");
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public FakeRegistry put(long id, String schema) {
        return answer("/schemas/ids/" + id, body("AVRO", schema, ""));
    }

    public FakeRegistry answer(String path, String body) {
        answers.put(path, body);
        return this;
    }

    static String body(String type, String schema, String references) {
        return "{\"schemaType\":\"" + type + "\",\"schema\":\""
                + schema.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\",\"references\":["
                + references + "]}";
    }

    /** Has nothing at that path, and says so as a server does that knows nothing of registries. */
    void lacks(String path) {
        lacking = path;
    }

    public void is(Mood newMood) {
        mood = newMood;
    }

    /** Only who shows this is answered. */
    void wants(String authorization) {
        wanted = authorization;
    }

    /** The paths that were asked for. */
    public List<String> asked() {
        return asked;
    }

    List<String> authorizations() {
        return authorizations;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        asked.add(path);
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(String.valueOf(shown));
        String body = answers.get(path);
        switch (mood) {
            case SILENT -> awaitEnd();
            case DROPS -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                awaitEnd();
            }
            case ENDLESS -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; i < 40; i++) {
                    exchange.getResponseBody().write(blanks);
                }
            }
            case NO_JSON -> send(exchange, 200, "<html>");
            case SERVER_ERROR -> send(exchange, 500, "{\"error_code\":50001}");
            case TOO_MANY -> send(exchange, 429, "{}");
            case UNAUTHORIZED -> send(exchange, 401, "{\"error_code\":401}");
            case WRONG_PLACE -> send(exchange, 404, "<html>not here</html>");
            case WELL -> {
                if (wanted != null && !wanted.equals(shown) && !path.equals("/token")) {
                    send(exchange, 401, "{\"error_code\":401}");
                } else if (path.equals(lacking)) {
                    send(exchange, 404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
                } else if (body == null) {
                    send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
                } else {
                    send(exchange, 200, body);
                }
            }
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Answers nobody any more. */
    public void stop() {
        close();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
