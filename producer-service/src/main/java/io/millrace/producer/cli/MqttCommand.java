package io.millrace.producer.cli;

import io.millrace.producer.kafka.DeadLetterTarget;
import io.millrace.producer.kafka.IdempotentSender;
import io.millrace.producer.kafka.KafkaTopics;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.producer.mqtt.HivemqInbox;
import io.millrace.producer.mqtt.MqttException;
import io.millrace.producer.mqtt.MqttRelay;
import io.millrace.producer.mqtt.MqttSettings;
import io.millrace.producer.mqtt.MqttTransport;
import io.millrace.producer.mqtt.MqttUrl;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.Secrets;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mqtt}: messages of an MQTT broker into a topic. */
@Command(
        name = "mqtt",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Subscribes to topics of an MQTT broker with QoS 1 and brings their messages into a Kafka topic, keyed by"
                    + " MQTT topic.",
            "A message is acknowledged to the MQTT broker only after Kafka has it. The broker keeps messages while this"
                    + " source is away; after a lost connection it may send some twice."
        })
public final class MqttCommand implements CheckedCommand {
    private static final Logger log = LoggerFactory.getLogger(MqttCommand.class);
    private static final Duration DRAIN = Duration.ofSeconds(20);

    /** More than eleven years; MQTT counts in 32 bits of seconds. */
    private static final Duration LONGEST_SESSION = Duration.ofHours(100_000);

    private final ShutdownSignal signal;

    @Option(
            names = "--mqtt-url",
            paramLabel = "URL",
            defaultValue = "${env:MQTT_URL:-mqtt://localhost:1883}",
            description =
                    "MQTT broker: mqtt://HOST:PORT, mqtts:// (or ssl://) for TLS, ws:// and wss:// for WebSockets;"
                            + " an IPv6 address stands in brackets [MQTT_URL]. Default: ${DEFAULT-VALUE}")
    private String url;

    @Option(
            names = "--mqtt-topics",
            paramLabel = "FILTER,...",
            split = ",",
            defaultValue = "${env:MQTT_TOPICS:-#}",
            description = "MQTT topics, with + and # as wild cards; $share/GROUP/FILTER shares them among sources of"
                    + " different names [MQTT_TOPICS]. Default: ${DEFAULT-VALUE}")
    private List<String> filters;

    @Option(
            names = "--mqtt-version",
            paramLabel = "VERSION",
            defaultValue = "${env:MQTT_VERSION:-5}",
            description = "Version of the protocol between this source and the broker, 5 or 3.1.1; sensors may use any"
                    + " [MQTT_VERSION]. Default: ${DEFAULT-VALUE}")
    private String version;

    @Option(
            names = "--mqtt-user",
            paramLabel = "NAME",
            defaultValue = "${env:MQTT_USER}",
            description = "User of the MQTT broker [MQTT_USER].")
    private String user;

    @Option(
            names = "--mqtt-password-file",
            paramLabel = "FILE",
            defaultValue = "${env:MQTT_PASSWORD_FILE}",
            description = "File that holds the user's password [MQTT_PASSWORD_FILE]. Default: the variable"
                    + " MQTT_PASSWORD, else none")
    private Path passwordFile;

