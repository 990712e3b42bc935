package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was seen of a file and not read of it: that it went is said, and what has its number by then is read. */
class SeenContentTest extends SimDiskCase {
    @Test
    void aFileThatIsOverwrittenWhileItWaitsIsSaidThoughItBeginsAsBeforeAndIsNoShorter() throws Exception {
        write("app.log", BANNER + "line\n");
        start("*.log");
        poll();
        // As far as can be told it may be a copy of the other, or have begun with the same.
        write("other.log", BANNER + "line\n");
        poll();
        disk.truncate(disk.create(path("other.log")));
        write("other.log", BANNER + "found instead\n");
        pollFor(20);

        assertThat(truncated).singleElement().asString().contains("before it was begun", "/logs/other.log");
        assertThat(lines()).containsExactly("line", "found instead");
    }

    @Test
    void aLogOfWhichOnlyABannerWasReadIsComparedWithAllThatWasSeenOfItInTheNextRunToo() throws Exception {
        readAPartOf(BANNER + "lost\n");
        disk.truncate(disk.create(path("app.log")));
        write("app.log", BANNER + "found instead\n");
        start("app.log");
        pollFor(5);

        assertThat(truncated).hasSize(1);
        assertThat(lines()).containsExactly("found instead");
    }

    @Test
    void aLogInWhichReadingGoesOnIsComparedWithAllThatItHeldThen() throws Exception {
        write("app.log", "one\n");
        start("app.log");
        poll();
        disk.truncate(disk.create(path("app.log")));
        poll();
        write("app.log", "one\nlost\n");
        afterTaking = () -> {
            afterTaking = () -> {};
            disk.truncate(disk.create(path("app.log")));
            write("app.log", "one\nfound instead\n");
        };
        pollFor(5);

        assertThat(truncated).hasSize(2);
        assertThat(lines()).containsExactly("one", "found instead");
    }

    @Test
    void aLogThatHasTheNumberOfAPackedCopyThatBrokeOffIsRead() throws Exception {
        String text = BANNER + "line\n";
        byte[] packed = SimPacking.GZIP.pack(text.getBytes(StandardCharsets.ISO_8859_1));
        for (int bytes : new int[] {10, packed.length - 9}) {
            write("app.log", text);
            start("app.log");
            poll();
            write("app.log.1.gz", Arrays.copyOf(packed, bytes));
            pollFor(90);
            disk.delete(path("app.log.1.gz"));
            disk.rename(path("app.log"), path("app.log.1"));
            write("app.log", BANNER + "next " + bytes + "\n");
            pollFor(5);

            assertThat(log.lines()).endsWith("# banner", "next " + bytes);
            assertThat(log.lines()).allMatch(line -> line.matches("# banner|line|next .*"));
            disk.delete(path("app.log.1"));
            disk.delete(path("app.log"));
            pollFor(30);
            source.close();
        }
    }

    @Test
    void whatTookALogsPlaceAndWasDeletedBeforeALookSawThatIsReadOn() throws Exception {
        write("app.log", "one\n");
        start("app.log");
        poll();
        source.close();
        disk.delete(path("app.log"));
        write("app.log.1.tmp", SimPacking.GZIP.pack("one\ntwo\n".getBytes(StandardCharsets.ISO_8859_1)));
        start("app.log");
        pollFor(5);
        disk.rename(path("app.log.1.tmp"), path("app.log.1"));
        disk.delete(path("app.log.1"));
        pollFor(20);

        assertThat(lines()).containsExactly("one", "two");
    }

    @Test
    void aPackedFileWhoseFirstBytesComeWhileItIsLookedAtIsUnpacked() throws Exception {
        byte[] packed = SimPacking.ZSTD.pack("line\n".getBytes(StandardCharsets.ISO_8859_1));
        write("app.log", "first\n");
        start("*");
        poll();
        for (int call = 1; call < 20; call++) {
            String name = "packed" + call;
            write(name, Arrays.copyOf(packed, 3));
            poll();
            reads = call;
            beforeThatRead = () -> write(name, Arrays.copyOfRange(packed, 3, packed.length));
            pollFor(5);
        }

        assertThat(log.lines()).containsOnly("first", "line").hasSize(20);
    }

    @Test
    void whatIsShorterThanWhatWasSeenIsNotRememberedInItsPlace() throws Exception {
        write("app.log", "one\n");
        for (long size : new long[] {5, 4}) {
            FollowedFile file = found("app.log", size);
            new FileStarts(disk.view(call -> {})).agree(new byte[0], file);

            assertThat(file.position().reached().isBlank()).isEqualTo(size > 4);
        }
    }

