package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rotations that are in the middle of something at the wrong moment, on a simulated disk that gives the number of a deleted
 * file to the next one and can stop between any two calls.
 */
class RotationRaceTest {
    private static final Path FOLDER = Path.of("/logs");

    private final AtomicLong nanos = new AtomicLong(1);
    private final SimDisk disk = new SimDisk(() -> nanos.get() / 1_000_000, 1, (node, byReader) -> {});
    private final MemoryLog log = new MemoryLog();
    private TailSource source;
    /** The next call that begins like this has something happen before it. */
    private String moment;

    private Runnable then;
    /** What each call takes. */
    private Duration slowness = Duration.ZERO;

    private int ids;
    private SimDisk.View view;
    private int mostOpen;

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    @Test
    void whatIsToTakeALogsPlaceIsNotReadHoweverLongItsWriterPauses() throws Exception {
        List<String> lines = lines("line", 100);
        write("app.log", text(lines));
        start("*");
        poll();
        write(".app.log.tmp", text(and(lines, "more")));
        pollFor(30);
        disk.rename(path(".app.log.tmp"), path("app.log"));
        pollFor(5);

        assertThat(log.lines()).containsExactlyElementsOf(and(lines, "more"));
    }

    @Test
    void aTemporaryFileThatGrowsWhileTheSourceIsDownIsReadOnceItIsTheLog() throws Exception {
        List<String> lines = lines("line", 100);
        write("app.log", text(lines));
        start("*");
        poll();
        byte[] all = text(and(lines, "more"));
        write(".app.log.tmp", Arrays.copyOf(all, 1500));
        pollFor(30);
        source.close();
        write(".app.log.tmp", Arrays.copyOfRange(all, 1500, all.length));
        disk.rename(path(".app.log.tmp"), path("app.log"));
        start("*");
        pollFor(5);

        assertThat(log.lines()).containsExactlyElementsOf(and(lines, "more"));
    }

    @Test
    void aCopyThatHasTheNumberOfAFileThatWasFoundButNotBegunIsNotRead() throws Exception {
        List<String> lines = lines("line", 100);
        write("app.log", text(lines));
        start("app.log*");
        poll();
        write("app.log.2.gz", SimPacking.GZIP.pack(text("old")));
        // Found, and gone before it is opened.
        before("open /logs/app.log.2.gz", () -> disk.delete(path("app.log.2.gz")));
        poll();
        disk.rename(path("app.log"), path("app.log.1"));
        write("app.log.1.gz", SimPacking.GZIP.pack(text(lines)));
        write("app.log", text("after"));
        poll();
        disk.delete(path("app.log.1"));
        pollFor(30);

        assertThat(log.lines()).containsExactlyInAnyOrderElementsOf(and(lines, "after"));
    }

    @Test
    void aLogThatHasTheNumberOfAnotherLogsFileOfWhichNothingWasReadIsRead() throws Exception {
        write("app.log", text("A"));
        start("{app,other}.log");
        poll();
        write("other.log", text("never read"));
        before("open /logs/other.log", () -> disk.delete(path("other.log")));
        pollFor(30);
        disk.rename(path("app.log"), path("app.log.1"));
        write("app.log", text("B"));
        pollFor(5);

        assertThat(log.lines()).containsExactly("A", "B");
        assertThat(source.problems()).anyMatch(said -> said.contains("'/logs/other.log' is gone"));
    }

    @Test
    void aFileThatIsDeletedBetweenComparingAndReadingIsRead() throws Exception {
        write("app.log", text("A"));
        start("*.log");
        poll();
        write("other.log", text("B"));
        before("read", () -> disk.delete(path("other.log")));
        pollFor(5);

        assertThat(log.lines()).containsExactly("A", "B");
    }

    @Test
    void aCopyIsReadWhenItsOriginalIsTruncatedBeforeItsFirstRecordIsRead() throws Exception {
        write("app.log", text("A"));
        start("app.log");
        poll();
        disk.rename(path("app.log"), path("app.log.2"));
        write("app.log", text("unread one"));
        // Compared, and then copied and truncated before it is read.
        before(
                "read",
                () -> before("read", () -> {
                    write("app.log.1", text("unread one"));
                    disk.truncate(disk.at(path("app.log")).orElseThrow());
                    write("app.log", text("after"));
                }));
        pollFor(30);

        assertThat(log.lines()).containsExactlyInAnyOrder("A", "unread one", "after");
    }

