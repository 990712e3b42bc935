package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.metadata.MetadataColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsProblemsTest {
    @TempDir
    Path folder;

    @Test
    void goodSettingsHaveNoProblems() {
        assertThat(TopicFormats.problems(
                        Settings.of(Values.JSON, FileKind.PARQUET)
                                .schema("sensor-reading")
                                .layout("dt={yyyy-MM-dd}/d={device_id}")
                                .eventTime("timestamp", "Europe/Berlin")
                                .build(),
                        "t"))
                .isEmpty();
    }

    @Test
    void allProblemsAreToldAtOnce() {
        FormatSettings settings = Settings.of(Values.TEXT, FileKind.TEXT)
                .schema("log-event")
                .message(Path.of("x.desc"), "M")
                .columns(MetadataColumn.KEY)
                .eventTime("when", "UTC")
                .fileName("same")
                .build();

        assertThat(TopicFormats.problems(settings, "t"))
                .hasSize(6)
                .anyMatch(problem -> problem.startsWith("--metadata-columns "))
                .anyMatch(problem -> problem.startsWith("--schema 'log-event' "))
                .anyMatch(problem -> problem.startsWith("--descriptor-set "))
                .anyMatch(problem -> problem.startsWith("--message 'M' "))
                .anyMatch(problem -> problem.startsWith("--event-time-field 'when' "))
                .anyMatch(problem -> problem.startsWith("--file-name 'same' "));
        assertThatThrownBy(() -> TopicFormats.create(settings, "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--message 'M'");
    }

    /** Without a schema of their own, values bring their columns with them; what users name is looked at all the same. */
    @Test
    void aWritersSchemaThatIsNoFileIsNamed() {
        Settings settings = Settings.of(Values.AVRO, FileKind.PARQUET).frame(null, Path.of("no-such.avsc"));

        assertThat(TopicFormats.problems(settings.build(), "t"))
                .singleElement()
                .asString()
                .contains("no-such.avsc")
                .doesNotContain("--frame none");
        assertThatThrownBy(settings::format)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such.avsc");
    }

    @Test
    void schemasThatCannotBecomeColumnsAreRefusedByName() throws Exception {
        assertProblem("{\"type\":\"string\"}", "describes a string, must be a record");
        assertProblem("{oops", "is not an Avro schema: Unexpected character ('o' (code 111))");
        assertProblem("{oops", " at line 1, column 2");
        assertProblem(record("[\"int\",\"string\"]"), "field 'f' is a union of 2 types besides null");
        assertProblem(record("\"R\""), "contains itself");
        assertProblem(record("\"null\""), "field 'f' is null, which no column can hold");
        assertProblem(
                record("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":50}"), "must be at most 38");
    }

    private static String record(String type) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":" + type + "}]}";
    }

    private void assertProblem(String schema, String expected) throws Exception {
        Path file = Files.writeString(folder.resolve("s.avsc"), schema);
        assertThat(TopicFormats.problems(
                        Settings.of(Values.JSON, FileKind.PARQUET)
                                .schema(file.toString())
                                .build(),
                        "t"))
                .singleElement()
                .asString()
                .startsWith("schema '" + file + "'")
                .contains(expected);
    }

    @Test
    void aSchemaThatIsNoFileIsNamedWithTheChoices() {
        assertThat(TopicFormats.problems(
                        Settings.of(Values.JSON, FileKind.PARQUET)
                                .schema("sensor-readings")
                                .build(),
                        "t"))
                .singleElement()
                .asString()
                .contains("'sensor-readings'", "sensor-reading, log-event, weather-report");
    }

    @Test
    void parquetOfJsonNeedsASchema() {
        assertThat(TopicFormats.problems(
                        Settings.of(Values.JSON, FileKind.PARQUET).build(), "t"))
                .anyMatch(
                        problem -> problem.startsWith("--file-format parquet with --value-format json needs --schema"));
    }

    @Test
    void metadataColumnsMayNotCollideWithFields() throws Exception {
        Path file = Files.writeString(
                folder.resolve("s.avsc"),
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"kafka_key\",\"type\":\"string\"}]}");
        assertThat(TopicFormats.problems(
                        Settings.of(Values.JSON, FileKind.PARQUET)
                                .schema(file.toString())
                                .columns(MetadataColumn.KEY)
                                .build(),
                        "t"))
                .singleElement()
                .asString()
                .contains("two columns are named 'kafka_key'");
    }
}
