package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.it.ServiceJar.Ran;
import io.millrace.stack.EmbeddedKafka;
import io.millrace.stack.FreePorts;
import io.millrace.testsupport.SecureHdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the sink's commands say to what fails between them and an HDFS that asks for Kerberos tickets: one sentence that names what to
 * change, status 1, no stack trace and no waiting, but for what may heal. It is the table of HDFS in {@code docs/security.md}.
 */
@Tag("thorough")
class SecuredHdfsIT {
    private static final String TOPIC = "readings";
    static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Processes at a time: each is a JVM that starts. */
    private static final int AT_ONCE = 3;

    private static final Duration SHORT_TICKET = Duration.ofSeconds(6);
    /** How often the sink has said each of these. */
    private static final Map<String, Long> WAITED = new HashMap<>();

    private static final Map<String, Future<Void>> CELLS = new LinkedHashMap<>();

    /** Each mistake with each command: {@code -Dsecured.all=true}. Otherwise {@code audit} makes all, the others one. */
    private static final boolean EVERY_CELL = Boolean.getBoolean("secured.all");

    @TempDir
    static Path folder;

    private static SecureHdfs hdfs;
    private static EmbeddedKafka kafka;
    private static Path keytab;
    private static Path strange;

    @BeforeAll
    static void start() throws Exception {
        strange = strangeKeytab();
        hdfs = new SecureHdfs(Files.createDirectories(folder.resolve("hdfs")));
        hdfs.start();
        keytab = hdfs.keytab("ann.keytab", "ann");
        Files.writeString(folder.resolve("no-kdc.conf"), "[libdefaults]\n default_realm = EXAMPLE.COM\n");
        try (FileSystem files = hdfs.newClient()) {
            make(files, "/ann", "ann", "755");
            make(files, "/private", "hdfs", "700");
            make(files, "/readable", "hdfs", "755");
        }
        kafka = new EmbeddedKafka(folder.resolve("kafka"), FreePorts.any(), Map.of());
        kafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        startCells();
    }

    /** Keys that this KDC did not give out, of users by the names of those whom it knows. */
    private static Path strangeKeytab() throws Exception {
        Path made = folder.resolve("strange.keytab");
        MiniKdc other = new MiniKdc(
                MiniKdc.createConf(),
                Files.createDirectories(folder.resolve("strange")).toFile());
        other.start();
        try {
            other.createPrincipal(made.toFile(), "ann", "ghost");
        } finally {
            other.stop();
        }
        return made;
    }