    @Test
    void aHoleDoesNotHideTheTruncationThatLeftIt() throws Exception {
        List<String> lines = lines("before", 100);
        write("app.log", text(lines));
        start("app.log*");
        poll();
        SimDisk.Node node = disk.at(path("app.log")).orElseThrow();
        int size = node.size();
        disk.append(node, text("late"));
        write("app.log.1", node.bytes());
        disk.truncate(node);
        disk.write(node, size + 5, text("after"));
        pollFor(30);

        assertThat(log.lines()).containsExactlyInAnyOrderElementsOf(concat(lines, List.of("late", "after")));
    }

    @Test
    void aFileThatAppearsBehindTheListOfTheInputsFilesIsReadWhenThatNamesIt() throws Exception {
        write("app.log", text("A"));
        start("app.log*");
        poll();
        write("app.log.5", text("B"));
        // A list of the folder is asked for by what changed in it; the next one has a file that the inputs' list had
        // not.
        before("status /logs/app.log.5", () -> write("app.log.6", text("C")));
        pollFor(5);

        assertThat(log.lines()).containsExactlyInAnyOrder("A", "B", "C");
    }

    @Test
    void aFileThatAppearsBehindTheListOfTheInputsFilesAndIsDeletedBeforeTheNextIsReadToo() throws Exception {
        write("app.log", text("A"));
        start("app.log*");
        poll();
        write("app.log.5", text("B"));
        before("status /logs/app.log.5", () -> write("app.log.6", text("C")));
        poll();
        disk.delete(path("app.log.6"));
        pollFor(5);

        assertThat(log.lines()).containsExactlyInAnyOrder("A", "B", "C");
    }

    @Test
    void filesThatCameAndWentBehindALinkAreItsOwnThoughTheNameOfAnotherLogHasTheSameShape() throws Exception {
        Path links = path("links");
        disk.folder(links, 1);
        for (String app : List.of("app1", "app2")) {
            write(app + "-0.log", text(app));
            disk.symlink(links.resolve(app + ".log"), path(app + "-0.log"));
        }
        start("links/{app1,app2}.log");
        poll();
        for (int i = 1; i <= 3; i++) {
            write("app1-" + i + ".log", text("app1 " + i));
            disk.symlink(links.resolve("app1.log"), path("app1-" + i + ".log"));
        }
        pollFor(20);

        assertThat(log.lines()).containsExactlyInAnyOrder("app1", "app2", "app1 1", "app1 2", "app1 3");
    }

    /** Another log has the new day's date already; whose file it is its name says elsewhere. */
    @Test
    void aDatedFileBehindALinkIsOfTheLogThatItsNameSaysAndNotOfTheOneWithItsDate() throws Exception {
        assertThat(RotatedName.likeness("node1-2025-01-01.log", "node1-2024-12-31.log"))
                .isGreaterThan(RotatedName.likeness("node1-2025-01-01.log", "node2-2025-01-01.log"));
        assertThat(RotatedName.likeness("app1-20250101.log", "app1-20241231.log"))
                .isGreaterThan(RotatedName.likeness("app1-20250101.log", "app2-20250101.log"));
        assertThat(RotatedName.likeness("app1-3.log", "app1-2.log"))
                .isGreaterThan(RotatedName.likeness("app1-3.log", "app2-3.log"));
    }

    @Test
    void whatHasTheNumberOfAFileThatWasNotLookedIntoUnderANameThatNobodyAskedForIsNotIt() throws Exception {
        write("app.log", text("A"));
        start("app.log*");
        poll();
        write("app.log.1", text("never read"));
        before("open /logs/app.log.1", () -> disk.delete(path("app.log.1")));
        poll();
        write("notes", text("nobody asked for this, and it is longer"));
        pollFor(5);

        assertThat(log.lines()).containsExactly("A");
        assertThat(source.problems())
                .singleElement()
                .asString()
                .startsWith("file '/logs/app.log.1' is gone, of 11 bytes");
    }

