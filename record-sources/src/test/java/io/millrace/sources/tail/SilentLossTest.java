package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be missing is said, and nothing else is. */
class SilentLossTest extends SimDiskCase {
    @Test
    void spaceThatWasReservedAndIsGivenBackIsNotMissed() throws Exception {
        for (boolean grows : new boolean[] {true, false}) {
            write("app.log", grows ? "one\n" : "one\n" + "\0".repeat(5000));
            start("app.log*");
            poll();
            if (grows) {
                write("app.log", new byte[5000]);
                poll();
            }
            disk.truncate(disk.create(path("app.log")));
            write("app.log", "one\n");
            if (!grows) {
                poll();
            }
            write("app.log.gz", SimPacking.GZIP.pack("one\n".getBytes(StandardCharsets.ISO_8859_1)));
            disk.delete(path("app.log"));
            pollFor(30);

            assertThat(source.problems()).isEmpty();
            assertThat(truncated).isEmpty();
            assertThat(log.lines()).containsOnly("one");
            assertThat(lines()).hasSize(grows ? 1 : 2);
            source.close();
            log.positions().clear();
            disk.delete(path("app.log.gz"));
        }
    }

    @Test
    void whatWasSeenAndIsGoneFromAFileBeforeItIsBegunIsTold() throws Exception {
        write("app.log", "seen and lost\n");
        awaited = "open /logs/app.log";
        reads = 1;
        beforeThatRead = () -> {
            disk.truncate(disk.create(path("app.log")));
            write("app.log", "x\n");
        };
        start("app.log", true);
        readToTheEnd();

        assertThat(source.problems()).singleElement().asString().contains("became shorter", "/logs/app.log");
        assertThat(truncated).containsOnly(source.problems().get(0));
    }

    @Test
    void whatIsTruncatedWhileItIsReadIsToldUnlessACopyIsFound() throws Exception {
        for (boolean copied : new boolean[] {false, true}) {
            write("app.log", numbered(100));
            disk.readAtMost(100);
            start("app.log*", true);
            reads = 120;
            beforeThatRead = () -> {
                if (copied) {
                    write("app.log.1", numbered(100));
                }
                disk.truncate(disk.create(path("app.log")));
                write("app.log", "next\n");
            };
            readToTheEnd();

            assertThat(truncated).singleElement().asString().contains("reading it from its start");
            assertThat(source.problems()).hasSize(copied ? 0 : 1);
            assertThat(log.lines()).endsWith("next");
            truncated.clear();
            source.close();
            log.positions().clear();
            disk.delete(path("app.log"));
        }
    }

    @Test
    void anEmptyFileThatGetsAForeignNameAndIsWrittenToIsTold() throws Exception {
        disk.create(path("app.log"));
        start("app.log");
        poll();
        source.close();
        disk.rename(path("app.log"), path("foreign"));
        write("foreign", "one\n");
        start("app.log");
        pollFor(10);

        assertThat(source.problems())
                .singleElement()
                .asString()
                .contains("'/logs/app.log' was empty", "'/logs/foreign'");
        assertThat(lines()).isEmpty();
    }

    @Test
    void whatIsWrittenOverALogThatHasAForeignNameIsNoLog() throws Exception {
        write("app.log", "one\n");
        start("app.log");
        poll();
        disk.rename(path("app.log"), path("foreign"));
        poll();
        write("foreign", "two\n");
        poll();
        disk.truncate(disk.create(path("foreign")));
        write("foreign", "of another, and longer than that\n");
        // Not a look: a read shows it.
        source.read(log.outlet());
        assertThat(truncated).hasSize(1);
        pollFor(10);

        assertThat(lines()).containsExactly("one", "two");
        assertThat(truncated).hasSize(1);
    }

    @Test
    void theLineThatAPassedBeginningEndsInIsFoundHoweverLongItIs() throws Exception {
        write("app.log", "one\n" + "-".repeat(3 << 20) + "\n");
        FileEnds ends = new FileEnds(SimSource.settings(8, false).lines());
        try (Content content = Content.open(disk.view(call -> {}), path("app.log"))) {
            Reached place = new Reached(3 << 20, 0, Fingerprint.EMPTY, Fingerprint.EMPTY, List.of());

            assertThat(ends.lineStart("/logs/app.log", content, place).offset()).isEqualTo(4);
        }
    }

