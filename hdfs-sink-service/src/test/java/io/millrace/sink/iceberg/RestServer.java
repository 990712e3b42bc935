package io.millrace.sink.iceberg;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;

/** Iceberg's REST interface on loopback, by Iceberg's own handlers over a catalog in a folder; as unlucky as a test wants it. */
final class RestServer implements AutoCloseable {
    private static final ObjectMapper JSON = icebergsOwn();

    private final HadoopCatalog catalog;
    private final HttpServer server;

    /** Answered to the next request in place of what becomes of it; 0 for none. */
    volatile int statusBefore;
    /** Answered to the next commit after it took effect; 0 for its own answer. */
    volatile int statusAfterCommit;

    RestServer(HadoopCatalog catalog) throws IOException {
        this.catalog = catalog;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** How Iceberg reads and writes its messages, which it keeps to itself. */
    private static ObjectMapper icebergsOwn() {
        try {
            Method mapper =
                    Class.forName("org.apache.iceberg.rest.RESTObjectMapper").getDeclaredMethod("mapper");
            mapper.setAccessible(true);
            return (ObjectMapper) mapper.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (statusBefore != 0) {
                int status = statusBefore;
                statusBefore = 0;
                error(exchange, status, "Unlucky", "as the test wants it");
                return;
            }
            try {
                Optional<Object> result = handle(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath().split("/"),
                        exchange);
                if (result.isEmpty()) {
                    exchange.sendResponseHeaders(204, -1);
                } else {
                    send(exchange, 200, result.get());
                }
            } catch (NoSuchTableException | NoSuchNamespaceException e) {
                error(exchange, 404, e.getClass().getSimpleName(), e.getMessage());
            } catch (AlreadyExistsException | CommitFailedException e) {
                error(exchange, 409, e.getClass().getSimpleName(), e.getMessage());
            } catch (Lost e) {
                error(exchange, e.status, "Lost", "the answer is lost");
            }
        }
    }

    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Lost(int status) {
            this.status = status;
        }
    }

    /** @param path {@code /v1/config}, {@code /v1/namespaces}, {@code /v1/namespaces/NAME/tables/NAME} and so on */
    private Optional<Object> handle(String method, String[] path, HttpExchange exchange) throws IOException {
        if (path[2].equals("config")) {
            return Optional.of(ConfigResponse.builder().build());
        }
        if (path.length == 3) {
            return Optional.of(CatalogHandlers.createNamespace(catalog, read(exchange, CreateNamespaceRequest.class)));
        }
        Namespace namespace = Namespace.of(path[3]);
        if (path.length == 4) {
            return Optional.of(CatalogHandlers.loadNamespace(catalog, namespace));
        }
        if (path.length == 5) {
            return Optional.of(
                    CatalogHandlers.createTable(catalog, namespace, read(exchange, CreateTableRequest.class)));
        }
        TableIdentifier id = TableIdentifier.of(namespace, path[5]);
        if (method.equals("GET")) {
            return Optional.of(CatalogHandlers.loadTable(catalog, id, SnapshotMode.ALL));
        }
        if (method.equals("HEAD")) {
            CatalogHandlers.tableExists(catalog, id);
            return Optional.empty();
        }
        Object committed = CatalogHandlers.updateTable(catalog, id, read(exchange, UpdateTableRequest.class));
        if (statusAfterCommit != 0) {
            int status = statusAfterCommit;
            statusAfterCommit = 0;
            throw new Lost(status);
        }
        return Optional.of(committed);
    }

    private static <T> T read(HttpExchange exchange, Class<T> kind) throws IOException {
        return JSON.readValue(exchange.getRequestBody().readAllBytes(), kind);
    }

    private static void error(HttpExchange exchange, int status, String type, String message) throws IOException {
        send(
                exchange,
                status,
                ErrorResponse.builder()
                        .responseCode(status)
                        .withType(type)
                        .withMessage(message)
                        .build());
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