    /** Nor if it was said to be gone. */
    @ParameterizedTest
    @EnumSource(names = {"READING", "GONE"})
    void anEarlierStateOfALogWhoseNumberTheLogHasThatWasReadFurtherIsNotReadOn(FileState state) throws Exception {
        List<String> lines = lines("line", 100);
        byte[] all = text(lines);
        write("app.log", all);
        start("app.log");
        poll();
        source.close();
        Map.Entry<String, byte[]> saved = log.positions().entrySet().iterator().next();
        FilePosition read = FilePosition.fromBytes(saved.getKey(), saved.getValue());
        log.positions()
                .put(
                        read.id(),
                        of(read.generation(), read.key(), state, read, reached(all, 1500))
                                .toBytes());
        log.positions()
                .put("further", at(read, FilePosition.NOWHERE, read.reached()).toBytes());
        write("app.log", text("more"));
        start("app.log");
        pollFor(10);

        assertThat(log.lines()).containsExactlyElementsOf(and(lines, "more"));
    }

    /** Neither its name nor its text says of which day a job's log is. */
    @Test
    void aLogThatSaysTheSameAsTheOneOfTheDayBeforeIsReadToItsEnd() throws Exception {
        List<String> lines = lines("line", 200);
        write("job.log", text(lines.subList(0, 150)));
        start("job.log");
        poll();
        source.close();
        Map.Entry<String, byte[]> saved = log.positions().entrySet().iterator().next();
        FilePosition today = FilePosition.fromBytes(saved.getKey(), saved.getValue());
        byte[] all = text(lines);
        log.positions()
                .put(
                        today.id(),
                        of(2, today.key(), FileState.READING, today, today.reached())
                                .toBytes());
        log.positions()
                .put(
                        "yesterday",
                        of(1, FilePosition.NOWHERE, FileState.GONE, today, reached(all, all.length))
                                .toBytes());
        write("job.log", text(lines.subList(150, 200)));
        start("job.log");
        pollFor(10);

        assertThat(log.lines()).containsExactlyElementsOf(lines);
        assertThat(source.problems()).isEmpty();
    }

    private static FilePosition of(int generation, FileKey key, FileState state, FilePosition like, Reached reached) {
        return new FilePosition(
                like.id(), like.path(), like.place(), generation, key, state, 0, reached, like.updated());
    }

    @Test
    void whatIsWrittenOverALogThatWasMovedToANameThatNobodyAskedForIsNotRead() throws Exception {
        write("app.log", text("A"));
        start("app.log");
        poll();
        disk.rename(path("app.log"), path("scratch.txt"));
        poll();
        write("scratch.txt", text("still the log's"));
        before("read", () -> {
            disk.truncate(disk.at(path("scratch.txt")).orElseThrow());
            write("scratch.txt", text("of no concern, and longer than the log ever was"));
        });
        pollFor(20);

        assertThat(log.lines()).containsExactly("A");
    }

    @Test
    void aCopyThatRestsUntilItsOriginalIsTruncatedAndFilledAgainIsNotRead() throws Exception {
        List<String> lines = lines("before", 100);
        List<String> after = lines("after", 200);
        write("app.log", text(lines));
        start("app.log*");
        poll();
        write("app.log.1", Arrays.copyOf(text(lines), text(lines).length - 10));
        poll();
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        before("read", () -> {
            disk.truncate(disk.at(path("app.log")).orElseThrow());
            write("app.log", text(after));
        });
        pollFor(30);

        assertThat(log.lines()).containsExactlyElementsOf(concat(lines, after));
    }

    @Test
    void aRunOfNulIsNoSignThatAFileIsABeginningOfAnother() throws Exception {
        byte[] nul = new byte[2048];
        Fingerprint kilobyte = Fingerprint.of(nul, 0, 1024);
        Fingerprint end = Fingerprint.of(text("read"), 0, 5);
        Reached read = new Reached(4096, 0, kilobyte, end, List.of(new Mark(2048, kilobyte)));
        Stretch another = new Stretch() {
            @Override
            public long length() {
                return 2100;
            }

            @Override
            public Fingerprint before(long place, int length) {
                return Fingerprint.of(nul, 0, length);
            }
        };

        assertThat(Sameness.of(another, read).isTrusted()).isFalse();
        assertThat(Sameness.of(another, read).agreed()).isZero();
    }

