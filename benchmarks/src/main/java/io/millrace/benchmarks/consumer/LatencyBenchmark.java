package io.millrace.benchmarks.consumer;

import io.millrace.stack.EmbeddedDatabase;
import io.millrace.stack.EmbeddedKafka;
import io.millrace.stack.FreePorts;
import io.millrace.testsupport.MariaDbServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long it takes from produce to committed alert at a steady rate, with everything on one machine. */
@Command(
        name = "LatencyBenchmark",
        mixinStandardHelpOptions = true,
        description =
                "Produces readings at a steady rate and looks for their alerts in the database from outside. Kafka,"
                        + " producer and observer run in this process, the service and MariaDB in processes of their own.")
public final class LatencyBenchmark implements Callable<Integer> {
    private static final String TOPIC = "readings";
    private static final double ANOMALIES = 0.02;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where alerts are stored. */
    enum Store {
        H2,
        MARIADB,
        MARIADB_SYNCED
    }

    @Option(
            names = "--store",
            split = ",",
            defaultValue = "MARIADB_SYNCED,MARIADB,H2",
            description =
                    "Databases, one after the other: ${COMPLETION-CANDIDATES}; synced: each commit waits for the disk. Default:"
                            + " ${DEFAULT-VALUE}")
    private List<Store> stores;

