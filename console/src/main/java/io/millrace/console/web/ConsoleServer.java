package io.millrace.console.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.console.kafka.TopicLook;
import io.millrace.console.landed.FolderLook;
import io.millrace.runtime.web.PageGuard;
import io.millrace.runtime.web.WebServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page and what it asks for: {@code /api/...} by the {@link Api}, {@code /assets/...} files, and the page itself under every
 * other path, which it reads for itself. Changes nothing anywhere: it takes GET and HEAD only.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsoleServer.class);
    /** Each open page holds one for its live stream, and one more while it searches or follows. */
    private static final int MOST_STREAMS = 64;

    private static final int REQUESTS = MOST_STREAMS + 16;
    private static final String ASSETS = "/assets/";
    private static final String API = "/api/";

    private final HttpServer server;
    private final String scheme;
    private final PageGuard guard;
    private final Optional<Login> login;
    private final Assets assets = new Assets();
    private final Map<String, Answering> answers;
    private final Semaphore streams = new Semaphore(MOST_STREAMS);
    private final ExecutorService executor = WebServers.threads("console", REQUESTS);

    /**
     * Starts to serve.
     *
     * @param address where to listen; port 0 takes a free one
     * @param guard which requests are its own pages'
     * @param login who may see anything; empty for everybody
     * @param tls what it is served with; empty for plain HTTP
     * @throws IOException if the address cannot be listened at
     */
    public ConsoleServer(
            InetSocketAddress address, PageGuard guard, Optional<Login> login, Optional<SSLContext> tls, Api api)
            throws IOException {
        this.scheme = tls.isPresent() ? "https" : "http";
        this.guard = guard;
        this.login = login;
        this.answers = api.answers();
        server = tls.isPresent() ? WebServers.create(address, tls.get()) : WebServers.create(address);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where the page is. */
    public URI address() {
        String host = server.getAddress().getAddress().getHostAddress();
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange http) throws IOException {
        try (http) {
            // A page elsewhere must not read this one through a name that it points here.
            Optional<String> refusal = WebServers.refusal(guard, http);
            if (refusal.isPresent()) {
                Exchange.problem(http, 403, refusal.get());
                return;
            }
            if (login.isPresent() && !login.get().admits(http.getRequestHeaders()::getFirst)) {
                login.get()
                        .challenge()
                        .ifPresent(text -> http.getResponseHeaders().set("WWW-Authenticate", text));
                Exchange.problem(http, 401, "log in to see the console");
                return;
            }
            String method = http.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                http.getResponseHeaders().set("Allow", "GET, HEAD");
                Exchange.problem(http, 405, "the console changes nothing: it answers GET only");
                return;
            }
            route(http);
        }
    }

    private void route(HttpExchange http) throws IOException {
        String path = http.getRequestURI().getPath();
        try {
            Exchange exchange = new Exchange(http);
            if (path.startsWith(API)) {
                Answering answering = answers.get(path.substring(API.length()));
                if (answering == null) {
                    Exchange.problem(http, 404, "There is nothing at " + path + ".");
                } else if (answering.isStream()) {
                    stream(http, exchange, answering);
                } else {
                    answering.answer(exchange);
                }
            } else if (path.startsWith(ASSETS)) {
                Optional<Assets.Asset> asset = assets.find(path.substring(ASSETS.length()));
                if (asset.isPresent()) {
                    exchange.asset(asset.get());
                } else {
                    Exchange.problem(http, 404, "There is no file " + path + ".");
                }
            } else {
                exchange.asset(assets.page());
            }
        } catch (Asked.BadRequestException e) {
            Exchange.problem(http, 400, e.getMessage());
        } catch (FolderLook.NotThereException | TopicLook.UnknownTopicException e) {
            Exchange.problem(http, 404, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Exchange.problem(http, 503, "The console is stopping.");
        } catch (IOException | RuntimeException e) {
            failed(http, path, e);
        }
    }

    private void stream(HttpExchange http, Exchange exchange, Answering answering)
            throws IOException, InterruptedException, Asked.BadRequestException {
        if (!streams.tryAcquire()) {
            Exchange.problem(http, 503, "More than " + MOST_STREAMS + " pages are open; close some.");
            return;
        }
        try {
            answering.answer(exchange);
        } finally {
            streams.release();
        }
    }

    private static void failed(HttpExchange http, String path, Exception e) {
        if (http.getResponseCode() != -1) {
            // The answer had begun: whoever asked is gone, which is how every stream ends.
            log.debug("An answer ended early: path={}", path, e);
            return;
        }
        log.info("No answer: path={} reason={}", path, e.toString());
        try {
            Exchange.problem(http, 503, String.valueOf(e.getMessage()));
        } catch (IOException gone) {
            log.debug("Nobody waits for the answer: path={}", path, gone);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
