package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.RealLogs;
import io.millrace.mapreduce.message.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates of messages and what is new among them, of the whole job on local files. */
class MessagesJobTest {
    /** What a program would write, and what is the same in it. */
    private static final Map<String, IntFunction<String>> STATEMENTS = Map.of(
            "INFO Connection of user <*> from # was closed",
            n -> "Connection of user " + name(n) + " from 10.0.0." + n % 250 + ":5" + n + " was closed",
            "INFO Block blk_# stored on volume <*> of rack # in # ms",
            n -> "Block blk_-" + n * 7919L + "4 stored on volume /data/" + name(n) + " of rack " + n % 9 + " in " + n
                    + " ms",
            "WARN Queue of shop <*> is longer than #",
            n -> "Queue of shop " + name(n) + " is longer than " + n,
            "ERROR <*> failed",
            n -> name(n) + " failed",
            "ERROR cannot reach #",
            n -> "cannot reach fe80::" + Integer.toHexString(n + 16));

    @TempDir
    private Path folder;

    private Path input;
    private Path output;

    @BeforeEach
    void folders() throws IOException {
        input = Files.createDirectories(folder.resolve("in"));
        output = folder.resolve("out");
    }

    private static String name(int n) {
        return "" + (char) ('g' + n % 20) + (char) ('g' + n / 20 % 20) + "s";
    }

    @Test
    void templates_are_those_of_the_statements_whatever_the_order_the_parts_and_the_reducers() throws IOException {
        List<String> lines = new ArrayList<>();
        Map<String, Long> truth = new TreeMap<>();
        Random random = new Random(14);
        LocalDateTime at = LocalDateTime.of(2024, 5, 1, 10, 0);
        List<String> statements = new ArrayList<>(STATEMENTS.keySet());
        Collections.sort(statements);
        for (int i = 0; i < 3000; i++) {
            String statement = statements.get(random.nextInt(statements.size()));
            String level = statement.substring(0, statement.indexOf(' '));
            lines.add(at.plusSeconds(i).toString().replace('T', ' ')
                    + (i % 60 == 0 ? ":00" : "")
                    + ",001 " + level + " [main] com.acme.A: "
                    + STATEMENTS.get(statement).apply(random.nextInt(400)));
            truth.merge(statement, 1L, Long::sum);
        }
        List<String> first = null;
        List<String> all = List.of("100000000 1", "20011 3", "997 1", "4099 2");
        for (String settings : Boolean.getBoolean("thorough") ? all : all.subList(0, 2)) {
            Collections.shuffle(lines, random);
            for (int file = 0; file < 3; file++) {
                Files.write(input.resolve(file + ".log"), lines.subList(file * 1000, file * 1000 + 1000));
            }
            Path result = folder.resolve("out " + settings);
            Console.counted(
                    input,
                    result,
                    "-Dmapreduce.input.fileinputformat.split.maxsize=" + settings.split(" ")[0],
                    "-Dmapreduce.job.reduces=" + settings.split(" ")[1],
                    "--top-messages=2");
            List<Template> templates = templates(result);
            Map<String, Long> found = new TreeMap<>();
            templates.forEach(template -> found.put(template.level() + ' ' + template.text(), template.records()));
            assertThat(found).isEqualTo(truth);
            List<String> written = Console.lines(result.resolve("templates"));
            first = first == null ? written : first;
            assertThat(written).as(settings).isEqualTo(first);
            assertThat(templates).allSatisfy(template -> {
                List<String> ofIt = lines.stream()
                        .filter(line -> line.startsWith(template.example().substring(0, 19)))
                        .toList();
                assertThat(ofIt).contains(template.example());
                assertThat(template.first())
                        .isEqualTo(template.example().substring(0, 19).replace(' ', 'T'))
                        .isLessThanOrEqualTo(template.last());
            });
        }
    }

