package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.tail.Disk.OpenFile;
import io.millrace.sources.tail.Disk.Whereabouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LocalDiskTest {
    @TempDir
    Path folder;

    private final LocalDisk disk = new LocalDisk();

    @Test
    void tellsWhereEachOfSeveralOpenFilesIsInWhateverOrderItIsAsked() throws IOException {
        try (OpenFile first = open("first")) {
            assertThat(first.whereabouts()).isEqualTo(at("first"));
            try (OpenFile second = open("second")) {
                assertThat(second.whereabouts()).isEqualTo(at("second"));
                assertThat(first.whereabouts()).isEqualTo(at("first"));
            }
            // It gets the number that the second one had.
            try (OpenFile third = open("third")) {
                assertThat(third.whereabouts()).isEqualTo(at("third"));
                Files.move(folder.resolve("first"), folder.resolve("moved"));
                assertThat(first.whereabouts()).isEqualTo(at("moved"));
                Files.delete(folder.resolve("third"));
                assertThat(third.whereabouts()).isEqualTo(Whereabouts.DELETED);
            }
        }
    }

    private OpenFile open(String name) throws IOException {
        return disk.open(Files.writeString(folder.resolve(name), name));
    }

    private Whereabouts at(String name) throws IOException {
        return new Whereabouts(Optional.of(folder.resolve(name).toRealPath()), false);
    }
}