    private static void make(FileSystem files, String name, String owner, String mode) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(name);
        files.mkdirs(path);
        files.setPermission(path, new FsPermission(mode));
        files.setOwner(path, owner, owner.equals("hdfs") ? "supergroup" : owner);
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            kafka.close();
        }
        if (hdfs != null) {
            hdfs.close();
        }
    }

    private static List<String> command(String name, String root) {
        List<String> command =
                new ArrayList<>(List.of(name, "--root=" + root, "--hadoop-conf-dir=" + hdfs.clientFolder()));
        switch (name) {
            case "run" ->
                command.addAll(List.of(
                        "--bootstrap-servers=" + kafka.bootstrapServers(),
                        "--topics=" + TOPIC,
                        "--group=" + TOPIC,
                        "--roll-age=1s"));
            case "tables" ->
                command.addAll(List.of(
                        "--table=iceberg:db.readings",
                        "--catalog-property=type=hadoop",
                        "--catalog-property=warehouse=" + hdfs.hdfs().uri() + "/warehouse"));
            case "expire" -> command.addAll(List.of("--older-than=1d", "--dry-run"));
            case "wait-for" -> command.addAll(List.of("--topic=" + TOPIC, "--time=2026-01-01T00:00Z"));
            default -> {}
        }
        return command;
    }

    private static Ran run(
            Path krb5Conf, Path cache, List<String> arguments, Path output, ServiceJar.Meanwhile meanwhile)
            throws Exception {
        return ServiceJar.run(
                List.of("-Djava.security.krb5.conf=" + krb5Conf),
                Map.of("KRB5CCNAME", cache.toString()),
                "hdfs-sink-service",
                arguments,
                output,
                meanwhile);
    }

    /** All at once, beside the other tests: each is mostly a JVM that starts. */
    private static void startCells() {
        ExecutorService processes = Executors.newFixedThreadPool(AT_ONCE);
        // First: in safe mode HDFS would speak of that.
        for (HdfsMistake mistake : new TreeSet<>(Set.of(HdfsMistake.values())).descendingSet()) {
            for (String command : List.of("run", "audit", "tables", "expire", "wait-for")) {
                if (mistake.isOf(command) && isTried(mistake, command)) {
                    CELLS.put(mistake + " of " + command, processes.submit(() -> ends(mistake, command)));
                }
            }
        }
        processes.shutdown();
    }

    private static boolean isTried(HdfsMistake mistake, String command) {
        return EVERY_CELL
                || mistake == HdfsMistake.NO_TICKET
                || command.equals("run") && mistake == HdfsMistake.NO_RIGHT_TO_WRITE
                // Hadoop's client tries that one for a quarter of a minute.
                || command.equals("audit") && mistake != HdfsMistake.OTHER_ENCRYPTION;
    }

    @TestFactory
    Stream<DynamicTest> everyCommandEndsWithASentenceThatNamesWhatToChange() {
        return CELLS.entrySet().stream()
                .map(cell -> DynamicTest.dynamicTest(
                        cell.getKey(), () -> cell.getValue().get()));
    }

    private static Void ends(HdfsMistake mistake, String command) throws Exception {
        List<String> arguments = command(command, mistake.root(hdfs));
        arguments.addAll(mistake.options(keytab, strange));
        long began = System.nanoTime();
        Path output = folder.resolve(mistake + "-" + command + ".out");
        Ran ran = run(mistake.krb5Conf(hdfs, folder), folder.resolve("none"), arguments, output, process -> {});
        if (EVERY_CELL) {
            System.out.printf(
                    "%s of %s ended after %d ms:%n%s%n",
                    mistake, command, (System.nanoTime() - began) / 1_000_000, ran.said());
        }
        assertThat(ran.said()).contains(mistake.said()).doesNotContain("\tat ", "unexpected", "Unexpected", "waiting");
        assertThat(ran.status()).as(ran.said()).isEqualTo(1);
        return null;
    }

    /**
     * One sink through all of it: no KDC at the start, safe mode, a quota, no KDC for longer than a ticket lasts. Then the audit, by a ticket
     * cache as {@code kinit} leaves it.
     */
    @Test
    void whatMayHealIsWaitedForAndToldOnce() throws Exception {
        // That it does not answer, or that the ticket has ended: whichever is found first.
        String kdcAway = "is not available, waiting for it: Kerberos: the ";
        org.apache.hadoop.fs.Path ann = new org.apache.hadoop.fs.Path("/ann");
        try (TcpGate kdc = new TcpGate(hdfs.kdcPort());
                SentRecords sent = new SentRecords(kafka.bootstrapServers(), "outages");
                DistributedFileSystem files = (DistributedFileSystem) hdfs.newClient()) {
            List<String> sink = sink("outages", HdfsMistake.login("ann", keytab));
            Path conf = hdfs.krb5Conf("short", kdc.port(), SHORT_TICKET);
            Path output = folder.resolve("outages.out");
            kdc.shut();
            Ran ran = run(conf, folder.resolve("none"), sink, output, process -> {
                heals(output, kdcAway, kdc::open);
                sent.more();
                sent.areStored();
                CELLS.get(HdfsMistake.NO_RIGHT_TO_WRITE + " of run").get();
                files.setSafeMode(SafeModeAction.ENTER);
                sent.more();
                heals(
                        output,
                        "Name node is in safe mode. It ends by itself",
                        () -> files.setSafeMode(SafeModeAction.LEAVE));
                sent.areStored();
                files.setQuota(ann, 1, HdfsConstants.QUOTA_DONT_SET);
                sent.more();
                heals(
                        output,
                        "; make room below it, or raise it with hdfs dfsadmin -setQuota",
                        () -> files.setQuota(ann, HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_DONT_SET));
                sent.areStored();
                kdc.shut();
                sent.more();
                heals(output, kdcAway, kdc::open);
                sent.areStored();
                process.destroy();
            });
            assertThat(ran.status()).as(ran.said()).isZero();
            assertThat(ran.said()).doesNotContain("\tat ");
            assertThat(ran.said().lines().filter(line -> line.contains(" WARN ")))
                    .as(ran.said())
                    .hasSize(4);
            exact(sent);
        }
    }

    /**
     * Tickets of one minute under load, with the KDC away for a minute and a half of each five: {@code -Dkerberos.minutes=10}, by a keytab, and
     * by a ticket cache that is made anew before its ticket ends.
     */
    @ParameterizedTest
    @ValueSource(strings = {"keytab", "cache"})
    @EnabledIfSystemProperty(named = "kerberos.minutes", matches = "\\d+")
    void ticketsOfOneMinuteAreRenewedUnderLoad(String way) throws Exception {
        Duration minute = Duration.ofMinutes(1);
        Path cache = folder.resolve("ann.cache");
        try (TcpGate kdc = new TcpGate(hdfs.kdcPort());
                SentRecords sent = new SentRecords(kafka.bootstrapServers(), way)) {
            Path conf = hdfs.krb5Conf("minute", kdc.port(), minute);
            hdfs.kinit("ann", keytab, conf, cache);
            List<String> sink = sink(way, way.equals("keytab") ? HdfsMistake.login("ann", keytab) : List.of());
            Path output = folder.resolve(way + ".out");
            Ran ran = run(conf, cache, sink, output, process -> {
                for (int second = 0; second < 60 * Integer.getInteger("kerberos.minutes"); second++) {
                    if (second % 300 == 150) {
                        kdc.shut();
                    } else if (second % 300 == 240) {
                        kdc.open();
                    }
                    boolean away = second % 300 >= 150 && second % 300 < 240;
                    if (second % 40 == 0 && !away) {
                        hdfs.kinit("ann", keytab, conf, cache);
                    }
                    sent.more();
                    assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
                    TimeUnit.SECONDS.sleep(1);
                }
                sent.areStored();
                process.destroy();
            });
            System.out.printf("%s, %d records:%n%s%n", way, sent.count(), ran.said());
            assertThat(ran.status()).as(ran.said()).isZero();
            exact(sent);
        }
    }

    private static List<String> sink(String name, List<String> login) {
        List<String> sink = command("run", "/ann/" + name);
        sink.replaceAll(option -> option.startsWith("--topics=")
                ? "--topics=" + name
                : option.startsWith("--group=") ? "--group=" + name : option);
        sink.addAll(login);
        // Each call on a connection of its own, which needs a ticket.
        sink.add("-Dipc.client.connection.maxidletime=200");
        sink.add("-Dipc.client.connect.max.retries=1");
        return sink;
    }

    private static void exact(SentRecords sent) throws Exception {
        Path cache = folder.resolve("audit.cache");
        hdfs.kinit("ann", keytab, hdfs.krb5Conf("hour", hdfs.kdcPort(), Duration.ofHours(1)), cache);
        Ran audit = run(
                hdfs.krb5Conf(),
                cache,
                command("audit", "/ann/" + sent.topic()),
                folder.resolve(sent.topic() + "-audit.out"),
                process -> {});
        assertThat(audit.said())
                .contains("Records " + sent.count() + " in ", "Nothing is missing, doubled or altered.");
        assertThat(audit.status()).as(audit.said()).isZero();
    }

    /** Makes something possible again. */
    private interface Mend {
        void run() throws Exception;
    }

    /** Waits until the sink says it once more, and that it is over once it was mended. */
    private static void heals(Path output, String said, Mend mend) throws Exception {
        long over = overs(output);
        long before = WAITED.getOrDefault(said, 0L);
        await().atMost(PATIENCE)
                .until(() -> Files.readString(output).split(Pattern.quote(said), -1).length - 1 > before);
        WAITED.merge(said, 1L, Long::sum);
        mend.run();
        await().atMost(PATIENCE).until(() -> overs(output) > over);
    }

    private static long overs(Path output) throws IOException {
        return Files.readString(output)
                .lines()
                .filter(line -> line.contains("is available again") || line.contains("it has changed"))
                .count();
    }
}
