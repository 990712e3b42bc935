package io.millrace.consumer;

import io.millrace.consumer.engine.EventFormat;
import io.millrace.consumer.kafka.AlertsMetrics;
import io.millrace.consumer.kafka.AlertsService;
import io.millrace.consumer.kafka.AlertsSettings;
import io.millrace.consumer.store.jdbc.JdbcAlertStore;
import io.millrace.formats.FormatAids;
import io.millrace.formats.registry.HttpSchemaRegistry;
import io.millrace.formats.value.ValueSettings;
import io.millrace.runtime.RunReport;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Begin;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.database.DatabaseOptions;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import io.millrace.stream.options.RegistryOptions;
import io.millrace.stream.options.ValueOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Topics through rules to alerts. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Evaluates rules over sensor readings and weather reports, stores alerts together with the consumed"
                        + " offsets in a database, and publishes them. Runs until SIGTERM or Ctrl-C.",
        footer = {"", "Exit status: 0 ended as asked, 1 failed while running, 2 wrong options or rules."})
final class AlertsCommand implements CheckedCommand {

    private static final Logger log = LoggerFactory.getLogger(AlertsCommand.class);

    private final ShutdownSignal stop;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--topics",
            paramLabel = "TOPIC[:VALUE-FORMAT],...",
            split = ",",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-iot-sensor-data}",
            description =
                    "Topics to read. The value format is json (the default; tells readings from weather by their fields),"
                            + " reading-json, weather-json, reading-protobuf, weather-protobuf, or, by the options below, avro or"
                            + " protobuf [KAFKA_TOPIC_NAME]. Default:"
                            + " ${DEFAULT-VALUE}")
    private List<String> topics;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            defaultValue = "${env:KAFKA_CONSUMER_GROUP_ID:-millrace-alerts}",
            description = "Consumer group; offsets and alerts in the database belong to it [KAFKA_CONSUMER_GROUP_ID]."
                    + " Default: ${DEFAULT-VALUE}")
    private String group;

    @Option(
            names = "--from",
            paramLabel = "earliest|latest",
            defaultValue = "${env:KAFKA_AUTO_OFFSET_RESET:-earliest}",
            description = "Where to begin a partition that the database knows nothing of [KAFKA_AUTO_OFFSET_RESET]."
                    + " Default: ${DEFAULT-VALUE}")
    private Begin from;

    @Mixin
    private DatabaseOptions database;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            defaultValue = "${env:ALERT_RULES_FILE}",
            description = "YAML file with rules; read again when it changes and on SIGHUP [ALERT_RULES_FILE]. Default:"
                    + " built-in rules")
    private Path rulesFile;

    @Option(
            names = "--alerts-topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_ALERTS_TOPIC:-iot-alerts}",
            description = "Topic that alerts are published to; 'none' for nowhere [KAFKA_ALERTS_TOPIC]. Default:"
                    + " ${DEFAULT-VALUE}")
    private String alertsTopic;

    @Option(
            names = "--dead-letter-topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_DEAD_LETTER_TOPIC:-millrace-dead-letters}",
            description =
                    "Topic for records that cannot be taken [KAFKA_DEAD_LETTER_TOPIC]. Default:" + " ${DEFAULT-VALUE}")
    private String deadLetterTopic;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "${env:KAFKA_PARTITIONS:-1}",
            description = "Partitions of the two topics above if they have to be made [KAFKA_PARTITIONS]. Default:"
                    + " ${DEFAULT-VALUE}")
    private int partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "${env:KAFKA_REPLICATION_FACTOR:-1}",
            description = "Copies of each of their partitions [KAFKA_REPLICATION_FACTOR]. Default: ${DEFAULT-VALUE}")
    private int replication;

    @Option(
            names = "--min-insync-replicas",
            paramLabel = "N",
            defaultValue = "${env:KAFKA_MIN_INSYNC_REPLICAS:-1}",
            description = "Copies that must confirm each write to them [KAFKA_MIN_INSYNC_REPLICAS]. Default:"
                    + " ${DEFAULT-VALUE}")
    private int minInsyncReplicas;

    @Option(
            names = "--max-ahead",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:ALERTS_MAX_AHEAD_SEC:-300}s",
            description = "Readings whose time is more than this ahead of their Kafka timestamp count in no window"
                    + " [ALERTS_MAX_AHEAD_SEC]. Default: ${DEFAULT-VALUE}")
    private TimeSpan maxAhead = TimeSpan.UNREAD;

    @Option(
            names = "--until-end",
            defaultValue = "${env:ALERTS_UNTIL_END:-false}",
            description = "Store everything up to the end that the topics have now, then end [ALERTS_UNTIL_END]."
                    + " Default: ${DEFAULT-VALUE}")
    private boolean untilEnd;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "${env:REPORT_FILE}",
            description = "Write the final counts of this run to FILE as JSON [REPORT_FILE].")
    private Path report;

    @Mixin
    private HttpOptions http;

    @Mixin
    private ValueOptions described;

    @Mixin
    private RegistryOptions registry;

    AlertsCommand(ShutdownSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        DatabaseSettings databaseSettings = database.settings(problems);
        AlertsSettings settings = settings(problems);
        problems.throwIfAny();
        Clock clock = Clock.systemUTC();
        String owner = ProcessHandle.current().pid() + "@" + hostName();
        try (RuleSource rules = RuleSource.of(Optional.ofNullable(rulesFile));
                Observability observability = new Observability(AlertsSettings.SERVICE, "alerts");
                JdbcAlertStore store = new JdbcAlertStore(databaseSettings, settings.group(), owner, clock)) {
            settings.topics().keySet().forEach(topic -> {
                observability.carries("topic:" + topic, "database:alerts", settings.group());
                settings.alertsTopic()
                        .ifPresent(
                                alerts -> observability.carries("topic:" + topic, "topic:" + alerts, settings.group()));
            });
            observability.serve(http);
            rules.watch(observability.registry());
            log.info(
                    "Alerts consumer starts: topics={} group={} database={} rules={} alerts_topic={} dead_letters={} {}",
                    settings.topics().keySet(),
                    settings.group(),
                    databaseSettings.printable(),
                    rules.latest().rules().size(),
                    alertsTopic,
                    deadLetterTopic,
                    settings.kafka());
            AlertsService service = new AlertsService(settings, store, rules::latest, observability, stop, clock);
            service.run();
            AlertsMetrics counts = service.metrics();
            log.info(
                    "Alerts consumer ends: records_consumed={} alerts_raised={} dead_lettered={}",
                    counts.recordsConsumed(),
                    counts.alertsRaised(),
                    counts.deadLettered());
            if (report != null) {
                write(counts, settings);
            }
            return ExitStatus.OK;
        }
    }

    private AlertsSettings settings(Problems problems) {
        KafkaSettings kafkaSettings = problems.collect(kafka::settings);
        Map<String, EventFormat> formats = formats(problems);
        Optional<HttpSchemaRegistry> schemas = registry.settings(problems).map(HttpSchemaRegistry::new);
        ValueSettings values = described.settings();
        FormatAids aids = FormatAids.unheard(schemas);
        formats.forEach((topic, format) -> format.problems(topic, values, aids).forEach(problems::add));
        problems.require(!group.isBlank() && group.length() <= 200, "--group", group, "must have 1 to 200 characters");
        problems.require(partitions >= 1, "--partitions", partitions, "must be at least 1");
        problems.require(replication >= 1, "--replication-factor", replication, "must be at least 1");
        problems.require(
                minInsyncReplicas >= 1 && minInsyncReplicas <= replication,
                "--min-insync-replicas",
                minInsyncReplicas,
                "must be from 1 to the replication factor " + replication);
        problems.require(
                maxAhead.duration().compareTo(Duration.ofDays(365)) <= 0,
                "--max-ahead",
                maxAhead,
                "must be at most 365d");
        for (String topic : List.of(alertsTopic, deadLetterTopic)) {
            problems.require(
                    !formats.containsKey(topic),
                    "output topic",
                    topic,
                    "must not be one of --topics, that would be a loop");
        }
        if (kafkaSettings == null) {
            return null;
        }
        return new AlertsSettings(
                kafkaSettings,
                formats,
                values,
                schemas,
                group,
                from == Begin.LATEST,
                alertsTopic.equals("none") ? Optional.empty() : Optional.of(alertsTopic),
                deadLetterTopic,
                partitions,
                replication,
                minInsyncReplicas,
                maxAhead.duration(),
                untilEnd);
    }

    private Map<String, EventFormat> formats(Problems problems) {
        Map<String, EventFormat> formats = new LinkedHashMap<>();
        for (String entry : topics) {
            String[] parts = entry.strip().split(":", 2);
            Optional<EventFormat> format = parts.length == 1 ? Optional.of(EventFormat.JSON) : EventFormat.of(parts[1]);
            problems.require(
                    parts[0].matches("[a-zA-Z0-9._-]{1,249}"),
                    "topic in --topics",
                    parts[0],
                    "must be 1 to 249 letters, digits, dots, underscores and hyphens");
            problems.require(
                    format.isPresent(),
                    "value format of topic " + parts[0],
                    parts[parts.length - 1],
                    "must be one of " + String.join(", ", EventFormat.labels()));
            formats.put(parts[0], format.orElse(EventFormat.JSON));
        }
        return formats;
    }

    private void write(AlertsMetrics counts, AlertsSettings settings) {
        new RunReport()
                .put("group", settings.group())
                .put("records_consumed", counts.recordsConsumed())
                .put("alerts_raised", counts.alertsRaised())
                .put("alerts_by_rule", new TreeMap<>(counts.alertsByRule()))
                .put("dead_lettered", counts.deadLettered())
                .put("outbox_published", counts.publishedInThisRun())
                .write(report);
    }

    private static String hostName() {
        String name = System.getenv("HOSTNAME");
        return name == null || name.isBlank() ? "localhost" : name;
    }
}
