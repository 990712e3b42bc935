package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotations that other readers lose or repeat lines in, one test each, on the file system of this machine. */
class RotationTest {
    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();
    private final AtomicLong nanos = new AtomicLong(1);
    private TailSource source;

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    @ParameterizedTest
    @EnumSource(SimPacking.class)
    void aPackedCopyInProgressIsWaitedForAndNotRepeated(SimPacking packing) throws Exception {
        List<String> lines = lines("before", 300);
        write("app.log", lines);
        start("app.log*");
        poll();
        move("app.log", "app.log.1");
        append("app.log", "after");
        poll();
        byte[] packed = packing.pack(Files.readAllBytes(path("app.log.1")));
        Files.createFile(path("app.log.1" + packing.ending));
        poll();
        for (int half : new int[] {packed.length / 2, packed.length}) {
            Files.write(path("app.log.1" + packing.ending), Arrays.copyOf(packed, half));
            poll();
        }
        Files.delete(path("app.log.1"));
        pollFor(90);

        assertThat(log.lines()).containsExactlyInAnyOrderElementsOf(and(lines, "after"));
    }

    @ParameterizedTest
    @EnumSource(SimPacking.class)
    void aPackedFileOfItsOwnIsReadWhenItIsComplete(SimPacking packing) throws Exception {
        List<String> lines = lines("packed", 200);
        byte[] packed = packing.pack(text(lines));
        Files.createFile(path("old.log.packed"));
        start("*.packed");
        poll();
        Files.write(path("old.log.packed"), Arrays.copyOf(packed, packed.length / 3));
        poll();
        Files.write(path("old.log.packed"), packed);
        pollFor(10);

        assertThat(log.lines()).containsExactlyElementsOf(lines);
    }

    /** A log that begins anew may begin as the one before, by what its program says at its start. */
    @Test
    void aShorterBeginningOfALogInItsPlaceIsReadAndSaid() throws Exception {
        List<String> lines = lines("before", 300);
        write("app.log", lines);
        start("app.log");
        poll();
        write("next", lines.subList(0, 100));
        move("next", "app.log");
        pollFor(10);
        append("app.log", "after");
        poll();

        assertThat(log.lines()).hasSize(401).endsWith("after");
        assertThat(source.problems()).singleElement().asString().contains("begins as", "bytes come again");
    }

    /** Nothing but its time tells it from a file that was only touched. */
    @Test
    void theSameThatIsWrittenAnewIsNotReadAgainAndThatIsSaid() throws Exception {
        append("app.log", "one");
        start("app.log");
        List<String> said = new ArrayList<>();
        source.watched((event, sentence) -> said.add(event.name), 1 << 20);
        poll();
        truncate("app.log");
        append("app.log", "one");
        Files.setLastModifiedTime(path("app.log"), FileTime.from(Instant.now().plusSeconds(1)));
        pollFor(5);

        assertThat(log.lines()).containsExactly("one");
        assertThat(said).containsExactly("modified");
    }

    /** As an editor does it: what it left as it was comes again, in a file that nothing tells from the next log. */
    @Test
    void aLogThatIsEditedIsReadFromItsStartAndThatIsSaid() throws Exception {
        append("app.log", "one", "two", "three");
        start("app.log");
        List<String> said = new ArrayList<>();
        source.watched((event, sentence) -> said.add(event.name), 1 << 20);
        poll();
        append("edited", "one", "TWO", "three");
        move("edited", "app.log");
        pollFor(5);

        assertThat(log.lines()).containsExactly("one", "two", "three", "one", "TWO", "three");
        assertThat(said).containsExactly("replaced");
    }