    @Test
    void aCopyOfWhatIsThereAndYetToBeReadIsNeverALogOfItsOwn() {
        Sameness copy = new Sameness(Sameness.Answer.SHORTER, 5339, 5339);
        Identity.Evidence evidence = new Identity.Evidence(
                copy,
                RotatedName.Relation.ROTATED,
                Identity.Whereabouts.PRESENT,
                false,
                Identity.Settled.LONG,
                true,
                false);

        assertThat(Identity.decide(evidence)).isEqualTo(Identity.Verdict.HOLD);
    }

    @Test
    void aSmallLogThatIsRotatedOnAndPackedWhileTheSourceIsDownIsNotRead() throws Exception {
        write("app.log.1", text("A"));
        write("app.log", text("B"));
        start("*");
        poll();
        source.close();
        write("app.log.2.gz", SimPacking.GZIP.pack(text("A")));
        disk.delete(path("app.log.1"));
        start("*");
        pollFor(30);

        assertThat(log.lines()).containsExactlyInAnyOrder("A", "B");
    }

    @Test
    void aCopyThatEndsALittleBeforeThePositionIsNotRead() throws Exception {
        List<String> lines = lines("A", 100);
        write("app.log", text(lines));
        start("*");
        poll();
        write("app.log.1", text(lines.subList(0, 99)));
        disk.truncate(disk.create(path("app.log")));
        write("app.log", text("B"));
        pollFor(30);

        assertThat(log.lines()).containsExactlyElementsOf(and(lines, "B"));
        assertThat(source.problems()).noneMatch(problem -> problem.contains("come again"));
    }

    @Test
    void aFileThatWasSeenAndIsGoneAtTheNextStartIsSaid() throws Exception {
        List<String> lines = lines("A", 100);
        write("app.log", text(lines));
        start("app.log*");
        poll();
        write("app.log.1", text(lines.subList(0, 50)));
        poll();
        source.close();
        disk.delete(path("app.log.1"));
        start("app.log*");
        pollFor(10);

        assertThat(source.problems())
                .singleElement()
                .asString()
                .startsWith("file '/logs/app.log.1' is gone, of " + text(lines.subList(0, 50)).length + " bytes");
    }

    @Test
    void aLogOfTheSameLongBannerIsReadAndItIsSaidThatItMayBeACopy() throws Exception {
        String banner = "# banner ".repeat(200);
        write("app.log", text(and(concat(List.of(banner), lines("A", 100)), "end")));
        start("*");
        poll();
        source.close();
        disk.delete(path("app.log"));
        write("app.log.1", text(banner, "B"));
        start("*");
        pollFor(30);

        assertThat(log.lines()).contains("B");
        assertThat(source.problems()).anyMatch(problem -> problem.contains("app.log.1") && problem.contains("again"));
    }

