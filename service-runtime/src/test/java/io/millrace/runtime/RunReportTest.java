package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    @TempDir
    Path folder;

    @Test
    void countsAreWrittenInTheirOrderWithTheirTypes() throws IOException {
        Path file = folder.resolve("report.json");
        new RunReport()
                .put("records", Map.of("t", 3L))
                .put("group", "a \"b\" ü")
                .put("complete", true)
                .put("files", List.of("x", "y"))
                .write(file);
        JsonNode report = new ObjectMapper().readTree(file.toFile());
        assertThat(report.fieldNames()).toIterable().containsExactly("records", "group", "complete", "files");
        assertThat(report.path("records").path("t").asLong(-1)).isEqualTo(3);
        assertThat(report.path("group").asText()).isEqualTo("a \"b\" ü");
        assertThat(report.path("complete").isBoolean()).isTrue();
        assertThat(report.path("files")).hasSize(2);
    }

    @Test
    void theLastValueOfANameHolds() throws IOException {
        Path file = folder.resolve("report.json");
        new RunReport().put("n", 1).put("n", 2).write(file);
        assertThat(new ObjectMapper().readTree(file.toFile()).path("n").asInt()).isEqualTo(2);
    }

    @Test
    void anEarlierReportIsReplacedWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), "x".repeat(10_000));
        new RunReport().put("n", 1).write(file);
        assertThat(new ObjectMapper().readTree(file.toFile()).path("n").asInt()).isEqualTo(1);
        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void whereItCannotBeWrittenTheFileIsNamedAndTheEarlierOneStays() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("report.json/inside"));
        assertThatThrownBy(() -> new RunReport().put("n", 1).write(taken.getParent()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("report file " + taken.getParent() + " cannot be written");
        assertThat(taken).isDirectory();
        assertThatThrownBy(() -> new RunReport().write(folder.resolve("none/report.json")))
                .hasMessageContaining("none/report.json cannot be written");
    }

    @Test
    void aNameWithoutAFolderIsAFileInTheWorkingFolder() throws IOException {
        Path file = Path.of("target", "run-report-test.json");
        Files.createDirectories(file.getParent());
        new RunReport().put("n", 1).write(file);
        assertThat(Files.deleteIfExists(file)).isTrue();
    }
}
