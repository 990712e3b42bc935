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
