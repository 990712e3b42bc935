package io.millrace.producer.cli;

import io.millrace.producer.database.DatabaseException;
import io.millrace.producer.database.JdbcTableReader;
import io.millrace.producer.database.JsonRowFormat;
import io.millrace.producer.database.MessageTypes;
import io.millrace.producer.database.ProtobufRowFormat;
import io.millrace.producer.database.RowFormat;
import io.millrace.producer.database.TableSettings;
import io.millrace.producer.database.TableSource;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.database.DatabaseOptions;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jdbc}: rows of a database table into a topic, each once. */
@Command(
        name = "jdbc",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Brings the rows of a table with an increasing id into a topic, each once; with an updated-at column each"
                    + " change once.",
            "The position travels in the same Kafka transaction as the records. Rows whose transaction commits later than"
                    + " one with a greater id are found too, for as long as --gap-wait."
        })
public final class JdbcCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(JdbcCommand.class);

    /** What a record's value is. */
    enum Format {
        json,
        protobuf
    }

    private final ShutdownSignal signal;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            defaultValue = "${env:JDBC_TABLE:-weather}",
            description = "Table to read [JDBC_TABLE]. Default: ${DEFAULT-VALUE}")
    private String table;

    @Option(
            names = "--id-column",
            paramLabel = "COLUMN",
            defaultValue = "${env:JDBC_ID_COLUMN:-id}",
            description = "Column with a whole number, unique and increasing from row to row [JDBC_ID_COLUMN]. Default:"
                    + " ${DEFAULT-VALUE}")
    private String idColumn;

    @Option(
            names = "--updated-column",
            paramLabel = "COLUMN",
            defaultValue = "${env:JDBC_UPDATED_COLUMN}",
            description = "Column with the time of the row's last change, in UTC: updated rows come again"
                    + " [JDBC_UPDATED_COLUMN]. Default: none, new rows only")
    private String updatedColumn;

    @Option(
            names = "--key-columns",
            paramLabel = "COLUMN,...",
            split = ",",
            defaultValue = "${env:JDBC_KEY_COLUMNS}",
            description = "Columns that make the record's key [JDBC_KEY_COLUMNS]. Default: the id column")
    private List<String> keyColumns;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME}",
            description = "Topic of the records [KAFKA_TOPIC_NAME]. Default: the table's name")
    private String topic;

    @Option(
            names = "--format",
            defaultValue = "${env:JDBC_FORMAT:-json}",
            description = "Values: json, an object with the columns as fields; or protobuf [JDBC_FORMAT]. Default:"
                    + " ${DEFAULT-VALUE}")
    private Format format;

    @Option(
            names = "--message",
            paramLabel = "NAME",
            defaultValue = "${env:JDBC_MESSAGE:-weather-report}",
            description = "Protobuf message whose fields have the columns' names: weather-report, sensor-reading,"
                    + " log-event, or a full name with --descriptor-set [JDBC_MESSAGE]. Default: ${DEFAULT-VALUE}")
    private String message;

    @Option(
            names = "--descriptor-set",
            paramLabel = "FILE",
            defaultValue = "${env:JDBC_DESCRIPTOR_SET}",
            description = "Your own messages: a file made by protoc --include_imports --descriptor_set_out"
                    + " [JDBC_DESCRIPTOR_SET].")
    private Path descriptorSet;

    @Option(
            names = "--poll-interval",
            paramLabel = "MS",
            defaultValue = "${env:JDBC_POLL_INTERVAL_MS:-500}",
            description = "Pause when nothing is new, milliseconds [JDBC_POLL_INTERVAL_MS]. Default: ${DEFAULT-VALUE}")
    private long pollIntervalMs;

    @Option(
            names = "--gap-wait",
            paramLabel = "S",
            defaultValue = "${env:JDBC_GAP_WAIT_SEC:-60}",
            description = "How long a missing smaller id may still appear, seconds: longer than the longest transaction"
                    + " that inserts [JDBC_GAP_WAIT_SEC]. Default: ${DEFAULT-VALUE}")
    private double gapWaitSeconds;

    @Option(
            names = "--change-lag",
            paramLabel = "S",
            defaultValue = "${env:JDBC_CHANGE_LAG_SEC:-5}",
            description = "With --updated-column: how long changes are left to settle, seconds; longer than the longest"
                    + " transaction [JDBC_CHANGE_LAG_SEC]. Default: ${DEFAULT-VALUE}")
    private double changeLagSeconds;

    @Option(
            names = "--batch-rows",
            paramLabel = "N",
            defaultValue = "${env:JDBC_BATCH_ROWS:-5000}",
            description = "Rows per query [JDBC_BATCH_ROWS]. Default: ${DEFAULT-VALUE}")
    private int batchRows;

    @Option(
            names = "--until-end",
            defaultValue = "${env:JDBC_UNTIL_END:-false}",
            description = "Read the rows that are there, commit and end [JDBC_UNTIL_END].")
    private boolean untilEnd;

    @Option(
            names = "--wait-for-table",
            defaultValue = "${env:JDBC_WAIT_FOR_TABLE:-false}",
            description = "Wait for a table that does not exist yet [JDBC_WAIT_FOR_TABLE].")
    private boolean waitForTable;

    @Mixin
    private DatabaseOptions database;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private DeliveryOptions delivery;

    @Mixin
    private KafkaOptions kafkaOptions;

    @Mixin
    private HttpOptions http;

    public JdbcCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call() throws Exception {
        Problems problems = new Problems();
        TableNames.require("--table", table, problems);
        TableNames.require("--id-column", idColumn, problems);
        if (updatedColumn != null) {
            TableNames.require("--updated-column", updatedColumn, problems);
        }
        problems.require(pollIntervalMs > 0, "--poll-interval", pollIntervalMs, "must be more than 0")
                .require(
                        batchRows >= 1 && batchRows <= 1_000_000,
                        "--batch-rows",
                        batchRows,
                        "must be from 1 to 1000000");
        Duration gapWait = Intervals.seconds("--gap-wait", gapWaitSeconds, problems);
        Duration changeLag = Intervals.seconds("--change-lag", changeLagSeconds, problems);
        DatabaseSettings settings = database.settings(problems);
        KafkaSettings kafka = problems.collect(() -> ProducerDefaults.requireSafe(kafkaOptions.settings()));
        String toTopic = topic == null ? table : topic;
        problems.collect(() -> topics.records(toTopic));
        RowFormat rows = problems.collect(this::rowFormat);
        delivery.check(problems);
        problems.throwIfAny();
        TableSettings tableSettings = new TableSettings(
                table,
                updatedColumn != null,
                keys(),
                Duration.ofMillis(pollIntervalMs),
                gapWait,
                changeLag,
                batchRows,
                untilEnd,
                waitForTable);
        new SourceRun("jdbc", signal, kafka, topics, delivery, http)
                .run(
                        toTopic,
                        health -> new TableSource(
                                new JdbcTableReader(settings, table, idColumn, updatedColumn),
                                tableSettings,
                                rows,
                                Clock.systemUTC(),
                                new Waiting("database " + settings.printable(), health)));
        return 0;
    }

    private RowFormat rowFormat() {
        if (format == Format.json) {
            return new JsonRowFormat();
        }
        return new ProtobufRowFormat(
                descriptorSet == null ? MessageTypes.builtIn(message) : MessageTypes.in(descriptorSet, message));
    }

    private List<String> keys() {
        List<String> keys = keyColumns == null || keyColumns.isEmpty() ? List.of(idColumn) : keyColumns;
        return keys.stream().map(key -> key.strip().toLowerCase(Locale.ROOT)).toList();
    }

    /** Waits out the database's outages. */
    private final class Waiting implements TableSource.Waiting {
        private final Outage outage;

        Waiting(String subject, Health health) {
            outage = new Outage(subject, health, log, Clock.systemUTC());
        }

        @Override
        public void failed(DatabaseException failure) throws InterruptedException {
            signal.await(Backoff.STANDARD.pause(outage.failed(failure), ThreadLocalRandom.current()));
        }

        @Override
        public void healed() {
            outage.healed();
        }

        @Override
        public void await(Duration atMost) throws InterruptedException {
            signal.await(atMost);
        }
    }
}
