package io.millrace.producer.cli;

import io.millrace.producer.kafka.DeadLetterTarget;
import io.millrace.producer.kafka.IdempotentSender;
import io.millrace.producer.kafka.KafkaTopics;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.producer.syslog.SyslogListener;
import io.millrace.producer.syslog.SyslogMeters;
import io.millrace.producer.syslog.SyslogRecords;
import io.millrace.producer.syslog.SyslogRelay;
import io.millrace.producer.syslog.SyslogSettings;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Outage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code syslog}: messages that senders of syslog write into a topic. */
@Command(
        name = "syslog",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes messages of syslog (RFC 5424 and RFC 3164) over TCP, TLS and UDP into a Kafka topic, keyed by host.",
            "Syslog knows no acknowledgement: what a sender sent is lost if this process dies before Kafka has it."
        })
public final class SyslogCommand implements CheckedCommand {
    private static final Logger log = LoggerFactory.getLogger(SyslogCommand.class);
    /** How long Kafka may take no record after a stop was asked for, before what is left is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration DRAIN = Duration.ofSeconds(10);

    /** What a value is. */
    enum Format {
        text,
        json
    }

    private final ShutdownSignal signal;

    @Mixin
    private SyslogOptions listen;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-syslog}",
            description = "Topic of the records [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

    @Option(
            names = "--value-format",
            defaultValue = "${env:SYSLOG_VALUE_FORMAT:-text}",
            description =
                    "text: the message as it came; json: a log event with all that the message says [SYSLOG_VALUE_FORMAT]."
                            + " Default: ${DEFAULT-VALUE}")
    private Format format;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "${env:SYSLOG_TIME_ZONE}",
            description = "Zone of times that name none, such as Europe/Berlin [SYSLOG_TIME_ZONE]. Default: this"
                    + " machine's")
    private String timeZone;

    @Option(
            names = "--dead-letter-topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_DEAD_LETTER_TOPIC:-millrace-dead-letters}",
            description = "Topic of refused messages [KAFKA_DEAD_LETTER_TOPIC]. Default: ${DEFAULT-VALUE}")
    private String deadLetterTopic;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "${env:SOURCE_NAME}",
            description = "Name of this source in logs and dead letters [SOURCE_NAME]. Default: syslog-HOST-TOPIC")
    private String name;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "${env:REPORT_FILE}",
            description = "Write the run's counts to this JSON file at the end [REPORT_FILE].")
    private Path report;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private KafkaOptions kafkaOptions;

    @Mixin
    private HttpOptions http;

    public SyslogCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        Optional<SyslogSettings> settings = listen.settings(problems);
        ZoneId zone = zone(problems);
        SourceNames.check(name, problems);
        ReportFile.check(report, problems);
        KafkaSettings kafka = problems.collect(() -> ProducerDefaults.requireSafe(kafkaOptions.settings()));
        problems.collect(() -> topics.records(topic));
        problems.throwIfAny();
        relay(kafka, settings.orElseThrow(), new SyslogRecords(format == Format.json, zone));
        return 0;
    }

    private ZoneId zone(Problems problems) {
        try {
            return timeZone == null ? ZoneId.systemDefault() : ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            problems.add("--time-zone is '" + timeZone + "', must be a zone such as Europe/Berlin or +02:00");
            return ZoneId.systemDefault();
        }
    }

    private void relay(KafkaSettings kafka, SyslogSettings settings, SyslogRecords records)
            throws InterruptedException {
        String source = SourceNames.of(name, "syslog", topic);
        Tally tally = new Tally();
        try (Observability observability = new Observability(ProducerDefaults.SERVICE, "syslog")) {
            observability.carries("source:" + source, "topic:" + topic);
            observability.serve(http);
            Outage outage =
                    new Outage("Kafka at " + kafka.bootstrapServers(), observability.health(), log, Clock.systemUTC());
            log.info("Starting: source={} topic={} syslog={} kafka={}", source, topic, settings, kafka);
            try (KafkaTopics made = new KafkaTopics(kafka, outage, signal)) {
                // Before it listens: nothing is read that cannot be sent.
                Optional<DeadLetterTarget> deadLetters = topics.ensure(made, topic, deadLetterTopic, source);
                if (deadLetters.isEmpty()) {
                    return;
                }
                tally.deliveryStarts();
                try (Watched watched = new Watched(observability.liveness(), source, signal::isRequested);
                        SyslogListener listener = new SyslogListener(
                                settings,
                                new SyslogMeters(observability.registry(), System::nanoTime),
                                Clock.systemUTC());
                        IdempotentSender sender = new IdempotentSender(
                                kafka,
                                topic,
                                deadLetters,
                                outage,
                                new Patience(watched::isToStop),
                                tally.counting(observability.registry(), topic))) {
                    log.warn(
                            "Syslog knows no acknowledgement: what senders sent and Kafka does not have is lost if this"
                                    + " process dies; over UDP also what comes faster than it is taken");
                    int left = new SyslogRelay(listener, records, sender).run(watched::isToStop);
                    drain(sender, left);
                }
            }
        } finally {
            tally.write(Optional.ofNullable(report), "syslog", source, topic);
        }
    }

    private static void drain(IdempotentSender sender, int left) throws InterruptedException {
        try {
            sender.drain(DRAIN);
        } catch (ServiceException e) {
            throw left == 0
                    ? e
                    : new ServiceException(e.getMessage() + ", and " + left + " that were read were not sent", e);
        }
        if (left > 0) {
            throw new ServiceException(left + " messages that were read were not sent before the stop and are lost");
        }
    }

    /** True when a stop was asked for so long ago that what is left is given up. */
    private static final class Patience implements BooleanSupplier {
        private final BooleanSupplier stop;
        private long sinceNanos;
        private boolean asked;

        Patience(BooleanSupplier stop) {
            this.stop = stop;
        }

        @Override
        public boolean getAsBoolean() {
            if (!stop.getAsBoolean()) {
                return false;
            }
            if (!asked) {
                asked = true;
                sinceNanos = System.nanoTime();
            }
            return System.nanoTime() - sinceNanos >= PATIENCE.toNanos();
        }
    }
}
