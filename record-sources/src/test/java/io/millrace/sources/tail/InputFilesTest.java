package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFilesTest {
    @TempDir
    Path folder;

    @Test
    void findsFilesAtAnyDepthAndInTheFolderItself() throws IOException {
        files("a.log", "x/b.log", "x/y/c.log", "x/y/c.txt");
        assertThat(find("**/*.log")).containsExactly("a.log", "x/b.log", "x/y/c.log");
        assertThat(find("**.log")).containsExactly("a.log", "x/b.log", "x/y/c.log");
        assertThat(find("x/**/c.*")).containsExactly("x/y/c.log", "x/y/c.txt");
        assertThat(find("**/y/**/c.log")).containsExactly("x/y/c.log");
    }

    @Test
    void findsAlternativesWithinEachOtherAndAcrossFolders() throws IOException {
        files("a.log", "z.log", "x/b.log", "a,b.log");
        assertThat(find("{a,z}.log")).containsExactly("a.log", "z.log");
        assertThat(find("{a,{q,z}}.log")).containsExactly("a.log", "z.log");
        assertThat(find("{a,x/b}.log")).containsExactly("a.log", "x/b.log");
        assertThat(find("[a{]*.log")).containsExactly("a,b.log", "a.log");
    }

    @Test
    void takesAFileWhoseNameLooksLikeAPatternByItsName() throws IOException {
        files("a[1].log", "a1.log");
        assertThat(find("a[1].log")).containsExactly("a[1].log");
    }

    @Test
    void leavesOutWhatIsExcludedByNameByPathAndByFolder() throws IOException {
        files("a.log", "a.log.gz", "old/b.log", "x/debug.log", "x/c.log", "x/d.log");
        InputFiles inputs = new InputFiles(
                new LocalDisk(),
                List.of(folder + "/**"),
                List.of("*.{gz,zst}", "old", "debug.log", folder + "/**/d.log"),
                Optional.empty(),
                Clock.systemUTC());
        assertThat(names(inputs)).containsExactly("a.log", "x/c.log");
    }

    @Test
    void namesWhatAppearsLaterAsWhatItFinds() throws IOException {
        files("a.log", "out/b.log", "kept/c.log", "d.txt", "named");
        InputFiles inputs = new InputFiles(
                new LocalDisk(),
                List.of(folder + "/**/*.log", folder + "/named"),
                List.of("out", "*.txt"),
                Optional.empty(),
                Clock.systemUTC());
        inputs.find();

        List<String> asked = new ArrayList<>();
        for (String name : List.of("a.log", "out/b.log", "kept/c.log", "d.txt", "named")) {
            Path path = folder.resolve(name);
            if (inputs.isAsked(path, new LocalDisk().status(path).orElseThrow())) {
                asked.add(name);
            }
        }
        assertThat(asked).containsExactly("a.log", "kept/c.log", "named");
    }

    @Test
    void asksForAnOldFileOnlyAfterItWasModified() throws IOException {
        files("old.log", "new.log");
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        age("old.log", now.minus(Duration.ofHours(25)));
        age("new.log", now.minus(Duration.ofHours(23)));
        InputFiles inputs = new InputFiles(
                new LocalDisk(),
                List.of(folder + "/*.log"),
                List.of(),
                Optional.of(Duration.ofHours(24)),
                Clock.fixed(now, ZoneOffset.UTC));
        assertThat(asked(inputs)).containsExactly("new.log");
        age("old.log", now);
        assertThat(asked(inputs)).containsExactly("new.log", "old.log");
    }

    @Test
    void goesOnWithoutAFolderThatMayNotBeReadAndSaysSo() throws IOException {
        files("a/app.log", "b/app.log");
        Path closed = folder.resolve("a");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            Assumptions.assumeFalse(Files.isReadable(closed), "SKIPPED: this user may read every folder");
            InputFiles inputs = inputs("*/app.log", "a/app.log", "a/*.log");
            assertThat(names(inputs)).containsExactly("b/app.log");
            assertThat(inputs.unreadable())
                    .containsExactlyInAnyOrder(
                            "'" + closed.resolve("app.log") + "' cannot be looked at: no permission",
                            "folder '" + closed + "' cannot be read: no permission");
            assertThat(inputs.problems())
                    .contains("input file '" + closed.resolve("app.log") + "' cannot be read: no permission");
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void goesOnWithoutAFolderThatFails() throws IOException {
        files("a/app.log", "b/app.log");
        LocalDisk local = new LocalDisk();
        Disk broken = new ClosingDisk(local, folder.resolve("a"), new IOException("stale handle"));
        InputFiles inputs = new InputFiles(broken, List.of(folder + "/**/app.log"));
        assertThat(names(inputs)).containsExactly("b/app.log");
        assertThat(inputs.unreadable())
                .containsExactly("folder '" + folder.resolve("a") + "' cannot be read: stale handle");
    }

    @Test
    void goesOnWithoutAFolderThatVanishes() throws IOException {
        files("a/app.log");
        InputFiles inputs = inputs("a/*.log", "b/*.log");
        assertThat(names(inputs)).containsExactly("a/app.log");
        Files.delete(folder.resolve("a/app.log"));
        Files.delete(folder.resolve("a"));
        assertThat(names(inputs)).isEmpty();
        assertThat(inputs.unreadable()).isEmpty();
    }

    @Test
    void goesRoundALinkThatLeadsBack() throws IOException {
        files("x/a.log");
        Files.createSymbolicLink(folder.resolve("x/back"), folder);
        assertThat(find("**/a.log")).contains("x/a.log").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void namesAPipeAndReadsTheOthers() throws Exception {
        files("a.log");
        Path pipe = folder.resolve("pipe.log");
        Process made;
        try {
            made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        } catch (IOException e) {
            Assumptions.abort("SKIPPED: no mkfifo on this machine");
            return;
        }
        assertThat(made.waitFor()).isZero();
        assertThat(find("*.log")).containsExactly("a.log");
        assertThat(inputs("pipe.log").problems())
                .containsExactly("input '" + pipe + "' is a pipe, a socket or a device, must be a regular file");
    }

    @Test
    void tellsWhatCanNeverBeAnInput() {
        assertThat(new InputFiles(List.of("-", "/t/{a,b.log", "/t/[a.log", "/t/*.log")).mistakes())
                .hasSize(3)
                .anyMatch(sentence -> sentence.contains("standard input"))
                .anyMatch(sentence -> sentence.contains("'/t/{a,b.log', must be a pattern: a brace is not closed"))
                .anyMatch(sentence -> sentence.contains("'/t/[a.log', must be a pattern"));
        assertThatThrownBy(() -> new InputFiles(List.of(), List.of("[a"), Optional.empty(), Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.log,b.log | a.log;b.log",
                "{a,b}.log,c.log | {a,b}.log;c.log",
                "x,there,too.log,y | x;there,too.log;y",
                "new\\,one.log,y | new,one.log;y",
                "a\\*b.log | a\\*b.log",
                "a.log, ,b.log, | a.log;b.log"
            })
    void takesInputsApartAtCommasThatSeparate(String text, String names) {
        assertThat(InputNames.split(text, "there,too.log"::equals)).isEqualTo(List.of(names.split(";")));
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "content\n");
        }
    }

    private void age(String name, Instant modified) throws IOException {
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(modified));
    }

    private InputFiles inputs(String... patterns) {
        return new InputFiles(List.of(patterns).stream()
                .map(pattern -> folder + "/" + pattern)
                .toList());
    }

    private List<String> find(String pattern) {
        return names(inputs(pattern));
    }

    private List<String> names(InputFiles inputs) {
        return inputs.find().stream()
                .map(file -> folder.relativize(file.path()).toString())
                .sorted()
                .toList();
    }

    private List<String> asked(InputFiles inputs) {
        return inputs.find().stream()
                .filter(FoundFile::asked)
                .map(file -> folder.relativize(file.path()).toString())
                .sorted()
                .toList();
    }
}
