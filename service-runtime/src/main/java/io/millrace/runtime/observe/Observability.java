package io.millrace.runtime.observe;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.runtime.cli.LastResort;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.web.PageGuard;
import io.millrace.runtime.web.WebServers;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's metrics and health, and the endpoint that shows them:
 *
 * <ul>
 *   <li>{@code /metrics}: Prometheus' text format
 *   <li>{@code /health}: 200 and {@code {"status":"up"}}, or 503 with what is away and why
 *   <li>{@code /live}: 200 as long as every watched thread makes progress, else 503 with those that do not
 * </ul>
 *
 * <p>Pages of other sites get 403 (see {@link PageGuard}).
 */
public final class Observability implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Observability.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_FOUND = "nothing is here; there are /health, /live and /metrics\n";

    /** Requests at once: those of slow clients must leave room for those who watch. */
    private static final int REQUESTS = 16;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Health health = new Health();
    private final Liveness liveness = new Liveness(health, System::nanoTime, LastResort::end);
    private HttpServer server;
    private PageGuard guard;
    private ExecutorService executor;
    private Optional<Path> announced = Optional.empty();

    /**
     * Metrics and health without an endpoint yet.
     *
     * @param service name of the program, as in its dead letters
     * @param command what it was told to do
     */
    public Observability(String service, String command) {
        registry.config()
                .commonTags(
                        "service", requireNonNull(service, "service"), "command", requireNonNull(command, "command"));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
        liveness.everySecond(
                new GarbageWatch(health, System::nanoTime, Observability::collectingMillis, LastResort::end));
    }

    private static long collectingMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    /** Where meters are registered. */
    public MeterRegistry registry() {
        return registry;
    }

    /** The service's health. */
    public Health health() {
        return health;
    }

    /** Watches the service's threads. */
    public Liveness liveness() {
        return liveness;
    }

    /** The port that the endpoint listens on, if it does. */
    public synchronized OptionalInt port() {
        return server == null
                ? OptionalInt.empty()
                : OptionalInt.of(server.getAddress().getPort());
    }

    /**
     * Opens the endpoint if the options ask for one.
     *
     * @throws ServiceException if the port is in use or not allowed
     */
    public synchronized void serve(HttpOptions options) {
        if (options.port() < 0) {
            return;
        }
        try {
            InetSocketAddress address = new InetSocketAddress(options.address(), options.port());
            server = WebServers.create(address);
            // Not of the server's own address, which has lost the name.
            guard = PageGuard.of(address.getAddress());
        } catch (IOException | IllegalArgumentException e) {
            throw new ServiceException("--http-port is " + options.port() + ", must be a free port on "
                    + options.address() + ": " + e.getMessage());
        }
        executor = WebServers.threads("http", REQUESTS);
        server.setExecutor(executor);
        open("/", exchange -> answer(exchange, 404, "text/plain", NOT_FOUND));
        open("/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4", registry.scrape()));
        open("/health", exchange -> answerState(exchange, health.problems()));
        open("/live", exchange -> answerState(exchange, liveness.problems()));
        server.start();
        // A port that was chosen here is known to nobody else.
        log.info(
                "Health and metrics are shown: address={} port={} paths=/health,/live,/metrics",
                options.address(),
                server.getAddress().getPort());
        String file = System.getenv(Announcement.VARIABLE);
        if (file != null && !file.isBlank()) {
            announce(Path.of(file), options.address());
        }
    }

    private void announce(Path file, String host) {
        try {
            String named = host.contains(":") ? "[" + host + "]" : host;
            Announcement.write(
                    file,
                    URI.create("http://" + named + ":" + server.getAddress().getPort()));
            announced = Optional.of(file);
        } catch (IOException | IllegalArgumentException e) {
            // Somebody sees less; the work goes on.
            log.warn("Others are not told of the endpoint: file={} reason={}", file, e.getMessage());
        }
    }

    /**
     * Says that this service carries records from one place to another: {@code source:TEXT}, {@code topic:NAME}, {@code hdfs:FOLDER},
     * {@code table:NAME} or {@code database:TABLE}. A picture of the flow is drawn of it.
     */
    public void carries(String from, String to) {
        carries(from, to, "");
    }

    /** The same for what is read as a member of a consumer group. */
    public void carries(String from, String to, String group) {
        Gauge.builder("millrace.flow", () -> 1)
                .description("This service carries records from one place to another")
                .tag("from", from)
                .tag("to", to)
                .tag("group", group)
                .register(registry);
    }

    private void open(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            Optional<String> refusal = WebServers.refusal(guard, exchange);
            if (refusal.isPresent()) {
                answer(exchange, 403, "text/plain", refusal.get() + "\n");
            } else {
                handler.handle(exchange);
            }
        });
    }

    private static void answerState(HttpExchange exchange, Map<String, String> problems) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", problems.isEmpty() ? "up" : "down");
        if (!problems.isEmpty()) {
            body.put("problems", problems);
        }
        answer(exchange, problems.isEmpty() ? 200 : 503, "application/json", JSON.writeValueAsString(body));
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public synchronized void close() {
        liveness.close();
        if (announced.isPresent()) {
            try {
                Files.deleteIfExists(announced.get());
            } catch (IOException e) {
                log.debug("The announcement stays: file={}", announced.get(), e);
            }
        }
        if (server != null) {
            server.stop(0);
            executor.shutdownNow();
        }
        gc.close();
        registry.close();
    }
}
