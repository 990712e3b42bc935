package io.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testsupport.MariaDbServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances are killed by chance under load, on a real MariaDB; the alerts must be those of a plain computation over
 * the same records. {@code -Dkills=20} kills oftener.
 */
@ExtendWith(Servers.class)
class KilledInstancesIT {

    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 6;
    private static final int DEVICES = 24;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final Pattern ALERT_ID = Pattern.compile("\"alert_id\":\"([^\"]+)\"");
    private static final String RULES = """
            rules:
              - {name: hot, condition: reading.type == 'temperature' && reading.value > 30.0}
              - {name: dark, condition: "reading.type == 'light' && reading.value < -1.0"}
              - {name: window, window: 20s, lateness: 3s, condition: window.count > 0, message: "{window.count}"}
              - {name: silence, silence: 12s, lateness: 4s}
            """;

    @TempDir
    private Path folder;

    private final Random random = new Random(20);
    private final Map<Integer, List<Sent>> sent = new HashMap<>();
    private MariaDbServer server;
    private TestCluster cluster;
    private int started;

    /** One reading as it was produced; time in seconds. */
    private record Sent(String device, double value, int second) {}

    @Test
    @Tag("thorough")
    void alertsAreExactAfterKillsUnderLoadWithTwoInstancesAndRebalances() throws Exception {
        server = Servers.mariaDb();
        cluster = Servers.cluster();
        List<ServiceProcess> instances = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        try {
            cluster.makeTopic("killed", PARTITIONS);
            Files.writeString(folder.resolve("rules.yaml"), RULES);
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> produce(enough));
            instances.add(start());
            instances.add(start());
            int whileBothWorked = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                // Every other kill falls into work shared by both, the others anywhere, take-overs included.
                whileBothWorked += killOne(instances, kill % 2 == 0) ? 1 : 0;
            }
            enough.set(true);
            load.get(60, TimeUnit.SECONDS);
            long total = sent.values().stream().mapToLong(List::size).sum();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> progress("SUM(next_offset)") == total && figure("COUNT(*)", "consumer_outbox") == 0);
            for (ServiceProcess instance : instances) {
                assertThat(instance.stop()).isZero();
            }
            int alerts = compare();
            long takeovers = progress("SUM(epoch)") - PARTITIONS;
            assertThat(takeovers).as("partitions taken over").isGreaterThanOrEqualTo(KILLS);
            System.out.printf(
                    "%d kills (%d while both instances worked), %d instances started, %d partitions taken over, %d readings,"
                            + " %d alerts stored and published, each once%n",
                    KILLS, whileBothWorked, started, takeovers, total, alerts);
        } finally {
            enough.set(true);
            instances.forEach(ServiceProcess::close);
        }
    }

    /**
     * Kills whichever instance chance says, in the middle of its work, and starts another.
     *
     * @return true if both instances owned partitions just before
     */
    private boolean killOne(List<ServiceProcess> instances, boolean awaitBoth) throws Exception {
        if (awaitBoth) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> bothOwn(instances));
        }
        long before = progress("SUM(next_offset)");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> progress("SUM(next_offset)") > before);
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
        boolean both = bothOwn(instances);
        int victim = random.nextInt(instances.size());
        instances.get(victim).kill();
        instances.set(victim, start());
        return both;
    }

    private boolean bothOwn(List<ServiceProcess> instances) throws Exception {
        for (ServiceProcess instance : instances) {
            if (progress("COUNT(CASE WHEN owner LIKE '" + instance.pid() + "@%' THEN 1 END)") == 0) {
                return false;
            }
        }
        return true;
    }

    private ServiceProcess start() throws Exception {
        return ServiceProcess.start(
                folder.resolve("instance-" + started++ + ".log"),
                List.of(
                        "alerts",
                        "--bootstrap-servers=" + cluster.kafka().bootstrapServers(),
                        "--topics=killed",
                        "--group=killed",
                        "--alerts-topic=killed-alerts",
                        "--rules=" + folder.resolve("rules.yaml"),
                        "--jdbc-url=" + server.jdbcUrl(),
                        "--jdbc-user=" + server.user(),
                        "--jdbc-password-file=" + server.passwordFile(),
                        "--max-ahead=365d",
                        "--kafka-property=session.timeout.ms=1500",
                        "--kafka-property=heartbeat.interval.ms=300",
                        // What a killed instance leaves open is ended soon.
                        "--kafka-property=transaction.timeout.ms=2000",
                        "--kafka-property=max.poll.records=200"));
    }

    /** About 4,000 readings a second, each device always to the same partition, times up to 8 s out of order. */
    private void produce(AtomicBoolean enough) {
        Random chance = new Random(7);
        double clock = 0;
        while (!enough.get()) {
            for (int i = 0; i < 40; i++) {
                int device = chance.nextInt(DEVICES);
                clock += chance.nextInt(2_000) == 0 ? 20 : 0.01;
                Sent reading = new Sent(
                        "dev-" + device,
                        Math.round(chance.nextGaussian() * 60 + 250) / 10.0,
                        Math.max(0, (int) clock - chance.nextInt(9)));
                int partition = device % PARTITIONS;
                sent.computeIfAbsent(partition, key -> new ArrayList<>()).add(reading);
                cluster.send("killed", partition, reading.device(), json(reading));
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        cluster.producer().flush();
    }

    private static String json(Sent reading) {
        return """
                {"device_id":"%s","type":"temperature","value":%s,"unit":"°C","timestamp":"%s"}""".formatted(reading.device(), reading.value(), Instant.ofEpochMilli(START + reading.second() * 1000L));
    }

    private long progress(String figure) throws Exception {
        return figure(figure, "consumer_progress");
    }

    /** A figure over this group's rows of a table. */
    private long figure(String figure, String table) throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT COALESCE(" + figure + ", 0) FROM " + table + " WHERE consumer_group = 'killed'")) {
            rows.next();
            return rows.getLong(1);
        } catch (java.sql.SQLException e) {
            // The first instance has not made the table yet.
            return 0;
        }
    }

    /** Holds the database and the topic against the plain computation; returns how many alerts there are. */
    private int compare() throws Exception {
        List<String> expected = new ArrayList<>();
        sent.forEach((partition, readings) -> expected.addAll(PlainAlerts.of(
                partition,
                readings.stream()
                        .map(reading -> new PlainAlerts.Reading(reading.device(), reading.value(), reading.second()))
                        .toList())));
        List<String> found = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT alert_id, rule, partition_id, record_offset, device_id, event_time, message FROM alerts"
                                + " WHERE consumer_group = 'killed'")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
                long second = (rows.getObject(6, java.time.LocalDateTime.class)
                                        .toInstant(java.time.ZoneOffset.UTC)
                                        .toEpochMilli()
                                - START)
                        / 1000;
                String rule = rows.getString(2);
                found.add(
                        switch (rule) {
                            case "hot" -> rule + " " + rows.getInt(3) + "@" + rows.getLong(4);
                            case "window" -> rule + " " + rows.getString(5) + " " + second + " " + rows.getString(7);
                            default -> rule + " " + rows.getString(5) + " " + second;
                        });
            }
        }
        assertThat(found).as("alerts in the database").containsExactlyInAnyOrderElementsOf(expected);
        List<String> published = cluster.readAll("killed-alerts").stream()
                .map(message -> {
                    Matcher id = ALERT_ID.matcher(new String(message.value(), StandardCharsets.UTF_8));
                    assertThat(id.find()).isTrue();
                    return id.group(1);
                })
                .toList();
        assertThat(published).as("published alerts").containsExactlyInAnyOrderElementsOf(ids);
        return ids.size();
    }
}