    @Test
    void aCopyOfWhatALogHoldsByNowWaitsForItThoughThatWasBegunWithSomethingElse() throws Exception {
        write("app.log", "former\n");
        FollowedFile original = found("app.log", 7);
        PlainContent held = new PlainContent(disk.view(call -> {}).open(path("app.log")));
        original.hold(held);
        Reached former = Recognition.everything(held, 7);
        original.begin(Reached.START, former);
        disk.truncate(disk.create(path("app.log")));
        write("app.log", "copied\nand more\n");
        write("app.log.1", "copied\n");
        FollowedFile copy = found("app.log.1", 7);
        Notices notices = new Notices();
        Newcomers newcomers = new Newcomers(
                disk.view(call -> {}),
                new Openings(disk.view(call -> {}), notices, 8),
                SimSource.settings(8, false),
                notices);

        assertThat(original.position().reached().knownHead()).isEqualTo(former.head());
        assertThat(newcomers.examine(copy, List.of(original, copy), false, 1).verdict())
                .isEqualTo(Identity.Verdict.HOLD);
    }

    @Test
    void ofWhatWasReadAPackedFileIsWhatItAgreesWithFurthest() throws Exception {
        String text = BANNER + "line\n".repeat(1000);
        write("app.log", text + "more\n");
        start("app.log");
        poll();
        disk.truncate(disk.create(path("app.log")));
        write("app.log", BANNER);
        pollFor(5);
        disk.truncate(disk.create(path("app.log")));
        pollFor(5);
        source.close();
        write("app.log.1.gz", SimPacking.GZIP.pack(text.getBytes(StandardCharsets.ISO_8859_1)));
        start("app.log");
        pollFor(20);

        // Not behind the banner, without a word.
        assertThat(source.problems()).anyMatch(problem -> problem.contains(text.length() + " bytes come again"));
    }

    @Test
    void aLogOfWhichOnlyABannerWasReadIsNotTheNextOneThatHasTheSame() throws Exception {
        String former = BANNER + "lost\n";
        for (String next : List.of(BANNER + "longer than the former\n", BANNER.substring(0, 900) + "short\n")) {
            readAPartOf(former);
            write("next.log", next);
            disk.rename(path("next.log"), path("app.log"));
            start("app.log");
            pollFor(30);

            assertThat(lines()).last().isEqualTo(next.substring(next.lastIndexOf("# banner\n") + 9, next.length() - 1));
            assertThat(source.problems())
                    .singleElement()
                    .asString()
                    .contains("file '/logs/app.log' is gone", "of " + former.length());
            source.close();
            log.positions().clear();
            disk.delete(path("app.log"));
        }
    }

    /** As little as a look has read of it when the source ends. */
    private void readAPartOf(String text) throws Exception {
        disk.readAtMost(100);
        write("app.log", text);
        start("app.log");
        for (int turns = 0; turns < 5; turns++) {
            source.read(log.outlet());
        }
        log.commit(source.changedPositions());
        source.close();
    }

    @Test
    void whatATruncatedLogHeldBeforeItWasTruncatedAgainIsSaidInThisRunAndInTheNext() throws Exception {
        for (boolean ends : new boolean[] {false, true}) {
            write("app.log", "one\n");
            start("app.log");
            poll();
            disk.truncate(disk.create(path("app.log")));
            write("app.log", "seen and lost\n");
            source.read(log.outlet());
            if (ends) {
                log.commit(source.changedPositions());
                source.close();
            }
            disk.truncate(disk.create(path("app.log")));
            write("app.log", "two, which is longer\n");
            if (ends) {
                start("app.log");
            }
            pollFor(5);

            assertThat(lines()).endsWith("one", "two, which is longer");
            assertThat(truncated).hasSize(2);
            truncated.clear();
            source.close();
            log.positions().clear();
            disk.delete(path("app.log"));
        }
    }

    @Test
    void aFileThatIsShorterThanItWasIsAnotherThoughItHoldsWhatWasReadUnlessThatWasOnlyReserved() throws Exception {
        SimDisk.Node node = disk.create(path("app.log"));
        for (boolean reserved : new boolean[] {false, true}) {
            disk.truncate(node);
            write("app.log", "read\n");
            try (PlainContent content = new PlainContent(disk.view(call -> {}).open(path("app.log")))) {
                assertThat(content.read(new byte[99], 0, 99)).isEqualTo(5);
                write("app.log", reserved ? new byte[100] : "seen\n".getBytes(StandardCharsets.ISO_8859_1));
                if (reserved) {
                    assertThat(content.read(new byte[99], 0, 99)).isNegative();
                }
                content.verify();
                disk.truncate(node);
                write("app.log", "read\n");

                if (reserved) {
                    content.verify();
                } else {
                    assertThatThrownBy(content::verify).isInstanceOf(ReplacedException.class);
                }
            }
        }
    }

