package io.millrace.producer.cli;

import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.producer.simulate.LogSimulation;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logs}: simulated logs of machines into a topic. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates logs of machines: text records with levels ERROR, WARN, INFO and DEBUG, keyed by machine.",
            "Two errors in three carry a stack trace: one record of several lines."
        })
public final class LogsCommand implements CheckedCommand {
    private final ShutdownSignal signal;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-logs_machine}",
            description = "Topic of the records [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

    @Option(
            names = "--machines",
            paramLabel = "N",
            defaultValue = "${env:LOGS_MACHINES:-5}",
            description = "Number of machines [LOGS_MACHINES]. Default: ${DEFAULT-VALUE}")
    private int machines;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:LOGS_INTERVAL_SEC:-0.1}s",
            description = "Time between two records; 0 is as fast as it goes [LOGS_INTERVAL_SEC]. Default:"
                    + " ${DEFAULT-VALUE}")
    private TimeSpan interval = TimeSpan.UNREAD;

    @Mixin
    private SimulationOptions simulation;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private KafkaOptions kafkaOptions;

    @Mixin
    private HttpOptions http;

    public LogsCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        problems.require(machines >= 1 && machines <= 100_000, "--machines", machines, "must be from 1 to 100000");
        Duration pause = Intervals.upToADay("--interval", interval, problems);
        simulation.check(problems);
        KafkaSettings kafka = problems.collect(() -> ProducerDefaults.requireSafe(kafkaOptions.settings()));
        problems.collect(() -> topics.records(topic));
        problems.throwIfAny();
        new SimulationRun("logs", signal, kafka, topics, simulation, http)
                .run(
                        topic,
                        pause,
                        simulation.timeline(pause),
                        new LogSimulation(machines, pause.isZero() ? 100 : 1, simulation.seed()));
        return 0;
    }
}
