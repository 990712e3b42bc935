package io.millrace.consumer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A schema registry on a free port of this machine that knows one schema, by the id 7. */
final class OneSchemaRegistry implements AutoCloseable {
    private final HttpServer server;

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
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