    @Test
    void aFileThatIsEmptiedWhileItIsLookedIntoIsNotBegunAsAnEmptyOne() throws Exception {
        write("app.log", "former\n");
        FollowedFile file = found("app.log", 7);
        int[] sizes = {0};
        SimDisk.View view = disk.view(call -> {
            sizes[0] += call.equals("size") ? 1 : 0;
            if (call.equals("size") && sizes[0] == 2) {
                disk.truncate(disk.create(path("app.log")));
            } else if (call.equals("size") && sizes[0] == 3) {
                write("app.log", "longer by now\n");
            }
        });

        assertThat(examined(view, file).verdict()).isEqualTo(Identity.Verdict.HOLD);
        assertThat(truncated).singleElement().asString().contains("became shorter", "bytes=7");
    }

    @Test
    void whatAFileHoldsThatBecameShorterBeforeItWasLookedIntoIsWhatIsMissedNext() throws Exception {
        write("app.log", "shorter\n");
        FollowedFile file = found("app.log", 20);
        file.hold(new PlainContent(disk.view(call -> {}).open(path("app.log"))));

        Newcomers.Finding finding = examined(disk.view(call -> {}), file);

        assertThat(truncated).singleElement().asString().contains("bytes=20");
        assertThat(finding.verdict()).isEqualTo(Identity.Verdict.HOLD);
        assertThat(finding.reached().offset()).isEqualTo(8);
    }

    @Test
    void thatWhatWasLookedAtIsLongerThanWhatHasItsNumberIsSaid() throws Exception {
        write("app.log", "a beginning, and lost\n");
        FollowedFile file = found("app.log", 5);
        try (PlainContent content = new PlainContent(disk.view(call -> {}).open(path("app.log")))) {
            file.progress().glimpse(Recognition.everything(content, 22));
        }
        disk.truncate(disk.create(path("app.log")));
        write("app.log", "a beginning\n");

        assertThat(examined(disk.view(call -> {}), file).verdict()).isEqualTo(Identity.Verdict.FRESH);
        assertThat(truncated).singleElement().asString().contains("before it was begun", "bytes=22");
    }

    private Newcomers.Finding examined(Disk view, FollowedFile file) {
        Notices notices = new Notices();
        notices.tell(this::hear);
        return new Newcomers(view, new Openings(view, notices, 8), SimSource.settings(8, false), notices)
                .examine(file, List.of(file), false, 1);
    }

    @Test
    void aCopyIsKnownByWhatWasReadLastThoughATruncationShowsOnlyWhenReadingBeginsAgainAtWhatIsCommitted()
            throws Exception {
        String text = numbered(200);
        for (int hole : new int[] {0, 5000}) {
            write("app.log", text);
            start("app.log*");
            poll();
            write("app.log.1", text.substring(0, 3000));
            SimDisk.Node written = disk.create(path("app.log"));
            disk.truncate(written);
            disk.write(written, hole, "next\n".getBytes(StandardCharsets.ISO_8859_1));
            // As after a commit that failed.
            source.restore(log.takeOver());
            pollFor(30);

            assertThat(lines().subList(lines().size() - 201, lines().size()))
                    .containsExactlyElementsOf(
                            Stream.concat(text.lines(), Stream.of("next")).toList());
            assertThat(source.problems()).noneMatch(problem -> problem.contains("come again"));
            source.close();
            log.positions().clear();
            disk.delete(path("app.log"));
            disk.delete(path("app.log.1"));
        }
    }

    @Test
    void whatIsReadBehindThePassedBeginningOfACopyBeginsWithALineAndIsSaid() throws Exception {
        String text = numbered(200);
        write("app.log", text);
        start("app.log*");
        poll();
        write("app.log.1", text.substring(0, 2110));
        pollFor(30);
        source.close();
        write("app.log.1", text.substring(2110, 2900));
        disk.truncate(disk.create(path("app.log")));
        start("app.log*");
        pollFor(30);

        int line = text.lastIndexOf('\n', 2109) + 1;
        assertThat(source.problems())
                .anyMatch(problem -> problem.contains(
                        "from byte " + line + "; if it is a copy, " + (2900 - line) + " bytes come again"));
        assertThat(text.lines().toList()).containsAll(lines().subList(0, 200 + (2900 - line) / 20));
        assertThat(lines()).hasSizeGreaterThan(200);
    }
}
