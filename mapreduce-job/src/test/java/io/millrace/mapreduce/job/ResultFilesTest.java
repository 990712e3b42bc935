package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The result as data and as a page, of the whole job on local files. */
class ResultFilesTest {
    @TempDir
    private Path folder;

    private Path input;
    private Path output;

    @BeforeEach
    void log() throws IOException {
        input = Files.createDirectories(folder.resolve("in"));
        output = folder.resolve("out");
        Files.writeString(input.resolve("a.log"), """
            2024-05-01 10:00:00,001 INFO  [main] a.A: "quoted", with comma
            2024-05-01 10:00:30,001 ERROR [main] a.A: <script>alert('x')</script> \u001B[31mred \u202Ertl
            2024-05-01 10:01:00,001 INFO  [main] a.A: "quoted", with comma
            """);
    }

    @Test
    void json_lines_have_a_folder_for_each_table_with_the_promised_names() throws IOException {
        run("--file-format=jsonl", "--by=minute", "--top-messages=1", "--bursts", "--since=2024-05-01");
        assertThat(Console.lines(output.resolve("data/counts")))
                .containsExactly(
                        "{\"by\":\"minute\",\"label\":\"2024-05-01T10:00\",\"level\":\"ERROR\",\"records\":1}",
                        "{\"by\":\"minute\",\"label\":\"2024-05-01T10:00\",\"level\":\"INFO\",\"records\":1}",
                        "{\"by\":\"minute\",\"label\":\"2024-05-01T10:01\",\"level\":\"INFO\",\"records\":1}");
        assertThat(Console.lines(output.resolve("data/messages")))
                .contains("{\"level\":\"INFO\",\"records\":2,\"template\":\"\\\"quoted\\\", with comma\","
                        + "\"first\":\"2024-05-01T10:00:00\",\"last\":\"2024-05-01T10:01:00\",\"example\":\"2024-05-01"
                        + " 10:00:00,001 INFO  [main] a.A: \\\"quoted\\\", with comma\"}");
        assertThat(Console.lines(output.resolve("data/minutes"))).hasSize(3);
        assertThat(output.resolve("data/bursts/part-r-00000.jsonl")).exists();
        assertThat(output.resolve("data/untimed/part-r-00000.jsonl")).exists();
        assertThat(Console.lines(output)).as("the part files are as ever").hasSize(3);
    }

    @Test
    void csv_quotes_texts_and_leaves_out_what_there_is_not() throws IOException {
        run("--file-format=csv", "--top-messages=1");
        assertThat(Files.readString(output.resolve("data/counts/part-r-00000.csv")))
                .isEqualTo("by,label,level,records\r\n,,\"ERROR\",1\r\n,,\"INFO\",2\r\n");
        assertThat(Files.readString(output.resolve("data/messages/part-r-00000.csv")))
                .contains(
                        "\"INFO\",2,\"\"\"quoted\"\", with comma\",\"2024-05-01T10:00:00\",\"2024-05-01T10:01:00\",\"2024-");
        assertThat(output.resolve("data/minutes")).doesNotExist();
    }

    @Test
    void parquet_is_read_back_also_where_a_table_is_empty() {
        run("--file-format=parquet", "--by=source", "--bursts");
        Console rows = Console.run("show", output.resolve("data/counts/part-r-00000.parquet"));
        assertThat(rows.out().lines())
                .containsExactly(
                        "{\"by\":\"source\",\"label\":\"" + input.resolve("a.log")
                                + "\",\"level\":\"ERROR\",\"records\":1}",
                        "{\"by\":\"source\",\"label\":\"" + input.resolve("a.log")
                                + "\",\"level\":\"INFO\",\"records\":2}");
        Console empty = Console.run("show", "--describe", output.resolve("data/bursts/part-r-00000.parquet"));
        assertThat(empty.out()).contains("0 rows").contains("double usual").contains("binary level (STRING)");
    }

    @Test
    void the_page_holds_the_tables_the_course_of_time_and_nothing_of_the_logs_as_markup() throws IOException {
        Path page = folder.resolve("report.html");
        Console console = run("--html=" + page, "--by=source", "--top-messages=5");
        assertThat(console.out()).contains("Page: " + page).doesNotContain("far above its own past");
        assertThat(Files.readString(page, StandardCharsets.UTF_8))
                .startsWith("<!doctype html>")
                .contains("<h2>Records by minute</h2>")
                .contains("2024-05-01 10:00")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                .contains("[U+202E]rtl")
                .contains("<h2>By source</h2>")
                .doesNotContain("<script");
    }

    @Test
    void a_page_that_cannot_be_written_is_refused_before_the_job() {
        Console console = Console.run("levels", "--html=" + folder.resolve("none/x.html"), input, output);
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("--html is '").contains("is no folder that can be written to");
        assertThat(output).doesNotExist();
    }

    private Console run(String... options) {
        return Console.counted(input, output, (Object[]) options);
    }
}
