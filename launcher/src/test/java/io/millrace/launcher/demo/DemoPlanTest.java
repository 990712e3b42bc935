package io.millrace.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.preset.Preset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Looks at the preset {@code demo} as it lies in the checkout. */
class DemoPlanTest {
    private static final Path DATA = Path.of("/the data");

    @Test
    void thePresetHasWhatTheChecksAskFor() {
        DemoPlan plan = DemoPlan.read(presets(), List.of(), 7);
        assertThat(plan.logsTopic()).isEqualTo("logs_machine");
        assertThat(plan.readingsTopic()).isEqualTo("iot-sensor-data");
        assertThat(plan.alertsTopic()).isEqualTo("iot-alerts");
        assertThat(plan.deadLetterTopic()).isEqualTo("millrace-dead-letters");
        assertThat(plan.logsFolder()).isEqualTo("/user/kafka/logs");
        assertThat(plan.readingsFolder()).isEqualTo("/user/kafka/iot");
        assertThat(plan.countsFolder()).isEqualTo("/user/kafka/logs_out");
        assertThat(List.of(DemoPlan.LOGS, DemoPlan.READINGS, DemoPlan.ALERTS))
                .allSatisfy(process ->
                        assertThat(plan.report(process, DATA)).isEqualTo(DATA.resolve(process + "-report.json")));
    }

    @Test
    void sourcesWriteIntoTheTopicsThatReceiversRead() {
        DemoPlan plan = DemoPlan.read(presets(), List.of(), 7);
        assertThat(plan.preset().process(DemoPlan.LOGS).variable("KAFKA_TOPIC_NAME"))
                .contains(plan.logsTopic());
        assertThat(plan.preset().process(DemoPlan.READINGS).variable("KAFKA_TOPIC_NAME"))
                .contains(plan.readingsTopic());
        assertThat(plan.preset().process(DemoPlan.ALERTS).variable("KAFKA_TOPIC_NAME"))
                .contains(plan.readingsTopic());
        assertThat(plan.job().arguments().get(0)).isEqualTo(plan.logsFolder());
    }

    @Test
    void theServersOwnLogsAreFollowedAndGivenFilesAreReadToTheirEnd() {
        Preset.Process own = DemoPlan.read(presets(), List.of(), 7).preset().process(DemoPlan.LOGS);
        assertThat(own.environment(DATA))
                .containsEntry(
                        "TAIL_INPUT",
                        "/the data/logs/kafka.log,/the data/logs/namenode.log,/the data/logs/datanode.log")
                .containsEntry("TAIL_UNTIL_END", "false");
        Preset.Process given = DemoPlan.read(presets(), List.of(Path.of("/a b.log"), Path.of("/c.log")), 7)
                .preset()
                .process(DemoPlan.LOGS);
        assertThat(given.environment(DATA))
                .containsEntry("TAIL_INPUT", "/a b.log,/c.log")
                .containsEntry("TAIL_UNTIL_END", "true");
    }

    @Test
    void soManyReadingsAreSimulatedAsAreChecked() {
        DemoPlan plan = DemoPlan.read(presets(), List.of(), 1234);
        assertThat(plan.readings()).isEqualTo(1234);
        assertThat(plan.preset().process(DemoPlan.READINGS).variable("SIMULATION_COUNT"))
                .contains("1234");
    }

    @Test
    void readingsAreStoredWithTheirPlaceInKafkaByWhichTheyAreKnown() {
        assertThat(DemoPlan.read(presets(), List.of(), 7)
                        .preset()
                        .process("sink-readings")
                        .variable("METADATA_COLUMNS"))
                .contains("partition,offset");
    }

    static Path presets() {
        return Path.of("").toAbsolutePath().getParent().resolve("presets");
    }
}
