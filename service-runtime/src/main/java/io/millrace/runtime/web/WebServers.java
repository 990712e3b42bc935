package io.millrace.runtime.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The JDK's web server with bounds, which it has none of by itself: a client that is slow or endless must not hold it for ever. */
public final class WebServers {
    /**
     * The JDK's names of its bounds, and ours: seconds for a request to come and for its answer to be taken, lines and characters of
     * a request's head, connections. One set for the process, read when its first server is made; who sets one himself has his.
     */
    private static final Map<String, String> BOUNDS = Map.of(
            "sun.net.httpserver.maxReqTime", "60",
            "sun.net.httpserver.maxRspTime", "600",
            "sun.net.httpserver.maxReqHeaders", "100",
            "sun.net.httpserver.maxReqHeaderSize", "65536",
            "jdk.httpserver.maxConnections", "4096");

    private static final int BACKLOG = 256;

    private WebServers() {}

    /**
     * A server that is not started yet.
     *
     * @throws IOException if the port is taken
     */
    public static HttpServer create(InetSocketAddress address) throws IOException {
        setBounds();
        return HttpServer.create(address, BACKLOG);
    }

    private static void setBounds() {
        BOUNDS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /**
     * The same over TLS.
     *
     * @throws IOException if the port is taken
     */
    public static HttpServer create(InetSocketAddress address, SSLContext tls) throws IOException {
        setBounds();
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    /** Daemon threads for a server's requests: each holds one while it comes and while it is answered. */
    public static ExecutorService threads(String name, int most) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(most, most, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Why the request is not answered; empty if it is. */
    public static Optional<String> refusal(PageGuard guard, HttpExchange exchange) {
        return guard.refusal(exchange.getRequestHeaders()::getFirst);
    }
}