    /** Names say nothing; whichever of them is looked at first. */
    @ParameterizedTest
    @CsvSource({"a-log,z-archive", "z-log,a-archive"})
    void aPackedCopyUnderAnyNameOfALogThatIsYetToBeReadIsNotRepeated(String name, String copy) throws Exception {
        List<String> lines = lines("before", 300);
        write(name, lines);
        Files.write(path(copy), SimPacking.GZIP.pack(Files.readAllBytes(path(name))));
        start("*");
        poll();
        append(name, "after");
        pollFor(10);

        assertThat(log.lines()).containsExactlyElementsOf(and(lines, "after"));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 300_000})
    void ofTwoPackedFilesOfOneContentOneIsRead(int count) throws Exception {
        List<String> lines = lines("before", count);
        Files.write(path("one"), SimPacking.GZIP.pack(text(lines)));
        Files.write(path("another"), SimPacking.ZSTD.pack(text(lines)));
        start("*");
        pollFor(30);

        assertThat(log.lines()).containsExactlyElementsOf(lines);
    }

    /** What it has too little of to be known by is read, as loss is worse. */
    @Test
    void aPackedFileOfLessThanAKilobyteIsAFileOfItsOwn() throws Exception {
        append("log", "one");
        Files.write(path("archive"), SimPacking.GZIP.pack(Files.readAllBytes(path("log"))));
        start("*");
        pollFor(10);

        assertThat(log.lines()).containsExactly("one", "one");
    }

    @Test
    void aCopyInProgressThatIsThenTruncatedAndPackedIsNotRepeated() throws Exception {
        List<String> lines = lines("before", 300);
        write("app.log", lines);
        start("app.log*");
        poll();
        byte[] all = Files.readAllBytes(path("app.log"));
        for (int part = 1; part <= 3; part++) {
            Files.write(path("app.log.1"), Arrays.copyOf(all, all.length * part / 3));
            poll();
        }
        truncate("app.log");
        append("app.log", "after");
        Files.write(path("app.log.1.gz"), SimPacking.GZIP.pack(all));
        Files.delete(path("app.log.1"));
        pollFor(30);

        assertThat(log.lines()).containsExactlyInAnyOrderElementsOf(and(lines, "after"));
    }

    @Test
    void twoRotationsBetweenTwoLooksLoseNothingThatNoPatternNames() throws Exception {
        append("app.log", "A1");
        start("app.log");
        poll();
        rotateTwice("B1", "C1");
        pollFor(5);

        assertThat(log.lines()).containsExactly("A1", "A2", "B1", "C1");
    }

    @Test
    void twoRotationsWhileItIsDownLoseNothingThatNoPatternNames() throws Exception {
        append("app.log", "A1");
        start("app.log");
        poll();
        source.close();
        rotateTwice("B1", "C1");
        start("app.log");
        pollFor(5);

        assertThat(log.lines()).containsExactly("A1", "A2", "B1", "C1");
    }

    @Test
    void whatLayBesideTheLogBeforeTheFirstStartIsNotRead() throws Exception {
        append("app.log.1", "old");
        append("app.log", "A1");
        start("app.log");
        poll();
        source.close();
        move("app.log.1", "app.log.3");
        rotateTwice("B1", "C1");
        start("app.log");
        pollFor(5);

        assertThat(log.lines()).containsExactly("A1", "A2", "B1", "C1");
    }

    @Test
    void aGenerationOfALogBehindALinkIsReadThoughTheLinkLeadsNowhereSince() throws Exception {
        Files.createDirectories(path("containers"));
        Files.createDirectories(path("pods"));
        append("pods/0.log", "one");
        Files.createSymbolicLink(path("containers/x.log"), Path.of("../pods/0.log"));
        start("containers/x.log");
        poll();
        move("pods/0.log", "pods/0.log.20260101-1");
        poll();
        append("pods/0.log", "two");
        move("pods/0.log", "pods/0.log.20260101-2");
        pollFor(5);

        assertThat(log.lines()).containsExactly("one", "two");
    }

    @Test
    void aLinkThatLeadsNowhereTellsWhereItWouldLead() throws Exception {
        Files.createDirectories(path("pods"));
        Files.createSymbolicLink(path("second.log"), Path.of("pods/0.log"));
        Files.createSymbolicLink(path("first.log"), path("second.log"));

        assertThat(new LocalDisk().real(path("first.log")))
                .isEqualTo(folder.toRealPath().resolve("pods/0.log"));
    }

    @Test
    void aLogBehindALinkThatIsRotatedWhileItIsDownIsReadToItsEnd() throws Exception {
        Files.createDirectories(path("pods"));
        Files.createDirectories(path("containers"));
        append("pods/0.log", "one");
        Files.createSymbolicLink(path("containers/x.log"), Path.of("../pods/0.log"));
        start("containers/*.log");
        poll();
        source.close();
        append("pods/0.log", "two");
        move("pods/0.log", "pods/0.log.20260501");
        append("pods/0.log", "three");
        start("containers/*.log");
        pollFor(5);

        assertThat(log.lines()).containsExactly("one", "two", "three");
    }

    @Test
    void aLogThatIsRenamedInTheMiddleOfItsNameWhileItIsDownIsReadToItsEnd() throws Exception {
        append("app.log", "one");
        start("app.log");
        poll();
        source.close();
        append("app.log", "two");
        move("app.log", "app.2026-05-01.log");
        append("app.log", "three");
        start("app.log");
        pollFor(5);

        assertThat(log.lines()).containsExactly("one", "two", "three");
    }

    @Test
    void linesThatAreWrittenLateToARenamedFileArriveWithinALook() throws Exception {
        append("app.log", "one");
        start("app.log");
        poll();
        move("app.log", "app.log.1");
        pollFor(30);
        append("app.log.1", "late");
        append("app.log", "new");
        poll();

        assertThat(log.lines()).containsExactlyInAnyOrder("one", "late", "new");
    }

    @Test
    void truncationAndGrowthBeyondThePositionBetweenTwoReadsIsNoticed() throws Exception {
        write("app.log", lines("first", 5));
        start("app.log");
        poll();
        truncate("app.log");
        List<String> second = lines("second", 500);
        write("app.log", second);
        poll();
        truncate("app.log");
        List<String> third = lines("third", 2000);
        write("app.log", third);
        pollFor(3);

        List<String> all = new ArrayList<>(lines("first", 5));
        all.addAll(second);
        all.addAll(third);
        assertThat(log.lines()).containsExactlyElementsOf(all);
    }

    @Test
    void aFileOfEqualSizeInItsPlaceIsNoticed() throws Exception {
        append("app.log", "one");
        start("app.log");
        poll();
        Files.writeString(path("app.log"), "two\n", StandardOpenOption.TRUNCATE_EXISTING);
        pollFor(3);

        assertThat(log.lines()).containsExactly("one", "two");
    }

    @Test
    void atomicReplacementsByWhatWasReadAndMoreGoOnBehindIt() throws Exception {
        append("app.log", "a", "b", "c");
        start("app.log");
        poll();
        for (int i = 1; i <= 3; i++) {
            Files.copy(path("app.log"), path(".tmp"));
            append(".tmp", "new " + i);
            move(".tmp", "app.log");
            pollFor(3);
        }

        assertThat(log.lines()).containsExactly("a", "b", "c", "new 1", "new 2", "new 3");
    }

    @Test
    void theHoleThatAWriterLeavesBehindATruncationIsPassedOver() throws Exception {
        List<String> lines = lines("before", 1000);
        write("app.log", lines);
        long size = Files.size(path("app.log"));
        start("app.log");
        poll();
        try (var channel = java.nio.channels.FileChannel.open(path("app.log"), StandardOpenOption.WRITE)) {
            channel.truncate(0);
            channel.write(java.nio.ByteBuffer.wrap(text(List.of("after"))), size);
        }
        pollFor(3);

        assertThat(log.lines()).containsExactlyElementsOf(and(lines, "after"));
    }

    @Test
    void aHoleThatIsLongerThanARecordMayBeIsPassedOverInAPackedFileToo() throws Exception {
        write("app.log", List.of("before"));
        start("app.log");
        poll();
        byte[] hole = new byte[2_500_000];
        byte[] after = text(List.of("after"));
        byte[] all = Arrays.copyOf(hole, hole.length + after.length);
        System.arraycopy(after, 0, all, hole.length, after.length);
        move("app.log", "app.log.2");
        Files.write(path("app.log.1.gz"), SimPacking.GZIP.pack(all));
        append("app.log", "last");
        pollFor(15);

        assertThat(log.lines()).containsExactlyInAnyOrder("before", "after", "last");
    }

    @Test
    void spaceThatIsReservedAndNotYetFilledIsNotRead() throws Exception {
        Files.write(path("app.log"), Arrays.copyOf(text(List.of("one")), 8192));
        start("app.log");
        poll();
        byte[] filled = Arrays.copyOf(text(List.of("one", "two")), 8192);
        Files.write(path("app.log"), filled, StandardOpenOption.WRITE);
        pollFor(3);

        assertThat(log.lines()).containsExactly("one", "two");
    }

    @Test
    void whatIsNoTextIsRefusedWithASentenceAndNotRead() throws Exception {
        byte[] noise = new byte[5000];
        new java.util.Random(1).nextBytes(noise);
        Files.write(path("app.log.1.lz4"), noise);
        append("app.log", "one");
        start("app.log*");
        pollFor(3);

        assertThat(log.lines()).containsExactly("one");
        assertThat(source.problems())
                .singleElement()
                .asString()
                .contains("app.log.1.lz4' is not read", "control characters", "must be a text");
    }

    @Test
    void moreBusyFilesThanMayBeOpenAllGetTheirTurn() throws Exception {
        start("*.log");
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int file = 0; file < 30; file++) {
                append("f" + file + ".log", "line " + round + " of " + file);
                expected.add("line " + round + " of " + file);
            }
            poll();
        }
        pollFor(3);

        assertThat(log.lines()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aFileThatIsGoneUnreadIsSaid() throws Exception {
        append("app.log", "one");
        start("app.log");
        poll();
        source.close();
        append("app.log", "two");
        Files.delete(path("app.log"));
        start("app.log");
        pollFor(30);

        assertThat(source.problems())
                .singleElement()
                .asString()
                .contains("app.log' is gone or overwritten", "read to byte 4", "if anything, is lost");
    }

    @Test
    void positionsOfEarlierVersionsAreUnderstood() throws Exception {
        append("app.log", "one", "two");
        Fingerprint read = Fingerprint.of(text(List.of("one")), 0, 4);
        long inode = (Long) Files.getAttribute(path("app.log"), "unix:ino");
        String saved = "{\"path\":\"%s\",\"inode\":%d,\"offset\":4,\"piece\":0,\"head\":{\"length\":4,\"hash\":\"%s\"},"
                + "\"tail\":{\"length\":4,\"hash\":\"%s\"},\"updated\":\"2026-01-01T00:00:00Z\"}";
        log.positions()
                .put(
                        "an-id",
                        saved.formatted(path("app.log"), inode, read.hash(), read.hash())
                                .getBytes(StandardCharsets.UTF_8));
        start("app.log");
        poll();

        assertThat(log.lines()).containsExactly("two");
    }

    private void rotateTwice(String second, String third) throws IOException {
        append("app.log", "A2");
        move("app.log", "app.log.1");
        append("app.log", second);
        move("app.log.1", "app.log.2");
        move("app.log", "app.log.1");
        append("app.log", third);
    }

    private void start(String input) {
        TailSettings settings = SimSource.settings(8, false);
        Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
        source = new TailSource(
                new InputFiles(List.of(folder + "/" + input)),
                settings,
                LineFormat.TEXT,
                clock,
                nanos::get,
                atMost -> {});
        restore();
    }

    private void restore() {
        try {
            source.restore(log.takeOver());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A look, reads until nothing is there, and a commit. */
    private void poll() throws Exception {
        nanos.addAndGet(Duration.ofMillis(1500).toNanos());
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = source.read(log.outlet());
        }
        log.commit(source.changedPositions());
    }

    private void pollFor(int seconds) throws Exception {
        // A look is never the last: what came with the one before may need another.
        for (long until = nanos.get() + Duration.ofSeconds(seconds + 3L).toNanos(); nanos.get() < until; ) {
            poll();
        }
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private static List<String> lines(String what, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> what + " line " + i + " of some length")
                .toList();
    }

    private static List<String> and(List<String> lines, String more) {
        List<String> all = new ArrayList<>(lines);
        all.add(more);
        return all;
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void write(String name, List<String> lines) throws IOException {
        Files.write(path(name), text(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void append(String name, String... lines) throws IOException {
        write(name, List.of(lines));
    }

    private void truncate(String name) throws IOException {
        Files.write(path(name), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }

    private void move(String from, String to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
    }
}
