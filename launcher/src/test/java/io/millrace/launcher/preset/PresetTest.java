package io.millrace.launcher.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresetTest {
    @TempDir
    Path folder;

    @Test
    void processesComeInTheOrderOfTheFileWithTheirEnvironments() throws IOException {
        write("p", """
                stack.BROKERS=3
                sink.COMMAND=run
                sink.HDFS_DIR=${HDFS_DIR:-/user/mael}
                producer-jdbc.COMMAND=jdbc
                producer-jdbc.KAFKA_TOPIC_NAME=${TOPIC:-t}
                job.COMMAND=levels
                job.ARGUMENTS=/a  /b
                """);
        Preset preset = Preset.read(folder, "p", Map.of("TOPIC", "mine")::get);
        assertThat(preset.brokers()).isEqualTo(3);
        assertThat(preset.processes()).extracting(Preset.Process::name).containsExactly("sink", "producer-jdbc", "job");
        assertThat(preset.processes().get(0).environment()).isEqualTo(Map.of("HDFS_DIR", "/user/mael"));
        assertThat(preset.processes().get(1).environment()).isEqualTo(Map.of("KAFKA_TOPIC_NAME", "mine"));
        assertThat(preset.processes().get(1).kind().module()).isEqualTo("producer-service");
        assertThat(preset.processes().get(2).arguments()).containsExactly("/a", "/b");
    }

    @Test
    void anUnknownPresetNamesThoseThatThereAre() throws IOException {
        write("b", "");
        write("a", "");
        assertThatThrownBy(() -> Preset.read(folder, "../etc", name -> null))
                .isInstanceOf(SettingsException.class)
                .hasMessage("preset is '../etc', must be one of a, b, or the path of a file of your own that ends in"
                        + " .properties");
    }

    @Test
    void aFileOfOnesOwnIsNamedByItsPath() throws IOException {
        Path own = Files.createDirectories(folder.resolve("my pipelines")).resolve("Wetter für mich.properties");
        Files.writeString(own, "producer.COMMAND=iot\n");
        Preset preset = Preset.read(folder, own.toString(), name -> null);
        assertThat(preset.name()).isEqualTo("wetter-f-r-mich");
        assertThat(preset.processes()).hasSize(1);
    }

    @Test
    void onFewerBrokersTopicsGetFewerCopies() throws IOException {
        write(
                "p",
                "stack.BROKERS=3\nproducer.COMMAND=iot\nproducer.KAFKA_REPLICATION_FACTOR=3\n"
                        + "producer.KAFKA_MIN_INSYNC_REPLICAS=2\nproducer.KAFKA_PARTITIONS=6\n");
        Preset preset = Preset.read(folder, "p", name -> null);
        assertThat(preset.on(3)).isEqualTo(preset);
        assertThat(preset.on(1).processes().get(0).environment())
                .isEqualTo(Map.of(
                        "KAFKA_REPLICATION_FACTOR", "1", "KAFKA_MIN_INSYNC_REPLICAS", "1", "KAFKA_PARTITIONS", "6"));
    }

    @Test
    void severalPresetsRunSideBySideUnderNamesThatTellThemApart() throws IOException {
        write("a", "stack.BROKERS=1\nproducer.COMMAND=iot\nproducer.IOT_NUM_DEVICES=2\n");
        write("b", "stack.BROKERS=3\nproducer.COMMAND=logs\nsink.COMMAND=run\n");
        Preset both = Preset.together(
                List.of(Preset.read(folder, "a", name -> null), Preset.read(folder, "b", name -> null)));
        assertThat(both.name()).isEqualTo("a+b");
        assertThat(both.brokers()).isEqualTo(3);
        assertThat(both.processes())
                .extracting(Preset.Process::name)
                .containsExactly("a-producer", "b-producer", "b-sink");
        assertThat(both.processes().get(0).environment()).isEqualTo(Map.of("IOT_NUM_DEVICES", "2"));
    }

    @Test
    void allMistakesOfAFileAreNamed() throws IOException {
        write("p", "stack.BROKERS=0\nsource.COMMAND=iot\nsink.HDFS_DIR=/x\njob.COMMAND=levels\n");
        assertThatThrownBy(() -> Preset.read(folder, "p", name -> null))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("key 'source.COMMAND'")
                .hasMessageContaining("stack.BROKERS in")
                .hasMessageContaining("sink.COMMAND in")
                .hasMessageContaining("job.ARGUMENTS in");
    }

    @Test
    void everyPresetOfTheProjectCanBeRead() {
        Path presets = Path.of("").toAbsolutePath().getParent().resolve("presets");
        assertThat(Preset.names(presets))
                .contains("demo", "iot-alerts", "iot-json", "machine-logs", "weather-alerts", "weather-parquet")
                .allSatisfy(name -> assertThat(
                                Preset.read(presets, name, variable -> null).processes())
                        .isNotEmpty());
    }

    @Test
    void whereTheDataLiesIsKnownOnlyWhenTheServersAreChosen() throws IOException {
        write(
                "p",
                "producer.COMMAND=tail\nproducer.TAIL_INPUT=${LOG_FILES}\nproducer.REPORT_FILE=${DATA}/report.json\n");
        Preset.Process process = Preset.read(folder, "p", Map.of("LOG_FILES", Preset.serverLogs())::get)
                .process("producer");
        assertThat(process.environment(Path.of("/a b")))
                .isEqualTo(Map.of(
                        "TAIL_INPUT",
                        "/a b/logs/kafka.log,/a b/logs/namenode.log,/a b/logs/datanode.log",
                        "REPORT_FILE",
                        "/a b/report.json"));
        assertThatThrownBy(() -> Preset.read(folder, "p", name -> null).process("sink"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("preset p has no process 'sink'");
    }

    @Test
    void aJobsResultIsInItsLastFolder() throws IOException {
        write("p", "job.COMMAND=levels\njob.ARGUMENTS=/a /b /out/${RUN}\n");
        assertThat(Preset.read(folder, "p", Map.of("RUN", "7")::get)
                        .process("job")
                        .output())
                .isEqualTo("/out/7");
        assertThat(Preset.read(folder, "p", name -> null).process("job").output())
                .isEqualTo("/out");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".properties"), text);
    }
}
