package io.millrace.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.StackLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    Path temporary;

    private Path folder;
    private DemoFolder demo;

    @BeforeEach
    void folder() {
        folder = temporary.resolve("demo data");
        demo = new DemoFolder(folder);
    }

    @Test
    void aMissingFolderIsFine() {
        demo.prepare(false);
        demo.prepare(true);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFolderThatTheUserNamedIsNeverEmptied() throws IOException {
        Files.createDirectories(folder);
        demo.prepare(false);
        Files.writeString(folder.resolve("letter.txt"), "dear");
        assertThatThrownBy(() -> demo.prepare(false))
                .isInstanceOf(ServiceException.class)
                .hasMessage("data folder " + folder
                        + " is not empty, must be empty or missing for the demo because it counts every record in it");
        assertThat(folder.resolve("letter.txt")).hasContent("dear");
    }

    @Test
    void theDemosOwnOldDataGoes() throws IOException {
        Files.createDirectories(folder.resolve("kafka/topic-0"));
        Files.writeString(folder.resolve("kafka/topic-0/log"), "old");
        demo.prepare(true);
        assertThat(folder).doesNotExist();
    }

    @Test
    void dataThatAnotherDemoIsUsingStays() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("in use"), "now");
        try (StackLock other = StackLock.claim(folder)) {
            assertThat(StackLock.isHeld(folder)).isTrue();
            assertThatThrownBy(() -> demo.prepare(true)).isInstanceOf(ServiceException.class);
            assertThat(other).isNotNull();
        }
        assertThat(folder.resolve("in use")).hasContent("now");
    }

    @Test
    void whatALinkLeadsToIsNotDeleted() throws IOException {
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("kept"), "kept");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        demo.delete();
        assertThat(folder).doesNotExist();
        assertThat(elsewhere.resolve("kept")).hasContent("kept");
    }
}