    /** At any call of the look at what stands behind a truncation. */
    @Test
    void whatIsTruncatedAgainWhileItIsLookedAtIsTold() throws Exception {
        int known = 0;
        int shorter = 0;
        for (String call : new String[] {"read", "second half of read", "size"}) {
            for (int n = 1; n <= 25; n++) {
                write("app.log", BANNER + numbered(300));
                start("app.log");
                poll();
                SimDisk.Node node = disk.create(path("app.log"));
                disk.truncate(node);
                write("app.log", BANNER + "second\n".repeat(1000));
                Truncation again = new Truncation(node, 0, "x\n");
                at(call, n, again);
                nanos.addAndGet(1);
                readOnAndLookAgain();
                if (again.known && !lines().contains("second")) {
                    known++;
                    assertThat(truncated).as(call + " " + n).hasSizeGreaterThan(again.said);
                    shorter += truncated.stream().anyMatch(said -> said.contains("became shorter")) ? 1 : 0;
                }
                startAnew();
            }
        }
        assertThat(known).isGreaterThan(3);
        assertThat(shorter).isPositive();
    }

    /** At any call of the first look at a log whose writer leaves NUL where what was truncated stood. */
    @Test
    void whatIsTruncatedWhileItIsLookedAtIsToldAlthoughNulIsThere() throws Exception {
        int known = 0;
        for (String call : new String[] {"read", "second half of read", "size"}) {
            for (int n = 1; n <= 25; n++) {
                write("app.log", "\0".repeat(3000) + "second\n".repeat(1000));
                SimDisk.Node node = disk.create(path("app.log"));
                start("app.log");
                Truncation again = new Truncation(node, node.size(), "third\n".repeat(2000));
                at(call, n, again);
                readOnAndLookAgain();
                if (again.known && !lines().contains("second")) {
                    known++;
                    assertThat(truncated).as(call + " " + n).hasSizeGreaterThan(again.said);
                }
                startAnew();
            }
        }
        assertThat(known).isGreaterThan(3);
    }

    /** A file is truncated and written to again. */
    private final class Truncation implements Runnable {
        private final SimDisk.Node node;
        private final int at;
        private final String text;
        private boolean known;
        private int said;

        Truncation(SimDisk.Node node, int at, String text) {
            this.node = node;
            this.at = at;
            this.text = text;
        }

        @Override
        public void run() {
            known = node.lookedAt() >= node.size();
            said = truncated.size();
            disk.truncate(node);
            disk.write(node, at, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void at(String call, int n, Runnable happens) {
        awaited = call;
        reads = n;
        beforeThatRead = happens;
    }

    /** As a source that is stopped at once, and started again. */
    private void readOnAndLookAgain() throws Exception {
        source.read(log.outlet());
        log.commit(source.changedPositions());
        source.close();
        reads = 0;
        start("app.log");
        pollFor(30);
        source.close();
    }

    private void startAnew() {
        log.positions().clear();
        log.committed().clear();
        disk.delete(path("app.log"));
        truncated.clear();
    }

    @Test
    void aFileThatWasDoneIsReadOnAfterACommitThatFailed() throws Exception {
        write("app.log", "one\n");
        start("app.log*");
        poll();
        disk.rename(path("app.log"), path("app.log.1"));
        write("app.log", "two\n");
        pollFor(90);
        write("app.log.1", "late\n");
        disk.delete(path("app.log.1"));
        source.restore(log.takeOver());
        pollFor(5);

        assertThat(lines()).contains("late");
    }

    @Test
    void whatCouldNotBeOpenedIsToldAlthoughAnotherLogHasItsNumber() throws Exception {
        write("app1.log", "one\n");
        start("app*");
        poll();
        source.close();
        FileKey number = disk.create(path("app1.log")).key;
        disk.delete(path("app1.log"));
        write("app2.log.1", "two\n".repeat(10));
        assertThat(disk.create(path("app2.log.1")).key).isEqualTo(number);
        at("open /logs/app2.log.1", 1, () -> {
            disk.delete(path("app2.log.1"));
            write("app1.log", "one\n" + "three\n".repeat(20));
        });
        start("app*");
        pollFor(10);

        assertThat(disk.create(path("app1.log")).key).isEqualTo(number);
        assertThat(source.problems()).anyMatch(problem -> problem.contains("app2.log.1' is gone, it had 40 bytes"));
    }
}
