package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TailSourceTest {
    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();
    private final AtomicLong nanos = new AtomicLong();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private TailSource source;

    @Test
    void readsEachLineOnceAcrossRestarts() throws Exception {
        Path file = append("app.log", "one", "two");
        start("app.log");
        poll();
        append("app.log", "three");
        poll();
        start("app.log");
        append("app.log", "four");
        poll();

        assertThat(log.lines()).containsExactly("one", "two", "three", "four");
        assertThat(Files.exists(file)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAgainToItsEndWhatIsDeletedBeforeItIsCommitted(boolean packed) throws Exception {
        append("app.log", "one", "two");
        if (packed) {
            gzip("app.log", "app.log.gz");
            Files.delete(folder.resolve("app.log"));
        }
        source = source(List.of("app.log*"), true, false);
        source.restore(log.takeOver());
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = source.read(log.outlet());
        }
        Files.delete(folder.resolve(packed ? "app.log.gz" : "app.log"));
        source.restore(log.takeOver());
        while (source.read(log.outlet()) != Outcome.ENDED) {
            log.commit(source.changedPositions());
        }
        log.commit(source.changedPositions());

        assertThat(log.lines()).containsExactly("one", "two");
        assertThat(source.problems()).isEmpty();
    }

    /** Logback's fixed window: the log is packed beside itself before a busy source has begun to read it. */
    @ParameterizedTest
    @ValueSource(strings = {"app.1.log.gz", "app-1.log.gz"})
    void doesNotReadThePackedCopyOfALogThatItHasYetToRead(String copy) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lines.add("request " + i + " of a customer");
        }
        append("app.log", lines.toArray(new String[0]));
        gzip("app.log", copy);
        start("*");
        for (int i = 0; i < 10; i++) {
            poll();
        }

        assertThat(log.lines()).containsExactlyElementsOf(lines);
    }

    @Test
    void keepsNulWithinALongRecord() throws Exception {
        String letters = "x".repeat(1_000_000);
        String rest = "\u0000".repeat(100) + "rest";
        append("app.log", letters + rest, "next");
        start("app.log");
        poll();

        assertThat(log.lines()).containsExactly(letters, rest, "next");
    }

    @Test
    void followsARenamedFileToItsEndAndStartsTheNewOneAtItsBeginning() throws Exception {
        append("app.log", "one");
        start("app.log*");
        poll();
        append("app.log", "two");
        move("app.log", "app.log.1");
        append("app.log.1", "three");
        append("app.log", "four");
        poll();

        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void followsARenamedFileThatTheInputsDoNotName() throws Exception {
        append("app.log", "one");
        start("app.log");
        poll();
        append("app.log", "two");
        move("app.log", "old-app.log");
        append("old-app.log", "three");
        append("app.log", "four");
        poll();

        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void findsAFileThatWasRenamedWhileItWasNotRunning() throws Exception {
        append("app.log", "one");
        start("app.log");
        poll();
        source.close();
        append("app.log", "two");
        move("app.log", "app.log.1");
        append("app.log", "three");
        start("app.log");
        poll();

        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void findsAFileThatWasCompressedWhileItWasNotRunning() throws Exception {
        append("app.log", "one", "two");
        start("app.log*");
        poll();
        source.close();
        append("app.log", "three");
        gzip("app.log", "app.log.1.gz");
        Files.delete(folder.resolve("app.log"));
        append("app.log", "a new file");
        start("app.log*");
        // Where the new file has not got the old one's number, the next looks tell that this is nowhere.
        for (int i = 0; i < 5; i++) {
            poll();
        }

        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "three", "a new file");
    }

    @Test
    void doesNotRepeatAFileThatIsCompressedWhileItRuns() throws Exception {
        append("app.log", "one", "two");
        start("app.log*");
        poll();
        move("app.log", "app.log.1");
        append("app.log", "three");
        poll();
        gzip("app.log.1", "app.log.1.gz");
        Files.delete(folder.resolve("app.log.1"));
        poll();
        tick(Duration.ofSeconds(30));
        poll();

        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void readsCompressedFilesOfBothKindsOnce() throws Exception {
        append("a.log", "one", "two");
        gzip("a.log", "a.log.gz");
        Files.delete(folder.resolve("a.log"));
        Files.write(folder.resolve("b.log.zst"), com.github.luben.zstd.Zstd.compress(bytes("three\nfour")));
        start("*.log.*");
        poll();
        start("*.log.*");
        poll();

        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void startsAgainAtTheBeginningOfATruncatedFile() throws Exception {
        append("app.log", "one", "two", "three");
        start("app.log");
        poll();
        Files.write(folder.resolve("app.log"), bytes("four\n"), StandardOpenOption.TRUNCATE_EXISTING);
        poll();

        assertThat(log.lines()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void noticesTruncationEvenIfTheFileHasGrownPastItsOldLengthMeanwhile() throws Exception {
        append("app.log", "one", "two");
        start("app.log");
        poll();
        source.close();
        Files.write(
                folder.resolve("app.log"),
                bytes("one\nanother second line\nand a third\n"),
                StandardOpenOption.TRUNCATE_EXISTING);
        start("app.log");
        poll();

        assertThat(log.lines()).containsExactly("one", "two", "one", "another second line", "and a third");
    }

    @Test
    void doesNotRepeatTheCopyOfARotationByCopyAndTruncate() throws Exception {
        append("app.log", "one", "two");
        start("app.log*");
        poll();
        append("app.log", "three");
        Files.copy(folder.resolve("app.log"), folder.resolve("app.log.1"));
        poll();
        Files.write(folder.resolve("app.log"), bytes("four\n"), StandardOpenOption.TRUNCATE_EXISTING);
        poll();
        tick(Duration.ofMinutes(1));
        poll();

        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void readsTheRestFromTheCopyWhenTheTruncationCameFirst() throws Exception {
        append("app.log", "one");
        start("app.log*");
        poll();
        append("app.log", "two");
        Files.copy(folder.resolve("app.log"), folder.resolve("app.log.1"));
        Files.write(folder.resolve("app.log"), bytes("x\n"), StandardOpenOption.TRUNCATE_EXISTING);
        poll();

        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "x");
    }

    @Test
    void readsTwoFilesOfEqualContentBoth() throws Exception {
        append("a.log", "same", "same");
        append("b.log", "same", "same");
        start("*.log");
        poll();

        assertThat(log.lines()).containsExactly("same", "same", "same", "same");
    }

    @Test
    void readsANewFileThatBeginsLikeADeletedOne() throws Exception {
        append("app.log", "# banner");
        start("app.log");
        poll();
        Files.delete(folder.resolve("app.log"));
        poll();
        append("app.log", "# banner", "one");
        poll();
        tick(Duration.ofSeconds(10));
        poll();

        assertThat(log.lines()).contains("one");
        assertThat(log.lines().stream().filter("one"::equals)).hasSize(1);
    }

    @Test
    void givesOutALineWithoutLineEndOnlyAfterItsIdleTime() throws Exception {
        Files.writeString(folder.resolve("app.log"), "one\nunfinished");
        start("app.log");
        poll();
        assertThat(log.lines()).containsExactly("one");
        tick(Duration.ofSeconds(31));
        poll();

        assertThat(log.lines()).containsExactly("one", "unfinished");
    }

    @Test
    void readsToTheEndAndEndsWithTheLastLineToo() throws Exception {
        Files.writeString(folder.resolve("app.log"), "one\ntwo");
        TailSource untilEnd = source(List.of("app.log"), true, false);
        untilEnd.restore(log.takeOver());
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = untilEnd.read(log.outlet());
        }
        // Before all is committed it has not ended.
        assertThat(outcome).isEqualTo(Outcome.IDLE);
        log.commit(untilEnd.changedPositions());

        assertThat(untilEnd.read(log.outlet())).isEqualTo(Outcome.ENDED);
        assertThat(log.lines()).containsExactly("one", "two");
    }

    @Test
    void readsWhatWasNotCommittedAgain() throws Exception {
        append("app.log", "one");
        start("app.log");
        poll();
        append("app.log", "two");
        source.read(log.outlet());
        source.changedPositions();
        source.restore(log.takeOver());
        poll();

        assertThat(log.lines()).containsExactly("one", "two");
    }

    @Test
    void skipsWhatWasThereBeforeWhenAskedTo() throws Exception {
        Files.writeString(folder.resolve("app.log"), "one\nhalf a li");
        source = source(List.of("app.log"), false, true);
        source.restore(log.takeOver());
        poll();
        Files.writeString(folder.resolve("app.log"), "ne\ntwo\n", StandardOpenOption.APPEND);
        poll();

        assertThat(log.lines()).containsExactly("two");
    }

    @Test
    void readsMoreFilesThanItMayHoldOpen() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            append("f" + i + ".log", "line " + i);
            expected.add("line " + i);
        }
        start("*.log");
        for (int i = 0; i < 30; i++) {
            poll();
        }

        assertThat(log.lines()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void forgetsFilesThatAreGoneForLong() throws Exception {
        append("app.log", "one");
        start("app.log");
        poll();
        Files.delete(folder.resolve("app.log"));
        poll();
        tick(Duration.ofSeconds(10));
        poll();
        assertThat(log.positions()).hasSize(1);
        tick(Duration.ofDays(8));
        poll();
        poll();

        assertThat(log.positions()).isEmpty();
    }

    @Test
    void saysThatACompressedFileIsDamagedAndTakesWhatComesBefore() throws Exception {
        append("a.log", "one", "two");
        byte[] packed = gzip("a.log", "a.log.gz");
        Files.delete(folder.resolve("a.log"));
        Files.write(folder.resolve("a.log.gz"), java.util.Arrays.copyOf(packed, packed.length - 4));
        TailSource untilEnd = source(List.of("a.log.gz"), true, false);
        untilEnd.restore(log.takeOver());
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = untilEnd.read(log.outlet());
        }
        log.commit(untilEnd.changedPositions());

        assertThat(log.lines()).containsExactly("one", "two");
        assertThat(untilEnd.problems()).singleElement().asString().contains("a.log.gz", "breaks off");
    }

    @ParameterizedTest
    @CsvSource({"gz,true", "gz,false", "zip,true", "zip,false"})
    void readsAgainWhatComesBeforeTheBreakOfAFileThatIsDeletedBeforeItIsCommitted(String ending, boolean untilEnd)
            throws Exception {
        append("a.log", "one", "two");
        Path file = folder.resolve("a.log." + ending);
        byte[] packed = ending.equals("zip") ? zip("a.log") : gzip("a.log", "a.log.gz");
        Files.delete(folder.resolve("a.log"));
        Files.write(file, java.util.Arrays.copyOf(packed, packed.length - 4));
        source = source(List.of("a.log*"), untilEnd, false);
        source.restore(log.takeOver());
        readForMinutes();
        Files.delete(file);
        source.restore(log.takeOver());
        readForMinutes();
        log.commit(source.changedPositions());

        assertThat(log.lines()).containsExactly("one", "two");
        if (untilEnd) {
            assertThat(source.problems()).singleElement().asString().contains("breaks off behind byte 8");
            assertThat(source.read(log.outlet())).isEqualTo(Outcome.ENDED);
        }
    }

    /** Until a packed file that does not change is known to be damaged. */
    private void readForMinutes() throws Exception {
        for (int i = 0; i < 3; i++) {
            Outcome outcome = Outcome.MORE;
            while (outcome == Outcome.MORE) {
                outcome = source.read(log.outlet());
            }
            tick(Duration.ofMinutes(1));
        }
    }

    @Test
    void readsEachMemberOfACompressedFile() throws Exception {
        append("a.log", "one", "two");
        byte[] first = gzip("a.log", "a.log.gz");
        Files.delete(folder.resolve("a.log"));
        Files.write(folder.resolve("a.log.gz"), first, java.nio.file.StandardOpenOption.APPEND);
        start("a.log.gz");
        poll();

        assertThat(log.lines()).containsExactly("one", "two", "one", "two");
    }

    /** As pzstd writes them: a frame with the length of the next one before each. */
    @Test
    void readsEachFrameOfAZstdFileAlsoBehindThoseThatArePassedOver() throws Exception {
        for (String line : List.of("one\n", "two\n")) {
            byte[] frame = SimPacking.ZSTD.pack(line.getBytes(StandardCharsets.US_ASCII));
            ByteBuffer packed = ByteBuffer.allocate(12 + frame.length).order(ByteOrder.LITTLE_ENDIAN);
            packed.putInt(0x184D2A50).putInt(4).putInt(frame.length).put(frame);
            Files.write(
                    folder.resolve("a.log.1"), packed.array(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        start("a.log.1");
        poll();

        assertThat(log.lines()).containsExactly("one", "two");
    }

    private void start(String... inputs) throws IOException {
        source = source(List.of(inputs), false, false);
        source.restore(log.takeOver());
    }

    private TailSource source(List<String> inputs, boolean untilEnd, boolean fromEnd) {
        TailSettings settings = new TailSettings(
                Optional.<Pattern>empty(),
                new LongRecords(1_000_000, LongRecords.Treatment.SPLIT),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.of(Duration.ofSeconds(30)),
                untilEnd,
                fromEnd,
                8,
                Duration.ofDays(7));
        List<String> paths = inputs.stream().map(input -> folder + "/" + input).toList();
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        return new TailSource(new InputFiles(paths), settings, LineFormat.TEXT, clock, nanos::get, atMost -> {});
    }

    /** One scan, reads until nothing is there, and a commit. */
    private void poll() throws Exception {
        tick(Duration.ofMillis(1500));
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = source.read(log.outlet());
        }
        log.commit(source.changedPositions());
    }

    private void tick(Duration time) {
        nanos.addAndGet(time.toNanos());
        now = now.plus(time);
    }

    private Path append(String name, String... lines) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                String.join("\n", lines) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void move(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Up to where its list begins. */
    private byte[] zip(String from) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry(from));
            zip.write(Files.readAllBytes(folder.resolve(from)));
            zip.closeEntry();
            zip.flush();
            return packed.toByteArray();
        }
    }

    private byte[] gzip(String from, String to) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Files.readAllBytes(folder.resolve(from)));
        }
        Files.write(folder.resolve(to), packed.toByteArray());
        return packed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