    @Option(names = "--rate", defaultValue = "10000", description = "Readings per second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "Seconds before measuring. Default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "30", description = "Seconds measured. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--partitions", defaultValue = "6", description = "Partitions. Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(names = "--without-memory", description = "Only the 17 rules on single readings. Default: all twenty")
    private boolean withoutMemory;

    @Option(names = "--jvm-option", description = "Further option of the service's JVM.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--jdbc-parameter",
            paramLabel = "NAME=VALUE",
            description = "Further parameter of the service's connection to MariaDB.")
    private List<String> jdbcParameters = new ArrayList<>();

    @Option(names = "--option", description = "Further option of the service.")
    private List<String> options = new ArrayList<>();

    @Option(names = "--consumer-jar", required = true, description = "The service's jar; run.sh gives it.")
    private Path consumerJar;

    public static void main(String[] args) {
        System.exit(new CommandLine(new LatencyBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        boolean complete = true;
        for (Store store : stores) {
            Path folder = Files.createTempDirectory("millrace-latency");
            try (EmbeddedKafka kafka = new EmbeddedKafka(folder.resolve("kafka"), 0, Map.of())) {
                kafka.start();
                complete &= store == Store.H2 ? h2(kafka, folder) : mariaDb(kafka, folder, store);
            } finally {
                delete(folder);
            }
        }
        return complete ? 0 : 1;
    }

    private boolean h2(EmbeddedKafka kafka, Path folder) throws Exception {
        try (EmbeddedDatabase database = new EmbeddedDatabase(folder.resolve("database"), 0)) {
            database.start();
            return measure(
                    Store.H2,
                    kafka,
                    folder,
                    database.jdbcUrl(),
                    database.user(),
                    database.passwordFile(),
                    database::connect);
        }
    }

    private boolean mariaDb(EmbeddedKafka kafka, Path folder, Store store) throws Exception {
        MariaDbServer.Durability durability =
                store == Store.MARIADB ? MariaDbServer.Durability.PROCESS_CRASH : MariaDbServer.Durability.POWER_CUT;
        try (MariaDbServer database = MariaDbServer.start(
                        folder.resolve("mariadb-binaries"), folder.resolve("mariadb"), durability)
                .orElseThrow(() -> new IOException("there is no MariaDB for this machine"))) {
            return measure(
                    store,
                    kafka,
                    folder,
                    database.jdbcUrl() + (jdbcParameters.isEmpty() ? "" : "?" + String.join("&", jdbcParameters)),
                    database.user(),
                    database.passwordFile(),
                    database::connect);
        }
    }

    private boolean measure(
            Store store,
            EmbeddedKafka kafka,
            Path folder,
            String url,
            String user,
            Path passwordFile,
            Callable<Connection> connections)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, partitions, (short) 1)))
                    .all()
                    .get();
        }
        Path rules = Files.writeString(
                folder.resolve(TwentyRules.FILE), withoutMemory ? TwentyRules.withoutMemory() : TwentyRules.text());
        int port = FreePorts.any();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-jar",
                consumerJar.toString(),
                "alerts",
                "--bootstrap-servers=" + kafka.bootstrapServers(),
                "--topics=" + TOPIC,
                "--rules=" + rules,
                "--http-port=" + port,
                "--jdbc-url=" + url,
                "--jdbc-user=" + user,
                "--jdbc-password-file=" + passwordFile));
        command.addAll(options);
        Path log = folder.resolve("service.log");
        Process service = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Thread killer = new Thread(service::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            awaitReady(port, service, log);
            return load(store, kafka, port, service, connections);
        } finally {
            service.destroy();
            if (!service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }

    private boolean load(Store store, EmbeddedKafka kafka, int port, Process service, Callable<Connection> connections)
            throws Exception {
        try (SteadyLoad load = new SteadyLoad(kafka.bootstrapServers(), TOPIC, partitions, rate, ANOMALIES)) {
            return load(store, load, port, service, connections);
        }
    }

    private boolean load(Store store, SteadyLoad load, int port, Process service, Callable<Connection> connections)
            throws Exception {
        AlertWatch watch = new AlertWatch(connections);
        Thread watching = new Thread(watch, "watch");
        watching.start();
        load.run(Duration.ofSeconds(warmUpSeconds));
        Duration cpuBefore = service.info().totalCpuDuration().orElse(Duration.ZERO);
        long from = System.currentTimeMillis();
        long sent = load.run(Duration.ofSeconds(seconds));
        long to = System.currentTimeMillis();
        Duration cpu = service.info().totalCpuDuration().orElse(Duration.ZERO).minus(cpuBefore);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (watch.count() < load.anomalies() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        String storing = get(port, "/metrics")
                .lines()
                .filter(line -> line.startsWith("millrace_consumer_store_seconds{"))
                .map(line -> line.replaceAll(".*quantile=\"([0-9.]+)\".*} ", "; storing q$1 = "))
                .reduce("", String::concat);
        watch.stop();
        watching.join();
        long[] latencies = watch.seen().stream()
                .filter(alert -> alert.producedMillis() >= from && alert.producedMillis() <= to)
                .mapToLong(AlertWatch.Seen::latency)
                .sorted()
                .toArray();
        boolean complete = watch.count() == load.anomalies();
        System.out.println(String.format(
                Locale.ROOT,
                "%-15s %,d readings/s, %,d alerts in %d s: p50 %d ms, p90 %d ms, p99 %d ms, p99.9 %d ms, max %d ms; service %.2f"
                        + " cores; %,d of %,d alerts of the whole run there%s%s",
                store.name().toLowerCase(Locale.ROOT),
                sent / seconds,
                latencies.length,
                seconds,
                at(latencies, 0.5),
                at(latencies, 0.9),
                at(latencies, 0.99),
                at(latencies, 0.999),
                at(latencies, 1),
                cpu.toMillis() / 1000.0 / seconds,
                watch.count(),
                load.anomalies(),
                complete ? "" : " (NOT ALL)",
                storing));
        return complete;
    }

    private static long at(long[] sorted, double share) {
        if (sorted.length == 0) {
            return -1;
        }
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.ceil(share * sorted.length)) - 1)];
    }

    private static void awaitReady(int port, Process service, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (get(port, "/metrics").contains("millrace_lag{")) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
                if (!service.isAlive()) {
                    throw new IOException("the service ended:\n" + Files.readString(log), e);
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the service is not ready:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
