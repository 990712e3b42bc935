package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One file cannot be looked at, opened or read: it is named, once, and waits alone; all others are read. */
class BadFileTest {
    /** Longer than the first place at which contents are compared. */
    private static final String BANNER = "#".repeat(80) + "\n";

    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();
    private final AtomicLong nanos = new AtomicLong();
    private Path bad;
    private BadFileDisk disk;

    @BeforeEach
    void makeDisk() {
        bad = folder.resolve("app-1002.log");
        disk = new BadFileDisk(bad);
    }

    @ParameterizedTest
    @EnumSource
    void letsAllOtherNewFilesBeReadAndIsReadWhenItCan(BadFileDisk.Call call) throws Exception {
        append("app-1001.log", "one");
        append("app-1002.log", "two");
        append("app-1003.log", "three");
        disk.fail(call);
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);
            assertThat(log.lines()).contains("one", "three");
            disk.heal();
            poll(source);

            assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "three");
            assertThat(source.problems()).allMatch(said -> said.contains(bad.toString()));
        }
    }

    @Test
    void isNamedOnceWhereItMayNotBeOpened() throws Exception {
        append("app-1001.log", "one");
        append("app-1002.log", "two");
        disk.fail(BadFileDisk.Call.OPEN);
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);

            assertThat(source.problems()).containsExactly("file '" + bad + "' cannot be opened: no permission");
        }
    }

    /** As long as it grows nothing else ends its waiting. */
    @Test
    void isNotWaitedForByAnotherThatGrows() throws Exception {
        Files.writeString(bad, BANNER.repeat(1000));
        disk.fail(BadFileDisk.Call.OPEN);
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            Files.writeString(folder.resolve("app-1003.log"), BANNER.repeat(20));
            for (int i = 0; i < 5; i++) {
                append("app-1003.log", "line " + i);
                look(source);
            }
        }
        assertThat(log.lines()).contains("line 0", "line 4");
    }

    /** Their beginnings agree, and what else there is of the bad one cannot be compared. */
    @ParameterizedTest
    @EnumSource(names = {"OPEN", "READ", "SIZE"})
    void isNotWaitedForByAnotherThatBeginsAsItDid(BadFileDisk.Call call) throws Exception {
        Files.writeString(bad, BANNER.repeat(30));
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);
        }
        disk.fail(call);
        append("app-1002.log", "more");
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            readsTheOtherAtOnceAndThisLater(source);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "SIZE"})
    void isNotWaitedForByAnotherThatBeginsAsItDidWhileItIsOpen(BadFileDisk.Call call) throws Exception {
        Files.writeString(bad, BANNER.repeat(30));
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);
            disk.fail(call);
            append("app-1002.log", "more");
            readsTheOtherAtOnceAndThisLater(source);
        }
    }

    private void readsTheOtherAtOnceAndThisLater(TailSource source) throws Exception {
        Files.writeString(folder.resolve("app-1003.log"), BANNER.repeat(3) + "x\n");
        poll(source);
        assertThat(log.lines()).contains("x").doesNotContain("more");
        disk.heal();
        poll(source);

        assertThat(log.lines()).containsOnlyOnce("more", "x");
        assertThat(source.problems()).allMatch(said -> said.contains("'" + bad + "'"));
    }

    /** Nobody but the bad one knows whether this is its copy: it waits, and neither is read twice. */
    @Test
    void isWaitedForByWhatHoldsAllThatWasReadOfIt() throws Exception {
        String whole = lines(0, 200);
        Files.writeString(bad, whole);
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);
        }
        Files.writeString(bad, lines(200, 300), StandardOpenOption.APPEND);
        disk.fail(BadFileDisk.Call.OPEN);
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            Files.copy(bad, folder.resolve("app-1002.log.1"));
            poll(source);
            poll(source);
            assertThat(log.lines()).hasSize(200);
            disk.heal();
            poll(source);

            assertThat(source.problems()).allMatch(said -> said.contains("'" + bad + "'"));
        }
        assertThat(log.lines()).hasSize(300).doesNotHaveDuplicates();
    }

    /** It holds more than the bad one, which has not become shorter. */
    @Test
    void isNotWaitedForByACopyThatWentItsOwnWay() throws Exception {
        Files.writeString(bad, lines(0, 200));
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);
        }
        disk.fail(BadFileDisk.Call.OPEN);
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            Files.writeString(folder.resolve("app-1002.log.1"), lines(0, 200) + "its own\n");
            poll(source);
            poll(source);
        }
        assertThat(log.lines()).containsOnlyOnce("its own");
    }

    @Test
    void isNotWaitedForWhereItWasPassedOver() throws Exception {
        Files.writeString(folder.resolve("app.log"), lines(0, 200));
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);
            Files.copy(folder.resolve("app.log"), bad);
            poll(source);
            assertThat(log.lines()).hasSize(200);
            disk.fail(BadFileDisk.Call.STATUS);
            Files.delete(folder.resolve("app.log"));
            Files.writeString(folder.resolve("app-1003.log"), lines(0, 201));
            poll(source);
        }
        assertThat(log.lines()).hasSize(201).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "READ"})
    void isReadOnWhenItCanAlthoughItDoesNotChange(BadFileDisk.Call call) throws Exception {
        append("app-1002.log", "two");
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);
        }
        append("app-1002.log", "more");
        disk.fail(call);
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);
            assertThat(log.lines()).containsExactly("two");
            disk.heal();
            poll(source);
        }
        assertThat(log.lines()).containsExactly("two", "more");
    }

    /** Nothing but its first bytes is known of it, and that it is there. */
    @Test
    void isNotSaidToBeGoneBeforeAnythingOfItWasRead() throws Exception {
        Files.writeString(bad, "no line yet");
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            poll(source);
        }
        disk.fail(BadFileDisk.Call.OPEN);
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            for (int i = 0; i < 5; i++) {
                poll(source);
            }
            assertThat(source.problems()).isNotEmpty().noneMatch(said -> said.contains("gone"));
            disk.heal();
            append("app-1002.log", "");
            poll(source);
        }
        assertThat(log.lines()).containsExactly("no line yet");
    }

    /** Whichever of its reads is the first that fails. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void doesNotEndASourceThatBeginsAtTheEnds(int after) throws Exception {
        append("app-1001.log", "one");
        append("app-1002.log", "two");
        disk.fail(BadFileDisk.Call.READ, after);
        try (TailSource source = source(SimSource.settings(256, false, true))) {
            source.restore(log.takeOver());
            look(source);
            append("app-1001.log", "new");
            look(source);
        }
        assertThat(disk.hasFailed()).isTrue();
        assertThat(log.lines()).containsExactly("new");
    }

    /** One is unpacked at a time. */
    @Test
    void isNotWaitedForByOtherPackedFiles() throws Exception {
        Files.write(bad, packed("0123456789abcde\n".repeat(1 << 20)));
        try (TailSource source = source(SimSource.settings(256, false))) {
            source.restore(log.takeOver());
            look(source);
            disk.fail(BadFileDisk.Call.READ);
            Files.write(folder.resolve("other.gz"), packed("other\n"));
            poll(source);
        }
        assertThat(log.lines()).containsExactly("other");
    }

    private TailSource source(TailSettings settings) {
        return new TailSource(
                new InputFiles(disk, List.of(folder + "/*.log*", folder + "/*.gz")),
                settings,
                LineFormat.TEXT,
                Clock.systemUTC(),
                nanos::get,
                atMost -> {});
    }

    private void poll(TailSource source) throws Exception {
        for (int i = 0; i < 5; i++) {
            look(source);
        }
    }

    /** Scans, reads until nothing is there, and a commit. */
    private void look(TailSource source) throws Exception {
        nanos.addAndGet(Duration.ofMillis(1500).toNanos());
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = source.read(log.outlet());
        }
        log.commit(source.changedPositions());
    }

    private void append(String name, String line) throws IOException {
        Files.writeString(folder.resolve(name), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String lines(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("2026-01-01 00:00:00,000 INFO request ").append(i).append('\n');
        }
        return lines.toString();
    }

    private static byte[] packed(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
