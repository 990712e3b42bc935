package io.millrace.launcher.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.launcher.view.KafkaSnapshot;
import io.millrace.launcher.view.KafkaStatus;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.web.PageGuard;
import io.millrace.runtime.web.WebServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page: {@code /} for people, {@code /topics/NAME} with a topic's last messages, {@code /api/status} for scripts.
 */
public final class StatusPage implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StatusPage.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PageGuard GUARD = PageGuard.loopback();
    private static final int REQUESTS = 16;
    private static final int MESSAGES = 25;
    private static final int MESSAGE_CHARACTERS = 2000;

    private final KafkaStatus kafka;
    private final Elsewhere elsewhere;
    private final HttpServer server;
    private final ExecutorService executor = WebServers.threads("status-page", REQUESTS);

    /**
     * What the page says of the other servers.
     *
     * @param hdfs the file system
     * @param hdfsWeb the NameNode's web page
     * @param database JDBC address of the database
     */
    public record Elsewhere(URI hdfs, URI hdfsWeb, String database) {}

    /** Serves the page; {@code port} 0 takes a free one. Who gives it Kafka closes that, after this. */
    public StatusPage(KafkaStatus kafka, Elsewhere elsewhere, int port) {
        this.kafka = kafka;
        this.elsewhere = elsewhere;
        try {
            server = WebServers.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException | IllegalArgumentException e) {
            throw new ServiceException(
                    "--web-port is " + port + ", must be a free port on 127.0.0.1: " + e.getMessage());
        }
        server.setExecutor(executor);
        server.createContext("/", exchange -> answer(exchange, "text/html", () -> home(exchange.getRequestURI())));
        server.createContext(
                "/topics/", exchange -> answer(exchange, "text/html", () -> topic(exchange.getRequestURI())));
        server.createContext(
                "/api/status",
                exchange -> answer(exchange, "application/json", () -> JSON.writeValueAsString(kafka.snapshot())));
        server.start();
    }

    /** Where the page is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Makes one answer. */
    private interface Content {
        String make() throws IOException, InterruptedException, ExecutionException;
    }

    private static void answer(HttpExchange exchange, String type, Content content) throws IOException {
        try (exchange) {
            String text;
            int status;
            try {
                // A page elsewhere must not read this one through a name that it points at loopback.
                Optional<String> refusal = WebServers.refusal(GUARD, exchange);
                status = refusal.isPresent() ? 403 : 200;
                text = refusal.isPresent() ? refusal.get() : content.make();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                status = 503;
                text = "stopping";
            } catch (NotFound e) {
                status = 404;
                text = new Html("Not found", 5)
                        .paragraph(e.getMessage())
                        .link("/", "All topics")
                        .end();
            } catch (ExecutionException | IOException | RuntimeException e) {
                log.info("No page: path={} reason={}", exchange.getRequestURI().getPath(), e.getMessage());
                status = 503;
                text = new Html("Not available", 5)
                        .paragraph(String.valueOf(e.getMessage()))
                        .end();
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.getResponseHeaders()
                    .set(
                            "Content-Security-Policy",
                            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String home(URI path) throws IOException, InterruptedException, ExecutionException {
        if (!path.getPath().equals("/")) {
            throw new NotFound("There is no page " + path.getPath() + ".");
        }
        return overview();
    }

    private String overview() throws InterruptedException, ExecutionException {
        KafkaSnapshot now = kafka.snapshot();
        Html page = new Html("Millrace", 5);
        page.heading("Brokers").table("id", "address", "controller");
        now.brokers().forEach(broker -> page.row(broker.id(), broker.address(), broker.controller() ? "yes" : ""));
        page.endTable()
                .heading("Topics")
                .table("topic", "messages", "partitions: begin to end offset (leader, in sync)");
        for (KafkaSnapshot.Topic topic : now.topics()) {
            StringBuilder partitions = new StringBuilder();
            topic.partitions()
                    .forEach(p -> partitions
                            .append(p.id())
                            .append(": ")
                            .append(p.begin())
                            .append(" to ")
                            .append(p.end())
                            .append("  (")
                            .append(p.leader())
                            .append(", ")
                            .append(p.inSync())
                            .append(" of ")
                            .append(p.replicas())
                            .append(")\n"));
            String path = "/topics/" + URLEncoder.encode(topic.name(), StandardCharsets.UTF_8);
            page.row(
                    new Html.Link(path, topic.name()),
                    topic.messages(),
                    partitions.toString().strip());
        }
        page.endTable()
                .heading("Groups")
                .table("group", "state", "members", "topic", "committed", "end", "lag in messages");
        for (KafkaSnapshot.Group group : now.groups()) {
            if (group.lags().isEmpty()) {
                page.row(group.name(), group.state(), group.members(), "", "", "", "");
            }
            group.lags()
                    .forEach(lag -> page.row(
                            group.name(),
                            group.state(),
                            group.members(),
                            lag.topic(),
                            lag.committed(),
                            lag.end(),
                            lag.lag()));
        }
        page.endTable().heading("HDFS").paragraph(elsewhere.hdfs().toString());
        page.link(elsewhere.hdfsWeb() + "explorer.html", "Browse the file system (the NameNode's page)");
        page.heading("Database").paragraph(elsewhere.database());
        return page.end();
    }

    private String topic(URI path) throws IOException, InterruptedException, ExecutionException {
        String name = URLDecoder.decode(path.getRawPath().substring("/topics/".length()), StandardCharsets.UTF_8);
        Html page = new Html("Topic " + name, 5).link("/", "All topics");
        page.heading("The last messages").table("time", "partition", "offset", "key", "value");
        for (ConsumerRecord<byte[], byte[]> record : lastMessages(name)) {
            page.row(
                    Instant.ofEpochMilli(record.timestamp()).toString(),
                    record.partition(),
                    record.offset(),
                    readable(record.key()),
                    readable(record.value()));
        }
        return page.endTable().end();
    }

    private List<ConsumerRecord<byte[], byte[]>> lastMessages(String topic)
            throws IOException, InterruptedException, ExecutionException {
        try {
            return kafka.lastMessages(topic, MESSAGES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException) {
                throw new NotFound("There is no topic " + topic + ".");
            }
            throw e;
        }
    }

    /** There is no such page. */
    private static final class NotFound extends IOException {
        private static final long serialVersionUID = 1L;

        NotFound(String message) {
            super(message);
        }
    }

    /** Text as it is, other bytes in hexadecimal; long ones cut. */
    private static String readable(byte[] bytes) {
        if (bytes == null) {
            return "";
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            text = HexFormat.ofDelimiter(" ").formatHex(bytes);
        }
        return text.length() <= MESSAGE_CHARACTERS ? text : text.substring(0, MESSAGE_CHARACTERS) + "…";
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
