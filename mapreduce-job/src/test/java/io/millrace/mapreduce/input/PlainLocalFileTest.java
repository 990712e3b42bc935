package io.millrace.mapreduce.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainLocalFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_is_read_from_any_position() throws IOException {
        Path file = Files.writeString(folder.resolve("a.log"), "0123456789");
        try (FSDataInputStream in = open(file)) {
            byte[] buffer = new byte[4];
            assertThat(in.read(buffer, 1, 3)).isEqualTo(3);
            assertThat(new String(buffer, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("012");
            assertThat(in.getPos()).isEqualTo(3);
            in.seek(9);
            assertThat(in.read()).isEqualTo('9');
            assertThat(in.read()).isNegative();
            assertThat(in.read(buffer, 0, 4)).isNegative();
            assertThatThrownBy(() -> in.seek(11))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("position 11")
                    .hasMessageContaining("10 bytes");
        }
    }

    @Test
    void checksums_beside_a_file_are_still_checked() throws IOException {
        Path file = folder.resolve("a.log");
        FileSystem fs = FileSystem.getLocal(new Configuration());
        try (var out = fs.create(new org.apache.hadoop.fs.Path(file.toUri()))) {
            out.writeBytes("2024-05-01 10:00:00,001 INFO  a.B: x\n");
        }
        Files.writeString(file, "2024-05-01 10:00:00,001 WARN  a.B: x\n");
        try (FSDataInputStream in = open(file)) {
            assertThatThrownBy(() -> in.read(new byte[100])).isInstanceOf(ChecksumException.class);
        }
    }

    private static FSDataInputStream open(Path file) throws IOException {
        return PlainLocalFile.open(
                FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(file.toUri()));
    }
}
