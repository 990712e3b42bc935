package io.millrace.producer.cli;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.producer.cdc.CaptureListener;
import io.millrace.producer.cdc.CaptureServer;
import io.millrace.producer.cdc.ChangeSettings;
import io.millrace.producer.cdc.ChangeSource;
import io.millrace.producer.cdc.DebeziumLog;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.database.DatabaseOptions;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.Observability;
import io.millrace.sources.database.DriverCheck;
import io.millrace.sources.database.TableName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc}: each change of a database's tables into a topic, once. */
@Command(
        name = "cdc",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Brings each insert, update and delete of tables into a topic, once, from the log of MariaDB, MySQL or PostgreSQL"
                    + " (change data capture).",
            "The position in the log travels in the same Kafka transaction as the records; the server keeps its log until"
                    + " they are in Kafka."
        })
public final class CdcCommand implements CheckedCommand {
    private static final Logger log = LoggerFactory.getLogger(CdcCommand.class);
    private static final int LONGEST_SLOT = 63;
    /** Part of a Kafka transaction's longest time that a snapshot may take; the rest is for its commit. */
    private static final double SNAPSHOT_SHARE = 0.9;

    private static final long FIRST_SERVER_ID = 1_000_000_000L;
    private static final long LAST_SERVER_ID = 4_294_967_295L;

    /** Whether the rows that are there come first. */
    enum Snapshot {
        initial,
        never
    }

