package io.millrace.consumer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema registry on a free port of this machine that knows one schema, by the id 7. */
final class OneSchemaRegistry implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean away;

    OneSchemaRegistry(String schema) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/schemas/types", 200, "[\"AVRO\"]");
        answer("/schemas/ids/7", 200, "{\"schema\":\"" + schema.strip().replace("\"", "\\\"") + "\"}");
        answer("/schemas/ids/8", 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        server.start();
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (away) {
                refusals.incrementAndGet();
            }
            exchange.sendResponseHeaders(away ? 503 : status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    /** From now on it answers that it cannot, or that it can again. */
    void setAway(boolean now) {
        away = now;
    }

    /** How often it has answered that it cannot. */
    int refusals() {
        return refusals.get();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
