package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that reserves space for its file, fills it, and gives back what is left when it closes the file. */
class ReservedSpaceTest {
    private static final int TEXT = 10_000;

    @TempDir
    private Path folder;

    private final byte[] buffer = new byte[100];

    private Path file() throws IOException {
        byte[] bytes = new byte[TEXT + 8_192];
        Arrays.fill(bytes, 0, TEXT, (byte) 'x');
        return Files.write(folder.resolve("app.log"), bytes);
    }

    private static void cut(Path file, int length) throws IOException {
        try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
            writer.setLength(length);
        }
    }

    @Test
    void whatWasNeverFilledIsNotMissedBeforeTheReaderIsThere() throws Exception {
        Path file = file();
        try (PlainContent content = new PlainContent(new LocalDisk().open(file))) {
            assertThat(content.fileSize()).isEqualTo(TEXT + 8_192);
            assertThat(content.read(buffer, 0, 100)).isEqualTo(100);
            cut(file, TEXT);
            for (int read = 100; read < TEXT; read += 100) {
                assertThat(content.read(buffer, 0, 100)).isEqualTo(100);
            }
            assertThat(content.read(buffer, 0, 100)).isEqualTo(-1);
        }
    }

    @Test
    void whatWasFilledIsMissed() throws Exception {
        Path file = file();
        cut(file, TEXT);
        try (PlainContent content = new PlainContent(new LocalDisk().open(file))) {
            assertThat(content.fileSize()).isEqualTo(TEXT);
            assertThat(content.read(buffer, 0, 100)).isEqualTo(100);
            cut(file, 5_000);
            assertThatThrownBy(() -> content.read(buffer, 0, 100)).isInstanceOf(ReplacedException.class);
        }
    }
}
