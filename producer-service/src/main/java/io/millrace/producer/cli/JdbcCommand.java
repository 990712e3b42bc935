package io.millrace.producer.cli;

import com.google.protobuf.Descriptors.Descriptor;
import io.micrometer.core.instrument.Counter;
import io.millrace.formats.model.Encoding;
import io.millrace.formats.proto.ProtoSchemas;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.schema.SchemaException;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.database.DatabaseOptions;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.Observability;
import io.millrace.sources.database.DriverCheck;
import io.millrace.sources.database.JsonRowFormat;
import io.millrace.sources.database.ProtobufRowFormat;
import io.millrace.sources.database.RowFormat;
import io.millrace.sources.database.TableName;
import io.millrace.sources.database.TableSettings;
import io.millrace.sources.database.TableSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
public final class JdbcCommand implements CheckedCommand {
    private static final Logger log = LoggerFactory.getLogger(JdbcCommand.class);

    private final ShutdownSignal signal;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME}",
            description = "Topic of the records, of all tables [KAFKA_TOPIC_NAME]. Default: each table's name")
    private String topic;

    @Option(
            names = "--value-format",
            defaultValue = "${env:JDBC_VALUE_FORMAT:-json}",
            description =
                    "Values: json, an object with the columns as fields; or protobuf [JDBC_VALUE_FORMAT]. Default:"
                            + " ${DEFAULT-VALUE}")
    private Encoding format;

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
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:JDBC_POLL_INTERVAL_MS:-500}ms",
            description = "Pause when nothing is new [JDBC_POLL_INTERVAL_MS]. Default: ${DEFAULT-VALUE}")
    private TimeSpan pollInterval = TimeSpan.UNREAD;

    @Option(
            names = "--gap-wait",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:JDBC_GAP_WAIT_SEC:-60}s",
            description = "How long a missing smaller id may still appear: longer than the longest transaction"
                    + " that inserts [JDBC_GAP_WAIT_SEC]. Default: ${DEFAULT-VALUE}")
    private TimeSpan gapWait = TimeSpan.UNREAD;

    @Option(
            names = "--change-lag",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:JDBC_CHANGE_LAG_SEC:-5}s",
            description = "With --updated-column: how long changes are left to settle; longer than the longest"
                    + " transaction [JDBC_CHANGE_LAG_SEC]. Default: ${DEFAULT-VALUE}")
    private TimeSpan changeLag = TimeSpan.UNREAD;

    @Option(
            names = "--batch-rows",
            paramLabel = "N",
            defaultValue = "${env:JDBC_BATCH_ROWS:-5000}",
            description = "Most rows per query; large rows make it fewer, by themselves [JDBC_BATCH_ROWS]. Default:"
                    + " ${DEFAULT-VALUE}")
    private int batchRows;

    @Option(
            names = "--recount-interval",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:JDBC_RECOUNT_INTERVAL_SEC:-60}s",
            description =
                    "How often rows are counted, to find and name those that appeared where the source had passed;"
                            + " seldomer where counting takes long; 0 for never [JDBC_RECOUNT_INTERVAL_SEC]. Default:"
                            + " ${DEFAULT-VALUE}")
    private TimeSpan recountInterval = TimeSpan.UNREAD;

    @Option(
            names = "--until-end",
            defaultValue = "${env:JDBC_UNTIL_END:-false}",
            description =
                    "Read the rows that are there, commit and end; with status 1 if there are rows that are not read"
                            + " [JDBC_UNTIL_END].")
    private boolean untilEnd;

    @Option(
            names = "--wait-for-table",
            defaultValue = "${env:JDBC_WAIT_FOR_TABLE:-false}",
            description = "Wait for a table that does not exist yet [JDBC_WAIT_FOR_TABLE].")
    private boolean waitForTable;

    @Mixin
    private TableOptions tables;

    @Mixin
    private DatabaseOptions database;

    @Mixin
    private SourceOptions options;

    public JdbcCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        List<TableName> sources = tables.sources(topic != null, problems);
        TableSettings.Columns columns = tables.columns(problems);
        problems.require(pollInterval.isPositive(), "--poll-interval", pollInterval, "must be more than 0")
                .require(
                        batchRows >= 1 && batchRows <= 1_000_000,
                        "--batch-rows",
                        batchRows,
                        "must be from 1 to 1000000");
        TableSettings.Timing timing = new TableSettings.Timing(
                pollInterval.duration(),
                Intervals.upToADay("--gap-wait", gapWait, problems),
                Intervals.upToADay("--change-lag", changeLag, problems),
                Intervals.upToADay("--recount-interval", recountInterval, problems));
        DatabaseSettings settings = database.settings(problems, EnumSet.allOf(DatabaseSettings.Kind.class));
        DriverCheck.check(settings, problems);
        KafkaSettings kafka =
                options.check(problems, sources.stream().map(this::topicOf).toArray(String[]::new));
        RowFormat rows = problems.collect(this::rowFormat);
        problems.throwIfAny();

        List<TableSource> made = new ArrayList<>();
        List<SourceRun.Part> parts = new ArrayList<>();
        for (TableName source : sources) {
            TableSettings one = new TableSettings(
                    source.display(), source.identity(), columns, timing, batchRows, untilEnd, waitForTable);
            parts.add(new SourceRun.Part(topicOf(source), suffix(source, sources), observability -> {
                TableSource table = source(settings, source, one, rows, observability);
                made.add(table);
                return table;
            }));
        }
        options.run("jdbc", signal, kafka).run(parts);
        requireAllRead(made);
        return 0;
    }

    /** With a topic of its own, a table's default name is its own already, however many there are. */
    private String suffix(TableName source, List<TableName> sources) {
        return sources.size() == 1 || (topic == null && !options.delivery().isNamed()) ? "" : "-" + source.topicName();
    }

    private String topicOf(TableName source) {
        return topic == null ? source.topicName() : topic;
    }

    private TableSource source(
            DatabaseSettings settings,
            TableName source,
            TableSettings table,
            RowFormat rows,
            Observability observability) {
        String subject = "database " + settings.printable();
        return new TableSource(
                tables.reader(settings, source),
                table,
                rows,
                Clock.systemUTC(),
                new DatabaseWaiting(
                        tables.areSeveral() ? subject + ", table " + table.table() : subject,
                        observability.health(),
                        log,
                        signal),
                (reason, count) -> Counter.builder("millrace.producer.rows.unread")
                        .description("Rows that were found not to be read")
                        .tag("table", table.table())
                        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                        .register(observability.registry())
                        .increment(count));
    }

    private void requireAllRead(List<TableSource> made) {
        long unread = made.stream().mapToLong(TableSource::unreadRows).sum();
        if (untilEnd && unread > 0) {
            throw new ServiceException(
                    unread + " rows were found that are not read; the warnings above say which and why."
                            + " What was read is delivered");
        }
    }

    private RowFormat rowFormat() {
        if (format == Encoding.JSON) {
            return new JsonRowFormat();
        }
        try {
            return new ProtobufRowFormat(
                    descriptorSet == null ? builtInMessage() : ProtoSchemas.read(descriptorSet, message));
        } catch (SchemaException e) {
            throw new SettingsException(e.getMessage());
        }
    }

    private Descriptor builtInMessage() throws SchemaException {
        Descriptor builtIn = ProtoSchemas.builtIn(message);
        if (builtIn == null) {
            throw new SettingsException("--message is '" + message + "', must be one of "
                    + String.join(", ", AvroSchemas.BUILT_IN) + ", or a full name in a --descriptor-set");
        }
        return builtIn;
    }
}
