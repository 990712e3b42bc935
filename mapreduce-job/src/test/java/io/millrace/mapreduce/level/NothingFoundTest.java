package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.SharedCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files that are no logs hold no levels, however often their words are those of levels. */
class NothingFoundTest {
    private static final long MANY = 10_000;

    /** The project's files with these endings; tests and the job's own page hold lines of logs and are left out. */
    private static List<Path> own(String... endings) throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(
                                    "/target/",
                                    "/.git/",
                                    "/.millrace/",
                                    "/src/test/",
                                    "/node_modules/",
                                    "/mapreduce.md")
                            .noneMatch(file.toString()::contains))
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .toList();
        }
    }

    private static long assertNothingIn(List<Path> files) throws IOException {
        long lines = 0;
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            Map<String, Long> counts = FormFile.count(bytes);
            if (!counts.keySet().stream().allMatch("NONE"::equals)) {
                found.add(file + ": " + counts);
            }
            lines += new String(bytes, StandardCharsets.ISO_8859_1).lines().count();
        }
        assertThat(found).isEmpty();
        return lines;
    }

    @Test
    void source_code_holds_none() throws IOException {
        assertThat(assertNothingIn(own(".java"))).isGreaterThan(MANY);
        assertNothingIn(own(".xml", ".sh", ".proto", ".sql", ".yaml", ".yml", "Dockerfile"));
    }

    @Test
    void prose_holds_none() throws IOException {
        assertThat(assertNothingIn(own(".md", "LICENSE", "NOTICE"))).isGreaterThan(1000);
        List<String> sentences = List.of(
                "Error handling is a matter of taste, and an ERROR in a text is none in a log.",
                "INFO was what the letter said; WARNING signs had been seen before, it went on.",
                "Note: the following applies to all of the above, with one exception.",
                "On 2024-05-01 the error rate was 5 %, and a day later no failure was seen.",
                "I am what I am. A man, a plan. E is a letter, and so is D.",
                "    DEBUG is indented here, as a quotation is.",
                "In May 2024 nobody knew: fatal mistakes had been made at 10:00 already.",
                "** <b>Warning:</b> the object is gone",
                "Warning of floods: 3 rivers.");
        assertThat(FormFile.count(shuffled(sentences))).containsOnlyKeys("NONE");
    }

    /** The licences, notices and changes in the libraries' archives: some ten thousand lines that nobody wrote for this test. */
    @Test
    void texts_in_libraries_hold_none() throws IOException {
        long lines = 0;
        for (String library : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (!library.endsWith(".jar") || !Files.exists(Path.of(library))) {
                continue;
            }
            try (JarFile jar = new JarFile(library)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (entry.getName().matches("(?i)(.*/)?(LICENSE|NOTICE|README|CHANGES|COPYING)[^/]*(?<!class)")) {
                        byte[] text = jar.getInputStream(entry).readAllBytes();
                        assertThat(FormFile.count(text).keySet())
                                .as(library + "!" + entry.getName())
                                .isSubsetOf("NONE");
                        lines += new String(text, StandardCharsets.ISO_8859_1)
                                .lines()
                                .count();
                    }
                }
            }
        }
        assertThat(lines).isGreaterThan(MANY);
    }

    @Test
    void tables_hold_none() throws IOException {
        List<String> rows = List.of(
                "4711,Smith,error,12.5,2024-05-01",
                "4712,Warning,info,3.5,2024-05-02",
                "4713,Miller,debug mode,0,2024-05-03",
                "name;FAIL;PASS;ERROR");
        assertThat(FormFile.count(shuffled(rows))).containsOnlyKeys("NONE");
        assertThat(FormFile.count(shuffled(List.of(
                        "4711,FAIL,12.5,2024-05-01", "4712,PASS,3.5,2024-05-02", "4713,SUCCESS,3.5,2024-05-02"))))
                .containsOnlyKeys("NONE");
        assertThat(FormFile.count(Files.readAllBytes(SharedCases.find("data/weather/nyc-hourly-2013.csv"))))
                .containsOnlyKeys("NONE");
        assertThat(FormFile.count(Files.readAllBytes(SharedCases.find("data/iot/occupancy-datatraining.txt"))))
                .containsOnlyKeys("NONE");
    }

    /** Each in a file of its own, with other names at the same place; each was once taken for a row of the table. */
    @Test
    void names_in_brackets_and_before_colons_hold_none() {
        List<List<String>> files = List.of(
                List.of("[Error: connect ECONNREFUSED 127.0.0.1:5432] {", "  errno: -111,", "}"),
                List.of("[Error: socket hang up] {", "[Warning: an old way to call it] {", "}", "[Done] {"),
                List.of("[1714557603] Last check error: host web01", "[1714557604] Last check done: host web02"),
                List.of("[a1b2c3d4e5f8] payment error: card declined by bank", "[a1b2c3d4e5f9] payment done: 12"),
                List.of("[00000a30] sync warning: clock drift", "[00000a31] sync done: 12"),
                List.of("[0000558100000000] sync warning: clock drift", "[0000558100000001] sync done: 12"),
                List.of("2024/05/01 10:00:00 main.go:10: [system] boot", "2024/05/01 10:00:01 main.go:11: [web] up"),
                List.of(
                        "2024/05/01 10:00:00 pool.go:22: [default] queue opened",
                        "2024/05/01 10:00:01 pool.go:22: [x] y"),
                List.of("2024/05/01 10:00:00 audit.go:9: [audit] user ann", "2024/05/01 10:00:01 main.go:9: [web] up"),
                List.of("2024-05-01 10:00:00 [room#default] ann joined", "2024-05-01 10:00:01 [room#chess] bob left"),
                List.of("2024-05-01 10:00:00 [room#error] ann joined", "2024-05-01 10:00:01 [room#info] bob left"),
                List.of("2024-05-01 10:00:00 [build#fail] x", "2024-05-01 10:00:01 [build#done] y"),
                List.of(
                        "2024-05-01 10:00:02 a1b2c3d6 Error: customers reported none today",
                        "2024-05-01 10:00:03 a1b2c3d4 User: ann logged in"),
                List.of(
                        "2024-05-01 10:00:02.120 a1b2c3d6 Error: customers reported none today",
                        "2024-05-01 10:00:02.250 a1b2c3d7 Info: customers were told",
                        "2024-05-01 10:00:03.125 a1b2c3d4 User: ann logged in"),
                List.of(
                        "[2024-05-01 10:00:00] Opened file server.LOG: 3 lines",
                        "[2024-05-01 10:00:01] Closed x.TXT: y"),
                List.of("[2024-05-01 10:00:00] Opened file server.ERROR: 3 lines", "[2024-05-01 10:00:01] Closed it"),
                List.of(
                        "[2024-05-01 10:00:00] error: 3",
                        "[2024-05-01 10:00:01] info: 5",
                        "[2024-05-01 10:00:02] users: 7"),
                List.of("[2024-05-01 10:00:00] default/mails: opened", "[2024-05-01 10:00:01] mails/queue: opened"),
                List.of("[2024-05-01 10:00:00] web01/SYSTEM/x: up", "[2024-05-01 10:00:01] web01/USER/x: up"),
                List.of("2024-05-01 10:00:00 alerts: CPU: high", "2024-05-01 10:00:01 values: CPU: 0.7"),
                List.of("2024/05/01 10:00:00 errors: HTTP: 3", "2024/05/01 10:00:01 warnings: HTTP: 3"),
                List.of("2024-05-01 10:00:00 - mail.log: SYSTEM: up", "2024-05-01 10:00:01 - mail.log: USER: up"),
                List.of(
                        "2024-05-01 10:00:00, 4711, failure, Paris, ann, x",
                        "2024-05-01 10:00:01, 4712, visit, Paris, bob, y"),
                List.of("05/01/2024 10:00:00|ann|paris|F|1980", "05/01/2024 10:00:01|bob|paris|M|1980"),
                List.of(
                        "May  1 10:00:00 host app[12]: [web.SYSTEM]: up",
                        "May  1 10:00:01 host app[12]: [web.USER]: up"),
                List.of("01.05.2024 10:00:00 *system* boot", "01.05.2024 10:00:01 *ann* hi"),
                List.of("[Room:12] system @2024-05-01 10:00:00> up", "[Room:13] ann @2024-05-01 10:00:01> hi"),
                List.of("10:00:00@12/system - up", "10:00:01@12/ann - hi"),
                List.of("AUDIT  | jvm 1    | up", "SYSTEM | jvm 1    | down"),
                List.of("✔ system  checked", "✖ audit  3 left", "✔ success  12"));
        for (List<String> lines : files) {
            assertThat(FormFile.count(shuffled(lines))).as(lines.get(0)).containsOnlyKeys("NONE");
        }
    }

    @Test
    void stack_traces_hold_none() throws IOException {
        List<String> lines = List.of(
                "java.lang.IllegalStateException: ERROR while INFO",
                "\tat com.acme.Error.warn(Error.java:12)",
                "Caused by: java.io.IOException: WARN: disk is full",
                "\t... 12 more",
                "Traceback (most recent call last):",
                "  File \"/app/error.py\", line 3, in info",
                "ValueError: FATAL",
                "panic: runtime error: index out of range [5] with length 3",
                "goroutine 1 [running]:",
                "main.main()");
        assertThat(FormFile.count(shuffled(lines))).containsOnlyKeys("NONE");
    }

    @Test
    void random_bytes_hold_none() throws IOException {
        Random random = new Random(14);
        byte[] bytes = new byte[4_000_000];
        random.nextBytes(bytes);
        assertThat(FormFile.count(bytes)).containsOnlyKeys("NONE");
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(60) == 0 ? '\n' : ' ' + random.nextInt(95));
        }
        assertThat(FormFile.count(bytes)).containsOnlyKeys("NONE");
        try (Stream<Path> suite = Files.walk(SharedCases.find("data/json-suite"))) {
            assertNothingIn(suite.filter(Files::isRegularFile).toList());
        }
    }

    private static byte[] shuffled(List<String> lines) {
        Random random = new Random(14);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            text.append(lines.get(random.nextInt(lines.size()))).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