    @Test
    void records_without_a_time_and_without_a_year_have_templates_too() throws IOException {
        Files.writeString(input.resolve("a.log"), "ERROR: no\u0001 route\nERROR: no\u0001 route\nINFO: up\n");
        Files.writeString(
                input.resolve("b.log"), "E0501 12:30:00.000001 1 a.cc:1] x\nE0430 12:30:00.000001 1 a.cc:1] x\n");
        Console.counted(input, output, "--top-messages=1", "--file-format=jsonl");
        assertThat(Console.lines(output.resolve("templates")))
                .contains("INFO\t1\tup\t-\t-\tINFO: up")
                .anySatisfy(line ->
                        assertThat(line).startsWith("ERROR\t2\t").contains("\t--04-30T12:30:00\t--05-01T12:30:00\t"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("ERROR\t2\tno route\t").endsWith("ERROR: no  route"));
        assertThat(Console.lines(output.resolve("data/templates")))
                .contains(
                        "{\"level\":\"INFO\",\"records\":1,\"template\":\"up\",\"first\":null,\"last\":null,\"example\":\"INFO:"
                                + " up\"}");
        assertThat(Console.lines(output.resolve("messages")))
                .contains("INFO\t1\tup")
                .hasSize(2);
    }

    @Test
    void what_is_new_gone_and_far_more_frequent_since_another_result_is_told() throws IOException {
        Path before = folder.resolve("before");
        Files.writeString(
                input.resolve("a.log"),
                log(
                        10,
                        "INFO started",
                        50,
                        "INFO stopped",
                        50,
                        "INFO idle",
                        50,
                        "INFO disk is full",
                        20,
                        "WARN slow",
                        30));
        Console.counted(input, before, "--top-messages=1");
        Files.writeString(
                input.resolve("a.log"),
                log(
                        11,
                        "INFO started",
                        50,
                        "INFO stopped",
                        50,
                        "INFO idle",
                        50,
                        "INFO <b>new</b> thing",
                        3,
                        "WARN slow",
                        200));
        Path page = folder.resolve("report.html");
        Console console =
                Console.counted(input, output, "--compare=" + before, "--file-format=jsonl", "--html=" + page);
        assertThat(console.out())
                .contains("New messages:")
                .contains("           3  INFO  <b>new</b> thing\n")
                .contains("2024-05-01T11:00:00 to 2024-05-01T11:00:02, such as: 2024-05-01 11:00:00,001 INFO")
                .contains("Messages that are gone, with their records before:\n          20  INFO  disk is full\n")
                .contains("Far more frequent than before:\n         200  (expected 30.0)  WARN  slow\n")
                .doesNotContain("Most frequent messages");
        assertThat(Console.lines(output.resolve("changes")))
                .containsExactly(
                        "NEW\tINFO\t3\t0\t0.0\t<b>new</b> thing\t2024-05-01T11:00:00\t2024-05-01T11:00:02\t"
                                + "2024-05-01 11:00:00,001 INFO  [main] a.A: <b>new</b> thing",
                        "GONE\tINFO\t0\t20\t20.0\tdisk is full\t2024-05-01T10:00:00\t2024-05-01T10:00:19\t"
                                + "2024-05-01 10:00:00,001 INFO  [main] a.A: disk is full",
                        "MORE\tWARN\t200\t30\t30.0\tslow\t2024-05-01T11:00:00\t2024-05-01T11:03:19\t"
                                + "2024-05-01 11:00:00,001 WARN  [main] a.A: slow");
        assertThat(Console.lines(output.resolve("data/changes")))
                .hasSize(3)
                .first()
                .asString()
                .startsWith(
                        "{\"change\":\"NEW\",\"level\":\"INFO\",\"records\":3,\"before\":0,\"expected\":0.0,\"template\":");
        assertThat(page).content().contains("<h2>Changes of messages</h2>").contains("&lt;b&gt;new&lt;/b&gt; thing");
    }

    @Test
    void changes_are_written_in_every_format_also_where_there_are_none() throws IOException {
        Files.writeString(input.resolve("a.log"), log(10, "INFO started worker", 50, "WARN slow", 30));
        Path before = folder.resolve("before");
        Console.counted(input, before, "--top-messages=1");
        for (String format : List.of("jsonl", "csv", "parquet")) {
            Path result = folder.resolve(format);
            Console console = Console.counted(
                    input, result, "--compare=" + before, "--file-format=" + format, "-Dmapreduce.job.reduces=2");
            assertThat(console.out()).contains("No message is new, gone, or far more or less frequent than before.");
            assertThat(result.resolve("data/changes")).isDirectory();
            assertThat(result.resolve("data/templates")).isDirectory();
        }
    }

    @Test
    void messages_of_a_result_that_has_no_records_any_more_are_gone() throws IOException {
        Files.writeString(input.resolve("a.log"), log(10, "INFO started worker", 50));
        Path before = folder.resolve("before");
        Console.counted(input, before, "--top-messages=1");
        Console.counted(input, output, "--compare=" + before, "--since=2030-01-01", "-Dmapreduce.job.reduces=3");
        assertThat(Console.lines(output.resolve("changes")))
                .singleElement()
                .asString()
                .startsWith("GONE\tINFO\t0\t50\t");
    }

    @Test
    void messages_that_find_no_room_among_the_templates_hide_no_change_and_are_told() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 6000; i++) {
            many.append("2024-05-01 09:00:00,001 INFO  [main] a.A: ")
                    .append(letters(i, 7919))
                    .append(' ')
                    .append(letters(i, 31))
                    .append('\n');
        }
        Files.writeString(input.resolve("many.log"), many);
        Files.writeString(input.resolve("a.log"), log(10, "WARN too slow", 20, "INFO a started", 20));
        Path before = folder.resolve("before");
        assertThat(Console.counted(input, before, "--top-messages=1").out())
                .contains("Too many different messages to tell them all apart: 1,00")
                .contains(" records of INFO are '<*> <*>'.\n");
        Files.writeString(input.resolve("a.log"), log(10, "WARN too slow", 20, "INFO a vanished", 20));
        Path page = folder.resolve("report.html");
        Console console = Console.counted(input, output, "--compare=" + before, "--html=" + page);
        assertThat(console.out())
                .contains("New messages:\n          20  INFO  a vanished\n")
                .contains("that are gone, with their records before:\n          20  INFO  a started\n")
                .contains(" records of INFO are '<*> <*>', in which nothing is found new or gone.\n");
        assertThat(page).content().contains("&lt;*&gt; &lt;*&gt;&#39;, in which");
    }

    /** A word of letters, another one for each number below 17,576. */
    private static String letters(int number, int factor) {
        int n = number * factor % 17_576;
        return "" + (char) ('a' + n / 676) + (char) ('a' + n / 26 % 26) + (char) ('a' + n % 26) + "w";
    }

    @Test
    void messages_are_all_new_since_a_result_of_a_time_in_which_there_were_none() throws IOException {
        Files.writeString(input.resolve("a.log"), log(10, "INFO started worker", 50));
        Path quiet = folder.resolve("quiet");
        Console.counted(input, quiet, "--top-messages=1", "--since=2030-01-01", "-Dmapreduce.job.reduces=2");
        Console.counted(input, output, "--compare=" + quiet);
        assertThat(Console.lines(output.resolve("changes")))
                .singleElement()
                .asString()
                .startsWith("NEW\tINFO\t50\t0\t");
    }

    @Test
    void a_result_without_messages_is_refused_before_anything_runs() throws IOException {
        Files.writeString(input.resolve("a.log"), log(10, "INFO started worker", 5));
        Path before = folder.resolve("before");
        Console.counted(input, before);
        for (Path wrong : List.of(before, folder.resolve("nowhere"))) {
            Console console = Console.levels(input, output, "--compare=" + wrong);
            assertThat(console.status()).isEqualTo(2);
            assertThat(console.err())
                    .contains("--compare is '" + wrong
                            + "', must be the result of a run of levels with --top-messages or --compare");
            assertThat(output).doesNotExist();
        }
    }

    @Test
    void a_result_that_was_made_in_another_way_is_refused_before_anything_runs() throws IOException {
        Files.writeString(input.resolve("a.log"), log(10, "WARNING slow worker", 5));
        Path before = folder.resolve("before");
        Console.counted(input, before, "--top-messages=1");
        assertThat(refused(before, "--no-fold"))
                .isEqualTo("be made with --no-fold as this result, but was made with --fold");
        assertThat(refused(before, "--form=field=3"))
                .isEqualTo("be made with --form field=3 as this result, but was made with --form auto");
        assertThat(refused(before, "--pattern= ([A-Z]+)\t? "))
                .isEqualTo("be made with --pattern  ([A-Z]+)\\t?  as this result, but was made with --form auto");
        Console.counted(input, output, "--compare=" + before, "--form=auto", "--fold", "--by=hour");
    }

    @Test
    void a_result_whose_templates_cannot_be_read_is_refused_before_anything_runs() throws IOException {
        Files.writeString(input.resolve("a.log"), log(10, "INFO started worker", 5));
        Path before = folder.resolve("before");
        Console.counted(input, before, "--top-messages=1");
        Path templates = before.resolve("templates/part-r-00000");
        Files.delete(before.resolve("templates/.part-r-00000.crc"));
        for (String line : List.of("INFO\t5\tstarted worker", "INFO\tmany\tstarted worker\t-\t-\tstarted worker")) {
            Files.writeString(templates, line + '\n');
            assertThat(refused(before)).isEqualTo("hold templates as levels writes them; '" + line + "' is none");
        }
        Files.delete(before.resolve("_messages-r-00000"));
        assertThat(refused(before))
                .isEqualTo("hold templates of version 1, as this Millrace makes them, but holds those of version 0");
    }

    /** What must be otherwise with this result to compare with. */
    private String refused(Path before, String... options) {
        List<Object> all = new ArrayList<>(List.of("--compare=" + before));
        all.addAll(List.of(options));
        Console console = Console.levels(input, output, all.toArray());
        assertThat(console.status()).as(console.err()).isEqualTo(2);
        assertThat(output).doesNotExist();
        String start = "--compare is '" + before + "', must ";
        String line = console.err()
                .lines()
                .filter(given -> given.contains(start))
                .findFirst()
                .orElseThrow();
        return line.substring(line.indexOf(start) + start.length());
    }

    /** As people who read those logs have them: 6 in Apache's, and one for each of the HDFS statements. */
    @Test
    void real_logs_have_the_templates_that_people_find_in_them() throws IOException {
        Files.write(input.resolve("a.log"), RealLogs.bytes("Apache"));
        Console.counted(input, output, "--top-messages=3");
        assertThat(templates(output))
                .extracting(template -> template.records() + " " + template.text())
                .containsExactlyInAnyOrder(
                        "836 jk#_init() Found child # in scoreboard slot #",
                        "569 workerEnv.init() ok /etc/httpd/conf/workers#.properties",
                        "539 mod_jk child workerEnv in error state #",
                        "32 Directory index forbidden by rule: /var/www/html/",
                        "12 jk#_init() Can't find child # in scoreboard",
                        "12 mod_jk child init # #");
    }

    private static List<Template> templates(Path result) {
        return Console.lines(result.resolve("templates")).stream()
                .map(TemplateLines::read)
                .toList();
    }

    /** A log of that hour: pairs of level and message, and how often. */
    private static String log(int hour, Object... messages) {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < messages.length; i += 2) {
            String message = (String) messages[i];
            int blank = message.indexOf(' ');
            for (int n = 0; n < (Integer) messages[i + 1]; n++) {
                log.append(String.format(
                        "2024-05-01 %02d:%02d:%02d,001 %-5s [main] a.A: %s%n",
                        hour, n / 60, n % 60, message.substring(0, blank), message.substring(blank + 1)));
            }
        }
        return log.toString();
    }
}
