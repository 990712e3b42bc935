package io.millrace.stack;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.retry.Causes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.BrokerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Kafka brokers that are their own controllers (KRaft mode), on loopback. Each can be stopped and started again on the same
 * port and data.
 *
 * <p>Not thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String LISTENER = "PLAINTEXT";
    private static final String CONTROLLER = "CONTROLLER";

    /** How long a broker waits for a controller to take its partitions from it. */
    private static final Duration LETTING_GO = Duration.ofSeconds(15);

    private final Path folder;
    private final Map<String, String> configs;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> controllerPorts = new ArrayList<>();
    private final Map<Integer, Node> nodes = new TreeMap<>();

    /** A process's worth of Kafka: broker and controller, which the server starts, and stops one after the other. */
    private record Node(KafkaRaftServer server, BrokerServer broker) {
        static Node of(KafkaRaftServer server) throws ReflectiveOperationException {
            // The server keeps its broker to itself, and would give it five minutes to be let go (see stop).
            Field field = KafkaRaftServer.class.getDeclaredField("broker");
            field.setAccessible(true);
            Object some = field.get(server); // an Option of Scala, whose library is no business of ours
            return new Node(
                    server, (BrokerServer) some.getClass().getMethod("get").invoke(some));
        }

        void stopBroker() {
            broker.shutdown(LETTING_GO);
        }

        void stopRest() {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /** One broker; as {@link #EmbeddedKafka(Path, int, int, Map)}. */
    public EmbeddedKafka(Path folder, int port, Map<String, String> configs) {
        this(folder, port, 1, configs);
    }

    /**
     * @param folder where the brokers' logs lie, one folder each
     * @param port port of the first broker, 0 for free ones in a row; the others follow it. Chosen now, so that a restarted broker finds
     *     its clients again
     * @param brokers how many, at least 1; a folder keeps the number that it began with
     * @param configs further settings of every broker by their Kafka names
     */
    public EmbeddedKafka(Path folder, int port, int brokers, Map<String, String> configs) {
        this.folder = folder;
        this.configs = Map.copyOf(configs);
        int first = port == 0 ? FreePorts.row(brokers) : port;
        for (int i = 0; i < brokers; i++) {
            ports.add(port == 0 ? first + i : FreePorts.choose("--kafka-port", first + i));
        }
        for (int i = 0; i < brokers; i++) {
            controllerPorts.add(FreePorts.any());
        }
    }

    /** Where clients connect first. */
    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** Port of the first broker; the others' follow it. */
    public int port() {
        return ports.get(0);
    }

    /** How many brokers there are, running or not; their ids are 1, 2, ... */
    public int brokers() {
        return ports.size();
    }

    /** Starts all brokers; returns once clients can connect. */
    public void start() {
        requireSameNumberAsBefore();
        KafkaExit.watch(folder);
        // All at once: none is up before a majority of the controllers is.
        List<CompletableFuture<Void>> starts = IntStream.rangeClosed(1, brokers())
                .mapToObj(id -> CompletableFuture.runAsync(
                        () -> startBroker(id), task -> new Thread(task, "kafka-start-" + id).start()))
                .toList();
        try {
            // All of them, whatever becomes of one: none may be stopped while it is still starting.
            CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ServiceException failure ? failure : new ServiceException(e.getMessage(), e);
        }
    }

    /** Starts one broker; with several, it returns only once a majority of them runs. */
    public void startBroker(int id) {
        AtomicReference<String> fault = KafkaExit.noteInsteadOfEnding();
        try {
            formatIfNew(id);
            Properties properties = new Properties();
            properties.putAll(settings(id));
            // false: the effective settings, 300 lines, are in the log only where someone asks for them.
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            synchronized (nodes) {
                nodes.put(id, Node.of(server));
            }
            server.startup();
            if (fault.get() != null) {
                throw new IllegalStateException(fault.get());
            }
        } catch (Exception e) {
            ServiceException failure = new ServiceException(
                    "the Kafka broker on port " + ports.get(id - 1) + " (controller: " + controllerPorts.get(id - 1)
                            + ") did not start: " + Causes.deepest(e),
                    e);
            try {
                stopBroker(id);
            } catch (RuntimeException stop) {
                failure.addSuppressed(stop);
            }
            throw failure;
        } finally {
            KafkaExit.endAgain();
        }
    }

    /** Stops one broker in order; its data stays. Does nothing if it is not running. */
    public void stopBroker(int id) {
        Node node;
        synchronized (nodes) {
            node = nodes.remove(id);
        }
        if (node != null) {
            try {
                node.stopBroker();
            } finally {
                node.stopRest();
            }
        }
    }

    /**
     * Stops all brokers in order; their data stays.
     *
     * <p>All at once, and all brokers before the first controller: a broker asks the controllers to let it go, and waits
     * for as long as there is no majority of them to answer.
     */
    public void stop() {
        List<Node> all;
        synchronized (nodes) {
            all = List.copyOf(nodes.values());
            nodes.clear();
        }
        try {
            inParallel(all, Node::stopBroker);
        } finally {
            inParallel(all, Node::stopRest);
        }
    }

    private static void inParallel(List<Node> nodes, Consumer<Node> step) {
        List<CompletableFuture<Void>> steps = nodes.stream()
                .map(node -> CompletableFuture.runAsync(
                        () -> step.accept(node), task -> new Thread(task, "kafka-stop").start()))
                .toList();
        CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)).join();
    }

    @Override
    public void close() {
        stop();
    }

    private Path folder(int id) {
        return folder.resolve("broker-" + id);
    }

    private void requireSameNumberAsBefore() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var found = Files.list(folder)) {
            long before = found.filter(path -> path.getFileName().toString().startsWith("broker-"))
                    .count();
            if (before != 0 && before != brokers()) {
                throw new ServiceException("data folder " + folder + " holds " + before
                        + " Kafka brokers, must be started with as many, not " + brokers()
                        + "; name another folder with --data");
            }
        } catch (IOException e) {
            throw new ServiceException("data folder " + folder + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private Map<String, String> settings(int id) {
        String copies = String.valueOf(Math.min(3, brokers()));
        String minInSync = String.valueOf(Math.min(2, brokers()));
        String listener = LISTENER + "://127.0.0.1:" + ports.get(id - 1);
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", String.valueOf(id));
        settings.put("process.roles", "broker,controller");
        settings.put("controller.listener.names", CONTROLLER);
        settings.put(
                "controller.quorum.voters",
                IntStream.rangeClosed(1, brokers())
                        .mapToObj(node -> node + "@127.0.0.1:" + controllerPorts.get(node - 1))
                        .collect(Collectors.joining(",")));
        settings.put("listeners", listener + "," + CONTROLLER + "://127.0.0.1:" + controllerPorts.get(id - 1));
        settings.put("advertised.listeners", listener);
        settings.put("listener.security.protocol.map", LISTENER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", LISTENER);
        settings.put("log.dirs", folder(id).toString());
        // Internal topics cannot have more copies than there are brokers.
        settings.put("offsets.topic.replication.factor", copies);
        settings.put("transaction.state.log.replication.factor", copies);
        settings.put("transaction.state.log.min.isr", minInSync);
        settings.put("share.coordinator.state.topic.replication.factor", copies);
        settings.put("share.coordinator.state.topic.min.isr", minInSync);
        settings.put("offsets.topic.num.partitions", "8");
        settings.put("transaction.state.log.num.partitions", "8");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // A topic that nobody made on purpose is a typing error.
        settings.put("auto.create.topics.enable", "false");
        // A broker without a majority of controllers would else try for ever.
        settings.put("server.max.startup.time.ms", "180000");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20));
        settings.putAll(configs);
        return settings;
    }

    private void formatIfNew(int id) throws Exception {
        Path own = folder(id);
        if (Files.exists(own.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(own);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(id)
                .setClusterId(clusterId())
                .setControllerListenerName(CONTROLLER)
                .setDirectories(List.of(own.toString()))
                .setMetadataLogDirectory(own.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }

    /** One id for all brokers of the folder, made by the first that needs it. */
    private synchronized String clusterId() throws IOException {
        Path file = folder.resolve("cluster-id");
        if (!Files.exists(file)) {
            Files.writeString(file, Uuid.randomUuid().toString());
        }
        return Files.readString(file);
    }
}