    @Option(
            names = "--session-expiry",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:MQTT_SESSION_EXPIRY_HOURS:-168}h",
            description = "How long the broker keeps messages while this source is away; with MQTT 3.1.1 the broker"
                    + " decides, unless it is 0 [MQTT_SESSION_EXPIRY_HOURS]. Default: ${DEFAULT-VALUE}")
    private TimeSpan sessionExpiry = TimeSpan.UNREAD;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "${env:MQTT_IN_FLIGHT:-1000}",
            description = "Most messages that are not acknowledged yet; with MQTT 3.1.1 the broker decides"
                    + " [MQTT_IN_FLIGHT]. Default: ${DEFAULT-VALUE}")
    private int inFlight;

    @Option(
            names = "--max-record-bytes",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:MQTT_MAX_RECORD_BYTES:-1000000}",
            description = "Longer messages go to the dead-letter topic [MQTT_MAX_RECORD_BYTES]. Default:"
                    + " ${DEFAULT-VALUE}")
    private DataSize maxRecord = DataSize.UNREAD;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-iot-sensor-data}",
            description = "Kafka topic of the messages [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

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
            description = "Name of this source and of its session at the MQTT broker; of two running sources with one"
                    + " name the older stops [SOURCE_NAME]. Default: mqtt-HOST-TOPIC")
    private String name;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "${env:REPORT_FILE}",
            description = "Write the run's counts to this JSON file at the end [REPORT_FILE].")
    private Path report;

    @Mixin
    private MqttTlsOptions tls;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private KafkaOptions kafkaOptions;

    @Mixin
    private HttpOptions http;

    public MqttCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        MqttUrl broker = problems.collect(() -> MqttUrl.parse("--mqtt-url", url));
        filters.forEach(
                filter -> HivemqInbox.problem(filter).ifPresent(reason -> problems.add("--mqtt-topics: " + reason)));
        problems.require(version.matches("5|3\\.1\\.1"), "--mqtt-version", version, "must be 5 or 3.1.1")
                .require(
                        sessionExpiry.duration().compareTo(LONGEST_SESSION) <= 0,
                        "--session-expiry",
                        sessionExpiry,
                        "must be at most " + LONGEST_SESSION.toHours() + "h")
                .require(inFlight >= 1 && inFlight <= 65_535, "--in-flight", inFlight, "must be from 1 to 65535")
                .require(
                        maxRecord.bytes() >= 1024 && maxRecord.bytes() <= 15_000_000,
                        "--max-record-bytes",
                        maxRecord,
                        "must be from 1024 to 15000000");
        SourceNames.check(name, problems);
        ReportFile.check(report, problems);
        Optional<String> password = problems.collect(
                () -> Secrets.readOr("--mqtt-password-file", passwordFile, System.getenv("MQTT_PASSWORD")));
        KafkaSettings kafka = problems.collect(() -> ProducerDefaults.requireSafe(kafkaOptions.settings()));
        problems.collect(() -> topics.records(topic));
        MqttTransport transport = broker == null ? null : tls.transport(broker, problems);
        problems.throwIfAny();
        relay(kafka, settings(broker, transport, password));
        return 0;
    }

    private MqttSettings settings(MqttUrl broker, MqttTransport transport, Optional<String> password) {
        return new MqttSettings(
                broker.host(),
                broker.port(),
                transport,
                version.equals("5") ? MqttSettings.Version.V5 : MqttSettings.Version.V3_1_1,
                SourceNames.of(name, "mqtt", topic),
                Optional.ofNullable(user),
                password,
                filters,
                sessionExpiry.duration(),
                inFlight,
                Duration.ofSeconds(10));
    }

    private void relay(KafkaSettings kafka, MqttSettings settings) throws InterruptedException {
        Tally tally = new Tally();
        try (Observability observability = new Observability(ProducerDefaults.SERVICE, "mqtt")) {
            observability.carries("source:mqtt " + settings.address(), "topic:" + topic);
            observability.serve(http);
            Outage kafkaOutage =
                    new Outage("Kafka at " + kafka.bootstrapServers(), observability.health(), log, Clock.systemUTC());
            // A broker keeps no message for a session that it has not seen yet: healthy means subscribed.
            Outage mqttOutage = new Outage(
                            "MQTT broker " + settings.address(), observability.health(), log, Clock.systemUTC())
                    .pending();
            log.info("Starting: source={} topic={} mqtt={} kafka={}", settings.clientId(), topic, settings, kafka);
            try (KafkaTopics made = new KafkaTopics(kafka, kafkaOutage, signal)) {
                Optional<DeadLetterTarget> deadLetters =
                        topics.ensure(made, topic, deadLetterTopic, settings.clientId());
                if (deadLetters.isEmpty()) {
                    return;
                }
                // The inbox closes last: acknowledgements follow the drain.
                try (Watched watched = new Watched(observability.liveness(), settings.clientId(), signal::isRequested);
                        HivemqInbox inbox = HivemqInbox.of(settings);
                        IdempotentSender sender = new IdempotentSender(
                                kafka,
                                topic,
                                deadLetters,
                                kafkaOutage,
                                watched::isToStop,
                                tally.counting(observability.registry(), topic))) {
                    new MqttRelay(inbox, sender, new Waiting(mqttOutage), (int) maxRecord.bytes(), System::nanoTime)
                            .run(watched::isToStop);
                    sender.drain(DRAIN);
                } catch (MqttException e) {
                    throw new ServiceException(e.getMessage(), e);
                }
            }
        } finally {
            tally.write(Optional.ofNullable(report), "mqtt", settings.clientId(), topic);
        }
    }

    /** Waits between tries with growing pauses. */
    private final class Waiting implements MqttRelay.Waiting {
        private final Outage outage;

        Waiting(Outage outage) {
            this.outage = outage;
        }

        @Override
        public void failed(MqttException failure) throws InterruptedException {
            signal.await(Backoff.STANDARD.pause(outage.failed(failure), ThreadLocalRandom.current()));
        }

        @Override
        public void healed() {
            outage.healed();
        }
    }
}