    @Test
    void aLogThatWasTruncatedBeforeItsFirstReadIsNotTakenForWhatItWas() throws Exception {
        write("app.log", text("A"));
        start("app.log");
        poll();
        // It is found, and what it held is gone before it is read; the new content begins as the old one did, with NUL.
        SimDisk.Node log2 = disk.create(path("app.log"));
        disk.truncate(log2);
        disk.write(log2, 400, text(lines("B", 20)));
        before("read", () -> {
            disk.truncate(log2);
            disk.write(log2, 1000, text(lines("C", 30)));
        });
        poll();
        pollFor(30);

        assertThat(log.lines()).containsAll(lines("C", 30));
        assertThat(log.lines()).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatWasSaidToBeGoneAndComesBackIsReadOn() throws Exception {
        Path elsewhere = Path.of("/elsewhere/app.log.1");
        disk.folder(elsewhere.getParent(), 1);
        write("app.log", text("A"));
        start("app.log*");
        poll();
        source.close();
        disk.rename(path("app.log"), elsewhere);
        disk.append(disk.create(elsewhere), text("B"));
        start("app.log*");
        pollFor(30);
        assertThat(source.problems()).anyMatch(said -> said.contains("'/logs/app.log' is gone"));
        disk.rename(elsewhere, path("app.log.1"));
        pollFor(5);

        assertThat(log.lines()).containsExactly("A", "B");
    }

    @Test
    void aFileThatGrewAndWasDeletedSinceItsEndWasReachedIsNotClosedToMakeRoom() throws Exception {
        write("app.log", text("A"));
        start("*", 1);
        poll();
        write("other.log", text("B"));
        before("open /logs/other.log", () -> {
            write("app.log", text("late"));
            disk.delete(path("app.log"));
        });
        pollFor(5);

        assertThat(log.lines()).containsExactlyInAnyOrder("A", "late", "B");
    }

    @Test
    void whatALookWasToldLastOfAFileIsSaidToBeGoneThoughTheFileWasEmptyBefore() throws Exception {
        write("app.log", text("A"));
        start("app.log");
        poll();
        source.close();
        disk.rename(path("app.log"), path("app.log.1"));
        write("app.log", new byte[0]);
        start("app.log");
        // First as what the input names, then as the place of the file that was read.
        String status = "status /logs/app.log";
        before(
                status,
                () -> before(status, () -> {
                    write("app.log", text("B"));
                    before("open /logs/app.log", () -> disk.delete(path("app.log")));
                }));
        pollFor(10);

        assertThat(source.problems())
                .containsExactly("file '/logs/app.log' is gone, of 2 bytes nothing was read unless a copy was");
    }

    @Test
    void aPackedFileThatIsGoneBeforeItsEndWasReachedIsSaid() throws Exception {
        write("app.log", text("A"));
        start("*");
        poll();
        byte[] packed = SimPacking.GZIP.pack(text(randomLines(500)));
        write("other.gz", Arrays.copyOf(packed, packed.length / 2));
        pollFor(5);
        int read = log.lines().size();
        disk.delete(path("other.gz"));
        pollFor(30);

        assertThat(read).isBetween(2, 500);
        assertThat(source.problems()).singleElement().asString().startsWith("file '/logs/other.gz' is gone");
    }

    @Test
    void aPackedFileThatBeginsWithNulIsToldByWhatStandsBehindThat() throws Exception {
        byte[] hole = new byte[2048];
        write("app.log.1.gz", SimPacking.GZIP.pack(concat(hole, text("A", "more"))));
        try (Content content = Content.open(disk.view(this::call), path("app.log.1.gz"))) {
            content.expect(seen(concat(hole, text("A"))));

            assertThatThrownBy(() -> content.expect(seen(concat(hole, text("B")))))
                    .isInstanceOf(ReplacedException.class);
            assertThatThrownBy(() -> content.expect(seen(concat(hole, hole)))).isInstanceOf(ReplacedException.class);
        }
    }

    @Test
    void whatHasTheNumberOfAnotherLogsFileAndIsGoneWhenItIsOpenedIsSaid() throws Exception {
        seenUnderTheNumberOfAnotherLogsFile();
        pollFor(10);

        assertThat(source.problems())
                .filteredOn(said -> said.startsWith("file '/logs/other.log' is gone, it had 2 bytes"))
                .hasSize(1);
    }

    @Test
    void whatHasTheNumberOfAnotherLogsFileAndIsGoneWhenTheSourceEndsIsSaid() throws Exception {
        seenUnderTheNumberOfAnotherLogsFile();
        source.close();

        assertThat(source.problems())
                .filteredOn(said -> said.startsWith("file '/logs/other.log' is gone, it had 2 bytes"))
                .hasSize(1);
    }

    private void seenUnderTheNumberOfAnotherLogsFile() throws Exception {
        write("app.log", text(lines("A", 10)));
        start("{app,other}.log");
        poll();
        source.close();
        disk.delete(path("app.log"));
        write("other.log", text("B"));
        start("{app,other}.log");
        before("open /logs/other.log", () -> disk.delete(path("other.log")));
        poll();
    }

    @Test
    void whatIsOutOfSightWhenItIsOpenedAndThereInTheNextLookIsReadAndNotSaidToBeGone() throws Exception {
        write("app.log", text("A"));
        start("app.log*");
        poll();
        source.close();
        write("app.log", text("B"));
        start("app.log*");
        before("open /logs/app.log", () -> disk.rename(path("app.log"), path("app.log.1")));
        pollFor(10);

        assertThat(log.lines()).containsExactly("A", "B");
        assertThat(source.problems()).isEmpty();
    }

    @Test
    void whatWasNotOpenedAndHasAShorterOneInItsPlaceWithItsNumberWhenTheSourceEndsIsSaid() throws Exception {
        write("app.log", text("A"));
        start("{app,other}.log");
        poll();
        write("other.log", text("never read"));
        before("open /logs/other.log", () -> disk.delete(path("other.log")));
        poll();
        before("status /logs/other.log", () -> write("other.log", text("B")));
        source.close();

        assertThat(source.problems())
                .singleElement()
                .asString()
                .startsWith("file '/logs/other.log' is gone, of 11 bytes");
    }

    @Test
    void aFileThatWasSeenAndNotLookedIntoAndIsGoneAtTheNextStartIsSaid() throws Exception {
        seenAndNotLookedInto();
        disk.delete(path("other.log.gz"));
        start("{app,other}.log*");
        pollFor(10);

        assertThat(source.problems())
                .containsExactly("file '/logs/other.log.gz' is gone, of 1 bytes nothing was read unless a copy was");
    }

    @Test
    void aFileThatWasSeenAndNotLookedIntoIsReadUnderItsNextNameAtTheNextStart() throws Exception {
        byte[] packed = seenAndNotLookedInto();
        disk.append(disk.create(path("other.log.gz")), Arrays.copyOfRange(packed, 1, packed.length));
        disk.rename(path("other.log.gz"), path("other.log.1.gz"));
        start("{app,other}.log*");
        pollFor(10);

        assertThat(log.lines()).containsExactly("A", "B");
        assertThat(source.problems()).isEmpty();
    }

    /** The first byte of a packed file: too little to tell what it is. */
    private byte[] seenAndNotLookedInto() throws Exception {
        byte[] packed = SimPacking.GZIP.pack(text("B"));
        write("app.log", text("A"));
        start("{app,other}.log*");
        poll();
        write("other.log.gz", Arrays.copyOf(packed, 1));
        poll();
        source.close();
        return packed;
    }

    @Test
    void packedFilesInWhichReadingGoesOnDoNotStayOpenBeyondWhatMayBe() throws Exception {
        int logs = 12;
        for (int i = 0; i < logs; i++) {
            write("app" + i + ".log", text(lines("log " + i, 10)));
        }
        start("*", 2);
        pollFor(20);
        source.close();
        for (int i = 0; i < logs; i++) {
            write("app" + i + ".log.1.gz", SimPacking.GZIP.pack(text(and(lines("log " + i, 10), "more of " + i))));
        }
        for (int i = 0; i < logs; i++) {
            disk.delete(path("app" + i + ".log"));
        }
        mostOpen = 0;
        start("*", 2);
        pollFor(60);

        assertThat(log.lines()).hasSize(11 * logs).doesNotHaveDuplicates();
        assertThat(mostOpen).isLessThanOrEqualTo(4);
    }

    /** Looks that take long are followed by long pauses, but not while a log is begun anew. */
    @Test
    void aTruncatedLogIsBegunSoonHoweverLongALookTakes() throws Exception {
        SimDisk.Node node = disk.create(path("app.log"));
        disk.append(node, text("one"));
        slowness = Duration.ofMillis(50);
        start("app.log");
        pollFor(9);
        disk.truncate(node);
        poll();
        disk.append(node, text("round 1"));
        poll();
        disk.truncate(node);
        disk.append(node, text("round two"));
        pollFor(9);

        assertThat(log.lines()).containsExactly("one", "round 1", "round two");
    }

    @Test
    void whatAnEarlierStateOfALogLackedIsSaidWhenReadingGoesOnInAnotherFile() throws Exception {
        byte[] all = text(lines("line", 100));
        write("a.log", text("other"));
        write("app.log", all);
        start("*.log");
        pollFor(5);
        source.close();
        Map.Entry<String, byte[]> saved = log.positions().entrySet().stream()
                .filter(entry -> new String(entry.getValue(), StandardCharsets.UTF_8).contains("app.log"))
                .findFirst()
                .orElseThrow();
        FilePosition read = FilePosition.fromBytes(saved.getKey(), saved.getValue());
        log.positions().put(read.id(), at(read, read.key(), reached(all, 1500)).toBytes());
        log.positions()
                .put(
                        "further",
                        at(read, FilePosition.NOWHERE, reached(all, 2500)).toBytes());
        disk.truncate(disk.create(path("app.log")));
        write("app.log", Arrays.copyOf(all, 2000));
        start("*.log", 1);
        // Seen once more, and gone before its turn to be opened.
        before("open /logs/app.log", () -> before("open /logs/app.log", () -> disk.delete(path("app.log"))));
        poll();
        write("takes the number", text("of the one that is gone"));
        write("app.log", text(and(lines("line", 100), "more")));
        pollFor(30);

        assertThat(log.lines()).endsWith("more");
        assertThat(source.problems())
                .anyMatch(problem -> problem.contains("'/logs/app.log' is gone; it was read to byte 1500 of 2000"));
    }

    private static FilePosition at(FilePosition read, FileKey key, Reached reached) {
        return new FilePosition(
                read.id(),
                read.path(),
                read.place(),
                read.generation(),
                key,
                FileState.READING,
                0,
                reached,
                read.updated());
    }

    private static Reached reached(byte[] bytes, int offset) {
        return new Reached(
                offset,
                0,
                Fingerprint.of(bytes, 0, Fingerprint.MAX_LENGTH),
                Fingerprint.of(bytes, offset - Fingerprint.MAX_LENGTH, Fingerprint.MAX_LENGTH),
                List.of());
    }

    /** What is remembered of a file that held this and was not begun. */
    private static Reached seen(byte[] bytes) {
        int known = Math.min(Fingerprint.MAX_LENGTH, bytes.length);
        return Reached.startOf(new Reached(
                bytes.length,
                0,
                Fingerprint.of(bytes, 0, known),
                Fingerprint.of(bytes, bytes.length - known, known),
                List.of()));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Such as do not become much shorter when they are packed. */
    private static List<String> randomLines(int count) {
        Random random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> i + " " + Long.toHexString(random.nextLong()))
                .toList();
    }

    private void start(String input) throws IOException {
        start(input, 8);
    }

    private void start(String input, int maxOpen) throws IOException {
        view = disk.view(this::call);
        source = new TailSource(
                new InputFiles(view, List.of(FOLDER + "/" + input)),
                SimSource.settings(maxOpen, false),
                new RecordForm(LineFormat.TEXT, FileMetadata.NONE),
                Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
                nanos::get,
                atMost -> {},
                () -> String.format("%08d", ++ids));
        source.restore(log.takeOver());
    }

    private void before(String call, Runnable happens) {
        moment = call;
        then = happens;
    }

    private void call(String what) {
        nanos.addAndGet(slowness.toNanos());
        mostOpen = Math.max(mostOpen, view == null ? 0 : view.openFiles());
        if (moment != null && what.equals(moment)) {
            moment = null;
            then.run();
        }
    }

    private void poll() throws Exception {
        nanos.addAndGet(Duration.ofMillis(1500).toNanos());
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = source.read(log.outlet());
        }
        log.commit(source.changedPositions());
    }

    private void pollFor(int seconds) throws Exception {
        for (long until = nanos.get() + Duration.ofSeconds(seconds).toNanos(); nanos.get() < until; ) {
            poll();
        }
    }

    private Path path(String name) {
        disk.folder(FOLDER, 1);
        return FOLDER.resolve(name);
    }

    private void write(String name, byte[] bytes) {
        disk.append(disk.create(path(name)), bytes);
    }

    private static List<String> lines(String what, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> what + " line " + i + " of some length")
                .toList();
    }

    private static List<String> and(List<String> lines, String more) {
        return concat(lines, List.of(more));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static byte[] text(String... lines) {
        return text(List.of(lines));
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
