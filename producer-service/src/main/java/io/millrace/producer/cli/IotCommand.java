package io.millrace.producer.cli;

import io.millrace.model.SensorType;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.producer.simulate.IotSettings;
import io.millrace.producer.simulate.IotSimulation;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code iot}: simulated sensors into a topic. */
@Command(
        name = "iot",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates sensors: JSON readings with a daily rhythm, noise and anomalies, keyed by device.",
            "Units: temperature °C, humidity %%, pressure hPa, motion 1 or 0, light lux."
        })
public final class IotCommand implements CheckedCommand {
    private final ShutdownSignal signal;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-iot-sensor-data}",
            description = "Topic of the readings [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "${env:IOT_NUM_DEVICES:-8}",
            description = "Number of devices; each measures one of the types, in turn [IOT_NUM_DEVICES]. Default:"
                    + " ${DEFAULT-VALUE}")
    private int devices;

    @Option(
            names = "--device-types",
            paramLabel = "TYPE,...",
            split = ",",
            defaultValue = "${env:IOT_DEVICE_TYPES:-temperature,humidity,pressure,motion,light}",
            description = "What is measured [IOT_DEVICE_TYPES]. Default: ${DEFAULT-VALUE}")
    private List<String> deviceTypes;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:IOT_DATA_INTERVAL_SEC:-1}s",
            description = "Time between two readings of a device; 0 is as fast as it goes"
                    + " [IOT_DATA_INTERVAL_SEC]. Default: ${DEFAULT-VALUE}")
    private TimeSpan interval = TimeSpan.UNREAD;

    @Option(
            names = "--anomaly-probability",
            paramLabel = "P",
            defaultValue = "${env:IOT_ANOMALY_PROBABILITY:-0.05}",
            description = "Share of readings that are anomalies, from 0 to 1 [IOT_ANOMALY_PROBABILITY]. Default:"
                    + " ${DEFAULT-VALUE}")
    private double anomalyProbability;

    @Mixin
    private SimulationOptions simulation;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private KafkaOptions kafkaOptions;

    @Mixin
    private HttpOptions http;

    public IotCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        Duration pause = Intervals.upToADay("--interval", interval, problems);
        simulation.check(problems);
        List<SensorType> types = types(problems);
        IotSettings settings = types.isEmpty()
                ? null
                : problems.collect(() -> new IotSettings(devices, types, anomalyProbability, simulation.seed()));
        KafkaSettings kafka = problems.collect(() -> ProducerDefaults.requireSafe(kafkaOptions.settings()));
        problems.collect(() -> topics.records(topic));
        problems.throwIfAny();
        new SimulationRun("iot", signal, kafka, topics, simulation, http)
                .run(topic, pause, simulation.timeline(pause), new IotSimulation(settings));
        return 0;
    }

    private List<SensorType> types(Problems problems) {
        String known = Arrays.stream(SensorType.values()).map(SensorType::word).collect(Collectors.joining(", "));
        List<SensorType> types = new ArrayList<>();
        for (String word : deviceTypes) {
            SensorType.of(word.strip())
                    .ifPresentOrElse(
                            types::add, () -> problems.add("--device-types has '" + word + "', must be of " + known));
        }
        return types;
    }
}
