package io.millrace.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the local disk through Hadoop's own file system. */
class HdfsViewTest {
    @TempDir
    Path folder;

    private HdfsView view;

    @BeforeEach
    void open() throws IOException {
        view = new HdfsView(FileSystem.newInstance(URI.create("file:///"), new Configuration(false)));
    }

    @AfterEach
    void close() throws IOException {
        view.close();
    }

    @Test
    void aFolderThatIsNotThereIsEmpty() throws IOException {
        assertThat(view.files(folder.resolve("none").toString())).isEmpty();
    }

    @Test
    void whatIsHiddenFromReadersIsHiddenHere() throws IOException {
        write("b.txt", "b");
        write("a/c.txt", "c");
        write("_millrace/log", "x");
        write("a/_temporary/part", "x");
        write("a/.unfinished", "x");
        assertThat(view.files(folder.toString()))
                .extracting(
                        file -> folder.relativize(Path.of(file.getPath().toUri().getPath()))
                                .toString())
                .containsExactly("a/c.txt", "b.txt");
    }

    @Test
    void aFolderThatIsHiddenItselfShowsItsFilesWhenItIsAskedFor() throws IOException {
        write("_out/part-0", "x");
        assertThat(view.files(folder.resolve("_out").toString())).hasSize(1);
    }

    @Test
    void linesComeWithoutTheirLineFeedsAndTheLastWithoutOne() throws IOException {
        write("1.txt", "a\n\nb\r\n");
        write("2.txt", "ü");
        assertThat(lines()).containsExactly("a", "", "b\r", "ü");
    }

    @Test
    void anEmptyFileHasNoLine() throws IOException {
        write("1.txt", "");
        assertThat(lines()).isEmpty();
    }

    @Test
    void countsOfSeveralFilesAreAdded() throws IOException {
        write("part-0", "INFO\t3\nWARN\t1\n");
        write("part-1", "INFO\t4\n");
        write("_SUCCESS", "");
        assertThat(view.counts(folder.toString())).isEqualTo(Map.of("INFO", 7L, "WARN", 1L));
    }

    @Test
    void whatIsNoCountIsNotTakenForOne() throws IOException {
        write("part-0", "INFO\tmany\n");
        assertThatThrownBy(() -> view.counts(folder.toString())).isInstanceOf(NumberFormatException.class);
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        view.lines(folder.toString(), line -> lines.add(new String(line, StandardCharsets.UTF_8)));
        return lines;
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
