package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sources.delivery.OutRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files that may be others, or copies of others, as far as can be told at first. */
class DoubtfulCopyTest extends SimDiskCase {
    /** Longer than what a few reads of a hundred bytes give. */
    private static final String LONG_LINE = "#" + "-".repeat(1500) + "\n";

    @Test
    void ofTwoFilesOfOneContentOfWhichEachMayBeTheOthersCopyOneIsRead() throws Exception {
        write("app.log.1", "one\n");
        write("app.log.2", "one\n");
        start("app.log.*");
        pollFor(30);

        assertThat(lines()).containsExactly("one");
    }

    @Test
    void whatWaitsForAFileThatNeverChangesIsSaid() throws Exception {
        write("app.log", numbered(200));
        start("app.log*");
        poll();
        write("app.log.tmp", numbered(300));
        write("app.log.1.gz", packed(numbered(300)));
        pollFor(200);
        assertThat(source.problems()).isEmpty();
        pollFor(200);

        assertThat(source.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("is not read yet", "delete the one"));
        disk.delete(path("app.log.tmp"));
        pollFor(120);
        assertThat(lines())
                .hasSizeGreaterThanOrEqualTo(300)
                .contains(numbered(300).split("\n")[299]);
    }

    @Test
    void whatStillWaitsAtTheEndIsSaidIfItHoldsMore() throws Exception {
        write("app.log", numbered(200));
        start("app.log*", true);
        readToTheEnd();
        source.close();
        for (int more : new int[] {0, 1}) {
            write("app.log.tmp", numbered(200 + more));
            start("app.log*", true);
            readToTheEnd();

            assertThat(lines()).hasSize(200);
            assertThat(source.problems()).hasSize(more);
            source.close();
            disk.delete(path("app.log.tmp"));
        }
    }

    @Test
    void whatIsTooShortToBeComparedWithALogOfAnEarlierRunIsReadAndSaid() throws Exception {
        write("app.log", numbered(5));
        start("app.log*");
        poll();
        source.close();
        write("app.log.1", numbered(2));
        disk.truncate(disk.create(path("app.log")));
        start("app.log*");
        pollFor(30);

        assertThat(source.problems()).anyMatch(problem -> problem.contains("40 bytes come again"));
    }

    @Test
    void aCopyOfWhatIsYetToBeReadWaitsForItThoughAnotherPackedOneHasTheSameBanner() throws Exception {
        write("app.log-20260101-1.gz", packed(LONG_LINE + "one\n".repeat(10_000)));
        start("app.log*");
        poll();
        source.close();
        String text = LONG_LINE + numbered(800);
        write("app.log", text);
        start("app.log");
        beginOnly();
        disk.rename(path("app.log"), path("app.log-20260101-2"));
        byte[] packed = packed(text);
        write("app.log-20260101-2.gz", Arrays.copyOf(packed, packed.length - 100));
        start("app.log");
        poll();
        write("app.log-20260101-2.gz", Arrays.copyOfRange(packed, packed.length - 100, packed.length));
        pollFor(30);

        assertThat(source.problems()).isEmpty();
        assertThat(lines()).hasSize(10_000 + 800);
    }

    @Test
    void aPackedFileWaitsForTheLogThatItIsACopyOfWhileThatIsOnItsWayToAnotherName() throws Exception {
        String text = numbered(100);
        write("app.log", text);
        write("app.log.1.gz", packed(text));
        FollowedFile log = found("app.log", text.length());
        FollowedFile copy =
                found("app.log.1.gz", disk.create(path("app.log.1.gz")).size());
        log.detach();

        assertThat(examined(copy, log)).isEqualTo(Identity.Verdict.HOLD);
        log.detach();
        assertThat(examined(copy, log)).isEqualTo(Identity.Verdict.FRESH);
    }

    private Identity.Verdict examined(FollowedFile file, FollowedFile other) {
        Disk view = disk.view(call -> {});
        Notices notices = new Notices();
        return new Newcomers(view, new Openings(view, notices, 8), SimSource.settings(8, false), notices)
                .examine(file, List.of(other, file), false, 1)
                .verdict();
    }

