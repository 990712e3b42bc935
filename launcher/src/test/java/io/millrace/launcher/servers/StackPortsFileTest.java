package io.millrace.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a data folder remembers of its servers' ports. */
class StackPortsFileTest {
    @TempDir
    Path folder;

    @Test
    void serversThatNeverRanHaveTheUsualPorts() {
        assertThat(StackPorts.remembered(folder, StackPorts.USUAL)).isEqualTo(StackPorts.USUAL);
        assertThat(StackPorts.remembered(folder.resolve("none"), StackPorts.ANY))
                .isEqualTo(StackPorts.ANY);
    }

    @Test
    void thePortsOfTheLastRunHold() throws IOException {
        Files.writeString(
                folder.resolve("ports.json"), "{\"kafka\":1,\"hdfs\":2,\"hdfsWeb\":3,\"database\":4,\"web\":5}");
        assertThat(StackPorts.remembered(folder, StackPorts.USUAL)).isEqualTo(new StackPorts(1, 2, 3, 4, 5));
    }

    @Test
    void aFileThatIsDamagedIsNamed() throws IOException {
        Files.writeString(folder.resolve("ports.json"), "{\"kafka\":");
        assertThatThrownBy(() -> StackPorts.remembered(folder, StackPorts.USUAL))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith(folder.resolve("ports.json") + " cannot be read (")
                .hasMessageEndingWith("); without it other ports are chosen");
    }
}
