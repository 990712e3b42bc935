package io.millrace.producer.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.web.PageGuard;
import io.millrace.runtime.web.WebServers;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.PositionedSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server in front of the source: POST of lines or of OTLP's logs, answered after their records are durable. */
public final class HttpIntake implements PositionedSource {
    private static final Logger log = LoggerFactory.getLogger(HttpIntake.class);
    private static final String LOGS = "/v1/logs";
    /** Requests that are taken at once: each waits for its client and for Kafka on a thread of its own. */
    static final int REQUESTS = 64;
    /** Threads beyond, which tell the others that it is too much: a connection that nobody looks at would be reset. */
    private static final int SPARE_THREADS = 16;

    private static final long CLOSE_MS = 5_000;
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final HttpSettings settings;
    private final RequestBody body;
    private final HttpSource source;
    private final Room room;
    private final PageGuard guard;
    private final Semaphore requests = new Semaphore(REQUESTS);
    private final HttpServer server;
    private final ExecutorService threads;

    /**
     * Listens from now on.
     *
     * @throws ServiceException if the port is taken
     */
    public HttpIntake(HttpSettings settings, Clock clock) {
        this.settings = settings;
        this.body = new RequestBody(settings, clock);
        this.source = new HttpSource(settings.rememberKeys(), clock);
        this.room = new Room(settings.maxWaitingBytes());
        this.guard = PageGuard.of(settings.address());
        // The queue has at most the open connections.
        this.threads = WebServers.threads("http-intake", REQUESTS + SPARE_THREADS);
        try {
            server = WebServers.create(new InetSocketAddress(settings.address(), settings.port()));
        } catch (IOException e) {
            throw new ServiceException(
                    "--port is " + settings.port() + ", must be a free port on "
                            + settings.address().getHostAddress() + ": " + e.getMessage(),
                    e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        log.info("Listening: address={}", server.getAddress());
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isLogs = isLogs(exchange);
            boolean isProtobuf = isLogs && RequestBody.contentType(exchange).equals(OtlpAnswer.PROTOBUF);
            int status = 200;
            byte[] bytes;
            try {
                String text = takeIfFree(exchange);
                bytes = isLogs ? OtlpAnswer.stored(isProtobuf) : line(text);
            } catch (RefusedException e) {
                status = e.status();
                bytes = refusal(e.getMessage(), isLogs, isProtobuf);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                status = 503;
                bytes = refusal("the source stops", isLogs, isProtobuf);
            }
            if (status == 503) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                passOver(exchange.getRequestBody());
            }
            exchange.getResponseHeaders().set("Content-Type", isProtobuf ? OtlpAnswer.PROTOBUF : OtlpAnswer.JSON);
            if (bytes.length == 0) {
                // To this server, a length of 0 means one that is not known.
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static boolean isLogs(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().equals(LOGS);
    }

    private static byte[] refusal(String sentence, boolean isLogs, boolean isProtobuf) {
        return isLogs
                ? OtlpAnswer.refused(sentence, quoted(sentence), isProtobuf)
                : line("{\"error\":" + quoted(sentence) + "}");
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what is left of a request, up to its largest size: a client that still writes would be reset, not answered. */
    private void passOver(InputStream body) throws IOException {
        byte[] chunk = new byte[8192];
        long left = settings.maxRequestBytes();
        for (int n = 0; n >= 0 && left > 0; n = body.read(chunk)) {
            left -= n;
        }
    }

    private String takeIfFree(HttpExchange exchange) throws RefusedException, IOException, InterruptedException {
        if (!requests.tryAcquire()) {
            throw new RefusedException(503, "too many requests at once; nothing was stored");
        }
        try {
            return take(exchange);
        } finally {
            requests.release();
        }
    }

    private String take(HttpExchange exchange) throws RefusedException, IOException, InterruptedException {
        if (!exchange.getRequestURI().getPath().equals("/") && !isLogs(exchange)) {
            throw new RefusedException(404, "there is nothing here; lines are posted to /, logs of OTLP to " + LOGS);
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            throw new RefusedException(405, "method is " + exchange.getRequestMethod() + ", must be POST");
        }
        authorize(exchange);
        Optional<String> key = key(exchange);
        String origin = "http:" + exchange.getRemoteAddress().getAddress().getHostAddress();
        Room.Share share = room.share();
        Post post = null;
        boolean offered = false;
        try {
            post = new Post(records(exchange, share), key, origin, share, new CompletableFuture<>());
            if (post.records().isEmpty()) {
                return "{\"records\":0}";
            }
            offered = source.offer(post);
        } finally {
            if (!offered) {
                share.giveBack();
            }
        }
        if (!offered) {
            throw new RefusedException(503, "the source stops; nothing was stored");
        }
        int stored = post.records().size();
        return switch (outcome(post)) {
            case STORED -> "{\"records\":" + stored + "}";
            case STORED_BEFORE -> "{\"records\":" + stored + ",\"repeated\":true}";
            case KEY_IN_USE ->
                throw new RefusedException(
                        422,
                        "Idempotency-Key is '" + key.orElse("") + "', which another request had with other records");
            case WITHDRAWN -> throw new RefusedException(503, "it was taken back; nothing was stored");
            case STOPPED -> throw new RefusedException(503, "the source stops; whether it was stored is not known");
        };
    }

    private Post.Outcome outcome(Post post) throws RefusedException, InterruptedException {
        try {
            return post.outcome().get(settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Many clients send again by themselves, without a key: each time would be stored.
            if (source.withdraw(post)) {
                throw new RefusedException(503, "Kafka does not answer; nothing was stored, send it again");
            }
            throw new RefusedException(
                    503,
                    "Kafka does not answer; it is stored when Kafka is back, so send it again only with the same"
                            + " Idempotency-Key");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is never a failure", e);
        }
    }

    private void authorize(HttpExchange exchange) throws RefusedException {
        if (settings.token().isEmpty()) {
            refuseOtherSites(exchange);
            return;
        }
        String shown = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        byte[] wanted = ("Bearer " + settings.token().get()).getBytes(StandardCharsets.UTF_8);
        // In a time that does not tell how much of it was right.
        if (!MessageDigest.isEqual(wanted, shown.getBytes(StandardCharsets.UTF_8))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            throw new RefusedException(401, "Authorization must be 'Bearer' and the token");
        }
    }

    /** With a token, pages are no danger: they do not know it. */
    private void refuseOtherSites(HttpExchange exchange) throws RefusedException {
        Optional<String> refusal = WebServers.refusal(guard, exchange);
        if (refusal.isPresent()) {
            throw new RefusedException(403, refusal.get());
        }
    }

    private static Optional<String> key(HttpExchange exchange) throws RefusedException {
        Optional<String> key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        if (key.filter(text -> !KEY.matcher(text).matches()).isPresent()) {
            throw new RefusedException(400, "Idempotency-Key must be 1 to 200 visible ASCII characters");
        }
        return key;
    }

    private List<byte[]> records(HttpExchange exchange, Room.Share share) throws RefusedException, IOException {
        if (!share.take(Room.REQUEST_BYTES)) {
            throw new RefusedException(503, "too much waits for Kafka; nothing was stored");
        }
        return isLogs(exchange) ? body.logs(exchange, share) : body.lines(exchange, share);
    }

    private static String quoted(String text) {
        return "\""
                + String.valueOf(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance()
                        .quoteAsString(text)) + "\"";
    }

    @Override
    public void restore(Map<String, byte[]> positions) throws IOException {
        source.restore(positions);
    }

    @Override
    public Outcome read(Outlet outlet) throws InterruptedException {
        return source.read(outlet);
    }

    @Override
    public Map<String, byte[]> changedPositions() {
        return source.changedPositions();
    }

    @Override
    public void committed() {
        source.committed();
    }

    @Override
    public String uncommitted() {
        return source.uncommitted();
    }

    /** Answers those who wait, then ends the server. */
    @Override
    public void close() {
        source.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                log.warn("Clients that take their answers slowly are left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
    }
}