    @Test
    void whatWasOpenedAsAnotherFileWhoseNumberItHasIsReadThoughItLosesItsPathAtOnce() throws Exception {
        write("app.log", "former\n");
        start("app.log");
        poll();
        source.close();
        disk.delete(path("app.log"));
        write("app.log", "next\n");
        afterTruncation = () -> {
            afterTruncation = () -> {};
            disk.delete(path("app.log"));
            write("app.log", "third, which is longer\n");
        };
        start("app.log");
        pollFor(30);

        assertThat(lines()).containsExactly("former", "next", "third, which is longer");
    }

    @Test
    void aHoleThatIsLongerThanItWasIsWhatATruncationHasLeft() throws Exception {
        SimDisk.Node node = disk.create(path("app.log"));
        disk.write(node, 200_000, "seen\n".getBytes(StandardCharsets.ISO_8859_1));
        try (PlainContent content = new PlainContent(disk.view(call -> {}).open(path("app.log")))) {
            assertThat(content.hole(0)).isEqualTo(200_000);
            disk.write(node, 150_000, "filled\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(content.hole(0)).isEqualTo(150_000);
            disk.truncate(node);
            disk.write(node, 300_000, "next\n".getBytes(StandardCharsets.ISO_8859_1));

            assertThatThrownBy(() -> content.hole(0)).isInstanceOf(ReplacedException.class);
        }
    }

    @Test
    void ofTheStatesOfALogTheOneInWhichReadingWentOnIsTheLatest() throws Exception {
        write("app.log", "one\ntwo\n");
        start("app.log");
        poll();
        replace("app.log", "one\n");
        poll();
        FileKey second = disk.create(path("app.log")).key;
        replace("app.log", "one\ntwo\nthree\n");
        poll();
        source.close();
        disk.delete(path("app.log"));
        // The lowest number that is free.
        while (!disk.create(path("app.log")).key.equals(second)) {
            disk.rename(
                    path("app.log"),
                    path("other" + disk.create(path("app.log")).key.inode()));
        }
        write("app.log", "one\ntwo\nthree\nfour\n");
        start("app.log");
        pollFor(30);

        assertThat(lines()).containsExactly("one", "two", "one", "three", "four");
    }

    private void replace(String name, String text) {
        write(name + ".new", text);
        disk.rename(path(name + ".new"), path(name));
    }

    @Test
    void whatAFileHoldsWhenItIsOpenedIsReadThoughALookSawItEmpty() throws Exception {
        disk.create(path("app.log"));
        awaited = "open /logs/app.log";
        reads = 1;
        beforeThatRead = () -> write("app.log", "seen\n");
        start("app.log");
        source.read(log.outlet());
        log.commit(source.changedPositions());

        assertThat(lines()).containsExactly("seen");
    }

    @Test
    void aFileThatHasTheNumberOfAnotherLogsFileIsNotThatLogs() throws Exception {
        write("app1.log", "one\n");
        write("app2.log", "two\n");
        start("*.log");
        poll();
        source.close();
        disk.delete(path("app1.log"));
        disk.create(path("has the first number"));
        disk.delete(path("app2.log"));
        awaited = "list /logs";
        reads = 2;
        // Behind the look at what the inputs name.
        beforeThatRead = () -> write("app1.log", "one more, which is longer\n");
        start("*.log");
        pollFor(5);

        assertThat(log.committed().stream().map(OutRecord::origin))
                .containsExactlyInAnyOrder("file:/logs/app1.log", "file:/logs/app2.log", "file:/logs/app1.log");
    }

    private static byte[] packed(String text) {
        return SimPacking.GZIP.pack(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Less of it is read than its first line. */
    private void beginOnly() throws Exception {
        disk.readAtMost(100);
        nanos.addAndGet(1_500_000_000L);
        for (int turns = 0; turns < 5; turns++) {
            source.read(log.outlet());
        }
        log.commit(source.changedPositions());
        source.close();
        disk.readAtMost(Integer.MAX_VALUE);
    }
}
