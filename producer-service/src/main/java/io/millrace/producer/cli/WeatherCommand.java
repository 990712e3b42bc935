package io.millrace.producer.cli;

import io.millrace.formats.model.Encoding;
import io.millrace.formats.model.RecordType;
import io.millrace.model.WeatherReport;
import io.millrace.model.codec.Codec;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.producer.simulate.Timeline;
import io.millrace.producer.simulate.WeatherSimulation;
import io.millrace.producer.simulate.WeatherStations;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.database.DatabaseOptions;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.sources.database.DriverCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weather}: simulated weather stations into a topic or into a database table. */
@Command(
        name = "weather",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates weather stations: one report of each station for each day, in °C, from 2000-01-01 on.",
            "Into a topic, keyed by station; or into a database table, where it goes on behind the last day it finds."
        })
public final class WeatherCommand implements CheckedCommand {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final Instant FIRST_DAY = Instant.parse("2000-01-01T00:00:00Z");

    /** Where reports go. */
    enum Target {
        topic,
        database
    }

    private final ShutdownSignal signal;

    @Option(
            names = "--target",
            defaultValue = "${env:WEATHER_TARGET:-topic}",
            description = "topic or database [WEATHER_TARGET]. Default: ${DEFAULT-VALUE}")
    private Target target;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-weather-readings}",
            description = "Topic of the reports [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

    @Option(
            names = "--value-format",
            defaultValue = "${env:WEATHER_VALUE_FORMAT:-json}",
            description = "Values in the topic: json or protobuf [WEATHER_VALUE_FORMAT]. Default: ${DEFAULT-VALUE}")
    private Encoding format;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            defaultValue = "${env:WEATHER_TABLE:-weather}",
            description = "Table of the reports, made if missing [WEATHER_TABLE]. Default: ${DEFAULT-VALUE}")
    private String table;

    @Option(
            names = "--stations",
            paramLabel = "N",
            defaultValue = "${env:WEATHER_STATIONS:-10}",
            description = "Number of stations [WEATHER_STATIONS]. Default: ${DEFAULT-VALUE}")
    private int stations;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:WEATHER_INTERVAL_SEC:-0.1}s",
            description = "Time from one simulated day to the next; 0 is as fast as it goes"
                    + " [WEATHER_INTERVAL_SEC]. Default: ${DEFAULT-VALUE}")
    private TimeSpan interval = TimeSpan.UNREAD;

    @Mixin
    private SimulationOptions simulation;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private DatabaseOptions database;

    @Mixin
    private KafkaOptions kafkaOptions;

    @Mixin
    private HttpOptions http;

    public WeatherCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        problems.require(stations >= 1 && stations <= 100_000, "--stations", stations, "must be from 1 to 100000");
        Duration pause = Intervals.upToADay("--interval", interval, problems);
        simulation.check(problems);
        WeatherStations simulated = new WeatherStations(Math.max(1, stations), simulation.seed());
        if (target == Target.database) {
            TableNames.require("--table", table, problems);
            DatabaseSettings settings = database.settings(problems);
            DriverCheck.check(settings, problems);
            problems.throwIfAny();
            new WeatherToDatabase(signal, settings, table, simulation, http)
                    .run(simulated, pause, simulation.start().orElse(FIRST_DAY));
            return 0;
        }
        KafkaSettings kafka = problems.collect(() -> ProducerDefaults.requireSafe(kafkaOptions.settings()));
        problems.collect(() -> topics.records(topic));
        problems.throwIfAny();
        Codec<WeatherReport> codec = RecordType.WEATHER.codec(format);
        Timeline timeline = new Timeline(Optional.of(simulation.start().orElse(FIRST_DAY)), DAY_MILLIS);
        new SimulationRun("weather", signal, kafka, topics, simulation, http)
                .run(topic, pause, timeline, new WeatherSimulation(simulated, codec));
        return 0;
    }
}