    private final ShutdownSignal signal;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            split = ",",
            defaultValue = "${env:CDC_TABLE}",
            description =
                    "Table to capture, with its schema (PostgreSQL; else public) or database (MariaDB, MySQL; else the"
                            + " URL's) before a dot; several with commas or by repeating the option [CDC_TABLE]. Required.")
    private List<String> tables;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME}",
            description =
                    "Topic of the records, of all tables [KAFKA_TOPIC_NAME]. Default: the table's name, if it is one")
    private String topic;

    @Option(
            names = "--snapshot",
            paramLabel = "WHEN",
            defaultValue = "${env:CDC_SNAPSHOT:-initial}",
            description =
                    "initial: the rows that are there come first, as one transaction; never: changes from the first"
                            + " start on only [CDC_SNAPSHOT]. Default: ${DEFAULT-VALUE}")
    private Snapshot snapshot;

    @Option(
            names = "--envelope",
            defaultValue = "${env:CDC_ENVELOPE:-false}",
            description = "Values are {op, table, time, before, after} instead of the row, and deletes have a value too"
                    + " [CDC_ENVELOPE].")
    private boolean envelope;

    @Option(
            names = "--slot",
            paramLabel = "NAME",
            defaultValue = "${env:CDC_SLOT}",
            description =
                    "PostgreSQL: name of the replication slot and the publication; both are made if they are missing"
                            + " [CDC_SLOT]. Default: millrace_ and the source's name")
    private String slot;

    @Option(
            names = "--server-id",
            paramLabel = "N",
            defaultValue = "${env:CDC_SERVER_ID:-0}",
            description =
                    "MariaDB, MySQL: number that no other replica of the server has [CDC_SERVER_ID]. Default: made of the"
                            + " source's name")
    private long serverId;

    @Mixin
    private DatabaseOptions database;

    @Mixin
    private SourceOptions options;

    public CdcCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        DatabaseSettings settings =
                database.settings(problems, EnumSet.of(DatabaseSettings.Kind.MYSQL, DatabaseSettings.Kind.POSTGRESQL));
        DriverCheck.check(settings, problems);
        List<TableName> named = names(problems);
        String into = topic != null || named.size() != 1 ? topic : named.get(0).topicName();
        if (into == null && named.size() > 1) {
            problems.add("--topic is missing, must be given with several tables");
        }
        KafkaSettings kafka = into == null ? options.check(problems) : options.check(problems, into);
        problems.require(
                serverId >= 0 && serverId <= LAST_SERVER_ID,
                "--server-id",
                serverId,
                "must be from 1 to " + LAST_SERVER_ID + ", or 0 for one made of the name");
        if (slot != null) {
            problems.require(
                    slot.matches("[a-z0-9_]{1,63}"),
                    "--slot",
                    slot,
                    "must be 1 to 63 small letters, digits and underscores");
        }
        problems.throwIfAny();

        ChangeSettings changes = changes(settings, named, into, kafka);
        try (CaptureServer server = CaptureServer.of(settings, changes)) {
            server.problem().ifPresent(problems::add);
            problems.throwIfAny();
        }
        options.run("cdc", signal, kafka)
                .run(List.of(new SourceRun.Part(into, "", observability -> source(settings, changes, observability))));
        return 0;
    }

    private List<TableName> names(Problems problems) {
        List<TableName> named = new ArrayList<>();
        if (tables == null || tables.isEmpty()) {
            problems.add("--table is missing, must be given");
            return named;
        }
        for (String table : tables) {
            TableNames.require("--table", table, problems);
            if (TableName.isValid(table)) {
                named.add(TableName.named(table));
            }
        }
        return named;
    }

    private ChangeSettings changes(DatabaseSettings settings, List<TableName> named, String into, KafkaSettings kafka) {
        String name = options.delivery().sourceName("cdc", into);
        String schema = settings.kind() == DatabaseSettings.Kind.POSTGRESQL
                ? "public"
                : settings.url().replaceFirst("[?;].*", "").replaceFirst(".*/", "");
        Duration longest = ProducerDefaults.transactionTimeout(kafka);
        return new ChangeSettings(
                named.stream()
                        .map(table -> (table.schema() == null ? schema : table.schema()) + "." + table.table())
                        .distinct()
                        .toList(),
                snapshot == Snapshot.initial,
                envelope,
                slot == null ? slotOf(name) : slot,
                serverId == 0 ? serverIdOf(name) : serverId,
                Duration.ofMillis((long) (longest.toMillis() * SNAPSHOT_SHARE)));
    }

    /** Told apart by a hash where the name had to be changed for it. */
    private static String slotOf(String name) {
        String plain = "millrace_" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        if (plain.equals("millrace_" + name) && plain.length() <= LONGEST_SLOT) {
            return plain;
        }
        String hash = "_" + Integer.toHexString(name.hashCode());
        return plain.substring(0, Math.min(plain.length(), LONGEST_SLOT - hash.length())) + hash;
    }

    private static long serverIdOf(String name) {
        return FIRST_SERVER_ID + Integer.toUnsignedLong(name.hashCode()) % FIRST_SERVER_ID;
    }

    private ChangeSource source(DatabaseSettings settings, ChangeSettings changes, Observability observability) {
        return new ChangeSource(
                new DebeziumLog(CaptureServer.of(settings, changes), settings),
                changes,
                new DatabaseWaiting("database " + settings.printable(), observability.health(), log, signal),
                signal::isRequested,
                System::nanoTime,
                new Meters(observability.registry()));
    }

    /** Shows how far behind the source is. */
    private static final class Meters implements CaptureListener {
        private final AtomicLong delayMillis = new AtomicLong();
        private final AtomicLong kept = new AtomicLong();

        Meters(MeterRegistry registry) {
            Gauge.builder("millrace.producer.cdc.delay.seconds", delayMillis, millis -> millis.get() / 1000.0)
                    .description("From the commit in the database until it was read, of the change that was read last")
                    .register(registry);
            Gauge.builder("millrace.producer.cdc.kept.bytes", kept, AtomicLong::get)
                    .description("Log that PostgreSQL keeps for the source")
                    .register(registry);
        }

        @Override
        public void committedAt(long millis) {
            delayMillis.set(Math.max(0, Clock.systemUTC().millis() - millis));
        }

        @Override
        public void kept(long bytes) {
            kept.set(bytes);
        }
    }
}
